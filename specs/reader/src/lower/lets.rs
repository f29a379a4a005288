//! Named values, lowered when they are first asked for.

use signed_api_specs::data::{Id, Op, Type};

use super::{Lower, Lowered, Scope};
use crate::document::{Field, Key};
use crate::draft::LetDraft;

/// How many named values may stand in one another.
const DEPTH: usize = 64;

/// An entry of `[let]`.
#[derive(Clone, Debug)]
pub(crate) struct NamedValue {
    pub(crate) key: Key,
    pub(crate) draft: LetDraft,
    pub(crate) state: LetState,
}

/// An entry of `[let]` on its way to an expression.
#[derive(Clone, Debug)]
pub(crate) enum LetState {
    Waiting,
    Open,
    Done(Option<Lowered>),
}

impl Lower<'_> {
    pub(crate) fn lowered_let(&mut self, index: u16) -> Option<Lowered> {
        let at = usize::from(index);
        match &self.lets[at].state {
            LetState::Done(lowered) => return lowered.clone(),
            LetState::Open => {
                self.circle(index);
                return None;
            }
            LetState::Waiting => {}
        }
        if self.open.len() == DEPTH {
            let message = format!("more than {DEPTH} named values stand in one another");
            self.findings.error(&self.lets[at].key.place, message);
            return self.done(index, None);
        }
        self.lets[at].state = LetState::Open;
        self.open.push(index);
        let lowered = match self.lets[at].draft.clone() {
            LetDraft::Value(field) => self.field(&field, Scope::Let),
            LetDraft::Group(pairs) => self.group(&pairs),
            LetDraft::List(items) => self.named_list(&items),
        };
        self.open.pop();
        // A circle that was found further in has been said, and is done with.
        match self.lets[at].state {
            LetState::Done(_) => None,
            _ => self.done(index, lowered),
        }
    }

    /// Named pairs: what is absent among them is left out.
    fn group(&mut self, pairs: &[(Key, Field)]) -> Option<Lowered> {
        let ids: Vec<Option<[Id; 2]>> = pairs
            .iter()
            .map(|(key, field)| {
                let value = self.field(field, Scope::Let);
                let value = self.pair_value(field, key, value?)?;
                Some([self.literal(&key.name).id, value])
            })
            .collect();
        let ids: Option<Vec<[Id; 2]>> = ids.into_iter().collect();
        let run = self.run(ids?.concat());
        let id = self.node(Type::Pairs, Op::Group(run));
        Some(Lowered::present(id, Type::Pairs))
    }

    /// Named texts: what is absent among them is left out.
    fn named_list(&mut self, items: &[Field]) -> Option<Lowered> {
        let ids: Vec<Option<Id>> = items
            .iter()
            .map(|field| {
                let item = self.field(field, Scope::Let)?;
                let item = self.must_be_text(field, &(0..field.text.len()), item)?;
                self.no_bytes(field, Scope::Let, item, "an item of a list")
                    .map(|item| item.id)
            })
            .collect();
        let ids: Option<Vec<Id>> = ids.into_iter().collect();
        let run = self.run(ids?);
        let id = self.node(Type::List, Op::List(run));
        Some(Lowered::present(id, Type::List))
    }

    /// The texts of a list of the file, if this is one and all of them are known.
    pub(crate) fn list_of(&mut self, index: u16) -> Option<Vec<String>> {
        let lowered = self.lowered_let(index)?;
        let data = self.scheme.data();
        let Op::List(run) = data.node(lowered.id).op else {
            return None;
        };
        let items = data.links(run).iter().map(|id| match data.node(*id).op {
            Op::Text(text) => Some(data.text(text).to_owned()),
            _ => None,
        });
        items.collect()
    }

    /// The pairs of a section `[let.NAME]`, if this is one: names and values.
    pub(crate) fn group_of(&mut self, index: u16) -> Option<Vec<(Id, Id)>> {
        let lowered = self.lowered_let(index)?;
        let Op::Group(run) = self.scheme.node(lowered.id) else {
            return None;
        };
        let pairs = self.scheme.data().links(run).chunks_exact(2);
        Some(pairs.map(|pair| (pair[0], pair[1])).collect())
    }

    /// The value of a named pair: text or JSON; for `*`, other pairs.
    fn pair_value(&mut self, field: &Field, key: &Key, value: Lowered) -> Option<Id> {
        let whole = 0..field.text.len();
        if key.name == "*" {
            let value = self.converted(value, Type::Pairs);
            if value.kind == Type::Pairs {
                return Some(value.id);
            }
            let message = format!("`*` takes pairs, and this is {}", value.kind.a_name());
            self.error(field, &whole, message);
            return None;
        }
        if value.kind == Type::Json {
            return Some(value.id);
        }
        let value = self.must_be_text(field, &whole, value)?;
        self.no_bytes(field, Scope::Let, value, "a pair")
            .map(|value| value.id)
    }

    fn done(&mut self, index: u16, lowered: Option<Lowered>) -> Option<Lowered> {
        self.lets[usize::from(index)].state = LetState::Done(lowered.clone());
        lowered
    }

    fn circle(&mut self, index: u16) {
        let start = self.open.iter().position(|open| *open == index);
        let open = &self.open[start.unwrap_or_default()..];
        let way: Vec<String> = open[1..]
            .iter()
            .chain([&index])
            .map(|one| format!("needs `{}`", self.lets[usize::from(*one)].key.name))
            .collect();
        let key = &self.lets[usize::from(index)].key;
        let message = if open.len() == 1 {
            format!("`{}` needs itself", key.name)
        } else {
            format!("`{}` {}", key.name, way.join(", which "))
        };
        self.findings.error(&key.place, message);
        self.done(index, None);
    }
}
