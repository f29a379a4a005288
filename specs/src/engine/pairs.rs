//! Lists and pairs: query, form, headers, and what functions make of them.

use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::Error;
use super::buffer::Secrecy;
use super::evaluate::{Evaluator, Slot};
use crate::data::{Function, Id, Op, Part, Type, Value};

/// Text that is an item of a list or pair.
#[derive(Clone, Debug)]
pub(crate) enum Chars<'r> {
    /// Of the request, the scheme or a setting.
    Borrowed(&'r str),
    /// Written into the buffer, where it stays.
    Written(usize, usize),
    /// Made by a function.
    Owned(Zeroizing<String>, Option<Secrecy>),
}

/// A name and a value; a bare name has no value.
#[derive(Clone, Debug)]
pub(crate) struct Pair<'r> {
    pub(super) name: Chars<'r>,
    pub(super) value: Option<Chars<'r>>,
}

pub(super) type List<'r> = SmallVec<[Chars<'r>; 8]>;
pub(super) type Pairs<'r> = SmallVec<[Pair<'r>; 8]>;

impl<'r> Evaluator<'r> {
    /// The text of an item.
    pub(super) fn chars<'s>(&'s self, chars: &'s Chars<'r>) -> &'s str {
        match chars {
            Chars::Borrowed(text) => text,
            // Only text is written where items refer to.
            Chars::Written(at, end) => {
                std::str::from_utf8(self.buffer.bytes(*at..*end)).unwrap_or("")
            }
            Chars::Owned(text, _) => text,
        }
    }

    pub(super) fn push_chars(&mut self, chars: &Chars<'r>) -> bool {
        match chars {
            Chars::Borrowed(text) => self.buffer.push(text.as_bytes()),
            Chars::Written(at, end) => self.buffer.push_again(*at..*end),
            Chars::Owned(text, None) => self.buffer.push(text.as_bytes()),
            Chars::Owned(text, Some(secrecy)) => self.buffer.push_secret(text.as_bytes(), *secrecy),
        }
        true
    }

    /// The list that an expression is.
    pub(super) fn list(&mut self, id: Id) -> Result<Option<List<'r>>, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.list(inner),
            Op::Or(run) => first(self.data.links(run), |choice| self.list(choice)),
            Op::Setting(index) => match self.setting_value(index) {
                Some(Value::List(items)) => Ok(Some(
                    items.iter().map(|item| Chars::Borrowed(item)).collect(),
                )),
                Some(Value::Text(text)) => Ok(Some(
                    text.split(',')
                        .map(|item| Chars::Borrowed(item.trim()))
                        .collect(),
                )),
                _ => Ok(None),
            },
            Op::Let(index) => match self.let_slot(index).clone() {
                Slot::List(list) => Ok(Some(
                    list.into_iter()
                        .map(|item| Chars::Owned(item.into(), None))
                        .collect(),
                )),
                Slot::Failed(error) => Err(*error),
                _ => Ok(None),
            },
            Op::Call(function, of, arguments) => match function {
                Function::Names => Ok(self
                    .pairs(of)?
                    .map(|pairs| pairs.into_iter().map(|pair| pair.name).collect())),
                Function::Values => Ok(self.pairs(of)?.map(|pairs| {
                    pairs
                        .into_iter()
                        .map(|pair| pair.value.unwrap_or(Chars::Borrowed("")))
                        .collect()
                })),
                Function::Each if self.data.node(of).kind == Type::Pairs => {
                    let Some(pairs) = self.pairs(of)? else {
                        return Ok(None);
                    };
                    self.each(pairs, self.data.links(arguments)[0]).map(Some)
                }
                Function::Each => {
                    let Some(list) = self.list(of)? else {
                        return Ok(None);
                    };
                    let pairs = list.into_iter().map(|item| Pair {
                        name: item.clone(),
                        value: Some(item),
                    });
                    self.each(pairs.collect(), self.data.links(arguments)[0])
                        .map(Some)
                }
                Function::Sort => Ok(self.list(of)?.map(|mut list| {
                    list.sort_by(|a, b| self.chars(a).cmp(self.chars(b)));
                    list
                })),
                Function::Unique => Ok(self.list(of)?.map(|list| self.unique(list))),
                Function::NonEmpty => Ok(self.list(of)?.filter(|list| !list.is_empty())),
                Function::When | Function::Unless => {
                    if self.keeps(function, arguments)? {
                        self.list(of)
                    } else {
                        Ok(None)
                    }
                }
                _ => {
                    let Some(mut list) = self.list(of)? else {
                        return Ok(None);
                    };
                    for item in &mut list {
                        *item = self.map(item, id)?;
                    }
                    Ok(Some(list))
                }
            },
            _ => Ok(None),
        }
    }

    /// The pairs that an expression is.
    pub(super) fn pairs(&mut self, id: Id) -> Result<Option<Pairs<'r>>, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.pairs(inner),
            Op::Or(run) => first(self.data.links(run), |choice| self.pairs(choice)),
            Op::Part(Part::Query) => self.query_pairs(true).map(Some),
            Op::Part(Part::OwnQuery) => self.query_pairs(false).map(Some),
            Op::Part(Part::Form) => self.form_pairs().map(Some),
            Op::Part(Part::Headers) => self.header_pairs().map(Some),
            Op::Part(Part::SignedHeaders) => self.signed_headers().map(Some),
            Op::Let(index) => match self.let_slot(index).clone() {
                Slot::Pairs(pairs) => Ok(Some(pairs.into_iter().map(owned_pair).collect())),
                Slot::Failed(error) => Err(*error),
                _ => Ok(None),
            },
            Op::Sum(run) => {
                let mut all = Pairs::new();
                for part in self.data.links(run) {
                    let Some(pairs) = self.pairs(*part)? else {
                        return Ok(None);
                    };
                    all.extend(pairs);
                }
                Ok(Some(all))
            }
            Op::Pick(of, rules) => {
                let Some(pairs) = self.pairs(of)? else {
                    return Ok(None);
                };
                self.pick(&pairs, self.data.rules(rules), "pair").map(Some)
            }
            Op::Call(function, of, arguments) => match function {
                Function::Sort => Ok(self.pairs(of)?.map(|mut pairs| {
                    pairs.sort_by(|a, b| self.key(a).cmp(&self.key(b)));
                    pairs
                })),
                Function::NonEmpty => Ok(self.pairs(of)?.filter(|pairs| !pairs.is_empty())),
                Function::When | Function::Unless => {
                    if self.keeps(function, arguments)? {
                        self.pairs(of)
                    } else {
                        Ok(None)
                    }
                }
                Function::Each => {
                    let Some(pairs) = self.pairs(of)? else {
                        return Ok(None);
                    };
                    let templates = self.data.links(arguments);
                    self.each_pair(pairs, templates[0], templates[1]).map(Some)
                }
                _ => {
                    let Some(mut pairs) = self.pairs(of)? else {
                        return Ok(None);
                    };
                    for pair in &mut pairs {
                        pair.name = self.map(&pair.name, id)?;
                        if let Some(value) = &pair.value {
                            pair.value = Some(self.map(value, id)?);
                        }
                    }
                    Ok(Some(pairs))
                }
            },
            _ => Ok(None),
        }
    }

    fn key<'s>(&'s self, pair: &'s Pair<'r>) -> (&'s str, &'s str) {
        (
            self.chars(&pair.name),
            pair.value.as_ref().map_or("", |value| self.chars(value)),
        )
    }

    /// A text function on one item; `id` is its call.
    fn map(&mut self, item: &Chars<'r>, id: Id) -> Result<Chars<'r>, Error> {
        let Op::Call(function, _, arguments) = self.data.node(id).op else {
            return Ok(item.clone());
        };
        let at = self.buffer.len();
        self.push_chars(item);
        self.apply(function, id, arguments, at)?;
        self.take(at, id)
    }

    /// A template for every pair; one that is absent is dropped.
    fn each(&mut self, pairs: Pairs<'r>, template: Id) -> Result<List<'r>, Error> {
        let mut list = List::new();
        for pair in pairs {
            let outer = self.item.replace(pair);
            let item = self.owned(template);
            self.item = outer;
            list.extend(item?);
        }
        Ok(list)
    }

    fn each_pair(&mut self, pairs: Pairs<'r>, name: Id, value: Id) -> Result<Pairs<'r>, Error> {
        let mut made = Pairs::new();
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

    fn unique(&self, list: List<'r>) -> List<'r> {
        let mut kept = List::new();
        for item in list {
            if !kept.iter().any(|one| self.chars(one) == self.chars(&item)) {
                kept.push(item);
            }
        }
        kept
    }
}

fn owned_pair<'r>((name, value): (String, Option<String>)) -> Pair<'r> {
    let own = |text: String| Chars::Owned(text.into(), None);
    Pair {
        name: own(name),
        value: value.map(own),
    }
}

/// The first of several expressions that is present.
fn first<T>(
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
