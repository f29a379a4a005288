//! The functions from text to other text, on items of lists and pairs: a part of an item is where the
//! item is.

use super::Error;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::percent;
use super::rewrite::shortened;
use crate::data::{Function, Id, Op, Run};

/// Whether a function makes other text of text, whatever else there is.
pub(super) fn is_rewriting(function: Function) -> bool {
    use Function::{
        Before, FormDecode, LowerCase, NonEmpty, NormalizePath, PercentDecode, PercentEncode,
        Quoted, Replace, SingleSpaces, StructuredField, TitleCase, Trim, Truncate, Unpadded,
        UpperCase, WithoutPrefix, WithoutSuffix,
    };
    matches!(
        function,
        Before | FormDecode | LowerCase | NonEmpty | NormalizePath | PercentDecode | PercentEncode
    ) || matches!(
        function,
        Quoted | Replace | SingleSpaces | StructuredField | TitleCase | Trim | Truncate | Unpadded
    ) || matches!(function, UpperCase | WithoutPrefix | WithoutSuffix)
}

impl<'r> Evaluator<'r> {
    /// A text function on one item; `id` is its call.
    pub(super) fn map(&mut self, item: &Chars<'r>, id: Id) -> Result<Chars<'r>, Error> {
        let Op::Call(function, _, arguments) = self.data.node(id).op else {
            return Ok(*item);
        };
        let made = self.call_on_text(function, id, arguments, item)?;
        Ok(made.unwrap_or(Chars::Borrowed("")))
    }

    /// What a function makes of an item; `of` is what to call it in errors.
    pub(super) fn call_on_text(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        item: &Chars<'r>,
    ) -> Result<Option<Chars<'r>>, Error> {
        if function == Function::NonEmpty {
            return Ok(Some(*item).filter(|item| !self.bytes(item).is_empty()));
        }
        if self.leaves(function, arguments, self.bytes(item)) {
            return Ok(Some(*item));
        }
        if !self.is_secret(item) && !matches!(item, Chars::Json(_)) {
            // Without a detour: this is what most items are.
            if let Some(part) = self.part_of(function, arguments, item) {
                return Ok(Some(part));
            }
            if let (Function::PercentEncode, 0) = (function, arguments.len) {
                let at = self.aside.len();
                self.push_aside_again(item);
                percent::encode(&mut self.aside, at, b"");
                return Ok(Some(Chars::Aside(at, self.aside.len())));
            }
        }
        let at = self.buffer.len();
        self.push_chars(item)?;
        if !self.apply(function, of, arguments, at)? {
            self.buffer.truncate(at);
            return Ok(None);
        }
        self.take(at, of).map(Some)
    }

    /// The part of an item that a function leaves which only takes something off.
    fn part_of(&self, function: Function, arguments: Run, item: &Chars<'r>) -> Option<Chars<'r>> {
        let taken = match self.data.links(arguments) {
            [] => "",
            [argument, ..] => match self.data.node(*argument).op {
                Op::Text(text) if text.len > 0 => self.data.text(text),
                _ => return None,
            },
        };
        let part = shortened(function, self.chars(item), taken)?;
        match *item {
            Chars::Borrowed(text) => text.get(part).map(Chars::Borrowed),
            Chars::Written(at, _) => Some(Chars::Written(at + part.start, at + part.end)),
            Chars::Aside(at, _) => Some(Chars::Aside(at + part.start, at + part.end)),
            Chars::Json(_) => None,
        }
    }

    /// Puts an item aside that holds no secret.
    fn push_aside_again(&mut self, item: &Chars<'r>) {
        match *item {
            Chars::Borrowed(text) => self.aside.push(text.as_bytes()),
            Chars::Written(at, end) => self.aside.push(self.buffer.bytes(at..end)),
            Chars::Aside(at, end) => self.aside.push_again(at..end),
            Chars::Json(json) => self.aside.push_again(self.json_values[json].shown()),
        }
    }
}
