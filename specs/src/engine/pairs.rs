//! Pairs: query, form, headers, and what functions make of them.

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::{Error, Made};
use crate::data::{Function, Id, Op, Part, Run, Type};

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
type TakeItem<'t, 'r> = &'t mut dyn FnMut(&mut Evaluator<'r>, Item<'_, 'r>) -> Made<()>;

/// What is done with every pair, in order.
pub(super) type TakePair<'t, 'r> = &'t mut dyn FnMut(&mut Evaluator<'r>, Pair<'r>) -> Made<()>;

impl<'r> Evaluator<'r> {
    /// Hands on the items of a list as they are made, so that a list that is joined is written
    /// once, where it belongs; `false` if it is absent.
    pub(super) fn each_item(&mut self, id: Id, take: TakeItem<'_, 'r>) -> Made<bool> {
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
            // What is named is looked at where it is.
            Op::Let(named) if matches!(self.let_slot(named), Slot::List(_)) => {
                let mut index = 0;
                while let Slot::List(list) = self.let_slot(named)
                    && let Some(item) = list.get(index).copied()
                {
                    take(self, Item::Text(&item))?;
                    index += 1;
                }
                Ok(true)
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
    fn each_pair(&mut self, id: Id, take: TakePair<'_, 'r>) -> Made<bool> {
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
    pub(super) fn write_item(&mut self, item: Item<'_, 'r>) -> Made<bool> {
        match item {
            Item::Text(text) => self.push_chars(text),
            Item::Made(template) if self.data.node(template).kind == Type::Text => {
                self.write_inside(template)
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
