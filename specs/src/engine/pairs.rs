//! Lists and pairs: query, form, headers, and what functions make of them.

use std::borrow::Cow;

use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::Error;
use super::buffer::Secrecy;
use super::evaluate::{Evaluator, Slot};
use super::groups::JsonText;
use crate::data::{Function, Id, Op, Part, Type, Value};

/// Text that is an item of a list or pair.
#[derive(Clone, Debug)]
pub(crate) enum Chars<'r> {
    /// Of the request, the scheme or a setting.
    Borrowed(&'r str),
    /// Written into the buffer, where it stays.
    Written(usize, usize),
    /// Made by a function. It is rare, and kept apart so that the others are quick to hand on.
    Owned(Box<Owned>),
    /// A JSON value.
    Json(Box<JsonText>),
}

/// Text that a function has made, and whether it is secret.
#[derive(Clone, Debug)]
pub(crate) struct Owned {
    text: Zeroizing<String>,
    secrecy: Option<Secrecy>,
}

impl Chars<'_> {
    pub(super) fn owned(text: String, secrecy: Option<Secrecy>) -> Self {
        let text = text.into();
        Self::Owned(Box::new(Owned { text, secrecy }))
    }
}

impl<'r> From<Cow<'r, str>> for Chars<'r> {
    fn from(text: Cow<'r, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::Borrowed(text),
            Cow::Owned(text) => Self::owned(text, None),
        }
    }
}

/// A name and a value; a bare name has no value.
#[derive(Clone, Debug)]
pub(crate) struct Pair<'r> {
    pub(super) name: Chars<'r>,
    pub(super) value: Option<Chars<'r>>,
}

pub(super) type List<'r> = SmallVec<[Chars<'r>; 8]>;
pub(super) type Pairs<'r> = SmallVec<[Pair<'r>; 8]>;

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
    /// The text of an item.
    pub(super) fn chars<'s>(&'s self, chars: &'s Chars<'r>) -> &'s str {
        match chars {
            Chars::Borrowed(text) => text,
            // Only text is written where items refer to.
            Chars::Written(at, end) => {
                std::str::from_utf8(self.buffer.bytes(*at..*end)).unwrap_or("")
            }
            Chars::Owned(owned) => &owned.text,
            Chars::Json(json) => json.shown(),
        }
    }

    /// Whether an item may not be shown.
    pub(super) fn is_secret(&self, chars: &Chars<'r>) -> bool {
        match chars {
            Chars::Borrowed(_) => false,
            Chars::Written(at, end) => self.buffer.holds_secret(&(*at..*end)),
            Chars::Owned(owned) => owned.secrecy.is_some(),
            Chars::Json(json) => json.is_secret(),
        }
    }

    pub(super) fn push_chars(&mut self, chars: &Chars<'r>) -> Result<bool, Error> {
        match chars {
            Chars::Borrowed(text) => self.buffer.push(text.as_bytes()),
            Chars::Written(at, end) => self.buffer.push_again(*at..*end),
            Chars::Owned(owned) => match owned.secrecy {
                None => self.buffer.push(owned.text.as_bytes()),
                Some(secrecy) => self.buffer.push_secret(owned.text.as_bytes(), secrecy),
            },
            Chars::Json(json) => self.push_json(json)?,
        }
        Ok(true)
    }

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
                            name: item.clone(),
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
    fn kept(&mut self, item: Item<'_, 'r>) -> Result<Option<Chars<'r>>, Error> {
        match item {
            Item::Text(text) => Ok(Some(text.clone())),
            Item::Made(template) => self.owned(template),
        }
    }

    /// The list that an expression is.
    pub(super) fn list(&mut self, id: Id) -> Result<Option<List<'r>>, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.list(inner),
            Op::Or(run) => first(self.data.links(run), |choice| self.list(choice)),
            Op::List(run) => {
                let mut list = List::new();
                for item in self.data.links(run) {
                    list.extend(self.owned(*item)?);
                }
                Ok(Some(list))
            }
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
            Op::Let(index) => match self.let_slot(index) {
                Slot::List(list) => Ok(Some((**list).clone())),
                Slot::Failed(error) => Err((**error).clone()),
                _ => Ok(None),
            },
            Op::Call(function, of, arguments) => match function {
                Function::Names | Function::Values | Function::Each => {
                    let mut list = List::new();
                    let present = self.each_item(id, &mut |this, item| {
                        list.extend(this.kept(item)?);
                        Ok(())
                    })?;
                    Ok(present.then_some(list))
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
            Op::Part(part @ (Part::Form | Part::OwnForm)) => {
                self.form_pairs(part == Part::Form).map(Some)
            }
            Op::Part(Part::Headers) => self.header_pairs().map(Some),
            Op::Part(Part::SignedHeaders) => self.signed_headers().map(Some),
            Op::Let(index) => match self.let_slot(index) {
                Slot::Pairs(pairs) => Ok(Some((**pairs).clone())),
                Slot::Failed(error) => Err((**error).clone()),
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
                Function::Unique => Ok(self.pairs(of)?.map(|pairs| self.unique_pairs(pairs))),
                Function::Merge => {
                    let Some(pairs) = self.pairs(of)? else {
                        return Ok(None);
                    };
                    self.merged(pairs, self.data.links(arguments)[0]).map(Some)
                }
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
                    self.remade(pairs, templates[0], templates[1]).map(Some)
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
        self.push_chars(item)?;
        self.apply(function, id, arguments, at)?;
        self.take(at, id)
    }

    /// Two templates for every pair; one that is absent drops it.
    fn remade(&mut self, pairs: Pairs<'r>, name: Id, value: Id) -> Result<Pairs<'r>, Error> {
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

    fn unique_pairs(&self, pairs: Pairs<'r>) -> Pairs<'r> {
        let mut kept = Pairs::new();
        for pair in pairs {
            if !kept.iter().any(|one| self.key(one) == self.key(&pair)) {
                kept.push(pair);
            }
        }
        kept
    }

    /// The values of one name joined, at its first place.
    fn merged(&mut self, pairs: Pairs<'r>, between: Id) -> Result<Pairs<'r>, Error> {
        let mut merged = Pairs::new();
        for pair in pairs {
            let name = self.chars(&pair.name);
            let earlier = merged
                .iter()
                .position(|one: &Pair<'r>| self.chars(&one.name) == name);
            let Some(index) = earlier else {
                merged.push(pair);
                continue;
            };
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
