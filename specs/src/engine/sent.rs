//! Secrets that a scheme sends in the query or the body: masked where these are signed.

use std::ops::Range;

use zeroize::Zeroizing;

use super::backwards::groups;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::json;
use super::pairs::Pairs;
use super::query::{decoded_form, decoded_query, push_pair};
use super::secrecy::Secrecy;
use crate::data::{Id, Location, Op, SchemeData};

impl<'r> Evaluator<'r> {
    /// The secrets that the scheme has added so far, each with the name of its pair or member.
    fn sent_secrets(&self, location: Location) -> Vec<(String, Zeroizing<String>)> {
        let mut secrets = Vec::new();
        if self.received.is_some() {
            return self.received_secrets(location);
        }
        for (index, entry) in self.data.entries_in(location) {
            match self.entry_slot(index) {
                Slot::Written(range) if self.buffer.holds_secret(range) => {
                    let value = self.buffer.text(range.clone());
                    let name = self.data.text(entry.name).to_owned();
                    secrets.push((name, value.into_owned().into()));
                }
                Slot::Pairs(at) => secrets.extend(self.secret_pairs(&self.groups[*at])),
                _ => {}
            }
        }
        secrets
    }

    /// What was received where the scheme sends a secret: whoever sent it, it may be one.
    fn received_secrets(&self, location: Location) -> Vec<(String, Zeroizing<String>)> {
        let request = self.input.request;
        let names = self.data.secret_names(location);
        let pairs = match location {
            _ if names.is_empty() => return Vec::new(),
            Location::Headers => return Vec::new(),
            Location::Query => decoded_query(request.path_and_query).unwrap_or_default(),
            Location::Form => {
                let body = request.body.whole();
                body.and_then(decoded_form).unwrap_or_default()
            }
            Location::Json => {
                let body = request.body.whole().unwrap_or_default();
                let body = std::str::from_utf8(body).unwrap_or_default();
                let member = |name: &&str| Some((name.to_string(), json::text_at(body, name)));
                names.iter().filter_map(member).collect()
            }
        };
        let secret = pairs
            .into_iter()
            .filter(|(name, _)| names.contains(&name.as_str()));
        secret
            .filter_map(|(name, value)| Some((name, value?.into())))
            .collect()
    }

    /// A header, marked if it was received where the scheme sends a secret.
    #[inline]
    pub(super) fn hide_header(&mut self, name: &str, value: Chars<'r>) -> Chars<'r> {
        match self.received {
            None => value,
            Some(_) => self.hide_received_header(name, value),
        }
    }

    fn hide_received_header(&mut self, name: &str, value: Chars<'r>) -> Chars<'r> {
        let names = self.data.secret_names(Location::Headers);
        if names.iter().any(|secret| secret.eq_ignore_ascii_case(name)) {
            return self.sent_secret(&value);
        }
        value
    }

    fn secret_pairs(&self, pairs: &Pairs<'r>) -> impl Iterator<Item = (String, Zeroizing<String>)> {
        pairs.iter().filter_map(|pair| {
            let value = pair.value.as_ref().filter(|value| self.is_secret(value))?;
            let (name, value) = (self.chars(&pair.name), self.chars(value));
            Some((name.to_owned(), value.to_owned().into()))
        })
    }

    /// A value that an entry has made, as it is sent: marked if it is a secret.
    #[inline]
    pub(super) fn as_sent(&mut self, value: Chars<'r>) -> Chars<'r> {
        if value.lent().is_some() || !self.is_secret(&value) {
            return value;
        }
        self.sent_secret(&value)
    }

    /// Marks the values of received pairs where the scheme sends a secret: whoever sent them, one
    /// may be that secret.
    pub(super) fn hide_received(&mut self, pairs: &mut Pairs<'r>, location: Location) {
        let names = self.data.secret_names(location);
        for pair in pairs.iter_mut().filter(|_| !names.is_empty()) {
            if let Some(value) = &pair.value
                && names.contains(&self.chars(&pair.name))
            {
                pair.value = Some(self.sent_secret(value));
            }
        }
    }

    fn sent_secret(&mut self, value: &Chars<'r>) -> Chars<'r> {
        let text = Zeroizing::new(self.chars(value).to_owned());
        self.put_aside(&text, Some(Secrecy::Computed { sent: true }))
    }

    /// Masks the secrets of the scheme in what was written since `at`: the values of pairs; of
    /// another text all of it.
    pub(super) fn mask_sent(&mut self, at: usize, location: Location) {
        if !self.data.sends(location) {
            return;
        }
        let secrets = self.sent_secrets(location);
        if secrets.is_empty() {
            return;
        }
        let mut masks = Vec::new();
        for (name, value) in secrets {
            let mut pair = Zeroizing::new(Vec::with_capacity(name.len() + 3 * value.len() + 1));
            push_pair(&mut pair, name.as_bytes(), value.as_bytes(), location);
            let place = match location {
                Location::Json => None,
                _ => place_of(&pair, self.buffer.tail(at)),
            };
            masks.push(match place {
                Some(place) => at + place.start..at + place.end,
                None => at..self.buffer.len(),
            });
        }
        masks.sort_by_key(|mask: &Range<usize>| mask.start);
        masks.dedup();
        for mask in masks {
            self.buffer.mask_sent(mask);
        }
    }
}

impl<'d> SchemeData<'d> {
    /// The names of what is sent somewhere and holds a secret that is sent.
    fn secret_names(&self, location: Location) -> Vec<&'d str> {
        let secret = |id: Id| {
            self.reaches(id, &|op| match op {
                Op::Credential(index) => {
                    let credential = self.credentials[usize::from(index)];
                    credential.secret && credential.sent
                }
                _ => false,
            })
        };
        let entries = self
            .entries_in(location)
            .filter(|(_, entry)| !entry.after && secret(entry.value));
        let mut names = Vec::new();
        for (_, entry) in entries {
            let mut pairs = Vec::new();
            groups(self, entry.value, &mut pairs);
            names.push(self.text(entry.name));
            names.extend(
                pairs
                    .iter()
                    .filter_map(|(name, value)| match self.node(*name).op {
                        Op::Text(text) if secret(*value) => Some(self.text(text)),
                        _ => None,
                    }),
            );
        }
        names
    }
}

/// Where the value of an encoded pair stands in a URL, query or form.
fn place_of(pair: &[u8], text: &[u8]) -> Option<Range<usize>> {
    let mut at = 0;
    for piece in text.split(|byte| matches!(byte, b'?' | b'&')) {
        let end = at + piece.len();
        if piece == pair {
            let name = pair.iter().position(|byte| *byte == b'=');
            return Some(at + name.map_or(piece.len(), |name| name + 1)..end);
        }
        at = end + 1;
    }
    None
}
