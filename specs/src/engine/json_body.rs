//! The JSON body: as the request brings it, and what `[json]` makes of it.

use std::borrow::Cow;
use std::ops::Range;

use super::Error;
use super::body::refuse_other;
use super::evaluate::{Evaluator, Slot};
use super::json::{self, Side, Unplaced};
use crate::data::{Entry, Location, Type};

impl<'r> Evaluator<'r> {
    /// The names of the entries that are made from the signature.
    fn after(&self, location: Location) -> impl Iterator<Item = &'r str> {
        let entries = self.data.entries_in(location);
        let after = entries.filter(|(_, entry)| entry.after);
        after.map(|(_, entry)| self.data.text(entry.name))
    }

    fn text_of(&self, range: Range<usize>) -> Cow<'_, str> {
        String::from_utf8_lossy(self.buffer.bytes(range))
    }

    /// The JSON body as it will be sent, if the scheme has added anything to it so far; for a verifier,
    /// without what was made from the signature.
    pub(super) fn made_json(&self) -> Result<Option<String>, Error> {
        let mut body = self.own_json()?.into_owned();
        if self.received.is_some() {
            for path in self.after(Location::Json) {
                json::remove(&mut body, path);
            }
            return Ok(Some(body));
        }
        if !self.adds(Location::Json) {
            return Ok(None);
        }
        self.takes_body(Location::Json)?;
        let entries: Vec<(usize, &Entry)> = self.data.entries_in(Location::Json).collect();
        let mut places = entries.iter();
        let place = places.position(|(_, entry)| self.data.is_place(entry));
        let (front, back) = entries.split_at(place.unwrap_or(0));
        let front = front.iter().rev().map(|entry| (entry, Side::Front));
        let back = back.iter().map(|entry| (entry, Side::Back));
        for ((index, entry), side) in front.chain(back) {
            if let Slot::Written(range) = self.entry_slot(*index) {
                self.add_member(&mut body, entry, &self.text_of(range.clone()), side)?;
            }
        }
        Ok(Some(body))
    }

    fn add_member(
        &self,
        body: &mut String,
        entry: &Entry,
        value: &str,
        side: Side,
    ) -> Result<(), Error> {
        let path = self.data.text(entry.name);
        let added = match self.data.node(entry.value).kind {
            Type::Json => json::insert(body, path, value, side),
            _ => json::insert(body, path, &json::quoted(value), side),
        };
        added.map_err(|unplaced| match unplaced {
            Unplaced::Taken => Error::Taken {
                what: format!("JSON member `{path}`"),
            },
            Unplaced::NoObject => Error::Missing {
                what: format!("a JSON object for the member `{path}`"),
            },
        })
    }

    /// The JSON that the request brings: an object without members if it brings nothing.
    fn own_json(&self) -> Result<Cow<'r, str>, Error> {
        let text = self.own_text("JSON")?;
        if text.trim_ascii().is_empty() {
            return Ok("{}".into());
        }
        refuse_other(
            json::is_unambiguous(text),
            "JSON value that names no member twice",
        )?;
        Ok(text.into())
    }

    /// The JSON body.
    pub(super) fn json_body(&self, sent: bool) -> Result<Cow<'r, str>, Error> {
        let adds = sent && self.data.sends(Location::Json);
        match if adds { self.made_json()? } else { None } {
            Some(made) => Ok(made.into()),
            None => self.own_json(),
        }
    }

    /// The member that the request itself has at a dotted path.
    pub(super) fn own_member(&self, path: &str) -> Result<Option<Cow<'r, str>>, Error> {
        self.json_member(&json::pointer(path.split('.')), false)
    }

    /// A member of the JSON body; none if the body is something else.
    pub(super) fn json_member(
        &self,
        pointer: &str,
        sent: bool,
    ) -> Result<Option<Cow<'r, str>>, Error> {
        let text = self.input.request.body.whole()?.trim_ascii();
        if !text.is_empty() && !matches!(text[0], b'{' | b'[') {
            return Ok(None);
        }
        Ok(match self.json_body(sent)? {
            Cow::Borrowed(body) => json::at(body, pointer).map(Cow::Borrowed),
            Cow::Owned(body) => json::at(&body, pointer).map(|found| found.to_owned().into()),
        })
    }
}
