//! The pairs of a query or form: written, read, and as they will be sent.

use std::borrow::Cow;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::marks::Marks;
use super::pairs::{FEW, Pair, Pairs};
use super::percent::{self, Style, is_encoded_once, push_encoded};
use super::raw_pairs::{RawPair, RawPairs, RawText, split};
use crate::data::{Entry, Id, Location, Op, Part};

impl<'r> Evaluator<'r> {
    /// Whether a pair is made from the signature.
    pub(super) fn is_after_in(&self, location: Location, name: &[u8]) -> bool {
        let mut entries = self.data.entries_in(location);
        entries.any(|(_, entry)| entry.after && self.data.bytes(entry.name) == name)
    }

    /// The decoded pairs of the query that the request brings, read once.
    pub(super) fn own_query(&mut self) -> Result<&[Pair<'r>], Error> {
        let own = match self.own_query.take() {
            Some(own) => own,
            None => self.read_query()?,
        };
        Ok(self.own_query.insert(own))
    }

    fn read_query(&mut self) -> Result<Pairs<'r>, Error> {
        let (mut own, mut marks) = (Pairs::new(), Marks::default());
        for raw in RawPairs::of_target(self.input.request.path_and_query) {
            if own.capacity() == 0 {
                own.reserve_exact(FEW);
            }
            let pair = self.decoded_pair(raw, "query")?;
            marks.add(self.bytes(&pair.name));
            own.push(pair);
        }
        self.query_marks = marks;
        Ok(own)
    }

    /// Whether an expression is the query that the request brings, signed before it is changed.
    pub(super) fn is_own_query(&self, id: Id) -> bool {
        match self.data.node(id).op {
            _ if self.received.is_some() => false,
            Op::Part(Part::OwnQuery) => true,
            Op::Part(Part::Query) => !self.data.sends(Location::Query),
            _ => false,
        }
    }

    /// Adds the pairs of that query, percent-encoded by a call: one that is written so is not
    /// decoded first.
    pub(super) fn add_encoded_query(&mut self, call: Id, all: &mut Pairs<'r>) -> Result<(), Error> {
        for raw in RawPairs::of_target(self.input.request.path_and_query) {
            let name = self.encoded_item(raw.name, call)?;
            let value = raw.value.map(|value| self.encoded_item(value, call));
            let value = value.transpose()?;
            all.push(Pair { name, value });
        }
        Ok(())
    }

    fn encoded_item(&mut self, raw: RawText<'r>, call: Id) -> Result<Chars<'r>, Error> {
        if raw.is_coded() && is_encoded_once(raw.text.as_bytes()) {
            return Ok(Chars::Borrowed(raw.text));
        }
        match self.decoded_item(raw, "query")? {
            item @ Chars::Unreserved(_) => Ok(item),
            item => self.encoded(item, call),
        }
    }

    /// Whether the query that the request brings has a pair of this name.
    pub(super) fn query_names(&mut self, name: &str) -> Result<bool, Error> {
        if self.own_query.is_none() {
            self.own_query()?;
        }
        let own = self.own_query.as_deref().unwrap_or_default();
        let may_be = self.query_marks.may_hold(name.as_bytes());
        Ok(may_be && self.first_named(own, name).is_some())
    }

    /// Adds the decoded pairs of the query: as they will be sent, or as the request brings them; for
    /// a verifier, without what was made from the signature.
    pub(super) fn add_query(&mut self, sent: bool, all: &mut Pairs<'r>) -> Result<(), Error> {
        let added = usize::from(self.data.sections.query.len);
        let own = self.own_query()?;
        all.reserve(own.len() + added);
        let start = all.len();
        all.extend_from_slice(own);
        if self.received.is_some() {
            let received = self.received_pairs(&all[start..], Location::Query);
            all.truncate(start);
            all.extend(received);
        } else if sent {
            for (index, entry) in self.data.entries_in(Location::Query) {
                if let Slot::Written(range) = self.entry_slot(index) {
                    let value = Chars::Written(range.start, range.end);
                    all.push(Pair {
                        name: self.name_of(entry),
                        value: Some(self.as_sent(value)),
                    });
                }
            }
        }
        Ok(())
    }

    /// The name of a pair that an entry makes.
    pub(super) fn name_of(&self, entry: &Entry) -> Chars<'r> {
        let name = self.data.text(entry.name);
        if entry.plain {
            Chars::Unreserved(name)
        } else {
            Chars::Borrowed(name)
        }
    }

    /// Received pairs, but for those that are made from the signature.
    pub(super) fn received_pairs(&mut self, own: &[Pair<'r>], location: Location) -> Pairs<'r> {
        if !self.data.sends(location) {
            return own.to_vec();
        }
        let mut pairs = Pairs::new();
        for pair in own {
            if !self.is_after_in(location, self.bytes(&pair.name)) {
                pairs.push(*pair);
            }
        }
        self.hide_received(&mut pairs, location);
        pairs
    }

    /// A pair of a query or form, decoded; `+` is a space, a name without `=` has no value.
    #[inline]
    pub(super) fn decoded_pair(&mut self, raw: RawPair<'r>, what: &str) -> Result<Pair<'r>, Error> {
        // Most pairs say what is written.
        match raw.value {
            Some(value) if !raw.name.is_coded() && !value.is_coded() => Ok(Pair {
                name: raw.name.as_item(),
                value: Some(value.as_item()),
            }),
            _ => self.decoded_parts(raw, what),
        }
    }

    #[inline(never)]
    fn decoded_parts(&mut self, raw: RawPair<'r>, what: &str) -> Result<Pair<'r>, Error> {
        let name = self.decoded_item(raw.name, what)?;
        let value = raw.value.map(|value| self.decoded_item(value, what));
        let value = value.transpose()?;
        Ok(Pair { name, value })
    }

    /// A name or value, decoded.
    #[inline]
    fn decoded_item(&mut self, raw: RawText<'r>, what: &str) -> Result<Chars<'r>, Error> {
        if raw.is_coded() {
            self.decoded_aside(raw.text, what)
        } else {
            Ok(raw.as_item())
        }
    }

    fn decoded_aside(&mut self, raw: &'r str, what: &str) -> Result<Chars<'r>, Error> {
        let at = self.aside.len();
        self.aside.push(raw.as_bytes());
        let is_text = percent::decode(&mut self.aside, at, b' ');
        if !is_text && std::str::from_utf8(self.aside.tail(at)).is_err() {
            return Err(not_text(what));
        }
        Ok(Chars::Aside(at, self.aside.len()))
    }
}

impl<'r> Evaluator<'r> {
    /// Writes `name=value` as it is sent there, percent-encoded; in a form a space is `+`.
    pub(super) fn push_pair(&mut self, pair: &Pair<'r>, location: Location) {
        self.push_encoded(&pair.name, location);
        self.buffer.push(b"=");
        if let Some(value) = &pair.value {
            self.push_encoded(value, location);
        }
    }

    /// Writes an item in the same way.
    pub(super) fn push_encoded(&mut self, item: &Chars<'r>, location: Location) {
        let (start, style) = (self.buffer.len(), style_in(location));
        let text = match *item {
            Chars::Unreserved(text) => return self.buffer.push(text.as_bytes()),
            Chars::Borrowed(text) => text.as_bytes(),
            Chars::Plain(text) => text,
            Chars::Written(at, end) if percent::is_unreserved(self.buffer.bytes(at..end)) => {
                return self.buffer.push_bare(at..end);
            }
            Chars::Written(at, end) => {
                return percent::encode_again(&mut self.buffer, at..end, style);
            }
            Chars::Aside(at, end) => self.aside.bytes(at..end),
            Chars::Json(json) => {
                let shown = self.json_values[json].shown();
                return self.push_encoded(&shown, location);
            }
        };
        percent::push(&mut self.buffer, text, style);
        if self.is_secret(item) {
            self.buffer.mask_sent(start..self.buffer.len());
        }
    }
}

/// How a pair is percent-encoded where it is sent.
fn style_in(location: Location) -> Style<'static> {
    match location {
        Location::Form => Style::FORM,
        _ => Style::STRICT,
    }
}

/// Adds `name=value` as it is sent there.
pub(super) fn push_pair(text: &mut Vec<u8>, name: &[u8], value: &[u8], location: Location) {
    push_encoded(text, name, style_in(location));
    text.push(b'=');
    push_encoded(text, value, style_in(location));
}

/// The decoded pairs of the query of a request target.
pub(super) fn decoded_query(target: &str) -> Result<Vec<(String, Option<String>)>, Error> {
    decoded(
        target.split_once('?').map_or("", |(_, query)| query),
        "query",
    )
}

/// The decoded pairs of a form body.
pub(super) fn decoded_form(body: &[u8]) -> Result<Vec<(String, Option<String>)>, Error> {
    let raw = std::str::from_utf8(body).map_err(|_| Error::NotText {
        what: "the form body".to_owned(),
    })?;
    decoded(raw, "form")
}

fn decoded(raw: &str, what: &str) -> Result<Vec<(String, Option<String>)>, Error> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = split(piece, b'=');
            let value = value.map(|value| decode(value, what)).transpose()?;
            Ok((decode(name, what)?.into_owned(), value.map(Cow::into_owned)))
        })
        .collect()
}

pub(super) fn decode<'r>(raw: &'r str, what: &str) -> Result<Cow<'r, str>, Error> {
    if !raw.contains(['%', '+']) {
        return Ok(raw.into());
    }
    let mut text = raw.as_bytes().to_vec();
    let (len, _) = percent::decode_in(&mut text, b' ');
    text.truncate(len);
    let text = String::from_utf8(text).map_err(|_| not_text(what))?;
    Ok(text.into())
}

pub(super) fn not_text(what: &str) -> Error {
    Error::NotText {
        what: format!("the {what}, decoded,"),
    }
}
