//! Expressions of text and bytes, written: one function for each kind.

use std::ops::Range;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::{Error, Made};
use crate::data::{Id, Node, NonceKind, Op, Run};

impl<'r> Evaluator<'r> {
    /// Writes an expression of text or bytes at the end of the buffer; `false`, and nothing
    /// written, if it is absent.
    #[inline]
    pub(super) fn write(&mut self, id: Id) -> Made<bool> {
        match self.received {
            None => self.write_node(id, self.data.node(id)),
            Some(_) => self.write_received(id),
        }
    }

    /// Writes what a verifier has read, if an expression is kept as received.
    #[inline(never)]
    fn write_received(&mut self, id: Id) -> Made<bool> {
        let kept = self
            .received
            .and_then(|received| received.kept(id, self.signature.as_ref()));
        match kept {
            Some(text) => self.push(text.as_bytes()),
            None => self.write_node(id, self.data.node(id)),
        }
    }

    /// What each kind of expression writes. It does nothing itself, so that it costs a jump.
    #[inline(never)]
    fn write_node(&mut self, id: Id, node: &Node) -> Made<bool> {
        match node.op {
            Op::Text(text) => self.push(self.data.bytes(text)),
            Op::Template(run) => self.write_template(run),
            Op::Optional(part) => self.write_optional(part),
            Op::Or(run) => self.write_first(run),
            Op::Must(inner) => self.write_must(inner),
            Op::Part(part) => self.write_part(part),
            Op::Member(part, name) => self.write_member(part, name),
            Op::Credential(index) => self.write_credential(index),
            Op::Setting(index) => self.write_setting(index),
            Op::Let(index) => self.write_let(index),
            Op::Nonce => self.write_nonce(),
            Op::Signature => self.write_signature(),
            Op::Entry(index) => self.write_entry(index),
            Op::Name => self.write_side(self.item.map(|item| item.name)),
            Op::Value => self.write_side(self.item.and_then(|item| item.value)),
            Op::Parts(run) => self.write_parts(run),
            Op::Convert(of) => self.write_plain(of),
            Op::Call(..) => self.call(id),
            Op::SignedHeaders(template, between) => self.write_signed_headers(template, between),
            // The checker lets no other type stand where text is written.
            Op::Sum(_) | Op::Group(_) | Op::List(_) | Op::Pick(..) | Op::Now => Ok(false),
        }
    }

    /// Writes a part of an expression. Many are text of the file: that costs no call.
    #[inline]
    pub(super) fn write_inside(&mut self, id: Id) -> Made<bool> {
        let node = self.data.node(id);
        match node.op {
            Op::Text(text) => {
                self.buffer.push(self.data.bytes(text));
                Ok(true)
            }
            _ if self.received.is_none() => self.write_node(id, node),
            _ => self.write_received(id),
        }
    }

    /// Writes parts one after another; nothing if one of them is absent.
    #[inline(never)]
    fn write_template(&mut self, run: Run) -> Made<bool> {
        let at = self.buffer.len();
        for part in self.data.links(run) {
            if !self.write_inside(*part)? {
                self.buffer.truncate(at);
                return Ok(false);
            }
        }
        Ok(true)
    }

    #[inline(never)]
    fn write_optional(&mut self, part: Id) -> Made<bool> {
        self.write(part)?;
        Ok(true)
    }

    /// Writes the first of these that is present.
    #[inline(never)]
    fn write_first(&mut self, run: Run) -> Made<bool> {
        for choice in self.data.links(run) {
            if self.write_inside(*choice)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[inline(never)]
    fn write_must(&mut self, inner: Id) -> Made<bool> {
        self.missing = None;
        if self.write(inner)? {
            return Ok(true);
        }
        Err(self.missing_error().into())
    }

    /// An expression of text, as text of its own.
    pub(super) fn owned(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        if let Op::Text(text) = self.data.node(id).op {
            return Ok(Some(Chars::Borrowed(self.data.text(text))));
        }
        let at = self.buffer.len();
        if !self.write(id)? {
            return Ok(None);
        }
        self.take(at, id).map(Some)
    }

    /// Where a named value stands that has been written, and holds no secret.
    pub(super) fn named_text(&self, id: Id) -> Option<Range<usize>> {
        let Op::Let(index) = self.data.node(id).op else {
            return None;
        };
        match self.let_slot(index) {
            Slot::Written(range) if self.received.is_none() && !self.buffer.holds_secret(range) => {
                Some(range.clone())
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn write_let(&mut self, index: u16) -> Made<bool> {
        match self.let_slot(index) {
            Slot::Written(range) => {
                let range = range.clone();
                self.buffer.push_again(range);
                Ok(true)
            }
            Slot::Failed(error) => Err(error.clone()),
            _ => Ok(false),
        }
    }

    /// Writes the name or the value of the pair that `each` is at.
    #[inline(never)]
    fn write_side(&mut self, side: Option<Chars<'r>>) -> Made<bool> {
        side.map_or(Ok(false), |text| self.push_chars(&text))
    }

    /// The name or the value of the pair that `each` is at, if an expression is one.
    #[inline]
    pub(super) fn side(&self, id: Id) -> Option<Chars<'r>> {
        match self.data.node(id).op {
            Op::Name => Some(self.item?.name),
            Op::Value => self.item?.value,
            _ => None,
        }
    }

    fn missing_error(&self) -> Error {
        let what = match self.missing {
            Some((part, name)) => {
                let member = part.location().member();
                format!("{member} `{}`", self.data.member_name(part, name))
            }
            None => "a part of it".to_owned(),
        };
        Error::Missing { what }
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "they return what the others do, so that `write_node` jumps to them"
)]
impl Evaluator<'_> {
    #[inline(never)]
    fn push(&mut self, text: &[u8]) -> Made<bool> {
        self.buffer.push(text);
        Ok(true)
    }

    #[inline(never)]
    fn write_nonce(&mut self) -> Made<bool> {
        self.buffer.push(self.input.nonce.as_bytes());
        Ok(self.data.nonce != NonceKind::Given || !self.input.nonce.is_empty())
    }

    #[inline(never)]
    fn write_signature(&mut self) -> Made<bool> {
        if let Some(signature) = &self.signature {
            self.buffer.push(signature.as_bytes());
        }
        Ok(self.signature.is_some())
    }

    #[inline(never)]
    fn write_entry(&mut self, index: u16) -> Made<bool> {
        if let Slot::Written(range) = self.entry_slot(usize::from(index)) {
            let range = range.clone();
            self.buffer.push_again(range);
            return Ok(true);
        }
        Ok(false)
    }
}
