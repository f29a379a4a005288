//! The pairs of a query or form: written, read, and as they will be sent.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::text::percent_encoded;
use crate::data::Location;

impl<'r> Evaluator<'r> {
    /// Path and query with what the scheme has added so far; for a verifier, without what was made
    /// from the signature.
    pub(super) fn path_and_query(&self) -> Cow<'r, str> {
        let whole = self.input.request.target();
        if !self.data.sends(Location::Query) {
            return whole;
        }
        if self.received.is_some() {
            return self.without_signature(&whole).into();
        }
        let mut target = whole.into_owned();
        // Nobody could tell it from the mark that stands before what is added.
        if target.ends_with('?') && target.find('?') == Some(target.len() - 1) {
            target.pop();
        }
        for (index, entry) in self.data.entries_in(Location::Query) {
            if let Slot::Written(range) = self.entry_slot(index) {
                let value = String::from_utf8_lossy(self.buffer.bytes(range.clone()));
                append_pair(&mut target, self.data.text(entry.name), &value);
            }
        }
        target.into()
    }

    fn without_signature(&self, target: &str) -> String {
        let Some((path, query)) = target.split_once('?') else {
            return target.to_owned();
        };
        let stays = |pair: &&str| {
            let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
            !decode(name, "query").is_ok_and(|name| {
                let mut entries = self.data.entries_in(Location::Query);
                entries.any(|(_, entry)| entry.after && self.data.text(entry.name) == name)
            })
        };
        let kept: Vec<&str> = query.split('&').filter(stays).collect();
        if kept.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", kept.join("&"))
        }
    }

    /// The decoded pairs of the query.
    pub(super) fn query_pairs(&self, sent: bool) -> Result<Pairs<'r>, Error> {
        let target = if sent || self.received.is_some() {
            self.path_and_query()
        } else {
            self.input.request.path_and_query.into()
        };
        match target {
            Cow::Borrowed(target) => decoded_pairs(
                target.split_once('?').map_or("", |(_, query)| query),
                "query",
            ),
            Cow::Owned(target) => {
                let pairs = decoded_pairs(
                    target.split_once('?').map_or("", |(_, query)| query),
                    "query",
                )?;
                let mut pairs: Pairs<'r> = pairs.iter().map(own_pair).collect();
                self.hide_sent(&mut pairs, Location::Query);
                Ok(pairs)
            }
        }
    }
}

/// Adds a percent-encoded pair to a request target.
pub(super) fn append_pair(target: &mut String, name: &str, value: &str) {
    let mark = match target.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    target.push_str(mark);
    target.push_str(&encoded_pair(name, value));
}

/// `name=value`, percent-encoded.
pub(super) fn encoded_pair(name: &str, value: &str) -> String {
    format!(
        "{}={}",
        percent_encoded(name, ""),
        percent_encoded(value, "")
    )
}

/// The pairs of a query or form, decoded; `+` is a space, a name without `=` has no value.
pub(super) fn decoded_pairs<'r>(raw: &'r str, what: &str) -> Result<Pairs<'r>, Error> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece
                .split_once('=')
                .map_or((piece, None), |(name, value)| (name, Some(value)));
            let value = value.map(|value| decode(value, what)).transpose()?;
            Ok(Pair {
                name: Chars::from(decode(name, what)?),
                value: value.map(Chars::from),
            })
        })
        .collect()
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
            let (name, value) = piece
                .split_once('=')
                .map_or((piece, None), |(name, value)| (name, Some(value)));
            let value = value.map(|value| decode(value, what)).transpose()?;
            Ok((decode(name, what)?.into_owned(), value.map(Cow::into_owned)))
        })
        .collect()
}

pub(super) fn decode<'r>(raw: &'r str, what: &str) -> Result<Cow<'r, str>, Error> {
    let not_text = |_| Error::NotText {
        what: format!("the {what}, decoded,"),
    };
    if raw.contains('+') {
        let spaced = raw.replace('+', " ");
        return Ok(percent_decode_str(&spaced)
            .decode_utf8()
            .map_err(not_text)?
            .into_owned()
            .into());
    }
    percent_decode_str(raw).decode_utf8().map_err(not_text)
}

/// A pair of text that is the request's no longer.
pub(super) fn own_pair<'r>(pair: &Pair<'_>) -> Pair<'r> {
    let own = |chars: &Chars<'_>| match chars {
        Chars::Borrowed(text) => Chars::owned((*text).to_owned(), None),
        Chars::Written(at, end) => Chars::Written(*at, *end),
        Chars::Owned(owned) => Chars::Owned(owned.clone()),
        Chars::Json(json) => Chars::Json(json.clone()),
    };
    Pair {
        name: own(&pair.name),
        value: pair.value.as_ref().map(own),
    }
}
