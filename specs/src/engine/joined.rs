//! The items of lists, written where they belong with a text between them.

use super::Made;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use crate::data::{Function, Id, Op, Run};

/// What is joined, as far as it is written.
pub(super) struct Joined<'r> {
    pub(super) between: Chars<'r>,
    pub(super) is_empty: bool,
    pub(super) encoding: Encoding,
}

/// Whether what is joined is percent-encoded once more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// It stays as it is.
    Unwanted,
    /// Whoever can, writes it so.
    Wanted,
    /// It is written so.
    Done,
}

impl<'r> Joined<'r> {
    /// Nothing yet, and what will stand between the items.
    pub(super) fn new(between: Chars<'r>) -> Self {
        Self {
            between,
            is_empty: true,
            encoding: Encoding::Unwanted,
        }
    }

    /// Whether no item is written.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }
}

impl<'r> Evaluator<'r> {
    /// Writes the items of a list, with a text between them; `false`, and nothing written, if it is
    /// absent.
    pub(super) fn join(&mut self, of: Id, arguments: Run) -> Made<bool> {
        let mut joined = self.joining(arguments)?;
        if let Some(between) = joined.between.lent()
            && self.write_canonical_query(of, between)
        {
            return Ok(true);
        }
        self.write_items(of, &mut joined)
    }

    /// The same, percent-encoded; `call` is that of `join`.
    pub(super) fn join_encoded(&mut self, call: Id, of: Id, arguments: Run) -> Made<bool> {
        let at = self.buffer.len();
        let mut joined = self.joining(arguments)?;
        joined.encoding = Encoding::Wanted;
        if !self.write_items(of, &mut joined)? {
            return Ok(false);
        }
        if joined.encoding == Encoding::Done {
            return Ok(true);
        }
        self.apply(Function::PercentEncode, call, Run::default(), at)
    }

    /// Nothing yet, and what will stand between the items.
    fn joining(&mut self, arguments: Run) -> Made<Joined<'r>> {
        let Some(between) = self.data.links(arguments).first() else {
            return Ok(Joined::new(Chars::Borrowed("")));
        };
        // Without a detour: most of them stand in the file.
        if let Op::Text(between) = self.data.node(*between).op {
            return Ok(Joined::new(Chars::Borrowed(self.data.text(between))));
        }
        let between = self.owned(*between)?;
        Ok(Joined::new(between.unwrap_or(Chars::Borrowed(""))))
    }

    /// Writes the items of a list behind those that are joined already; `false` if it is absent.
    pub(super) fn write_items(&mut self, of: Id, joined: &mut Joined<'r>) -> Made<bool> {
        if let Some(lines) = self.lines_of(of) {
            return self.write_lines(&lines, joined);
        }
        // What is named is looked at where it is.
        if let Op::Let(named) = self.data.node(of).op
            && let Slot::List(at) = *self.let_slot(named)
        {
            let mut index = 0;
            while let Some(item) = self.lists[at].get(index).copied() {
                self.write_next(joined, |this| this.push_chars(&item))?;
                index += 1;
            }
            return Ok(true);
        }
        let list = self.list(of)?;
        for item in list.iter().flatten() {
            self.write_next(joined, |this| this.push_chars(item))?;
        }
        Ok(list.is_some())
    }

    /// Writes one more item, unless it is absent.
    #[inline]
    pub(super) fn write_next(
        &mut self,
        joined: &mut Joined<'r>,
        write: impl FnOnce(&mut Self) -> Made<bool>,
    ) -> Made<()> {
        let at = self.buffer.len();
        if !joined.is_empty {
            self.push_chars(&joined.between)?;
        }
        if write(self)? {
            joined.is_empty = false;
        } else {
            self.buffer.truncate(at);
        }
        Ok(())
    }
}
