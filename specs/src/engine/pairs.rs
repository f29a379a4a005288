//! Pairs: query, form, headers, and what functions make of them.

use std::collections::{HashMap, HashSet};

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
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
                let text = self.owned(template)?;
                text.map_or(Ok(false), |text| self.push_chars(&text))
            }
        }
    }

    /// An item to be kept.
    pub(super) fn kept(&mut self, item: Item<'_, 'r>) -> Result<Option<Chars<'r>>, Error> {
        match item {
            Item::Text(text) => Ok(Some(*text)),
            Item::Made(template) => self.owned(template),
        }
    }

    /// The pairs that an expression is.
    pub(super) fn pairs(&mut self, id: Id) -> Result<Option<Pairs<'r>>, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.pairs(inner),
            Op::Or(run) => first(self.data.links(run), |choice| self.pairs(choice)),
            Op::Part(Part::Query) => self.query_pairs(true).map(Some),
            Op::Part(Part::OwnQuery) => self.query_pairs(false).map(Some),
            Op::Part(part @ (Part::Form | Part::OwnForm)) => {
                self.form_pairs(part == Part::Form).map(Some)
            }
            Op::Part(part @ (Part::Headers | Part::OwnHeaders)) => {
                self.header_pairs(part == Part::Headers).map(Some)
            }
            Op::Part(part @ (Part::HeaderLines | Part::OwnHeaderLines)) => {
                self.header_lines(part == Part::HeaderLines).map(Some)
            }
            Op::Part(Part::SignedHeaders) => self.signed_headers().map(Some),
            Op::Let(index) => match self.let_slot(index) {
                Slot::Pairs(pairs) => Ok(Some((**pairs).clone())),
                Slot::Failed(error) => Err((**error).clone()),
                Slot::Unset => self.pairs(self.data.lets[usize::from(index)].value),
                _ => Ok(None),
            },
            Op::Group(run) => self.group(run).map(Some),
            Op::Convert(of) => self.member_pairs(of),
            Op::Sum(run) => {
                let mut all = Pairs::new();
                for part in self.data.links(run) {
                    let Some(pairs) = self.pairs(*part)? else {
                        return Ok(None);
                    };
                    if all.is_empty() {
                        all = pairs;
                    } else {
                        all.extend_from_slice(&pairs);
                    }
                }
                Ok(Some(all))
            }
            Op::Pick(of, rules) => self.picked(of, self.data.rules(rules)),
            Op::Call(function, of, arguments) => {
                let arguments = self.data.links(arguments);
                match function {
                    Function::When | Function::Unless if !self.keeps(function, arguments)? => {
                        Ok(None)
                    }
                    Function::When | Function::Unless => self.pairs(of),
                    _ => match self.pairs(of)? {
                        Some(pairs) => self.called_pairs(id, function, pairs, arguments),
                        None => Ok(None),
                    },
                }
            }
            _ => Ok(None),
        }
    }

    /// What a function makes of pairs; `id` is its call.
    fn called_pairs(
        &mut self,
        id: Id,
        function: Function,
        mut pairs: Pairs<'r>,
        arguments: &[Id],
    ) -> Result<Option<Pairs<'r>>, Error> {
        match (function, arguments) {
            (Function::Sort, _) => pairs.sort_by(|one, other| {
                let names = self.bytes(&one.name).cmp(self.bytes(&other.name));
                names.then_with(|| self.value_of(one).cmp(self.value_of(other)))
            }),
            (Function::Unique, _) => pairs = self.unique_pairs(&pairs),
            (Function::Merge, [between]) => pairs = self.merged(pairs, *between)?,
            (Function::Members, [between]) => pairs = self.members_of(pairs, *between)?,
            (Function::Each, [name, value]) => pairs = self.remade(pairs, *name, *value)?,
            (Function::NonEmpty, _) if pairs.is_empty() => return Ok(None),
            (Function::NonEmpty, _) => {}
            _ => {
                for pair in &mut pairs {
                    pair.name = self.map(&pair.name, id)?;
                    if let Some(value) = &pair.value {
                        pair.value = Some(self.map(value, id)?);
                    }
                }
            }
        }
        Ok(Some(pairs))
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
        let at = self.buffer.len();
        self.push_chars(item)?;
        self.apply(function, id, arguments, at)?;
        self.take(at, id)
    }

    /// Two templates for every pair; one that is absent drops it.
    fn remade(&mut self, pairs: Pairs<'r>, name: Id, value: Id) -> Result<Pairs<'r>, Error> {
        let mut made = Pairs::with_capacity(pairs.len());
        for pair in pairs {
            let outer = self.item.replace(pair);
            let pair = (self.owned(name), self.owned(value));
            self.item = outer;
            if let (Some(name), Some(value)) = (pair.0?, pair.1?) {
                made.push(Pair {
                    name,
                    value: Some(value),
                });
            }
        }
        Ok(made)
    }

    fn unique_pairs(&self, pairs: &Pairs<'r>) -> Pairs<'r> {
        let mut seen = HashSet::new();
        let first = pairs
            .iter()
            .filter(|pair| seen.insert((self.bytes(&pair.name), self.value_of(pair))));
        first.copied().collect()
    }

    /// The values of one name joined, at its first place.
    pub(super) fn merged(&mut self, pairs: Pairs<'r>, between: Id) -> Result<Pairs<'r>, Error> {
        let mut merged = Pairs::with_capacity(pairs.len());
        let mut places = HashMap::new();
        for pair in pairs {
            let name = self.chars(&pair.name).to_owned();
            let index = *places.entry(name).or_insert(merged.len());
            if index == merged.len() {
                merged.push(pair);
                continue;
            }
            let at = self.buffer.len();
            if let Some(value) = &merged[index].value {
                self.push_chars(value)?;
            }
            self.write(between)?;
            if let Some(value) = &pair.value {
                self.push_chars(value)?;
            }
            merged[index].value = Some(self.take(at, between)?);
        }
        Ok(merged)
    }
}

/// The first of several expressions that is present.
pub(super) fn first<T>(
    choices: &[Id],
    mut evaluate: impl FnMut(Id) -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    for choice in choices {
        if let Some(found) = evaluate(*choice)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
