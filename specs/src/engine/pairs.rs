//! Pairs: query, form, headers, and what functions make of them.

use std::cmp::Ordering;

use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::percent;
use super::twins::Twins;
use crate::data::{Function, Id, Op, Part, Type};

/// A name and a value; a bare name has no value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'r> {
    pub(super) name: Chars<'r>,
    pub(super) value: Option<Chars<'r>>,
}

pub(super) type List<'r> = Vec<Chars<'r>>;
pub(super) type Pairs<'r> = Vec<Pair<'r>>;

/// An item of a list that is handed on, not kept.
#[derive(Clone, Copy)]
pub(super) enum Item<'i, 'r> {
    /// Text that is there already.
    Text(&'i Chars<'r>),
    /// What this template of `each` makes of the pair that it is at.
    Made(Id),
}

/// What is done with every item of a list, in order.
type TakeItem<'t, 'r> = &'t mut dyn FnMut(&mut Evaluator<'r>, Item<'_, 'r>) -> Result<(), Error>;

/// What is done with every pair, in order.
pub(super) type TakePair<'t, 'r> =
    &'t mut dyn FnMut(&mut Evaluator<'r>, Pair<'r>) -> Result<(), Error>;

impl<'r> Evaluator<'r> {
    /// Hands on the items of a list as they are made, so that a list that is joined is written
    /// once, where it belongs; `false` if it is absent.
    pub(super) fn each_item(&mut self, id: Id, take: TakeItem<'_, 'r>) -> Result<bool, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.each_item(inner, take),
            Op::Call(Function::Names, of, _) => {
                self.each_pair(of, &mut |this, pair| take(this, Item::Text(&pair.name)))
            }
            Op::Call(Function::Values, of, _) => self.each_pair(of, &mut |this, pair| {
                take(
                    this,
                    Item::Text(pair.value.as_ref().unwrap_or(&Chars::Borrowed(""))),
                )
            }),
            Op::Call(Function::Each, of, arguments) => {
                let template = self.data.links(arguments)[0];
                let mut made = |this: &mut Self, pair| {
                    let outer = this.item.replace(pair);
                    let taken = take(this, Item::Made(template));
                    this.item = outer;
                    taken
                };
                if self.data.node(of).kind == Type::Pairs {
                    return self.each_pair(of, &mut made);
                }
                self.each_item(of, &mut |this, item| match this.kept(item)? {
                    Some(item) => made(
                        this,
                        Pair {
                            name: item,
                            value: Some(item),
                        },
                    ),
                    None => Ok(()),
                })
            }
            _ => {
                let list = self.list(id)?;
                let present = list.is_some();
                for item in list.iter().flatten() {
                    take(self, Item::Text(item))?;
                }
                Ok(present)
            }
        }
    }

    /// Hands on the pairs that an expression is; `false` if it is absent.
    fn each_pair(&mut self, id: Id, take: TakePair<'_, 'r>) -> Result<bool, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.each_pair(inner, take),
            Op::Part(Part::SignedHeaders) => self.each_signed_header(take).map(|()| true),
            // What is named is looked at where it is.
            Op::Let(named) if matches!(self.let_slot(named), Slot::Pairs(_)) => {
                let mut index = 0;
                while let Slot::Pairs(pairs) = self.let_slot(named)
                    && let Some(pair) = pairs.get(index).copied()
                {
                    take(self, pair)?;
                    index += 1;
                }
                Ok(true)
            }
            _ => {
                let pairs = self.pairs(id)?;
                let present = pairs.is_some();
                for pair in pairs.into_iter().flatten() {
                    take(self, pair)?;
                }
                Ok(present)
            }
        }
    }

    /// Writes an item at the end of the buffer; `false`, and nothing written, if it is absent.
    pub(super) fn write_item(&mut self, item: Item<'_, 'r>) -> Result<bool, Error> {
        match item {
            Item::Text(text) => self.push_chars(text),
            Item::Made(template) if self.data.node(template).kind == Type::Text => {
                self.write(template)
            }
            // Bytes are looked at first: a list is of text.
            Item::Made(template) => {
                let text = self.text_of(template)?;
                text.map_or(Ok(false), |text| self.push_chars(&text))
            }
        }
    }

    /// An item to be kept.
    pub(super) fn kept(&mut self, item: Item<'_, 'r>) -> Result<Option<Chars<'r>>, Error> {
        match item {
            Item::Text(text) => Ok(Some(*text)),
            Item::Made(template) => self.text_of(template),
        }
    }

    /// The pairs that an expression is.
    pub(super) fn pairs(&mut self, id: Id) -> Result<Option<Pairs<'r>>, Error> {
        let mut pairs = Pairs::new();
        Ok(self.add_pairs(id, &mut pairs)?.then_some(pairs))
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
                Slot::Pairs(pairs) => {
                    all.extend_from_slice(pairs);
                    Ok(true)
                }
                Slot::Failed(error) => Err((**error).clone()),
                Slot::Unset => self.add_pairs(self.data.lets[usize::from(index)].value, all),
                _ => Ok(false),
            },
            Op::Group(run) => self.add_group(run, all).map(|()| true),
            Op::Convert(of) => self.add_members(of, all),
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
            Op::Pick(of, rules) => {
                let picked = self.picked(of, self.data.rules(rules))?;
                all.extend_from_slice(picked.as_deref().unwrap_or_default());
                Ok(picked.is_some())
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

    /// Makes of the pairs from `start` on what a function does; `id` is its call. `false`, and none
    /// are left, if the result is absent.
    fn call_on_pairs(
        &mut self,
        id: Id,
        function: Function,
        all: &mut Pairs<'r>,
        start: usize,
        arguments: &[Id],
    ) -> Result<bool, Error> {
        match (function, arguments) {
            (Function::Sort, _) => self.sort(&mut all[start..], Self::names_and_values),
            (Function::Unique, _) => self.leave_unique(all, start),
            (Function::Merge, [between]) => self.merge(all, start, *between)?,
            (Function::Members, [between]) => {
                let fields = all.split_off(start);
                self.add_members_of(fields, *between, all)?;
            }
            (Function::Each, [name, value]) => self.remake(all, start, *name, *value)?,
            (Function::NonEmpty, _) => return Ok(all.len() > start),
            _ => {
                for pair in &mut all[start..] {
                    pair.name = self.map(&pair.name, id)?;
                    if let Some(value) = &pair.value {
                        pair.value = Some(self.map(value, id)?);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Sorts pairs, the first of all by their names; what is equal stays in its order.
    pub(super) fn sort(
        &self,
        pairs: &mut [Pair<'r>],
        compare: impl Fn(&Self, &Pair<'r>, &Pair<'r>) -> Ordering,
    ) {
        let key = |(index, pair): (usize, &Pair<'r>)| (start_of(self.bytes(&pair.name)), index);
        let mut keys: SmallVec<[(u64, usize); 16]> = pairs.iter().enumerate().map(key).collect();
        // Most names differ in their first characters, which are one number.
        keys.sort_unstable_by(|(start, one), (other_start, other)| {
            let starts = start.cmp(other_start);
            let pairs = || compare(self, &pairs[*one], &pairs[*other]);
            starts.then_with(pairs).then(one.cmp(other))
        });
        let sorted = keys.iter().map(|(_, index)| pairs[*index]);
        let sorted: SmallVec<[Pair<'r>; 16]> = sorted.collect();
        pairs.copy_from_slice(&sorted);
    }

    /// By name.
    pub(super) fn names(&self, one: &Pair<'r>, other: &Pair<'r>) -> Ordering {
        self.bytes(&one.name).cmp(self.bytes(&other.name))
    }

    /// By name, then by value.
    fn names_and_values(&self, one: &Pair<'r>, other: &Pair<'r>) -> Ordering {
        let values = || self.value_of(one).cmp(self.value_of(other));
        self.names(one, other).then_with(values)
    }

    /// The value of a pair; a bare name has an empty one.
    #[inline]
    pub(super) fn value_of<'s>(&'s self, pair: &Pair<'r>) -> &'s [u8]
    where
        'r: 's,
    {
        pair.value.as_ref().map_or(b"", |value| self.bytes(value))
    }

    /// A text function on one item; `id` is its call.
    pub(super) fn map(&mut self, item: &Chars<'r>, id: Id) -> Result<Chars<'r>, Error> {
        let Op::Call(function, _, arguments) = self.data.node(id).op else {
            return Ok(*item);
        };
        if self.leaves(function, arguments, self.bytes(item)) {
            return Ok(*item);
        }
        let plain = match *item {
            Chars::Borrowed(text) => Some(text.as_bytes()),
            Chars::Written(at, end) if !self.buffer.holds_secret(&(at..end)) => {
                Some(self.buffer.bytes(at..end))
            }
            _ => None,
        };
        if let (Function::PercentEncode, 0, Some(plain)) = (function, arguments.len, plain) {
            // Without a detour: this is what most items are.
            let at = self.aside.len();
            percent::push(&mut self.aside, plain);
            return Ok(Chars::Aside(at, self.aside.len()));
        }
        let at = self.buffer.len();
        self.push_chars(item)?;
        self.apply(function, id, arguments, at)?;
        self.take(at, id)
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
        let twins = Twins::among(made.len(), |one, other| {
            self.names_and_values(&made[one], &made[other])
        });
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
        let twins = Twins::among(made.len(), |one, other| {
            self.names(&made[one], &made[other])
        });
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

/// The first eight bytes of a text as a number, which sorts as they do.
fn start_of(text: &[u8]) -> u64 {
    let mut start = [0; 8];
    let len = text.len().min(8);
    start[..len].copy_from_slice(&text[..len]);
    u64::from_be_bytes(start)
}
