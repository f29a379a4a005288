//! Lists that are made of pairs, a line for each: what a line is made of is looked up once, not for
//! every pair.

use smallvec::SmallVec;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::joined::Joined;
use super::pairs::{List, Pair, Pairs};
use super::{Error, Made};
use crate::data::{Function, Id, Op, Run, Type};

/// The list that `names`, `values` or `each` makes of pairs.
pub(super) struct Lines<'r> {
    /// The pairs.
    of: Id,
    /// The template of `each`.
    template: Option<Id>,
    line: Line<'r>,
}

/// What a line is made of.
pub(super) type Line<'r> = SmallVec<[Piece<'r>; 5]>;

#[derive(Clone, Copy)]
pub(super) enum Piece<'r> {
    /// This text.
    Text(&'r [u8]),
    /// The name.
    Name,
    /// The value; a bare name has an empty one.
    Value,
    /// The value as a function makes it, which leaves most as they are; the whole expression.
    Changed(Function, Run, Id),
    /// What this expression makes of the pair; the line is left out without it.
    Made(Id),
}

impl<'r> Evaluator<'r> {
    /// The lines that an expression is, if it is a list that is made of pairs.
    pub(super) fn lines_of(&self, mut list: Id) -> Option<Lines<'r>> {
        while let Op::Must(inner) = self.data.node(list).op {
            list = inner;
        }
        let Op::Call(function, of, arguments) = self.data.node(list).op else {
            return None;
        };
        let (template, line) = match function {
            Function::Names => (None, Line::from_slice(&[Piece::Name])),
            Function::Values => (None, Line::from_slice(&[Piece::Value])),
            Function::Each if self.data.node(of).kind == Type::Pairs => {
                let template = self.data.links(arguments)[0];
                (Some(template), self.line(template))
            }
            _ => return None,
        };
        Some(Lines { of, template, line })
    }

    /// The line that a template of `each` makes of a pair.
    pub(super) fn line(&self, template: Id) -> Line<'r> {
        let node = self.data.node(template);
        let mut line = Line::new();
        match node.op {
            // A verifier looks for what it has read.
            _ if self.received.is_some() || node.kind != Type::Text => {
                line.push(Piece::Made(template));
            }
            Op::Template(run) => {
                for part in self.data.links(run) {
                    line.push(self.piece(*part));
                }
            }
            _ => line.push(self.piece(template)),
        }
        line
    }

    fn piece(&self, part: Id) -> Piece<'r> {
        match self.data.node(part).op {
            Op::Text(text) => Piece::Text(self.data.bytes(text)),
            Op::Name => Piece::Name,
            Op::Or(run) => match *self.data.links(run) {
                [value, or] if self.is_empty_text(or) => match self.data.node(value).op {
                    Op::Value => Piece::Value,
                    Op::Call(function, of, arguments) if self.is_value(of) => {
                        Piece::Changed(function, arguments, part)
                    }
                    _ => Piece::Made(part),
                },
                _ => Piece::Made(part),
            },
            _ => Piece::Made(part),
        }
    }

    fn is_value(&self, id: Id) -> bool {
        self.data.node(id).op == Op::Value
    }

    fn is_empty_text(&self, id: Id) -> bool {
        matches!(self.data.node(id).op, Op::Text(text) if text.len == 0)
    }

    /// Writes lines behind those that are joined already; `false` if there are no pairs.
    pub(super) fn write_lines(&mut self, lines: &Lines<'r>, joined: &mut Joined<'r>) -> Made<bool> {
        // What is named is looked at where it is.
        if let Op::Let(named) = self.data.node(lines.of).op
            && let Slot::Pairs(at) = *self.let_slot(named)
        {
            let mut index = 0;
            while let Some(pair) = self.groups[at].get(index).copied() {
                self.write_next(joined, |this| this.write_line(&lines.line, &pair))?;
                index += 1;
            }
            return Ok(true);
        }
        let Some(pairs) = self.pairs_of(lines)? else {
            return Ok(false);
        };
        for pair in &pairs {
            self.write_next(joined, |this| this.write_line(&lines.line, pair))?;
        }
        self.done_with(pairs);
        Ok(true)
    }

    /// The pairs of lines; for `values` the items of a JSON list, without names.
    fn pairs_of(&mut self, lines: &Lines<'r>) -> Result<Option<Pairs<'r>>, Error> {
        match (self.data.node(lines.of).op, lines.template, &lines.line[..]) {
            (Op::Convert(of), None, [Piece::Value]) => {
                let mut items = self.no_pairs();
                Ok(self.add_members(of, true, &mut items)?.then_some(items))
            }
            _ => self.pairs(lines.of),
        }
    }

    /// Writes a line; `false` if a part of it is absent, and the others may be written.
    pub(super) fn write_line(&mut self, line: &Line<'r>, pair: &Pair<'r>) -> Made<bool> {
        for piece in line {
            match *piece {
                Piece::Text(text) => self.buffer.push(text),
                Piece::Name => {
                    self.push_chars(&pair.name)?;
                }
                Piece::Value => {
                    if let Some(value) = &pair.value {
                        self.push_chars(value)?;
                    }
                }
                Piece::Changed(function, arguments, id) => {
                    let leaves = |value: &_| self.leaves_item(function, arguments, value);
                    let left = pair.value.filter(leaves);
                    let written = match left {
                        Some(value) => self.push_chars(&value),
                        None => self.write_made(id, pair),
                    };
                    if !written? {
                        return Ok(false);
                    }
                }
                Piece::Made(id) => {
                    if !self.write_made(id, pair)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
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
    pub(super) fn list_of_lines(&mut self, lines: &Lines<'r>) -> Result<Option<List<'r>>, Error> {
        let Some(pairs) = self.pairs_of(lines)? else {
            return Ok(None);
        };
        let mut list = List::with_capacity(pairs.len());
        for pair in &pairs {
            list.extend(match (lines.template, &lines.line[..]) {
                (None, [Piece::Name]) => Some(pair.name),
                (None, _) => Some(pair.value.unwrap_or(Chars::Borrowed(""))),
                (Some(template), pieces) => match self.put_line_aside(pieces, pair) {
                    None => self.made_of(*pair, template)?,
                    line => line,
                },
            });
        }
        self.done_with(pairs);
        Ok(Some(list))
    }

    /// Puts a line together where it stays; `None` if there is more to it than texts that may be
    /// shown.
    fn put_line_aside(&mut self, pieces: &[Piece<'r>], pair: &Pair<'r>) -> Option<Chars<'r>> {
        let value = pair.value.unwrap_or(Chars::Borrowed(""));
        let made = |piece: &Piece<'r>| matches!(piece, Piece::Changed(..) | Piece::Made(_));
        if pieces.iter().any(made) || !self.is_open(&pair.name) || !self.is_open(&value) {
            return None;
        }
        let at = self.aside.len();
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.aside.push(text),
                Piece::Name => self.push_aside_again(&pair.name),
                Piece::Value | Piece::Changed(..) | Piece::Made(_) => self.push_aside_again(&value),
            }
        }
        Some(Chars::Aside(at, self.aside.len()))
    }
}
