//! The form body: as the request brings it, and what `[form]` makes of it.

use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{FEW, Pair, Pairs};
use super::query::{not_text, push_pair};
use super::raw_pairs::RawPairs;
use crate::data::{Entry, Location};

/// The form that a request brings, piece by piece.
pub(crate) struct OwnForm<'r> {
    pieces: Vec<Brought<'r>>,
    /// A piece that cannot be decoded is no pair, and may be sent as it is.
    all_decoded: bool,
}

/// A piece of the form that a request brings.
#[derive(Clone, Copy)]
struct Brought<'r> {
    /// As the request writes it.
    raw: &'r str,
    pair: Option<Pair<'r>>,
    /// The file gives it a place of its own.
    moved: bool,
}

/// A piece of the form that is sent.
enum Piece<'p, 'r> {
    Brought(&'p Brought<'r>),
    /// A pair that the file makes.
    Made(Pair<'r>),
    /// A pair that the file puts there, and perhaps the request brings.
    Placed(Pair<'r>),
}

impl<'r> Piece<'_, 'r> {
    fn pair(&self) -> Option<Pair<'r>> {
        match self {
            Self::Brought(brought) => brought.pair,
            Self::Made(pair) | Self::Placed(pair) => Some(*pair),
        }
    }
}

impl<'r> OwnForm<'r> {
    /// Its decoded pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = &Pair<'r>> + Clone {
        self.pieces.iter().filter_map(|piece| piece.pair.as_ref())
    }
}

impl<'r> Evaluator<'r> {
    /// Reads the form that the request brings, once.
    fn read_form(&mut self) -> Result<(), Error> {
        if self.own_form.is_some() {
            return Ok(());
        }
        let entries = self.data.entries_in(Location::Form);
        let moving = entries.filter(|(_, entry)| self.data.moves(entry));
        let moved: SmallVec<[&[u8]; 8]> = moving
            .map(|(_, entry)| self.data.bytes(entry.name))
            .collect();
        let mut form = OwnForm {
            pieces: Vec::with_capacity(FEW),
            all_decoded: true,
        };
        for raw in RawPairs::of(self.own_text("form")?) {
            let pair = match raw.whole {
                "" => None,
                _ => self.decoded_pair(raw, "form").ok(),
            };
            form.all_decoded &= raw.whole.is_empty() || pair.is_some();
            let is_moved =
                |pair: Pair<'r>| !moved.is_empty() && moved.contains(&self.bytes(&pair.name));
            form.pieces.push(Brought {
                raw: raw.whole,
                pair,
                moved: pair.is_some_and(is_moved),
            });
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
        let Some(own) = &self.own_form else {
            return Ok(None);
        };
        let is_named = |pair: &&Pair<'r>| self.bytes(&pair.name) == name.as_bytes();
        let found = own.pairs().find(is_named);
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
        self.each_piece(&mut |piece| {
            if let Some(pair) = piece.pair() {
                all.push(pair);
            }
        });
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
        let Some(own) = &self.own_form else {
            return Ok(None);
        };
        let brought: usize = own.pieces.iter().map(|piece| piece.raw.len() + 1).sum();
        let entries = usize::from(self.data.sections.form.len);
        let mut form = Vec::with_capacity(brought + 64 * entries);
        let (mut first, mut next) = (true, 0);
        let mut write = |piece: Piece<'_, 'r>| {
            if !first {
                form.push(b'&');
            }
            first = false;
            let raw = match &piece {
                Piece::Brought(brought) => Some(brought.raw),
                Piece::Made(_) => None,
                Piece::Placed(pair) => self.as_brought(own, &mut next, pair),
            };
            if let Some(raw) = raw {
                form.extend_from_slice(raw.as_bytes());
            } else if let Some(pair) = piece.pair() {
                push_pair(&mut form, self.bytes(&pair.name), self.value_of(&pair));
            }
        };
        if self.received.is_some() {
            let is_after =
                |pair: Pair<'r>| self.is_after_in(Location::Form, self.bytes(&pair.name));
            let stays = |piece: &&Brought<'r>| !piece.pair.is_some_and(is_after);
            let kept = own.pieces.iter().filter(stays);
            kept.for_each(|piece| write(Piece::Brought(piece)));
        } else {
            self.each_piece(&mut write);
        }
        Ok(Some(form))
    }

    /// Hands on what the form is made of so far, in its order.
    fn each_piece(&self, take: &mut impl FnMut(Piece<'_, 'r>)) {
        let Some(own) = &self.own_form else { return };
        let entries = self.data.entries_in(Location::Form);
        let is_placed = |(index, entry): (usize, &Entry)| {
            matches!(self.entry_slot(index), Slot::Pairs(_)) || self.data.is_place(entry)
        };
        if !self.data.entries_in(Location::Form).any(is_placed) {
            Self::each_unmoved(own, take);
        }
        for (index, entry) in entries {
            match self.entry_slot(index) {
                Slot::Written(range) => {
                    let pair = Pair {
                        name: Chars::Borrowed(self.data.text(entry.name)),
                        value: Some(Chars::Written(range.start, range.end)),
                    };
                    take(if self.data.moves(entry) {
                        Piece::Placed(pair)
                    } else {
                        Piece::Made(pair)
                    });
                }
                Slot::Pairs(pairs) => pairs.iter().for_each(|pair| take(Piece::Placed(*pair))),
                _ if self.data.is_place(entry) => Self::each_unmoved(own, take),
                _ => {}
            }
        }
    }

    /// Hands on what the request brings, without what the file gives a place of its own.
    fn each_unmoved(own: &OwnForm<'r>, take: &mut impl FnMut(Piece<'_, 'r>)) {
        let unmoved = own.pieces.iter().filter(|piece| !piece.moved);
        let mut two = unmoved.clone();
        // Nothing is there, not even an `&`.
        if let (Some(Brought { raw: "", .. }), None) = (two.next(), two.next()) {
            return;
        }
        unmoved.for_each(|piece| take(Piece::Brought(piece)));
    }

    /// A pair as the request writes it, if it brings it: most likely `next`, behind the last that
    /// was found.
    fn as_brought(&self, own: &OwnForm<'r>, next: &mut usize, pair: &Pair<'r>) -> Option<&'r str> {
        let (name, value) = (self.bytes(&pair.name), self.value_of(pair));
        let same = |place: &usize| {
            let brought = own.pieces[*place].pair.as_ref();
            brought.is_some_and(|own| self.bytes(&own.name) == name && self.value_of(own) == value)
        };
        let mut places = (*next..own.pieces.len()).chain(0..*next);
        let found = places.find(same)?;
        *next = found + 1;
        Some(own.pieces[found].raw)
    }
}
