//! Path and query as they will be sent, written where they belong.

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::Pair;
use super::query::decode;
use super::raw_pairs::split;
use crate::data::Location;

impl Evaluator<'_> {
    /// Writes path and query with what the scheme has added so far; for a verifier, without what was
    /// made from the signature. An empty path is `/`.
    pub(super) fn write_target(&mut self) {
        let request = &self.input.request;
        if !self.data.sends(Location::Query) {
            return self.buffer.push(request.target().as_bytes());
        }
        let (path, query) = split(request.path_and_query, b'?');
        self.buffer
            .push(if path.is_empty() { "/" } else { path }.as_bytes());
        let at = self.buffer.len();
        self.buffer.push(b"?");
        if !self.write_changed(query) {
            self.buffer.truncate(at);
        }
    }

    /// Writes the query of it alone.
    pub(super) fn write_query(&mut self) {
        let (_, query) = split(self.input.request.path_and_query, b'?');
        if self.data.sends(Location::Query) {
            self.write_changed(query);
        } else {
            self.buffer.push(query.unwrap_or_default().as_bytes());
        }
    }

    /// Writes the query of a scheme that adds something to it; `false`, and nothing written, if there
    /// is none.
    fn write_changed(&mut self, own: Option<&str>) -> bool {
        match (own, self.received) {
            (_, None) => self.write_query_with_additions(own),
            (Some(own), Some(_)) => self.write_query_without_signature(own),
            (None, Some(_)) => false,
        }
    }

    fn write_query_with_additions(&mut self, own: Option<&str>) -> bool {
        let (data, at) = (self.data, self.buffer.len());
        // Nobody could tell an empty one from the mark that stands before what is added.
        self.buffer.push(own.unwrap_or_default().as_bytes());
        for (index, entry) in data.entries_in(Location::Query) {
            if let Slot::Written(value) = self.entry_slot(index) {
                let pair = Pair {
                    name: self.name_of(entry),
                    value: Some(Chars::Written(value.start, value.end)),
                };
                if self.buffer.len() > at {
                    self.buffer.push(b"&");
                }
                self.push_pair(&pair, Location::Query);
            }
        }
        self.buffer.len() > at
    }

    fn write_query_without_signature(&mut self, own: &str) -> bool {
        let mut any = false;
        for piece in own.split('&') {
            let name = decode(split(piece, b'=').0, "query");
            if name.is_ok_and(|name| self.is_after_in(Location::Query, name.as_bytes())) {
                continue;
            }
            if any {
                self.buffer.push(b"&");
            }
            any = true;
            self.buffer.push(piece.as_bytes());
        }
        any
    }
}
