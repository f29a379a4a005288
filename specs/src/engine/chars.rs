//! Texts that are items of lists and pairs.

use std::borrow::Cow;
use std::ops::Range;

use super::evaluate::{Evaluator, Slot};
use super::item_functions::is_rewriting;
use super::secrecy::Secrecy;
use super::{Error, Made};
use crate::data::{Function, Id, Op, Part, Type};

/// Text that is an item of a list or pair: where it stands, so that it is quick to hand on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chars<'r> {
    /// Of the request, the scheme or a setting.
    Borrowed(&'r str),
    /// The same, of unreserved characters alone: nobody has to look whether something is encoded.
    Unreserved(&'r str),
    /// Of a header: visible ASCII and no white space, which nobody has to look through again.
    Plain(&'r [u8]),
    /// Written into the buffer, where it stays.
    Written(usize, usize),
    /// Made by a function, and put aside.
    Aside(usize, usize),
    /// A JSON value that was put aside, by its number.
    Json(usize),
}

impl<'r> Chars<'r> {
    /// A text that stands in the request, the scheme or a setting.
    #[inline]
    pub(super) fn lent(&self) -> Option<&'r [u8]> {
        match *self {
            Chars::Borrowed(text) | Chars::Unreserved(text) => Some(text.as_bytes()),
            Chars::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// A part of a text.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        match *self {
            Chars::Borrowed(text) => Chars::Borrowed(text.get(range).unwrap_or("")),
            Chars::Unreserved(text) => Chars::Unreserved(text.get(range).unwrap_or("")),
            Chars::Plain(text) => Chars::Plain(text.get(range).unwrap_or_default()),
            Chars::Written(at, _) => Chars::Written(at + range.start, at + range.end),
            Chars::Aside(at, _) => Chars::Aside(at + range.start, at + range.end),
            Chars::Json(_) => *self,
        }
    }
}

impl<'r> Evaluator<'r> {
    /// The text of an item.
    pub(super) fn chars<'s>(&'s self, chars: &Chars<'r>) -> &'s str
    where
        'r: 's,
    {
        match chars {
            Chars::Borrowed(text) | Chars::Unreserved(text) => text,
            // Only text is written where items refer to.
            other => std::str::from_utf8(self.bytes(other)).unwrap_or(""),
        }
    }

    /// The bytes of an item: enough for whoever compares.
    #[expect(
        clippy::inline_always,
        reason = "a call for every item costs more than most items"
    )]
    #[inline(always)]
    pub(super) fn bytes<'s>(&'s self, chars: &Chars<'r>) -> &'s [u8]
    where
        'r: 's,
    {
        match chars.lent() {
            Some(text) => text,
            None => self.made_bytes(chars),
        }
    }

    #[inline(never)]
    fn made_bytes<'s>(&'s self, chars: &Chars<'r>) -> &'s [u8]
    where
        'r: 's,
    {
        match *chars {
            Chars::Written(at, end) => self.buffer.bytes(at..end),
            Chars::Aside(at, end) => self.aside.bytes(at..end),
            Chars::Json(json) => self.made_bytes(&self.json_values[json].shown()),
            _ => chars.lent().unwrap_or_default(),
        }
    }

    /// Whether an item may be shown, and is text as it stands.
    pub(super) fn is_open(&self, chars: &Chars<'r>) -> bool {
        !matches!(chars, Chars::Json(_)) && !self.is_secret(chars)
    }

    /// Whether an item may not be shown.
    pub(super) fn is_secret(&self, chars: &Chars<'r>) -> bool {
        self.secrecy(chars).is_some()
    }

    /// What is secret of an item.
    pub(super) fn secrecy(&self, chars: &Chars<'r>) -> Option<Secrecy> {
        match chars {
            Chars::Borrowed(_) | Chars::Unreserved(_) | Chars::Plain(_) => None,
            Chars::Written(at, end) => self.buffer.secrecy_of(&(*at..*end)),
            Chars::Aside(at, end) => self.aside.secrecy_of(&(*at..*end)),
            Chars::Json(json) => self.secrecy(&self.json_values[*json].raw),
        }
    }

    /// Writes an item.
    #[inline]
    pub(super) fn push_chars(&mut self, chars: &Chars<'r>) -> Made<bool> {
        let text = match chars {
            Chars::Borrowed(text) | Chars::Unreserved(text) => text.as_bytes(),
            Chars::Plain(text) => text,
            made => return self.push_made(made).map(|()| true),
        };
        self.buffer.push(text);
        Ok(true)
    }

    #[inline(never)]
    fn push_made(&mut self, chars: &Chars<'r>) -> Made<()> {
        match chars {
            Chars::Borrowed(text) | Chars::Unreserved(text) => self.buffer.push(text.as_bytes()),
            Chars::Plain(text) => self.buffer.push(text),
            Chars::Written(at, end) => self.buffer.push_again(*at..*end),
            Chars::Aside(at, end) => self.buffer.push_from(&self.aside, *at..*end),
            Chars::Json(json) => self.push_json(*json)?,
        }
        Ok(())
    }

    /// An expression of text, as an item: where it stands already, if it does, or a part of that.
    #[inline]
    pub(super) fn text_of(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        match self.data.node(id).op {
            // Without a call: what most names are.
            Op::Text(text) => Ok(Some(Chars::Borrowed(self.data.text(text)))),
            _ => self.found_text(id),
        }
    }

    #[inline(never)]
    fn found_text(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        let node = self.data.node(id);
        if self.received.is_some() || node.kind != Type::Text {
            return self.owned(id);
        }
        let there = match node.op {
            Op::Part(Part::Method) => Some(Chars::Borrowed(self.input.request.method)),
            Op::Part(Part::Path) => Some(Chars::Borrowed(self.input.request.path())),
            Op::Nonce if !self.input.nonce.is_empty() => Some(Chars::Borrowed(self.input.nonce)),
            Op::Setting(index) => {
                let text = self.setting_text(index)?;
                return Ok(text.map(|text| self.item_of(text)));
            }
            Op::Credential(index) if !self.data.credentials[usize::from(index)].secret => {
                return Ok(self.credential_text(index)?.map(Chars::Borrowed));
            }
            Op::Let(index) => match self.let_slot(index) {
                Slot::Written(range) if !self.buffer.holds_secret(range) => {
                    Some(Chars::Written(range.start, range.end))
                }
                _ => None,
            },
            Op::Name => self.item.map(|item| item.name),
            Op::Value => self.item.and_then(|item| item.value),
            Op::Must(inner) => self.text_of(inner)?,
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    if let Some(text) = self.text_of(*choice)? {
                        return Ok(Some(text));
                    }
                }
                return Ok(None);
            }
            Op::Call(function @ (Function::When | Function::Unless), of, arguments) => {
                if !self.keeps(function, self.data.links(arguments))? {
                    return Ok(None);
                }
                self.text_of(of)?
            }
            Op::Call(function, of, arguments) if is_rewriting(function) => {
                let Some(text) = self.text_of(of)? else {
                    return Ok(None);
                };
                return self.call_on_text(function, of, arguments, &text);
            }
            _ => None,
        };
        match there {
            // Of a JSON value its text is made.
            None | Some(Chars::Json(_)) => self.owned(id),
            there => Ok(there),
        }
    }

    /// Takes what has been written since `at` out of the buffer, as an item; `id` is what it is, or
    /// what to call it in errors.
    pub(super) fn take(&mut self, at: usize, id: Id) -> Result<Chars<'r>, Error> {
        let tail = self.buffer.tail(at);
        if !self.is_text(id, tail) {
            return Err(Error::NotText {
                what: format!("`{}`", self.data.expression(id)),
            });
        }
        let start = self.aside.len();
        self.aside.push_with(tail, self.buffer.secrecy(at));
        self.buffer.truncate(at);
        Ok(Chars::Aside(start, self.aside.len()))
    }

    /// Whether what an expression has written is text: of one that is text nobody has to ask.
    pub(super) fn is_text(&self, id: Id, written: &[u8]) -> bool {
        self.data.node(id).kind == Type::Text || std::str::from_utf8(written).is_ok()
    }

    /// Text that is perhaps the request's own, as an item.
    pub(super) fn item_of(&mut self, text: Cow<'r, str>) -> Chars<'r> {
        match text {
            Cow::Borrowed(text) => Chars::Borrowed(text),
            Cow::Owned(text) => self.put_aside(&text, None),
        }
    }

    /// Text as an item.
    pub(super) fn put_aside(&mut self, text: &str, secrecy: Option<Secrecy>) -> Chars<'r> {
        let at = self.aside.len();
        self.aside.push_with(text.as_bytes(), secrecy);
        Chars::Aside(at, self.aside.len())
    }
}
