//! Lists that are made of pairs, a line for each: what a line is made of is looked up once, not for
//! every pair.

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::joined::Joined;
use super::pairs::{List, Pair, Pairs};
use super::{Error, Made, Presence, Wrote};
use crate::data::{Function, Id, Node, Op, Run, Type};

/// The list that `names`, `values` or `each` makes of pairs.
pub(super) struct Lines {
    /// The pairs.
    of: Id,
    /// The template of `each`.
    template: Option<Id>,
    line: Line,
}

/// What a line is made of.
#[derive(Clone, Copy)]
pub(super) enum Line {
    /// The name.
    Name,
    /// The value; a bare name has an empty one.
    Value,
    /// These parts, as [`Op::Line`] has them.
    Parts(Run),
    /// What this expression makes of the pair; the line is left out without it.
    Made(Id),
}

impl<'r> Evaluator<'r> {
    /// The lines that an expression is, if it is a list that is made of pairs.
    pub(super) fn lines_of(&self, mut list: Id) -> Option<Lines> {
        while let Op::Must(inner) = self.data.node(list).op {
            list = inner;
        }
        let Op::Call(function, of, arguments) = self.data.node(list).op else {
            return None;
        };
        let (template, line) = match function {
            Function::Names => (None, Line::Name),
            Function::Values => (None, Line::Value),
            Function::Each if self.data.node(of).kind == Type::Pairs => {
                let template = self.data.links(arguments)[0];
                (Some(template), self.line(template))
            }
            _ => return None,
        };
        Some(Lines { of, template, line })
    }

    /// The line that a template of `each` makes of a pair. A verifier looks for what it has read.
    pub(super) fn line(&self, template: Id) -> Line {
        match self.data.node(template).op {
            Op::Line(run) => Line::Parts(run),
            _ => Line::Made(template),
        }
    }

    /// Writes lines behind those that are joined already; `false` if there are no pairs.
    pub(super) fn write_lines(&mut self, lines: &Lines, joined: &mut Joined<'r>) -> Made<bool> {
        // What is named is looked at where it is.
        if let Op::Let(named) = self.data.node(lines.of).op
            && let Slot::Pairs(at) = *self.let_slot(named)
        {
            let pairs = std::mem::take(&mut self.groups[at]);
            let written = self.write_encoded(lines.line, &pairs, joined);
            self.groups[at] = pairs;
            if written {
                return Ok(true);
            }
            let mut index = 0;
            while let Some(pair) = self.groups[at].get(index).copied() {
                self.write_next(joined, |this| {
                    this.write_line(lines.line, &pair).map(Presence::is_there)
                })?;
                index += 1;
            }
            return Ok(true);
        }
        let Some(pairs) = self.pairs_of(lines)? else {
            return Ok(false);
        };
        if self.write_encoded(lines.line, &pairs, joined) {
            self.done_with(pairs);
            return Ok(true);
        }
        for pair in &pairs {
            self.write_next(joined, |this| {
                this.write_line(lines.line, pair).map(Presence::is_there)
            })?;
        }
        self.done_with(pairs);
        Ok(true)
    }

