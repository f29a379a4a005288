//! Joined lines that are percent-encoded where they are written: what the file writes is encoded
//! once, and most names and values stay as they are.

use std::ops::Range;

use smallvec::SmallVec;

use super::chars::Chars;
use super::evaluate::Evaluator;
use super::joined::{Encoding, Joined};
use super::lines::Line;
use super::pairs::Pair;
use super::percent::{self, Style};
use crate::data::{Location, Op};

/// A part of a line.
enum Part {
    /// A text of the file, encoded, among those that were put aside.
    Text(Range<usize>),
    Name,
    Value,
}

impl<'r> Evaluator<'r> {
    /// Writes lines behind those that are joined already, percent-encoded if that is wanted; `false`, and
    /// nothing written, if it is not, or there is more to them than texts that may be shown.
    pub(super) fn write_encoded(
        &mut self,
        line: Line,
        pairs: &[Pair<'r>],
        joined: &mut Joined<'r>,
    ) -> bool {
        let (Line::Parts(parts), Encoding::Wanted, Some(between)) =
            (line, joined.encoding, joined.between.lent())
        else {
            return false;
        };
        let is_open = |item: &Chars<'r>| item.lent().is_some() || self.is_open(item);
        let are_open =
            |pair: &Pair<'r>| is_open(&pair.name) && pair.value.as_ref().is_none_or(is_open);
        if !pairs.iter().all(are_open) {
            return false;
        }
        let between = self.encoded_text(between);
        let mut made = SmallVec::<[Part; 4]>::new();
        for part in self.data.line(parts) {
            made.push(match part.op {
                Op::Text(text) => Part::Text(self.encoded_text(self.data.bytes(text))),
                Op::Name => Part::Name,
                Op::Value => Part::Value,
                _ => return false,
            });
        }
        for pair in pairs {
            if !std::mem::take(&mut joined.is_empty) {
                self.buffer.push(self.aside.bytes(between.clone()));
            }
            for part in &made {
                match part {
                    Part::Text(text) => self.buffer.push(self.aside.bytes(text.clone())),
                    Part::Name => self.push_encoded(&pair.name, Location::Query),
                    Part::Value => {
                        if let Some(value) = &pair.value {
                            self.push_encoded(value, Location::Query);
                        }
                    }
                }
            }
        }
        joined.encoding = Encoding::Done;
        true
    }

    fn encoded_text(&mut self, text: &[u8]) -> Range<usize> {
        let at = self.aside.len();
        percent::push(&mut self.aside, text, Style::STRICT);
        at..self.aside.len()
    }
}
