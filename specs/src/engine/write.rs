//! Expressions of text and bytes, written: one function for each kind.

use std::ops::Range;

use super::buffer::Buffer;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::{Error, Made, Presence, Wrote};
use crate::data::{Id, Node, NonceKind, Op, Run, Value};

impl<'r> Evaluator<'r> {
    /// Writes an expression of text or bytes at the end of the buffer; `false`, and nothing
    /// written, if it is absent.
    #[inline]
    pub(super) fn write(&mut self, id: Id) -> Made<bool> {
        self.write_expression(id).map(Presence::is_there)
    }

    #[inline]
    fn write_expression(&mut self, id: Id) -> Wrote {
        match self.received {
            None => self.write_node(self.data.node(id)),
            Some(_) => self.write_received(id),
        }
    }

    /// Writes what a verifier has read, if an expression is kept as received.
    #[inline(never)]
    fn write_received(&mut self, id: Id) -> Wrote {
        let kept = self
            .received
            .and_then(|received| received.kept(id, self.signature.as_ref()));
        match kept {
            Some(text) => self.push(text.as_bytes()),
            None => self.write_node(self.data.node(id)),
        }
    }

    /// What each kind of expression writes. It does nothing itself, so that it costs a jump.
    #[inline(never)]
    pub(super) fn write_node(&mut self, node: &Node) -> Wrote {
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
            Op::Signature => Ok(self.write_signature(Buffer::push)),
            Op::Entry(index) => self.write_entry(index),
            Op::Name => self.write_side(self.item.map(|item| item.name)),
            Op::Value => self.write_side(self.item.and_then(|item| item.value)),
            Op::Parts(run, _) => self.write_parts(run),
            Op::Convert(of) => self.write_plain(of),
            Op::Call(function, of, arguments) => self.call(function, of, arguments),
            Op::Line(run) => self.write_line_of_item(run),
            Op::SignedHeaders(template, between) => self.write_signed_headers(template, between),
            // The checker lets no other type stand where text is written.
            Op::Sum(_) | Op::Group(_) | Op::List(_) | Op::Pick(..) | Op::Now => {
                Ok(Presence::Absent)
            }
        }
    }

    /// Writes parts one after another; nothing if one of them is absent. What most parts are costs
    /// no call: text of the file, and what was written before.
    #[inline(never)]
    fn write_template(&mut self, run: Run) -> Wrote {
        let at = self.buffer.len();
        let is_received = self.received.is_some();
        for part in self.data.links(run) {
            let node = self.data.node(*part);
            let written = match node.op {
                Op::Text(text) => {
                    self.buffer.push(self.data.bytes(text));
                    continue;
                }
                _ if is_received => self.write_received(*part),
                Op::Let(index) if let Slot::Written(range) = self.let_slot(index) => {
                    let range = range.clone();
                    self.buffer.push_again(range);
                    continue;
                }
                _ => self.write_node(node),
            };
            if written? == Presence::Absent {
                self.buffer.truncate(at);
                return Ok(Presence::Absent);
            }
        }
        Ok(Presence::There)
    }

    #[inline(never)]
    fn write_optional(&mut self, part: Id) -> Wrote {
        self.write(part)?;
        Ok(Presence::There)
    }

    /// Writes the first of these that is present.
    #[inline(never)]
    fn write_first(&mut self, run: Run) -> Wrote {
        if self.received.is_none()
            && let Some(text) = self.instead_of_header(run)
        {
            if !text.is_empty() {
                self.buffer.push(text);
            }
            return Ok(Presence::There);
        }
        for choice in self.data.links(run) {
            if self.write_expression(*choice)? == Presence::There {
                return Ok(Presence::There);
            }
        }
        Ok(Presence::Absent)
    }

    #[inline(never)]
    fn write_must(&mut self, inner: Id) -> Wrote {
        self.missing = None;
        if self.write(inner)? {
            return Ok(Presence::There);
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

    /// The text of an expression that stands somewhere as it is, secret or not.
    pub(super) fn lent(&self, id: Id) -> Option<&[u8]> {
        match self.data.node(id).op {
            Op::Text(text) => Some(self.data.bytes(text)),
            Op::Let(index) => match self.let_slot(index) {
                Slot::Written(range) => Some(self.buffer.bytes(range.clone())),
                _ => None,
            },
            Op::Setting(index) if self.data.settings[usize::from(index)].is_any_text() => {
                match self.setting_value(index) {
                    Some(Value::Text(text)) => Some(text.as_bytes()),
                    _ => None,
                }
            }
            _ => None,
        }
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
    fn write_let(&mut self, index: u16) -> Wrote {
        match self.let_slot(index) {
            Slot::Written(range) => {
                let range = range.clone();
                self.buffer.push_again(range);
                Ok(Presence::There)
            }
            Slot::Failed(at) => Err(Box::new(self.failures[*at].clone())),
            _ => Ok(Presence::Absent),
        }
    }

    /// Writes the name or the value of the pair that `each` is at.
    #[inline(never)]
    fn write_side(&mut self, side: Option<Chars<'r>>) -> Wrote {
        match side {
            Some(text) => self.push_chars(&text).map(Presence::from),
            None => Ok(Presence::Absent),
        }
    }

    /// The name or the value of the pair that `each` is at, if an expression is one.
    #[inline]
    pub(super) fn side(&self, of: &Node) -> Option<Chars<'r>> {
        match of.op {
            Op::Name => Some(self.item?.name),
            Op::Value => self.item?.value,
            _ => None,
        }
    }

    pub(super) fn missing_error(&self) -> Error {
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
    fn push(&mut self, text: &[u8]) -> Wrote {
        self.buffer.push(text);
        Ok(Presence::There)
    }

    #[inline(never)]
    fn write_nonce(&mut self) -> Wrote {
        self.buffer.push(self.input.nonce.as_bytes());
        let is_there = self.data.nonce != NonceKind::Given || !self.input.nonce.is_empty();
        Ok(is_there.into())
    }

    #[inline(never)]
    fn write_entry(&mut self, index: u16) -> Wrote {
        if let Slot::Written(range) = self.entry_slot(usize::from(index)) {
            let range = range.clone();
            self.buffer.push_again(range);
            return Ok(Presence::There);
        }
        Ok(Presence::Absent)
    }
}
