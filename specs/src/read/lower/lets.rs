//! Named values, lowered when they are first asked for.

use super::{Lower, Lowered, Scope};
use crate::read::document::{Field, Key};

/// How many named values may stand in one another.
const DEPTH: usize = 64;

/// An entry of `[let]`.
#[derive(Clone, Debug)]
pub(crate) struct NamedValue {
    pub(crate) key: Key,
    pub(crate) field: Field,
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
        let field = self.lets[at].field.clone();
        let lowered = self.field(&field, Scope::Let);
        self.open.pop();
        // A circle that was found further in has been said, and is done with.
        match self.lets[at].state {
            LetState::Done(_) => None,
            _ => self.done(index, lowered),
        }
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
