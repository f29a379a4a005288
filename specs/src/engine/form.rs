//! The form body: as the request brings it, and what `[form]` makes of it.

use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::query::{not_text, pieces, push_pair};
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

/// What is done with every piece, in order.
type TakePiece<'t, 'r> = &'t mut dyn FnMut(Piece<'r>);

impl<'r> OwnForm<'r> {
    /// Its decoded pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = &Pair<'r>> + Clone {
        self.pieces.iter().filter_map(|piece| piece.pair.as_ref())
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
    /// Reads the form that the request brings, once.
    fn read_form(&mut self) -> Result<(), Error> {
        if self.own_form.is_some() {
            return Ok(());
        }
        let text = self.own_text("form")?;
        let marks = text.bytes().filter(|byte| *byte == b'&').count();
        let mut form = OwnForm {
            pieces: Vec::with_capacity(marks + 1),
            all_decoded: true,
        };
        for raw in pieces(text) {
            let pair = match raw {
                "" => None,
                _ => self.decoded_pair(raw, "form").ok(),
            };
            form.all_decoded &= raw.is_empty() || pair.is_some();
            let raw = Some(raw);
            form.pieces.push(Piece { raw, pair });
        }
        self.own_form = Some(form);
        Ok(())
    }

    /// The same, if all of it can be decoded.
    pub(super) fn decode_form(&mut self) -> Result<(), Error> {
        self.read_form()?;
        match &self.own_form {
            Some(form) if form.all_decoded => Ok(()),
            _ => Err(not_text("form")),
        }
    }

    /// The pairs of the form that the request brings, once it was read.
    pub(super) fn own_form_pairs(&self) -> impl Iterator<Item = &Pair<'r>> + Clone {
        self.own_form.iter().flat_map(OwnForm::pairs)
    }

    /// The first pair of this name in the form that the request brings.
    pub(super) fn own_form_pair(&mut self, name: &str) -> Result<Option<Pair<'r>>, Error> {
        if !self.is_form() {
            return Ok(None);
        }
        self.decode_form()?;
        let mut pairs = self.own_form_pairs();
        let found = pairs.find(|pair| self.bytes(&pair.name) == name.as_bytes());
        Ok(found.copied())
    }

    /// Adds the decoded pairs of a form body, as it will be sent, or as the request brings it; for
    /// a verifier, without what was made from the signature. None if the body is something else.
    pub(super) fn add_form(&mut self, sent: bool, all: &mut Pairs<'r>) -> Result<(), Error> {
        if !self.is_form() {
            return Ok(());
        }
        self.decode_form()?;
        let start = all.len();
        if self.received.is_some() || !sent || !self.adds(Location::Form) {
            all.extend(self.own_form_pairs());
            if self.received.is_some() {
                let received = self.received_pairs(&all[start..], Location::Form);
                all.truncate(start);
                all.extend(received);
            }
            return Ok(());
        }
        let own = self.own_form.as_ref().map_or(0, |own| own.pieces.len());
        all.reserve(own + usize::from(self.data.sections.form.len));
        self.each_piece(&mut |piece| all.extend(piece.pair));
        for pair in &mut all[start..] {
            pair.value = pair.value.map(|value| self.as_sent(value));
        }
        Ok(())
    }

    /// The form as it will be sent, if the scheme has added anything to it so far; for a verifier,
    /// without what was made from the signature.
    pub(super) fn made_form(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.received.is_none() {
            if !self.adds(Location::Form) {
                return Ok(None);
            }
            self.takes_body(Location::Form)?;
        }
        self.read_form()?;
        let (own, entries) = (self.own_text("form")?, self.data.sections.form.len);
        let mut form = Vec::with_capacity(own.len() + 64 * usize::from(entries));
        let mut first = true;
        let mut write = |piece: Piece<'r>| {
            if !first {
                form.push(b'&');
            }
            first = false;
            match (piece.raw, &piece.pair) {
                (Some(raw), _) => form.extend_from_slice(raw.as_bytes()),
                (None, Some(pair)) => {
                    push_pair(&mut form, self.bytes(&pair.name), self.value_of(pair));
                }
                (None, None) => {}
            }
        };
        match &self.own_form {
            Some(own) if self.received.is_some() => {
                let is_after =
                    |pair: Pair<'r>| self.is_after_in(Location::Form, self.bytes(&pair.name));
                let stays = |piece: &&Piece<'r>| !piece.pair.is_some_and(is_after);
                own.pieces.iter().filter(stays).copied().for_each(write);
            }
            _ => self.each_piece(&mut write),
        }
        Ok(Some(form))
    }

    /// Hands on what the form is made of so far, in its order.
    fn each_piece(&self, take: TakePiece<'_, 'r>) {
        let Some(own) = &self.own_form else { return };
        let entries = self.data.entries_in(Location::Form);
        let is_placed = |(index, entry): (usize, &Entry)| {
            matches!(self.entry_slot(index), Slot::Pairs(_)) || self.data.is_place(entry)
        };
        if !self.data.entries_in(Location::Form).any(is_placed) {
            self.each_unmoved(own, take);
        }
        for (index, entry) in entries {
            match self.entry_slot(index) {
                Slot::Written(range) => {
                    let pair = Pair {
                        name: Chars::Borrowed(self.data.text(entry.name)),
                        value: Some(Chars::Written(range.start, range.end)),
                    };
                    take(if self.data.moves(entry) {
                        self.as_brought(own, pair)
                    } else {
                        Piece::made(pair)
                    });
                }
                Slot::Pairs(pairs) => {
                    let pairs = pairs.iter();
                    pairs.for_each(|pair| take(self.as_brought(own, *pair)));
                }
                _ if self.data.is_place(entry) => self.each_unmoved(own, take),
                _ => {}
            }
        }
    }

    /// Hands on what the request brings, without what the file gives a place of its own.
    fn each_unmoved(&self, own: &OwnForm<'r>, take: TakePiece<'_, 'r>) {
        let entries = self.data.entries_in(Location::Form);
        let entries = entries.filter(|(_, entry)| self.data.moves(entry));
        let names: SmallVec<[&[u8]; 8]> = entries
            .map(|(_, entry)| self.data.bytes(entry.name))
            .collect();
        let moved = |pair: Pair<'r>| !names.is_empty() && names.contains(&self.bytes(&pair.name));
        let stays = |piece: &&Piece<'r>| !piece.pair.is_some_and(moved);
        let unmoved = own.pieces.iter().filter(stays);
        let mut two = unmoved.clone();
        // Nothing is there, not even an `&`.
        if let (Some(Piece { raw: Some(""), .. }), None) = (two.next(), two.next()) {
            return;
        }
        unmoved.for_each(|piece| take(*piece));
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
