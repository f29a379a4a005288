//! What a file puts together: named pairs, and entries of parts.

use super::chars::Chars;
use super::evaluate::Evaluator;
use super::joined::Joined;
use super::pairs::{Pair, Pairs};
use super::{Error, Presence, Wrote};
use crate::data::{Id, Run, Type};

impl<'r> Evaluator<'r> {
    /// Adds named pairs; those whose value is absent are left out.
    pub(super) fn add_group(&mut self, run: Run, all: &mut Pairs<'r>) -> Result<(), Error> {
        all.reserve(usize::from(run.len / 2));
        for pair in self.data.links(run).chunks_exact(2) {
            let (name, value) = (pair[0], pair[1]);
            if self.data.node(value).kind == Type::Pairs {
                self.add_pairs(value, all)?;
                continue;
            }
            let Some(name) = self.text_of(name)? else {
                continue;
            };
            let value = match self.data.node(value).kind {
                Type::Json => self.json(value, name)?,
                _ => self.text_of(value)?,
            };
            if value.is_some() {
                all.push(Pair { name, value });
            }
        }
        Ok(())
    }

    /// Writes the parts that are present, joined, behind what they begin with; absent without any.
    #[inline(never)]
    pub(super) fn write_parts(&mut self, run: Run) -> Wrote {
        let [start, join, parts @ ..] = self.data.links(run) else {
            return Ok(Presence::Absent);
        };
        let at = self.buffer.len();
        self.write(*start)?;
        let between = self.owned(*join)?.unwrap_or(Chars::Borrowed(""));
        let mut joined = Joined::new(between);
        for part in parts {
            if self.data.node(*part).kind == Type::List {
                self.write_items(*part, &mut joined)?;
            } else {
                self.write_next(&mut joined, |this| this.write(*part))?;
            }
        }
        if joined.is_empty() {
            self.buffer.truncate(at);
        }
        Ok((!joined.is_empty()).into())
    }

    /// The texts that a part of an entry is: one, or those of a list.
    pub(super) fn items_of(&mut self, part: Id) -> Result<Vec<String>, Error> {
        let mut texts = Vec::new();
        if self.data.node(part).kind == Type::List {
            let items = self.list(part)?.unwrap_or_default();
            texts.extend(items.iter().map(|item| self.chars(item).to_owned()));
        } else if let Some(text) = self.owned(part)? {
            texts.push(self.chars(&text).to_owned());
        }
        Ok(texts)
    }
}
