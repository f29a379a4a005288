//! Lists that are made of pairs, a line for each: what a line is made of is looked up once, not for
//! every pair.

use smallvec::SmallVec;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::joined::Joined;
use super::pairs::{List, Pair, Pairs};
use super::{Error, Made};
use crate::data::{Function, Id, Op, Type};

/// The list that `names`, `values` or `each` makes of pairs.
pub(super) struct Lines<'r> {
    /// The pairs.
    of: Id,
    /// The template of `each`.
    template: Option<Id>,
    pieces: SmallVec<[Piece<'r>; 5]>,
}

/// What a line is made of.
#[derive(Clone, Copy)]
enum Piece<'r> {
    /// This text.
    Text(&'r [u8]),
    /// The name.
    Name,
    /// The value; a bare name has an empty one.
    Value,
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
        let mut pieces = SmallVec::new();
        let mut template = None;
        match function {
            Function::Names => pieces.push(Piece::Name),
            Function::Values => pieces.push(Piece::Value),
            Function::Each if self.data.node(of).kind == Type::Pairs => {
                let each = self.data.links(arguments)[0];
                template = Some(each);
                match (self.data.node(each), self.received) {
                    (node, None) if let (Op::Template(run), Type::Text) = (node.op, node.kind) => {
                        let parts = self.data.links(run).iter();
                        pieces.extend(parts.map(|part| self.piece(*part)));
                    }
                    // A verifier looks for what it has read.
                    _ => pieces.push(Piece::Made(each)),
                }
            }
            _ => return None,
        }
        Some(Lines {
            of,
            template,
            pieces,
        })
    }

    fn piece(&self, part: Id) -> Piece<'r> {
        let is = |id: Id, wanted: Op| self.data.node(id).op == wanted;
        match self.data.node(part).op {
            Op::Text(text) => Piece::Text(self.data.bytes(text)),
            Op::Name => Piece::Name,
            Op::Or(run) => match *self.data.links(run) {
                [value, or] if is(value, Op::Value) && self.is_empty_text(or) => Piece::Value,
                _ => Piece::Made(part),
            },
            _ => Piece::Made(part),
        }
    }

    fn is_empty_text(&self, id: Id) -> bool {
        matches!(self.data.node(id).op, Op::Text(text) if text.len == 0)
    }

    /// Writes lines behind those that are joined already; `false` if there are no pairs.
    pub(super) fn write_lines(&mut self, lines: &Lines<'r>, joined: &mut Joined<'r>) -> Made<bool> {
        // What is named is looked at where it is.
        if let Op::Let(named) = self.data.node(lines.of).op
            && matches!(self.let_slot(named), Slot::Pairs(_))
        {
            let mut index = 0;
            while let Slot::Pairs(pairs) = self.let_slot(named)
                && let Some(pair) = pairs.get(index).copied()
            {
                self.write_next(joined, |this| this.write_line(lines, &pair))?;
                index += 1;
            }
            return Ok(true);
        }
        let Some(pairs) = self.pairs_of(lines)? else {
            return Ok(false);
        };
        for pair in &pairs {
            self.write_next(joined, |this| this.write_line(lines, pair))?;
        }
        self.done_with(pairs);
        Ok(true)
    }

    /// The pairs of lines; for `values` the items of a JSON list, without names.
    fn pairs_of(&mut self, lines: &Lines<'r>) -> Result<Option<Pairs<'r>>, Error> {
        match (
            self.data.node(lines.of).op,
            lines.template,
            &lines.pieces[..],
        ) {
            (Op::Convert(of), None, [Piece::Value]) => {
                let mut items = self.no_pairs();
                Ok(self.add_members(of, true, &mut items)?.then_some(items))
            }
            _ => self.pairs(lines.of),
        }
    }

    /// Writes a line; `false` if a part of it is absent, and the others may be written.
    fn write_line(&mut self, lines: &Lines<'r>, pair: &Pair<'r>) -> Made<bool> {
        for piece in &lines.pieces {
            match piece {
                Piece::Text(text) => self.buffer.push(text),
                Piece::Name => {
                    self.push_chars(&pair.name)?;
                }
                Piece::Value => {
                    if let Some(value) = &pair.value {
                        self.push_chars(value)?;
                    }
                }
                Piece::Made(id) => {
                    let outer = self.item.replace(*pair);
                    let written = self.write_item(*id);
                    self.item = outer;
                    if !written? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Writes what an expression makes of the pair that `each` is at.
    fn write_item(&mut self, id: Id) -> Made<bool> {
        if self.data.node(id).kind == Type::Text {
            return self.write_inside(id);
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
            list.extend(match (lines.template, &lines.pieces[..]) {
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
        let made = |piece: &Piece<'r>| matches!(piece, Piece::Made(_));
        if pieces.iter().any(made) || !self.is_open(&pair.name) || !self.is_open(&value) {
            return None;
        }
        let at = self.aside.len();
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.aside.push(text),
                Piece::Name => self.push_aside_again(&pair.name),
                Piece::Value | Piece::Made(_) => self.push_aside_again(&value),
            }
        }
        Some(Chars::Aside(at, self.aside.len()))
    }
}
