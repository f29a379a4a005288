//! JSON values among texts: as they were written, and as text.

use std::ops::Range;

use zeroize::Zeroizing;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::json;
use super::json_body::{Found, OwnJson};
use super::marks::Marks;
use super::pairs::{Pair, Pairs};
use super::twins::Twins;
use super::{Error, Made, Presence, Wrote};
use crate::data::{Id, Op};

/// A JSON value, by where it stands: in the request, or aside.
#[derive(Clone, Debug)]
pub(crate) struct JsonText<'r> {
    /// As it was written.
    pub(super) raw: Chars<'r>,
    /// As text; of an object or a list, the name of the member that it is.
    plain: Result<Chars<'r>, Chars<'r>>,
}

impl<'r> JsonText<'r> {
    /// What it is compared and sorted by.
    pub(super) fn shown(&self) -> Chars<'r> {
        self.plain.unwrap_or(self.raw)
    }
}

impl<'r> Evaluator<'r> {
    /// A JSON value of this name, to be kept.
    pub(super) fn json(&mut self, id: Id, name: Chars<'r>) -> Result<Option<Chars<'r>>, Error> {
        Ok(self.raw_json(id)?.map(|raw| self.json_at(raw, name)))
    }

    /// Puts a JSON value aside as it was written.
    fn raw_json(&mut self, id: Id) -> Result<Option<Range<usize>>, Error> {
        let at = self.buffer.len();
        if !self.write(id)? {
            return Ok(None);
        }
        Ok(match self.take(at, id)? {
            Chars::Aside(at, end) => Some(at..end),
            _ => None,
        })
    }

    /// A JSON value of this name that stands aside.
    fn json_at(&mut self, raw: Range<usize>, name: Chars<'r>) -> Chars<'r> {
        let secrecy = self.aside.secrecy_of(&raw);
        let text = self.aside.bytes(raw.clone());
        let plain = match text {
            [b'{' | b'[', ..] => None,
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                Some(Chars::Aside(raw.start + 1, raw.end - 1))
            }
            [b'"', ..] => {
                let text = std::str::from_utf8(text).ok().and_then(json::plain);
                let text = text.map(Zeroizing::new);
                text.map(|text| self.put_aside(&text, secrecy))
            }
            _ => Some(Chars::Aside(raw.start, raw.end)),
        };
        let raw = Chars::Aside(raw.start, raw.end);
        let plain = plain.ok_or(name);
        self.keep_json(JsonText { raw, plain })
    }

    fn keep_json(&mut self, value: JsonText<'r>) -> Chars<'r> {
        self.json_values.push(value);
        Chars::Json(self.json_values.len() - 1)
    }

    /// Adds the members of a JSON object as pairs, and where `items` may be, those of a list, which
    /// have no name; `false` if there is none.
    pub(super) fn add_members(
        &mut self,
        of: Id,
        items: bool,
        all: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        // What the request brings is looked at where it is.
        if let Some(Found::Own(index)) = self.find_json_of(of)?
            && let Some(own) = self.own_json.take()
        {
            let added = self.add_own_members(&own, index, items, all);
            self.own_json = Some(own);
            return match added {
                Some(()) => Ok(true),
                None => Err(self.no_object(of)),
            };
        }
        let Some(object) = self.raw_json(of)? else {
            return Ok(false);
        };
        let text = std::str::from_utf8(self.aside.bytes(object.clone())).unwrap_or("");
        let members = json::members(text, items).ok_or_else(|| self.no_object(of))?;
        let members: Vec<(String, Range<usize>)> = members
            .into_iter()
            .map(|(name, value)| {
                let value = object.start + value.start..object.start + value.end;
                (name.into_owned(), value)
            })
            .collect();
        for (name, value) in members {
            let name = self.put_aside(&name, None);
            let value = Some(self.json_at(value, name));
            all.push(Pair { name, value });
        }
        Ok(true)
    }

    /// Adds the members of an object that the request brings, or the items of a list; `None` if it
    /// is something else.
    fn add_own_members(
        &mut self,
        own: &OwnJson<'r>,
        index: usize,
        items: bool,
        all: &mut Pairs<'r>,
    ) -> Option<()> {
        let members = own.members(index, items)?;
        all.reserve(members.len());
        self.json_values.reserve(members.len());
        for (name, index) in members {
            let name = self.item_of(name);
            let raw = Chars::Borrowed(own.raw(index));
            let plain = own.plain(index).map(|plain| self.item_of(plain));
            let plain = plain.ok_or(name);
            let value = Some(self.keep_json(JsonText { raw, plain }));
            all.push(Pair { name, value });
        }
        Some(())
    }

    fn no_object(&self, of: Id) -> Error {
        Error::NotObject {
            what: self.data.expression(of),
        }
    }

    /// Writes a JSON string, number, boolean or null as text.
    #[inline(never)]
    pub(super) fn write_plain(&mut self, of: Id) -> Wrote {
        // What the request brings is written from where it is.
        match self.find_json_of(of)? {
            Some(Found::Absent) => return Ok(Presence::Absent),
            Some(Found::Own(index)) => {
                let own = self.own_json.as_ref();
                if let Some(plain) = own.and_then(|own| own.plain(index)) {
                    self.buffer.push(plain.as_bytes());
                    return Ok(Presence::There);
                }
            }
            Some(Found::Changed) | None => {}
        }
        let at = self.buffer.len();
        if !self.write(of)? {
            return Ok(Presence::Absent);
        }
        let secrecy = self.buffer.secrecy(at);
        match self.buffer.tail(at) {
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                self.buffer.truncate(self.buffer.len() - 1);
                self.buffer.close_gap(at, at + 1);
            }
            [] | [b'"' | b'{' | b'[', ..] => {
                let text = std::str::from_utf8(self.buffer.tail(at)).ok();
                let plain = text.and_then(json::plain).map(Zeroizing::new);
                let plain = plain.ok_or_else(|| Error::NotPlain {
                    what: format!("`{}`", self.data.expression(of)),
                })?;
                self.buffer.replace(at, plain.as_bytes());
            }
            _ => {}
        }
        self.buffer.computed(at, secrecy);
        Ok(Presence::There)
    }

    /// Writes a JSON value among pairs as text.
    pub(super) fn push_json(&mut self, number: usize) -> Made<()> {
        let plain = self.json_values[number].plain;
        let plain = plain.map_err(|name| Error::NotPlain {
            what: match self.chars(&name) {
                "" => "a JSON value without a name".to_owned(),
                name => format!("`{name}`"),
            },
        })?;
        self.push_json_text(&plain)
    }

    /// Writes a stretch of JSON; if it is part of a secret, so is the stretch.
    fn push_json_text(&mut self, text: &Chars<'r>) -> Made<()> {
        let secrecy = self.secrecy(text);
        match text {
            Chars::Aside(at, end) => self.buffer.push_with(self.aside.bytes(*at..*end), secrecy),
            lent => drop(self.push_chars(lent)?),
        }
        Ok(())
    }

    /// Writes pairs as a JSON object without white space.
    pub(super) fn write_object(&mut self, of: Id) -> Made<bool> {
        // What is named is looked at where it is.
        if let Op::Let(named) = self.data.node(of).op
            && let Slot::Pairs(at) = *self.let_slot(named)
        {
            let pairs = std::mem::take(&mut self.groups[at]);
            let written = self.write_members(&pairs);
            self.groups[at] = pairs;
            return written.map(|()| true);
        }
        let Some(pairs) = self.pairs(of)? else {
            return Ok(false);
        };
        self.write_members(&pairs)?;
        self.done_with(pairs);
        Ok(true)
    }

    fn write_members(&mut self, pairs: &Pairs<'r>) -> Made<()> {
        let mut marks = Marks::default();
        for pair in pairs {
            marks.add(self.bytes(&pair.name));
        }
        if marks.may_repeat_any() {
            self.refuse_twins(pairs)?;
        }
        for (index, pair) in pairs.iter().enumerate() {
            let open = if index == 0 { b"{\"" } else { b",\"" };
            // Without a detour: this is what most of them are.
            if let Some(name) = pair.name.lent().filter(|name| json::is_plain(name)) {
                self.buffer.push(open);
                self.buffer.push(name);
                self.buffer.push(b"\":");
            } else {
                self.buffer.push(&open[..1]);
                self.push_quoted(&pair.name)?;
                self.buffer.push(b":");
            }
            let at = self.buffer.len();
            self.push_value(pair.value.as_ref())?;
            // Between other values there is none.
            if let [b'{' | b'[' | ..=b' ', ..] | [.., ..=b' '] = self.buffer.tail(at) {
                self.compact(at);
            }
        }
        let close: &[u8] = if pairs.is_empty() { b"{}" } else { b"}" };
        self.buffer.push(close);
        Ok(())
    }

    fn refuse_twins(&self, pairs: &Pairs<'r>) -> Made<()> {
        let twins = Twins::among(pairs.len(), |index| self.bytes(&pairs[index].name));
        let Some(again) = twins.again() else {
            return Ok(());
        };
        let name = self.chars(&pairs[again].name);
        let what = format!("JSON member `{name}`");
        Err(Error::Taken { what }.into())
    }

    /// Writes the value of a JSON member; a bare name has an empty one.
    pub(super) fn push_value(&mut self, value: Option<&Chars<'r>>) -> Made<()> {
        match value {
            None => self.buffer.push(b"\"\""),
            Some(Chars::Json(number)) => {
                let raw = self.json_values[*number].raw;
                self.push_json_text(&raw)?;
            }
            Some(text) => self.push_quoted(text)?,
        }
        Ok(())
    }

    /// Writes a text as a JSON string.
    fn push_quoted(&mut self, text: &Chars<'r>) -> Made<()> {
        let (at, secrecy) = (self.buffer.len(), self.secrecy(text));
        if json::is_plain(self.bytes(text)) {
            self.buffer.push(b"\"");
            self.push_chars(text)?;
            self.buffer.push(b"\"");
        } else {
            let quoted = Zeroizing::new(json::quoted(self.chars(text)));
            self.buffer.push(quoted.as_bytes());
        }
        if secrecy.is_some() {
            self.buffer.computed(at, secrecy);
        }
        Ok(())
    }
}
