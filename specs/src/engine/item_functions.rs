//! The functions from text to other text, on items of lists and pairs: a part of an item is where the
//! item is.

use super::Error;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::percent::{self, Style};
use super::rewrite::{shortened, shortens};
use super::text::{is_escaped, make_title_case};
use super::unchanged::place_of;
use crate::data::{Function, Id, Op, Run};

/// Whether a function makes other text of text, whatever else there is.
pub(super) fn is_rewriting(function: Function) -> bool {
    use Function::{
        Before, FormDecode, HexNumber, LowerCase, LowerEscapes, NonEmpty, NormalizePath,
        PercentDecode, PercentEncode, Quoted, Replace, SingleSpaces, StructuredField, TitleCase,
        Trim, Unpadded, UpperCase, WithoutPrefix, WithoutSuffix,
    };
    matches!(
        function,
        Before | FormDecode | LowerCase | NonEmpty | NormalizePath | PercentDecode | PercentEncode
    ) || matches!(
        function,
        Quoted | Replace | SingleSpaces | StructuredField | TitleCase | Trim | Unpadded
    ) || matches!(
        function,
        HexNumber | LowerEscapes | UpperCase | WithoutPrefix | WithoutSuffix
    )
}

impl<'r> Evaluator<'r> {
    /// A text function on one item; `id` is its call.
    pub(super) fn map(&mut self, item: &Chars<'r>, id: Id) -> Result<Chars<'r>, Error> {
        let Op::Call(function, of, arguments) = self.data.node(id).op else {
            return Ok(*item);
        };
        let made = self.call_on_text(function, of, arguments, item)?;
        Ok(made.unwrap_or(Chars::Borrowed("")))
    }

    /// The same, where the item stands: most stay as they are.
    pub(super) fn map_in_place(&mut self, item: &mut Chars<'r>, id: Id) -> Result<(), Error> {
        if let Op::Call(function, _, arguments) = self.data.node(id).op
            && !self.leaves(function, arguments, self.bytes(item))
        {
            *item = self.map(item, id)?;
        }
        Ok(())
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
        // Without a detour: this is what most items are.
        if self.is_open(item) {
            let part = self.part_of(function, arguments, item);
            if let Some(made) = part.or_else(|| self.made_aside(function, arguments, item)) {
                return Ok(Some(made));
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

    /// An item that most likely holds more than unreserved characters, percent-encoded by a call.
    pub(super) fn encoded(&mut self, item: Chars<'r>, call: Id) -> Result<Chars<'r>, Error> {
        if self.is_open(&item) {
            Ok(self.encoded_aside(&item))
        } else {
            self.map(&item, call)
        }
    }

    fn encoded_aside(&mut self, item: &Chars<'r>) -> Chars<'r> {
        let (at, aside, style) = (self.aside.len(), &mut self.aside, Style::STRICT);
        match *item {
            Chars::Unreserved(_) => return *item,
            Chars::Borrowed(text) => percent::push_changed(aside, text.as_bytes(), style),
            Chars::Plain(text) => percent::push_changed(aside, text, style),
            Chars::Written(at, end) => {
                percent::push_changed(aside, self.buffer.bytes(at..end), style);
            }
            Chars::Aside(at, end) => percent::encode_again(aside, at..end, style),
            Chars::Json(json) => return self.encoded_aside(&self.json_values[json].shown()),
        }
        Chars::Aside(at, self.aside.len())
    }

    /// What a function makes of an item that may be shown, where it stays: text stays text. `None` if
    /// that takes another way.
    fn made_aside(
        &mut self,
        function: Function,
        arguments: Run,
        item: &Chars<'r>,
    ) -> Option<Chars<'r>> {
        let at = self.aside.len();
        let change: fn(&mut [u8]) = match function {
            Function::PercentEncode if arguments.len == 0 => return Some(self.encoded_aside(item)),
            Function::Replace => return self.replaced_aside(arguments, item),
            // Most texts have nothing to be escaped.
            Function::Quoted if !self.bytes(item).iter().copied().any(is_escaped) => {
                self.aside.push(b"\"");
                self.push_aside_again(item);
                self.aside.push(b"\"");
                return Some(Chars::Aside(at, self.aside.len()));
            }
            Function::LowerCase => <[u8]>::make_ascii_lowercase,
            Function::UpperCase => <[u8]>::make_ascii_uppercase,
            Function::TitleCase => make_title_case,
            _ => return None,
        };
        self.push_aside_again(item);
        change(self.aside.tail_mut(at));
        Some(Chars::Aside(at, self.aside.len()))
    }

    /// An item in which a text of the file stands for another.
    fn replaced_aside(&mut self, arguments: Run, item: &Chars<'r>) -> Option<Chars<'r>> {
        let (old, new) = match *self.data.links(arguments) {
            [old, new] => (
                self.literal(old).filter(|old| !old.is_empty())?,
                self.literal(new)?,
            ),
            _ => return None,
        };
        let (at, mut from) = (self.aside.len(), 0);
        while let Some(found) = place_of(&self.bytes(item)[from..], old) {
            self.push_aside_again(&item.part(from..from + found));
            self.aside.push(new);
            from += found + old.len();
        }
        let end = self.bytes(item).len();
        self.push_aside_again(&item.part(from..end));
        Some(Chars::Aside(at, self.aside.len()))
    }

    /// The part of an item that a function leaves which only takes something off.
    fn part_of(&self, function: Function, arguments: Run, item: &Chars<'r>) -> Option<Chars<'r>> {
        if !shortens(function) {
            return None;
        }
        let taken = match *self.data.links(arguments) {
            [] => "",
            [argument, ..] => match self.data.node(argument).op {
                Op::Text(text) if text.len > 0 => self.data.text(text),
                _ => return None,
            },
        };
        let part = shortened(function, self.chars(item), taken)?;
        Some(item.part(part))
    }

    /// Puts an item aside that holds no secret.
    pub(super) fn push_aside_again(&mut self, item: &Chars<'r>) {
        match *item {
            Chars::Borrowed(text) | Chars::Unreserved(text) => self.aside.push(text.as_bytes()),
            Chars::Plain(text) => self.aside.push(text),
            Chars::Written(at, end) => self.aside.push(self.buffer.bytes(at..end)),
            Chars::Aside(at, end) => self.aside.push_again(at..end),
            Chars::Json(json) => self.push_aside_again(&self.json_values[json].shown()),
        }
    }
}
