//! The body as it will be sent: what the request brings, and what `[form]` and `[json]` add.

use std::borrow::Cow;
use std::ops::Range;

use http::header;

use super::Error;
use super::evaluate::{Evaluator, Slot};
use super::json::{self, Side, Unplaced};
use super::pairs::Pairs;
use super::query::{decode, decoded_pairs, encoded_pair, own_pair};
use crate::data::{Entry, Location, SchemeData, Type};

impl SchemeData<'_> {
    /// The media type of a body that the scheme makes out of nothing: whoever signs a request
    /// without a body sets it as `Content-Type`, unless the request says one.
    pub fn made_kind(&self, body: &[u8]) -> Option<&'static str> {
        if !body.is_empty() {
            None
        } else if self.sends(Location::Form) {
            Some("application/x-www-form-urlencoded")
        } else {
            self.sends(Location::Json).then_some("application/json")
        }
    }
}

impl<'r> Evaluator<'r> {
    /// The body with what the scheme has added so far; for a verifier, without what was made from
    /// the signature.
    pub(super) fn body(&self) -> Result<Cow<'r, [u8]>, Error> {
        match self.made_body()? {
            Some(made) => Ok(Cow::Owned(made.into_bytes())),
            None => self.input.request.body.whole().map(Cow::Borrowed),
        }
    }

    /// The same if it is another than the request brings.
    pub(super) fn made_body(&self) -> Result<Option<String>, Error> {
        if self.data.sends(Location::Form) {
            self.made_form()
        } else if self.data.sends(Location::Json) {
            self.made_json()
        } else {
            Ok(None)
        }
    }

    /// The body with everything that the scheme adds, if it adds anything.
    pub(super) fn changed_body(&self) -> Result<Option<Vec<u8>>, Error> {
        if self.received.is_some() {
            return Ok(None);
        }
        Ok(self.made_body()?.map(String::into_bytes))
    }

    /// The names of the entries that are made from the signature.
    fn after(&self, location: Location) -> impl Iterator<Item = &'r str> {
        let entries = self.data.entries_in(location);
        let after = entries.filter(|(_, entry)| entry.after);
        after.map(|(_, entry)| self.data.text(entry.name))
    }

    fn made_form(&self) -> Result<Option<String>, Error> {
        if self.received.is_some() {
            let own = self.own_text("form")?;
            let stays = |piece: &&str| {
                let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
                !decode(name, "form")
                    .is_ok_and(|name| self.after(Location::Form).any(|after| after == name))
            };
            let stays: Vec<&str> = own.split('&').filter(stays).collect();
            return Ok(Some(stays.join("&")));
        }
        if !self.adds(Location::Form) {
            return Ok(None);
        }
        self.takes_body(Location::Form)?;
        let whole = self.own_text("form")?;
        let own = &*self.unmoved(whole);
        let mut pieces: Vec<Cow<'_, str>> = Vec::new();
        let mut placed = false;
        for (index, entry) in self.data.entries_in(Location::Form) {
            match self.entry_slot(index) {
                Slot::Written(range) => {
                    let value = self.text_of(range.clone());
                    let own = if self.data.moves(entry) { whole } else { "" };
                    pieces.push(piece(own, self.data.text(entry.name), &value));
                }
                Slot::Pairs(pairs) => {
                    placed = true;
                    pieces.extend(pairs.iter().map(|pair| {
                        let value = pair.value.as_ref().map_or("", |value| self.chars(value));
                        piece(whole, self.chars(&pair.name), value)
                    }));
                }
                _ if self.data.is_place(entry) => {
                    placed = true;
                    pieces.push(own.into());
                }
                _ => {}
            }
        }
        if !placed {
            pieces.insert(0, own.into());
        }
        pieces.retain(|piece| !piece.is_empty());
        Ok(Some(pieces.join("&")))
    }

    /// What the request brings, without what the file gives a place of its own.
    fn unmoved<'o>(&self, own: &'o str) -> Cow<'o, str> {
        let entries = self.data.entries_in(Location::Form);
        let moved = entries.filter(|(_, entry)| self.data.moves(entry));
        let moved: Vec<&str> = moved.map(|(_, entry)| self.data.text(entry.name)).collect();
        if moved.is_empty() {
            return own.into();
        }
        let stays = |piece: &&str| {
            let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
            !decode(name, "form").is_ok_and(|name| moved.contains(&&*name))
        };
        own.split('&')
            .filter(stays)
            .collect::<Vec<_>>()
            .join("&")
            .into()
    }

    /// Whether the scheme has added anything so far.
    fn adds(&self, location: Location) -> bool {
        let mut entries = self.data.entries_in(location);
        entries
            .any(|(index, _)| matches!(self.entry_slot(index), Slot::Written(_) | Slot::Pairs(_)))
    }

    fn text_of(&self, range: Range<usize>) -> Cow<'_, str> {
        String::from_utf8_lossy(self.buffer.bytes(range))
    }

    fn made_json(&self) -> Result<Option<String>, Error> {
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

    /// Refuses a body of another kind than what is added to it.
    pub(super) fn takes_body(&self, location: Location) -> Result<(), Error> {
        match location {
            Location::Form => refuse_other(self.is_form(), "form"),
            Location::Json => refuse_other(self.is_json(), "JSON object"),
            Location::Headers | Location::Query => Ok(()),
        }
    }

    fn own_text(&self, what: &str) -> Result<&'r str, Error> {
        let body = self.input.request.body.whole()?;
        std::str::from_utf8(body).map_err(|_| Error::NotText {
            what: format!("the {what} body"),
        })
    }

    /// What the `Content-Type` header says, without parameters.
    fn media_type(&self) -> Option<&'r str> {
        let kind = self.input.request.headers.get(header::CONTENT_TYPE)?;
        kind.to_str().ok()?.split(';').next().map(str::trim)
    }

    /// Whether the request brings a form, or nothing that is something else.
    pub(super) fn is_form(&self) -> bool {
        match self.media_type() {
            Some(kind) => kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"),
            // What has no length yet is no form: whoever sends one knows it.
            None => self.input.request.body.is_empty().unwrap_or(false),
        }
    }

    /// Whether the request brings JSON, or nothing that says it is something else.
    fn is_json(&self) -> bool {
        self.media_type().is_none_or(|kind| {
            let kind = kind.to_ascii_lowercase();
            kind == "application/json" || kind.ends_with("+json")
        })
    }

    /// The decoded pairs of a form body; none if the body is something else.
    pub(super) fn form_pairs(&self, sent: bool) -> Result<Pairs<'r>, Error> {
        if !self.is_form() {
            return Ok(Pairs::new());
        }
        let body = if sent || self.received.is_some() {
            self.body()?
        } else {
            Cow::Borrowed(self.input.request.body.whole()?)
        };
        let not_text = |_| Error::NotText {
            what: "the form body".to_owned(),
        };
        match body {
            Cow::Borrowed(body) => {
                decoded_pairs(std::str::from_utf8(body).map_err(not_text)?, "form")
            }
            Cow::Owned(body) => {
                let body = std::str::from_utf8(&body).map_err(not_text)?;
                let pairs = decoded_pairs(body, "form")?;
                let mut pairs = pairs.iter().map(own_pair).collect();
                self.hide_sent(&mut pairs, Location::Form);
                Ok(pairs)
            }
        }
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

/// A pair as the request brings it, else percent-encoded.
fn piece<'o>(own: &'o str, name: &str, value: &str) -> Cow<'o, str> {
    let same = |piece: &&str| {
        let (own_name, own_value) = piece.split_once('=').unwrap_or((piece, ""));
        decode(own_name, "form").is_ok_and(|own| own == name)
            && decode(own_value, "form").is_ok_and(|own| own == value)
    };
    match own.split('&').find(same) {
        Some(piece) => piece.into(),
        None => encoded_pair(name, value).into(),
    }
}

/// A body of another kind is never signed without what the scheme adds to it.
fn refuse_other(fits: bool, wanted: &'static str) -> Result<(), Error> {
    if fits {
        Ok(())
    } else {
        Err(Error::OtherBody { wanted })
    }
}