    /// The pairs of lines; for `values` the items of a JSON list, without names.
    fn pairs_of(&mut self, lines: &Lines) -> Result<Option<Pairs<'r>>, Error> {
        match (self.data.node(lines.of).op, lines.line) {
            (Op::Convert(of), Line::Value) => {
                let mut items = self.no_pairs();
                Ok(self.add_members(of, true, &mut items)?.then_some(items))
            }
            _ => self.pairs(lines.of),
        }
    }

    /// Writes a line; `false` if it is absent, and a part of it may be written.
    #[expect(clippy::inline_always, reason = "as what it calls")]
    #[inline(always)]
    pub(super) fn write_line(&mut self, line: Line, pair: &Pair<'r>) -> Wrote {
        match line {
            Line::Name => self.push_chars(&pair.name).map(Presence::from),
            Line::Value => match &pair.value {
                Some(value) => self.push_chars(value).map(Presence::from),
                None => Ok(Presence::There),
            },
            Line::Parts(parts) => self.write_parts_of(parts, pair),
            Line::Made(id) => self.write_made(id, pair).map(Presence::from),
        }
    }

    /// Writes a line for the pair that `each` is at.
    #[inline(never)]
    pub(super) fn write_line_of_item(&mut self, parts: Run) -> Wrote {
        match self.item {
            Some(pair) => self.write_whole(parts, &pair),
            None => Ok(Presence::Absent),
        }
    }

    /// Writes the parts of a line; nothing if one of them is absent.
    #[inline(never)]
    fn write_whole(&mut self, parts: Run, pair: &Pair<'r>) -> Wrote {
        let at = self.buffer.len();
        let written = self.write_parts_of(parts, pair)?;
        if written == Presence::Absent {
            self.buffer.truncate(at);
        }
        Ok(written)
    }

    #[expect(
        clippy::inline_always,
        reason = "a call for every pair costs as much as a line"
    )]
    #[inline(always)]
    fn write_parts_of(&mut self, parts: Run, pair: &Pair<'r>) -> Wrote {
        for (id, part) in (parts.at..).zip(self.data.line(parts)) {
            let text = match part.op {
                Op::Text(text) => self.data.bytes(text),
                Op::Name if let Some(name) = pair.name.lent() => name,
                Op::Value if let Some(value) = pair.value.and_then(|value| value.lent()) => value,
                // There is no white space in it.
                Op::Call(Function::SingleSpaces | Function::Trim, of, _)
                    if let Some(Chars::Plain(value)) = pair.value
                        && matches!(self.data.node(of).op, Op::Value) =>
                {
                    value
                }
                _ => match self.write_part_of_line(id, pair)? {
                    Presence::There => continue,
                    Presence::Absent => return Ok(Presence::Absent),
                },
            };
            self.buffer.push(text);
        }
        Ok(Presence::There)
    }

    /// Writes a part of a line that is more than a text that stands somewhere.
    #[inline(never)]
    fn write_part_of_line(&mut self, id: Id, pair: &Pair<'r>) -> Wrote {
        let there = match self.data.node(id).op {
            Op::Name => Some(&pair.name),
            Op::Value => pair.value.as_ref(),
            // What is made of a value mostly is the value too.
            Op::Call(function, of, arguments)
                if matches!(self.data.node(of).op, Op::Value)
                    && (pair.value.as_ref())
                        .is_none_or(|value| self.leaves_item(function, arguments, value)) =>
            {
                pair.value.as_ref()
            }
            _ => return self.write_inside(id, pair),
        };
        if let Some(chars) = there {
            self.push_chars(chars)?;
        }
        Ok(Presence::There)
    }

    /// Writes a template inside a line, without a detour where it is of texts; nothing if one of its
    /// parts is absent.
    fn write_inside(&mut self, id: Id, pair: &Pair<'r>) -> Wrote {
        let alone = [id];
        let parts = match self.data.node(id).op {
            // Of a JSON value its text is made.
            _ if matches!(pair.value, Some(Chars::Json(_))) => {
                return self.write_made(id, pair).map(Presence::from);
            }
            Op::Optional(inner) => {
                self.write_inside(inner, pair)?;
                return Ok(Presence::There);
            }
            Op::Template(run) => self.data.links(run),
            _ => &alone,
        };
        let at = self.buffer.len();
        for part in parts {
            let text = match self.data.node(*part).op {
                Op::Text(text) => Some(Chars::Borrowed(self.data.text(text))),
                Op::Name => Some(pair.name),
                Op::Value => pair.value,
                Op::Call(Function::NonEmpty, of, _)
                    if matches!(self.data.node(of).op, Op::Value) =>
                {
                    pair.value.filter(|value| !self.bytes(value).is_empty())
                }
                Op::Optional(_) | Op::Template(_) => match self.write_inside(*part, pair)? {
                    Presence::There => continue,
                    Presence::Absent => None,
                },
                _ if self.write_made(*part, pair)? => continue,
                _ => None,
            };
            let Some(text) = text else {
                self.buffer.truncate(at);
                return Ok(Presence::Absent);
            };
            self.push_chars(&text)?;
        }
        Ok(Presence::There)
    }

    /// Writes what an expression makes of a pair.
    fn write_made(&mut self, id: Id, pair: &Pair<'r>) -> Made<bool> {
        let outer = self.item.replace(*pair);
        let written = self.write_item(id);
        self.item = outer;
        written
    }

    /// Writes what an expression makes of the pair that `each` is at.
    fn write_item(&mut self, id: Id) -> Made<bool> {
        if self.data.node(id).kind == Type::Text {
            return self.write(id);
        }
        // Bytes are looked at first: a list is of text.
        let text = self.text_of(id)?;
        text.map_or(Ok(false), |text| self.push_chars(&text))
    }

    /// Lines as a list; `None` if there are no pairs.
    pub(super) fn list_of_lines(&mut self, lines: &Lines) -> Result<Option<List<'r>>, Error> {
        let Some(pairs) = self.pairs_of(lines)? else {
            return Ok(None);
        };
        let mut list = List::with_capacity(pairs.len());
        for pair in &pairs {
            list.extend(match (lines.template, lines.line) {
                (Some(template), Line::Parts(parts)) => match self.put_line_aside(parts, pair) {
                    None => self.take_line(parts, pair, template)?,
                    line => line,
                },
                (Some(template), _) => self.made_of(*pair, template)?,
                (None, Line::Name) => Some(pair.name),
                (None, _) => Some(pair.value.unwrap_or(Chars::Borrowed(""))),
            });
        }
        self.done_with(pairs);
        Ok(Some(list))
    }

    /// A line as an item; `template` is what to call it in errors.
    fn take_line(
        &mut self,
        parts: Run,
        pair: &Pair<'r>,
        template: Id,
    ) -> Result<Option<Chars<'r>>, Error> {
        let at = self.buffer.len();
        match self.write_whole(parts, pair)? {
            Presence::There => self.take(at, template).map(Some),
            Presence::Absent => Ok(None),
        }
    }

    /// Puts a line together where it stays; `None` if there is more to it than texts that may be
    /// shown.
    fn put_line_aside(&mut self, parts: Run, pair: &Pair<'r>) -> Option<Chars<'r>> {
        let value = pair.value.unwrap_or(Chars::Borrowed(""));
        let (data, parts) = (self.data, self.data.line(parts));
        let made = |part: &Node| !matches!(part.op, Op::Text(_) | Op::Name | Op::Value);
        if parts.iter().any(made) || !self.is_open(&pair.name) || !self.is_open(&value) {
            return None;
        }
        let at = self.aside.len();
        for part in parts {
            match part.op {
                Op::Text(text) => self.aside.push(data.bytes(text)),
                Op::Name => self.push_aside_again(&pair.name),
                _ => self.push_aside_again(&value),
            }
        }
        Some(Chars::Aside(at, self.aside.len()))
    }
}
