//! The form body: as the request brings it, and what `[form]` makes of it.

use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::marks::Marks;
use super::pairs::{Pair, Pairs};
use super::places::Places;
use super::query::not_text;
use super::raw_pairs::RawPairs;
use crate::data::{Entry, Location, Role};

/// So many pieces have room at once: about a kilobyte.
const PIECES: usize = 14;

/// The form that a request brings, piece by piece.
pub(crate) struct OwnForm<'r> {
    /// All of it.
    raw: &'r str,
    pieces: Vec<Brought<'r>>,
    /// The file gives one of them a place of its own.
    moves: bool,
    /// Those of the names.
    pub(super) marks: Marks,
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
enum Piece<'r> {
    /// What the request brings, without what the file gives a place of its own.
    Brought,
    /// A pair that the file makes.
    Made(Pair<'r>),
    /// A pair that the file puts there, and perhaps the request brings.
    Placed(Pair<'r>),
}

impl<'r> OwnForm<'r> {
    /// Its decoded pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = &Pair<'r>> + Clone {
        self.pieces.iter().filter_map(|piece| piece.pair.as_ref())
    }

    /// What the request brings, without what the file gives a place of its own.
    fn unmoved(&self) -> impl Iterator<Item = &Brought<'r>> {
        let unmoved = self.pieces.iter().filter(|piece| !piece.moved);
        let mut two = unmoved.clone();
        // Nothing is there, not even an `&`.
        let is_empty = matches!(
            (two.next(), two.next()),
            (Some(Brought { raw: "", .. }), None)
        );
        unmoved.take(if is_empty { 0 } else { usize::MAX })
    }
}

impl<'r> Evaluator<'r> {
    /// Reads the form that the request brings, once.
    fn read_form(&mut self) -> Result<(), Error> {
        if self.own_form.is_some() {
            return Ok(());
        }
        let entries = self.data.entries_in(Location::Form);
        let moving = entries.filter(|(_, entry)| entry.role == Role::Moves);
        let moved: SmallVec<[&[u8]; 8]> = moving
            .map(|(_, entry)| self.data.bytes(entry.name))
            .collect();
        let raw = self.own_text("form")?;
        let mut form = OwnForm {
            raw,
            pieces: Vec::with_capacity(PIECES),
            moves: false,
            marks: Marks::default(),
            all_decoded: true,
        };
        for raw in RawPairs::of(raw) {
            let pair = match raw.whole {
                "" => None,
                _ => self.decoded_pair(raw, "form").ok(),
            };
            form.all_decoded &= raw.whole.is_empty() || pair.is_some();
            let mut is_moved = false;
            if let Some(pair) = &pair {
                let name = self.bytes(&pair.name);
                form.marks.add(name);
                is_moved = moved.contains(&name);
            }
            form.moves |= is_moved;
            form.pieces.push(Brought {
                raw: raw.whole,
                pair,
                moved: is_moved,
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
        if !own.marks.may_hold(name.as_bytes()) {
            return Ok(None);
        }
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
        let Some(own) = self.own_form.take() else {
            return Ok(());
        };
        all.reserve(own.pieces.len() + usize::from(self.data.sections.form.len));
        self.each_piece(&mut |this, piece| match piece {
            Piece::Brought => all.extend(own.unmoved().filter_map(|piece| piece.pair)),
            Piece::Made(Pair { name, value }) | Piece::Placed(Pair { name, value }) => {
                let value = value.map(|value| this.as_sent(value));
                all.push(Pair { name, value });
            }
        });
        self.own_form = Some(own);
        Ok(())
    }

    /// Writes the form as it will be sent, if the scheme has added anything to it so far; for a
    /// verifier, without what was made from the signature.
    pub(super) fn write_form(&mut self) -> Result<bool, Error> {
        if self.received.is_none() {
            if !self.adds(Location::Form) {
                return Ok(false);
            }
            self.takes_body(Location::Form)?;
        }
        self.read_form()?;
        let Some(own) = self.own_form.take() else {
            return Ok(false);
        };
        let (mut first, mut places) = (true, Places::default());
        let mut between = |this: &mut Self| {
            if !std::mem::take(&mut first) {
                this.buffer.push(b"&");
            }
        };
        if self.received.is_some() {
            for piece in &own.pieces {
                let after =
                    |pair: Pair<'r>| self.is_after_in(Location::Form, self.bytes(&pair.name));
                if !piece.pair.is_some_and(after) {
                    between(self);
                    self.buffer.push(piece.raw.as_bytes());
                }
            }
        } else {
            self.each_piece(&mut |this, piece| match piece {
                Piece::Brought if !own.moves && !own.raw.is_empty() => {
                    between(this);
                    this.buffer.push(own.raw.as_bytes());
                }
                Piece::Brought => {
                    for piece in own.unmoved() {
                        between(this);
                        this.buffer.push(piece.raw.as_bytes());
                    }
                }
                Piece::Made(pair) => {
                    between(this);
                    this.push_pair(&pair, Location::Form);
                }
                Piece::Placed(pair) => {
                    between(this);
                    match this.as_brought(&own, &mut places, &pair) {
                        Some(raw) => this.buffer.push(raw.as_bytes()),
                        None => this.push_pair(&pair, Location::Form),
                    }
                }
            });
        }
        self.own_form = Some(own);
        Ok(true)
    }

    /// Hands on what the form is made of so far, in its order.
    fn each_piece(&mut self, take: &mut impl FnMut(&mut Self, Piece<'r>)) {
        let entries = self.data.entries_in(Location::Form);
        let is_placed = |(index, entry): (usize, &Entry)| {
            entry.role == Role::Place || matches!(self.entry_slot(index), Slot::Pairs(_))
        };
        let mut all = self.data.entries_in(Location::Form);
        if !all.any(is_placed) {
            take(self, Piece::Brought);
        }
        for (index, entry) in entries {
            match self.entry_slot(index) {
                Slot::Written(range) => {
                    let pair = Pair {
                        name: self.name_of(entry),
                        value: Some(Chars::Written(range.start, range.end)),
                    };
                    let piece = match entry.role {
                        Role::Moves => Piece::Placed(pair),
                        _ => Piece::Made(pair),
                    };
                    take(self, piece);
                }
                Slot::Pairs(at) => {
                    let (at, mut place) = (*at, 0);
                    while let Some(pair) = self.groups[at].get(place).copied() {
                        take(self, Piece::Placed(pair));
                        place += 1;
                    }
                }
                _ if entry.role == Role::Place => take(self, Piece::Brought),
                _ => {}
            }
        }
    }

    /// A pair as the request writes it, if it brings it: most likely behind the last that was found.
    fn as_brought(
        &self,
        own: &OwnForm<'r>,
        places: &mut Places,
        pair: &Pair<'r>,
    ) -> Option<&'r str> {
        let name = self.bytes(&pair.name);
        if !own.marks.may_hold(name) {
            return None;
        }
        // Written anew it is the same.
        if let (Chars::Unreserved(_), Some(Chars::Unreserved(_))) = (pair.name, pair.value)
            && !own.marks.may_repeat(name)
        {
            return None;
        }
        let key = |place: usize| {
            let pair = own.pieces[place].pair.as_ref()?;
            Some((self.bytes(&pair.name), self.value_of(pair)))
        };
        let found = places.find((name, self.value_of(pair)), own.pieces.len(), &key)?;
        Some(own.pieces[found].raw)
    }
}
