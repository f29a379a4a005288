//! Whether a text can be read through opened parts in one way only: decided from the file alone.

use super::alphabet::Alphabet;
use super::parts::{Hole, List, Part, What};
use super::reader::{After, after};
use super::reading::{ReadEntry, Unreadable};
use crate::data::{Function, SchemeData};

/// After each hole comes the end, a text that cannot be part of it, or a hole of other characters.
pub(super) struct Separation<'s> {
    pub(super) data: &'s SchemeData<'s>,
    pub(super) entry: &'s ReadEntry,
}

impl Separation<'_> {
    fn unreadable(&self, reason: String) -> Unreadable {
        let entry = Some(self.entry.index);
        Unreadable { reason, entry }
    }

    pub(super) fn of<'p>(
        &self,
        parts: &'p [Part],
        outer: &mut Vec<&'p [Part]>,
    ) -> Result<(), Unreadable> {
        for (index, part) in parts.iter().enumerate() {
            let following = &parts[index + 1..];
            let mut inside = |inner: &'p [Part], between: &'p [Part]| {
                outer.extend([following, between]);
                let separated = self.of(inner, outer);
                outer.truncate(outer.len() - 2);
                separated
            };
            match part {
                Part::Literal(_) => {}
                Part::Optional(inner) => {
                    inside(inner, &[])?;
                    self.begins(inner, &after(following, outer))?;
                }
                Part::Choice(choices) => {
                    choices.iter().try_for_each(|choice| inside(choice, &[]))?;
                }
                Part::List(list) => {
                    let mut items = list.items.iter();
                    items.try_for_each(|item| inside(item, &list.between))?;
                    self.told_apart(list)?;
                }
                Part::Hole(hole) => {
                    self.ends(hole, &after(following, outer))?;
                    match &hole.what {
                        What::Template(inner) => self.of(inner, &mut Vec::new())?,
                        What::Object(members) => {
                            let mut members = members.iter();
                            members.try_for_each(|(_, value)| self.of(value, &mut Vec::new()))?;
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// Each item of a list begins with a text of its own.
    fn told_apart(&self, list: &List) -> Result<(), Unreadable> {
        let begin = |item: &[Part]| match item.first() {
            Some(Part::Literal(text)) => Some(text.clone()),
            _ => None,
        };
        let begins: Option<Vec<String>> = list.items.iter().map(|item| begin(item)).collect();
        // A list of one kind of item has nothing to tell apart.
        let apart = list.items.len() < 2
            || begins.is_some_and(|begins| {
                begins.iter().enumerate().all(|(index, one)| {
                    let mut others = begins[..index].iter().chain(&begins[index + 1..]);
                    others.all(|other| !other.starts_with(one.as_str()))
                })
            });
        if apart {
            return Ok(());
        }
        Err(self.unreadable(format!(
            "the parts of `{}` do not each begin with a text of their own, so nobody can tell which is which",
            self.entry.name
        )))
    }

    /// What may be left out begins as nothing does that may stand in its place.
    fn begins(&self, optional: &[Part], instead: &After<'_>) -> Result<(), Unreadable> {
        // Nothing in its place is nothing read.
        if matches!(optional, [Part::Hole(_)]) {
            return Ok(());
        }
        let begin = After::of(optional);
        let text = |text: &&&str| instead.literals.iter().any(|one| one.starts_with(**text));
        let value = |hole: &&&Hole| {
            let first = hole.first();
            let mut texts = instead.literals.iter().filter_map(|one| one.chars().next());
            let mut values = instead.holes.iter().map(|one| one.first());
            texts.any(|c| first.holds(c)) || values.any(|one| !first.is_disjoint(one))
        };
        let value = begin.holes.iter().find(value);
        let value = value.map(|hole| format!("{{{}}}", self.data.expression(hole.node)));
        let text = begin.literals.iter().find(text);
        match value.or_else(|| text.map(|text| (*text).to_owned())) {
            None => Ok(()),
            Some(begin) => Err(self.unreadable(format!(
                "`{begin}` in `{}` may be left out, and what follows may begin like it, so nobody can tell whether it is there",
                self.entry.name
            ))),
        }
    }

    fn ends(&self, hole: &Hole, after: &After<'_>) -> Result<(), Unreadable> {
        // It says itself where it ends.
        if hole.undo.first() == Some(&Function::Quoted) {
            return Ok(());
        }
        let this = self.data.expression(hole.node);
        let mut next = after.holes.iter();
        if let Some(next) = next.find(|next| !hole.alphabet.is_disjoint(next.alphabet)) {
            let next = self.data.expression(next.node);
            return Err(self.unreadable(format!(
                "nothing separates `{{{this}}}` from `{{{next}}}` in `{}`",
                self.entry.name
            )));
        }
        // Of several such texts the last one is meant.
        let inside = |text: &&&str| {
            let holds = |c| hole.alphabet.holds(c);
            hole.alphabet != Alphabet::Any && !after.last && text.chars().all(holds)
        };
        match after.literals.iter().find(inside) {
            None => Ok(()),
            Some(text) => Err(self.unreadable(format!(
                "`{text}` after `{{{this}}}` in `{}` could be part of it, so nobody can tell where it ends",
                self.entry.name
            ))),
        }
    }
}
