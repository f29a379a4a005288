//! Secrets that a scheme sends in the query or the body: masked where these are signed.

use std::ops::Range;

use super::buffer::Secrecy;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Chars, Pairs};
use super::query::encoded_pair;
use crate::data::Location;

impl<'r> Evaluator<'r> {
    /// The secrets that the scheme has added so far: the name of each, and where its value stands.
    fn sent_secrets(&self, location: Location) -> impl Iterator<Item = (&'r str, Range<usize>)> {
        let entries = self.data.entries_in(location);
        let entries = entries.filter(|_| self.received.is_none());
        entries.filter_map(|(index, entry)| match self.entry_slot(index) {
            Slot::Written(range) if self.buffer.holds_secret(range) => {
                Some((self.data.text(entry.name), range.clone()))
            }
            _ => None,
        })
    }

    /// Marks the values of pairs that are secrets of the scheme.
    pub(super) fn hide_sent(&self, pairs: &mut Pairs<'r>, location: Location) {
        for (name, range) in self.sent_secrets(location) {
            for pair in pairs.iter_mut() {
                if self.chars(&pair.name) != name {
                    continue;
                }
                let value = String::from_utf8_lossy(self.buffer.bytes(range.clone()));
                let secrecy = Some(Secrecy::Computed { sent: true });
                pair.value = Some(Chars::owned(value.into_owned(), secrecy));
            }
        }
    }

    /// Masks the secrets of the scheme in what was written since `at`: the values of pairs; of
    /// another text all of it.
    pub(super) fn mask_sent(&mut self, at: usize, location: Location) {
        let mut masks = Vec::new();
        for (name, range) in self.sent_secrets(location) {
            let value = String::from_utf8_lossy(self.buffer.bytes(range));
            let pair = encoded_pair(name, &value);
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

/// Where the value of an encoded pair stands in a URL, query or form.
fn place_of(pair: &str, text: &[u8]) -> Option<Range<usize>> {
    let mut at = 0;
    for piece in text.split(|byte| matches!(byte, b'?' | b'&')) {
        let end = at + piece.len();
        if piece == pair.as_bytes() {
            let value = pair.split_once('=').map_or("", |(_, value)| value);
            return Some(end - value.len()..end);
        }
        at = end + 1;
    }
    None
}
