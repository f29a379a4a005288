//! JSON values among texts: as they were written, and as text.

use std::ops::Range;

use zeroize::Zeroizing;

use super::chars::Chars;
use super::evaluate::Evaluator;
use super::json;
use super::pairs::{Pair, Pairs};
use super::twins::Twins;
use super::{Error, Made, Presence, Wrote};
use crate::data::Id;

/// A JSON value that was put aside, by where it stands there.
#[derive(Clone, Debug)]
pub(crate) struct JsonText {
    /// As it was written.
    pub(super) raw: Range<usize>,
    /// As text; `None` if it is an object or a list.
    plain: Option<Range<usize>>,
}

impl JsonText {
    /// What it is compared and sorted by.
    pub(super) fn shown(&self) -> Range<usize> {
        self.plain.as_ref().unwrap_or(&self.raw).clone()
    }
}

impl<'r> Evaluator<'r> {
    /// A JSON value, to be kept.
    pub(super) fn json(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        Ok(self.raw_json(id)?.map(|raw| self.json_at(raw)))
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

    /// A JSON value that stands aside.
    fn json_at(&mut self, raw: Range<usize>) -> Chars<'r> {
        let secrecy = self.aside.secrecy_of(&raw);
        let text = self.aside.bytes(raw.clone());
        let plain = match text {
            [b'{' | b'[', ..] => None,
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Some(raw.start + 1..raw.end - 1),
            [b'"', ..] => {
                let text = std::str::from_utf8(text).ok().and_then(json::plain);
                text.map(|text| {
                    let text = Zeroizing::new(text);
                    let at = self.aside.len();
                    self.aside.push_with(text.as_bytes(), secrecy);
                    at..self.aside.len()
                })
            }
            _ => Some(raw.clone()),
        };
        self.json_values.push(JsonText { raw, plain });
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
        let Some(object) = self.raw_json(of)? else {
            return Ok(false);
        };
        let text = std::str::from_utf8(self.aside.bytes(object.clone())).unwrap_or("");
        let listed = items.then(|| json::items(text)).flatten();
        let members = listed.or_else(|| json::members(text));
        let members = members.ok_or_else(|| Error::NotObject {
            what: self.data.expression(of),
        })?;
        let members: Vec<(String, Range<usize>)> = members
            .into_iter()
            .map(|(name, value)| {
                let value = object.start + value.start..object.start + value.end;
                (name.into_owned(), value)
            })
            .collect();
        for (name, value) in members {
            all.push(Pair {
                name: self.put_aside(&name, None),
                value: Some(self.json_at(value)),
            });
        }
        Ok(true)
    }

    /// Writes a JSON string, number, boolean or null as text.
    #[inline(never)]
    pub(super) fn write_plain(&mut self, of: Id) -> Wrote {
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
                    what: self.data.expression(of),
                })?;
                self.buffer.replace(at, plain.as_bytes());
            }
            _ => {}
        }
        self.buffer.computed(at, secrecy);
        Ok(Presence::There)
    }

    /// Writes a JSON value among pairs as text.
    pub(super) fn push_json(&mut self, number: usize) -> Result<(), Error> {
        let plain = self.json_values[number].plain.clone();
        let plain = plain.ok_or_else(|| Error::NotPlain {
            what: "a JSON member".to_owned(),
        })?;
        self.push_aside(plain);
        Ok(())
    }

    /// Writes a stretch of what stands aside; if it is part of a secret, so is the stretch.
    fn push_aside(&mut self, range: Range<usize>) {
        let secrecy = self.aside.secrecy_of(&range);
        self.buffer.push_with(self.aside.bytes(range), secrecy);
    }

    /// Writes pairs as a JSON object.
    pub(super) fn write_object(&mut self, of: Id) -> Made<bool> {
        let Some(pairs) = self.pairs(of)? else {
            return Ok(false);
        };
        let twins = Twins::among(pairs.len(), |index| self.bytes(&pairs[index].name));
        if let Some(again) = twins.again() {
            let name = self.chars(&pairs[again].name);
            let what = format!("JSON member `{name}`");
            return Err(Error::Taken { what }.into());
        }
        self.buffer.push(b"{");
        for (index, pair) in pairs.iter().enumerate() {
            if index > 0 {
                self.buffer.push(b",");
            }
            self.push_quoted(&pair.name)?;
            self.buffer.push(b":");
            self.push_value(pair.value.as_ref())?;
        }
        self.buffer.push(b"}");
        Ok(true)
    }

    /// Writes the value of a JSON member; a bare name has an empty one.
    pub(super) fn push_value(&mut self, value: Option<&Chars<'r>>) -> Result<(), Error> {
        match value {
            None => self.buffer.push(b"\"\""),
            Some(Chars::Json(number)) => self.push_aside(self.json_values[*number].raw.clone()),
            Some(text) => self.push_quoted(text)?,
        }
        Ok(())
    }

    /// Writes a text as a JSON string.
    fn push_quoted(&mut self, text: &Chars<'r>) -> Result<(), Error> {
        let at = self.buffer.len();
        let secrecy = self.secrecy(text);
        if json::is_plain(self.bytes(text)) {
            for piece in [&Chars::Borrowed("\""), text, &Chars::Borrowed("\"")] {
                self.push_chars(piece)?;
            }
        } else {
            let quoted = Zeroizing::new(json::quoted(self.chars(text)));
            self.buffer.push(quoted.as_bytes());
        }
        self.buffer.computed(at, secrecy);
        Ok(())
    }
}
