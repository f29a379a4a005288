//! Pairs: query, form, headers, and what functions make of them.

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use crate::data::{Function, Id, Op, Part, Run};

/// A name and a value; a bare name has no value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'r> {
    pub(super) name: Chars<'r>,
    pub(super) value: Option<Chars<'r>>,
}

pub(super) type List<'r> = Vec<Chars<'r>>;
pub(super) type Pairs<'r> = Vec<Pair<'r>>;

/// So many pairs have room at once.
pub(super) const FEW: usize = 16;

impl<'r> Evaluator<'r> {
    /// The pairs that an expression is.
    pub(super) fn pairs(&mut self, id: Id) -> Result<Option<Pairs<'r>>, Error> {
        let mut pairs = self.no_pairs();
        Ok(self.add_pairs(id, &mut pairs)?.then_some(pairs))
    }

    /// Room for pairs.
    pub(super) fn no_pairs(&mut self) -> Pairs<'r> {
        let mut room = std::mem::take(&mut self.room);
        room.clear();
        if room.capacity() == 0 {
            room.reserve_exact(FEW);
        }
        room
    }

    /// Takes back the room of pairs that nobody needs any more: others will stand there.
    pub(super) fn done_with(&mut self, pairs: Pairs<'r>) {
        self.room = pairs;
    }

    /// Adds the pairs that an expression is; `false`, and none added, if it is absent.
    pub(super) fn add_pairs(&mut self, id: Id, all: &mut Pairs<'r>) -> Result<bool, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.add_pairs(inner, all),
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    if self.add_pairs(*choice, all)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Op::Part(part) => self.add_part(part, all).map(|()| true),
            Op::Let(index) => match self.let_slot(index) {
                Slot::Pairs(at) => {
                    all.extend_from_slice(&self.groups[*at]);
                    Ok(true)
                }
                Slot::Failed(at) => Err(self.failures[*at].clone()),
                Slot::Unset => self.add_pairs(self.data.lets[usize::from(index)].value, all),
                _ => Ok(false),
            },
            Op::Group(run) => self.add_group(run, all).map(|()| true),
            Op::Convert(of) => self.add_members(of, false, all),
            Op::Sum(run) => {
                let start = all.len();
                for part in self.data.links(run) {
                    if !self.add_pairs(*part, all)? {
                        all.truncate(start);
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Op::Pick(of, rules) => self.add_picked(of, rules, all),
            Op::Call(Function::PercentEncode, of, Run { len: 0, .. }) if self.is_own_query(of) => {
                self.add_encoded_query(id, all).map(|()| true)
            }
            Op::Call(function, of, arguments) => {
                let arguments = self.data.links(arguments);
                match function {
                    Function::When | Function::Unless => {
                        Ok(self.keeps(function, arguments)? && self.add_pairs(of, all)?)
                    }
                    _ => {
                        let start = all.len();
                        Ok(self.add_pairs(of, all)?
                            && self.call_on_pairs(id, function, all, start, arguments)?)
                    }
                }
            }
            _ => Ok(false),
        }
    }

    /// Adds the pairs of a part of the request.
    fn add_part(&mut self, part: Part, all: &mut Pairs<'r>) -> Result<(), Error> {
        let mut made = match part {
            Part::Query | Part::OwnQuery => return self.add_query(part == Part::Query, all),
            Part::Form | Part::OwnForm => return self.add_form(part == Part::Form, all),
            Part::Headers | Part::OwnHeaders => self.header_pairs(part == Part::Headers)?,
            Part::HeaderLines | Part::OwnHeaderLines => {
                self.header_lines(part == Part::HeaderLines)?
            }
            Part::SignedHeaders => self.signed_headers()?,
            _ => return Ok(()),
        };
        if all.is_empty() {
            *all = made;
        } else {
            all.append(&mut made);
        }
        Ok(())
    }

    /// The value of a pair; a bare name has an empty one.
    #[inline]
    pub(super) fn value_of<'s>(&'s self, pair: &Pair<'r>) -> &'s [u8]
    where
        'r: 's,
    {
        pair.value.as_ref().map_or(b"", |value| self.bytes(value))
    }
}
