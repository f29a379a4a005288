//! The functions on pairs.

use std::cmp::Ordering;

use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::pairs::{FEW, Pair, Pairs};
use super::percent::is_unreserved;
use super::twins::Twins;
use crate::data::{Function, Id};

impl<'r> Evaluator<'r> {
    /// Makes of the pairs from `start` on what a function does; `id` is its call. `false`, and none
    /// are left, if the result is absent.
    pub(super) fn call_on_pairs(
        &mut self,
        id: Id,
        function: Function,
        all: &mut Pairs<'r>,
        start: usize,
        arguments: &[Id],
    ) -> Result<bool, Error> {
        match (function, arguments) {
            (Function::Sort, _) => self.sort(&mut all[start..]),
            (Function::Unique, _) => self.leave_unique(all, start),
            (Function::Merge, [between]) => self.merge(all, start, *between)?,
            (Function::Members, [between]) => {
                let fields = all.split_off(start);
                self.add_members_of(fields, *between, all)?;
            }
            (Function::Each, [name, value]) => self.remake(all, start, *name, *value)?,
            (Function::NonEmpty, _) => return Ok(all.len() > start),
            (Function::PercentEncode, []) => {
                for item in items(&mut all[start..]) {
                    if !self.is_encoded(item) {
                        *item = self.encoded(*item, id)?;
                    }
                }
            }
            _ => {
                for item in items(&mut all[start..]) {
                    self.map_in_place(item, id)?;
                }
            }
        }
        Ok(true)
    }

    /// Whether percent-encoding leaves an item as it is, as it does most of them: then nobody looks
    /// again.
    #[inline]
    fn is_encoded(&self, item: &mut Chars<'r>) -> bool {
        match *item {
            Chars::Unreserved(_) => true,
            Chars::Borrowed(text) => {
                let is_encoded = is_unreserved(text.as_bytes());
                if is_encoded {
                    *item = Chars::Unreserved(text);
                }
                is_encoded
            }
            _ => is_unreserved(self.bytes(item)),
        }
    }

    /// Sorts pairs by name, then by value; what is equal stays in its order.
    fn sort(&self, pairs: &mut [Pair<'r>]) {
        if pairs.len() > FEW {
            return pairs.sort_by(|one, other| self.names_and_values(one, other));
        }
        // Most names differ in their first characters, which are one number.
        let mut order = [(0, 0); FEW];
        let mut is_sorted = true;
        for (index, pair) in pairs.iter().enumerate() {
            let start = start_of(self.bytes(&pair.name));
            let is_behind = |(other, at): (u64, usize)| {
                other > start || other == start && self.names_and_values(&pairs[at], pair).is_gt()
            };
            let mut to = index;
            while to > 0 && is_behind(order[to - 1]) {
                order[to] = order[to - 1];
                to -= 1;
            }
            is_sorted &= to == index;
            order[to] = (start, index);
        }
        if !is_sorted {
            let unsorted = SmallVec::<[Pair<'r>; FEW]>::from_slice(pairs);
            for (pair, (_, from)) in pairs.iter_mut().zip(order) {
                *pair = unsorted[from];
            }
        }
    }

    /// By name, then by value.
    fn names_and_values(&self, one: &Pair<'r>, other: &Pair<'r>) -> Ordering {
        let names = self.bytes(&one.name).cmp(self.bytes(&other.name));
        names.then_with(|| self.value_of(one).cmp(self.value_of(other)))
    }

    /// Two templates for every pair; one that is absent drops it.
    fn remake(
        &mut self,
        all: &mut Pairs<'r>,
        start: usize,
        name: Id,
        value: Id,
    ) -> Result<(), Error> {
        let mut end = start;
        for index in start..all.len() {
            let outer = self.item.replace(all[index]);
            let made = (self.text_of(name), self.text_of(value));
            self.item = outer;
            if let (Some(name), Some(value)) = (made.0?, made.1?) {
                let value = Some(value);
                all[end] = Pair { name, value };
                end += 1;
            }
        }
        all.truncate(end);
        Ok(())
    }

    /// Of equal pairs the first.
    fn leave_unique(&self, all: &mut Pairs<'r>, start: usize) {
        let made = &all[start..];
        let both = |pair: &Pair<'r>| (self.bytes(&pair.name), self.value_of(pair));
        let twins = Twins::among(made.len(), |index| both(&made[index]));
        let mut indices = 0..;
        all.retain(|_| {
            let index = indices.next().unwrap_or(0);
            index < start || twins.is_first(index - start)
        });
    }

    /// The values of one name joined, at its first place.
    pub(super) fn merge(
        &mut self,
        all: &mut Pairs<'r>,
        start: usize,
        between: Id,
    ) -> Result<(), Error> {
        let made = &all[start..];
        let twins = Twins::among(made.len(), |index| self.bytes(&made[index].name));
        let mut end = start;
        for first in (0..all.len() - start).filter(|index| twins.is_first(*index)) {
            let mut pair = all[start + first];
            if let Some(mut next) = twins.next(first) {
                let at = self.buffer.len();
                pair.value
                    .map_or(Ok(true), |value| self.push_chars(&value))?;
                loop {
                    self.write(between)?;
                    let value = all[start + next].value;
                    value.map_or(Ok(true), |value| self.push_chars(&value))?;
                    match twins.next(next) {
                        Some(other) => next = other,
                        None => break,
                    }
                }
                pair.value = Some(self.take(at, between)?);
            }
            // Those that were joined stand behind their first.
            all[end] = pair;
            end += 1;
        }
        all.truncate(end);
        Ok(())
    }
}

/// The names and values of pairs.
fn items<'p, 'r>(pairs: &'p mut [Pair<'r>]) -> impl Iterator<Item = &'p mut Chars<'r>> {
    let both = |pair: &'p mut Pair<'r>| [Some(&mut pair.name), pair.value.as_mut()];
    pairs.iter_mut().flat_map(both).flatten()
}

/// The first eight bytes of a text as a number, which sorts as they do.
pub(super) fn start_of(text: &[u8]) -> u64 {
    if let Some(start) = text.first_chunk() {
        return u64::from_be_bytes(*start);
    }
    // Of four and more the last four are there twice, in the same places.
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let [first, last] = [*first, *last].map(|half| u64::from(u32::from_be_bytes(half)));
        return first << 32 | last << (8 * (8 - text.len()));
    }
    let shorter = text
        .iter()
        .fold(0, |start, byte| start << 8 | u64::from(*byte));
    // What is not there sorts before everything.
    shorter << (8 * (8 - text.len()) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_the_first_eight_bytes_whatever_the_length() {
        let text = b"zY\x01\xffname=";
        for len in 0..=text.len() {
            let mut padded = [0; 8];
            let start = len.min(8);
            padded[..start].copy_from_slice(&text[..start]);
            assert_eq!(start_of(&text[..len]), u64::from_be_bytes(padded), "{len}");
        }
    }
}
