//! The form body: as the request brings it, and what `[form]` makes of it.

use std::rc::Rc;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::query::{not_text, push_pair};
use crate::data::{Entry, Location};

/// The form that a request brings, piece by piece.
pub(crate) struct OwnForm<'r> {
    pieces: Vec<Piece<'r>>,
    /// A piece that cannot be decoded is no pair, and may be sent as it is.
    all_decoded: bool,
}

/// A piece of a form.
#[derive(Clone, Copy)]
struct Piece<'r> {
    /// As the request writes it, if it brings it.
    raw: Option<&'r str>,
    pair: Option<Pair<'r>>,
}

impl<'r> OwnForm<'r> {
    /// Its decoded pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'r>> {
        self.pieces.iter().filter_map(|piece| piece.pair)
    }
}

impl<'r> Piece<'r> {
    fn made(pair: Pair<'r>) -> Self {
        Self {
            raw: None,
            pair: Some(pair),
        }
    }
}

impl<'r> Evaluator<'r> {
    /// The form that the request brings, read once.
    fn own_form(&mut self) -> Result<Rc<OwnForm<'r>>, Error> {
        if let Some(form) = &self.own_form {
            return Ok(Rc::clone(form));
        }
        let text = self.own_text("form")?;
        let marks = text.bytes().filter(|byte| *byte == b'&').count();
        let mut form = OwnForm {
            pieces: Vec::with_capacity(marks + 1),
            all_decoded: true,
        };
        for raw in text.split('&') {
            let pair = match raw {
                "" => None,
                _ => self.decoded_pair(raw, "form").ok(),
            };
            form.all_decoded &= raw.is_empty() || pair.is_some();
            form.pieces.push(Piece {
                raw: Some(raw),
                pair,
            });
        }
        let form = Rc::new(form);
        self.own_form = Some(Rc::clone(&form));
        Ok(form)
    }

    /// The same, if all of it can be decoded.
    pub(super) fn decoded_form(&mut self) -> Result<Rc<OwnForm<'r>>, Error> {
        let form = self.own_form()?;
        if form.all_decoded {
            Ok(form)
        } else {
            Err(not_text("form"))
        }
    }

    /// Whether the form that the request brings has a pair of this name.
    pub(super) fn form_names(&mut self, name: &str) -> Result<bool, Error> {
        if !self.is_form() {
            return Ok(false);
        }
        let own = self.decoded_form()?;
        Ok(own
            .pairs()
            .any(|pair| self.bytes(&pair.name) == name.as_bytes()))
    }

    /// The decoded pairs of a form body, as it will be sent, or as the request brings it; for a
    /// verifier, without what was made from the signature. None if the body is something else.
    pub(super) fn form_pairs(&mut self, sent: bool) -> Result<Pairs<'r>, Error> {
        if !self.is_form() {
            return Ok(Pairs::new());
        }
        let own = self.decoded_form()?;
        if self.received.is_some() || !sent || !self.adds(Location::Form) {
            let mut pairs = Pairs::with_capacity(own.pieces.len());
            pairs.extend(own.pairs());
            return Ok(match self.received {
                Some(_) => self.received_pairs(&pairs, Location::Form),
                None => pairs,
            });
        }
        let pieces = self.form_pieces(&own);
        let pairs = pieces.iter().filter_map(|piece| {
            let mut pair = piece.pair?;
            pair.value = pair.value.map(|value| self.as_sent(value));
            Some(pair)
        });
        Ok(pairs.collect())
    }

    /// The form as it will be sent, if the scheme has added anything to it so far; for a verifier,
    /// without what was made from the signature.
    pub(super) fn made_form(&mut self) -> Result<Option<String>, Error> {
        if self.received.is_some() {
            let own = self.own_form()?;
            let is_after =
                |pair: Pair<'r>| self.is_after_in(Location::Form, self.bytes(&pair.name));
            let mut pieces = own.pieces.clone();
            pieces.retain(|piece| !piece.pair.is_some_and(is_after));
            return Ok(Some(self.written_form(&pieces)));
        }
        if !self.adds(Location::Form) {
            return Ok(None);
        }
        self.takes_body(Location::Form)?;
        let own = self.own_form()?;
        Ok(Some(self.written_form(&self.form_pieces(&own))))
    }

    fn written_form(&self, pieces: &[Piece<'r>]) -> String {
        let room = |piece: &Piece<'r>| piece.raw.map_or(64, |raw| raw.len() + 1);
        let mut form = String::with_capacity(pieces.iter().map(room).sum());
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                form.push('&');
            }
            match (piece.raw, &piece.pair) {
                (Some(raw), _) => form.push_str(raw),
                (None, Some(pair)) => {
                    let value = pair.value.as_ref().map_or("", |value| self.chars(value));
                    push_pair(&mut form, self.chars(&pair.name), value);
                }
                (None, None) => {}
            }
        }
        form
    }

    /// What the form is made of so far, in its order.
    fn form_pieces(&self, own: &OwnForm<'r>) -> Vec<Piece<'r>> {
        let entries = self.data.entries_in(Location::Form);
        let is_placed = |(index, entry): (usize, &Entry)| {
            matches!(self.entry_slot(index), Slot::Pairs(_)) || self.data.is_place(entry)
        };
        let mut pieces = Vec::with_capacity(own.pieces.len() + 8);
        if !self.data.entries_in(Location::Form).any(is_placed) {
            self.add_unmoved(own, &mut pieces);
        }
        for (index, entry) in entries {
            match self.entry_slot(index) {
                Slot::Written(range) => {
                    let pair = Pair {
                        name: Chars::Borrowed(self.data.text(entry.name)),
                        value: Some(Chars::Written(range.start, range.end)),
                    };
                    pieces.push(if self.data.moves(entry) {
                        self.as_brought(own, pair)
                    } else {
                        Piece::made(pair)
                    });
                }
                Slot::Pairs(pairs) => {
                    pieces.extend(pairs.iter().map(|pair| self.as_brought(own, *pair)));
                }
                _ if self.data.is_place(entry) => self.add_unmoved(own, &mut pieces),
                _ => {}
            }
        }
        pieces
    }

    /// Adds what the request brings, without what the file gives a place of its own.
    fn add_unmoved(&self, own: &OwnForm<'r>, pieces: &mut Vec<Piece<'r>>) {
        let moved = |pair: Pair<'r>| {
            let name = self.bytes(&pair.name);
            let mut entries = self.data.entries_in(Location::Form);
            entries.any(|(_, entry)| self.data.bytes(entry.name) == name && self.data.moves(entry))
        };
        let start = pieces.len();
        let stays = |piece: &Piece<'r>| !piece.pair.is_some_and(moved);
        pieces.extend(own.pieces.iter().filter(|piece| stays(piece)));
        // Nothing is there, not even an `&`.
        if let [Piece { pair: None, .. }] = pieces[start..] {
            pieces.truncate(start);
        }
    }

    /// A pair as the request writes it, if it brings it.
    fn as_brought(&self, own: &OwnForm<'r>, pair: Pair<'r>) -> Piece<'r> {
        let (name, value) = (self.bytes(&pair.name), self.value_of(&pair));
        let same = |piece: &&Piece<'r>| {
            let own = piece.pair.as_ref();
            own.is_some_and(|own| self.bytes(&own.name) == name && self.value_of(own) == value)
        };
        let found = own.pieces.iter().find(same).copied();
        found.unwrap_or_else(|| Piece::made(pair))
    }
}
