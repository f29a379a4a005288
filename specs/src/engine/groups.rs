//! What a file puts together: named pairs, and entries of parts.

use super::evaluate::Evaluator;
use super::pairs::{Pair, Pairs};
use super::{Error, Made};
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
                Type::Json => self.json(value)?,
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
    pub(super) fn write_parts(&mut self, run: Run) -> Made<bool> {
        let [start, join, parts @ ..] = self.data.links(run) else {
            return Ok(false);
        };
        let at = self.buffer.len();
        self.write(*start)?;
        let mut first = true;
        for part in parts {
            if self.data.node(*part).kind == Type::List {
                self.each_item(*part, &mut |this, item| {
                    this.write_part_of(&mut first, *join, |this| this.write_item(item))
                })?;
            } else {
                self.write_part_of(&mut first, *join, |this| this.write(*part))?;
            }
        }
        if first {
            self.buffer.truncate(at);
        }
        Ok(!first)
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

    fn write_part_of(
        &mut self,
        first: &mut bool,
        join: Id,
        write: impl FnOnce(&mut Self) -> Made<bool>,
    ) -> Made<()> {
        let at = self.buffer.len();
        if !*first {
            self.write(join)?;
        }
        if write(self)? {
            *first = false;
        } else {
            self.buffer.truncate(at);
        }
        Ok(())
    }
}
