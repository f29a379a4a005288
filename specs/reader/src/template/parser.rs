//! Text, `{ }` and `[ ]`; and where to go on after a mistake.

use std::ops::Range;

use super::expression::is_name;
use super::{Hole, Mistake, Parsed, Part};
use crate::document::Field;

/// How deep brackets, quotes and parentheses may nest.
const DEPTH: usize = 24;
/// The one mistake after which nothing more is said of a template.
const TOO_DEEP: &str = "this nests too deep; name a part of it in `[let]`";

/// What a template ends at.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    Text,
    Bracket,
    Quote(char),
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) mistakes: Vec<Mistake>,
    field: &'t Field,
    depth: usize,
    /// How many `{` are open.
    open: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(field: &'t Field) -> Self {
        Self {
            text: &field.text,
            at: 0,
            mistakes: Vec::new(),
            field,
            depth: 0,
            open: 0,
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    pub(super) fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The next character, for an error; at the end, the place behind the text.
    pub(super) fn next_range(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    pub(super) fn deeper<T>(
        &mut self,
        open: usize,
        inner: impl FnOnce(&mut Self) -> Parsed<T>,
    ) -> Parsed<T> {
        if self.depth == DEPTH {
            return mistake(TOO_DEEP, open..open + 1);
        }
        self.depth += 1;
        let parsed = inner(self);
        self.depth -= 1;
        parsed
    }

    pub(super) fn template(&mut self, end: End) -> Parsed<Vec<Part>> {
        let mut parts = Vec::new();
        let mut text = (String::new(), self.at);
        loop {
            let ends = self.ends(end);
            if !ends && let Some(pair) = self.doubled() {
                text.0.push_str(&pair[..1]);
                self.at += 2;
                continue;
            }
            match self.peek() {
                Some(c) if !ends && !matches!(c, '{' | '[' | '}' | ']') => {
                    text.0.push(c);
                    self.at += c.len_utf8();
                    continue;
                }
                _ => {}
            }
            let (written, start) = std::mem::take(&mut text);
            if !written.is_empty() {
                parts.push(Part::Text(written, start..self.at));
            }
            if ends {
                return Ok(parts);
            }
            parts.extend(self.special(end)?);
            text.1 = self.at;
        }
    }

    fn ends(&self, end: End) -> bool {
        match (self.peek(), end) {
            (None, End::Text) => true,
            (Some(']'), End::Bracket) => self.doubled().is_none(),
            (Some(c), End::Quote(quote)) => c == quote,
            _ => false,
        }
    }

    /// A doubled bracket stands for itself.
    fn doubled(&self) -> Option<&'static str> {
        let pairs = ["{{", "}}", "[[", "]]"];
        pairs.into_iter().find(|pair| self.rest().starts_with(pair))
    }

    /// A bracket that is not doubled, or the end of the text. `None` after a mistake that has been
    /// noted.
    fn special(&mut self, end: End) -> Parsed<Option<Part>> {
        let (start, depth, open) = (self.at, self.depth, self.open);
        let parsed = match self.peek() {
            // Whoever opened this says that it is never closed.
            None => return mistake("", start..start),
            Some('{') => self.deeper(start, Self::hole).map(Part::Hole),
            Some('[') => self.deeper(start, Self::optional),
            Some(c) => mistake(self.alone(c, end), start..start + 1),
        };
        match (parsed, end) {
            (Ok(part), _) => Ok(Some(part)),
            (Err(mistake), End::Quote(_)) => Err(mistake),
            (Err(mistake), _) if mistake.message == TOO_DEEP => Err(mistake),
            (Err(mistake), _) => {
                self.recover(&mistake, self.open - open);
                (self.depth, self.open) = (depth, open);
                self.mistakes.push(mistake);
                Ok(None)
            }
        }
    }

    fn alone(&self, c: char, end: End) -> String {
        // A `'` that is missing makes what comes after it a part of the text in quotes.
        let line = self.rest().split('\n').next().unwrap_or_default();
        match end {
            End::Quote(quote) if !line.contains(quote) => String::new(),
            _ => format!("`{c}` stands alone; write `{c}{c}`"),
        }
    }

    /// Goes on behind the `{ }` that a mistake was found in, or on the next line.
    fn recover(&mut self, mistake: &Mistake, open: usize) {
        let whole_line = mistake.message.ends_with("is never closed");
        let mut open = open;
        self.at = mistake.range.end.max(mistake.range.start + 1);
        self.at = self.text.ceil_char_boundary(self.at);
        while let Some(c) = self.peek() {
            if c == '\n' && self.field.ends_line(self.at) || open == 0 && !whole_line {
                return;
            }
            match c {
                '{' => open += 1,
                '}' => open = open.saturating_sub(1),
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }

    fn optional(&mut self) -> Parsed<Part> {
        let open = self.at;
        self.at += 1;
        let parts = self
            .template(End::Bracket)
            .map_err(|error| never_closed(error, "[", open))?;
        self.at += 1;
        Ok(Part::Optional(parts, open..self.at))
    }

    fn hole(&mut self) -> Parsed<Hole> {
        let open = self.at;
        self.at += 1;
        self.open += 1;
        let value = self
            .expression()
            .map_err(|error| never_closed(error, "{", open))?;
        let end = self.at;
        self.blanks();
        let question = self.eat("?").then(|| self.at - 1);
        self.blanks();
        if self.eat("}") {
            self.open -= 1;
            return Ok(Hole {
                value,
                question,
                range: open..self.at,
            });
        }
        let new_line = (end..self.at).any(|at| self.field.ends_line(at));
        match self.peek() {
            Some('?') => mistake("one `?` is enough", self.next_range()),
            Some(c) if c != '{' && !new_line => {
                let start = self.at;
                let word = self.run(is_name).to_owned();
                let range = start..self.at.max(start + c.len_utf8());
                let found = if word.is_empty() { c.to_string() } else { word };
                let advice = match c {
                    '[' => "; what is in a value is named behind a dot, as `json.items.0`",
                    ':' => "; a brace that is text is doubled, `{{`",
                    _ => "",
                };
                mistake(
                    format!(
                        "`{found}` does not belong here; after a value comes `|`, `+`, `or`, `?` or `}}`{advice}"
                    ),
                    range,
                )
            }
            _ => mistake("this `{` is never closed", open..open + 1),
        }
    }
}

pub(super) fn mistake<T>(message: impl Into<String>, range: Range<usize>) -> Parsed<T> {
    Err(Mistake {
        message: message.into(),
        range,
    })
}

/// The text ended inside: what was opened last is what is not closed.
pub(super) fn never_closed(error: Mistake, mark: &str, open: usize) -> Mistake {
    if error.message.is_empty() {
        return Mistake {
            message: format!("this `{mark}` is never closed"),
            range: open..open + mark.len(),
        };
    }
    error
}
