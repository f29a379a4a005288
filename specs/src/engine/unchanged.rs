//! Texts that a function leaves as they are.

use super::chars::Chars;
use super::evaluate::Evaluator;
use super::percent::{is_encoded, is_unreserved};
use super::scan::any;
use crate::data::{Function, Id, Op, Part, Run};

impl<'r> Evaluator<'r> {
    /// Whether a function certainly leaves a text as it is, as most texts are: nothing has to be
    /// made anew.
    pub(super) fn leaves(&self, function: Function, arguments: Run, text: &[u8]) -> bool {
        match function {
            Function::SingleSpaces => is_single_spaced(text),
            Function::NormalizePath => is_normal(text),
            Function::LowerEscapes => !text.contains(&b'%'),
            Function::PercentEncode if arguments.len == 0 => is_unreserved(text),
            Function::PercentDecode | Function::FormDecode | Function::Trim => {
                is_plain(function, text)
            }
            Function::PercentEncode
            | Function::Replace
            | Function::Before
            | Function::WithoutSuffix => {
                let literal = self.first_literal(arguments);
                literal.is_some_and(|literal| lacks(function, literal, text))
            }
            _ => false,
        }
    }

    /// The same of an item, which may be shown as it is.
    #[inline]
    pub(super) fn leaves_item(&self, function: Function, arguments: Run, item: &Chars<'r>) -> bool {
        match item {
            Chars::Unreserved(_) if function == Function::PercentEncode => true,
            Chars::Borrowed(text) | Chars::Unreserved(text) => {
                self.leaves(function, arguments, text.as_bytes())
            }
            // There is no white space in it.
            Chars::Plain(_) if matches!(function, Function::SingleSpaces | Function::Trim) => true,
            Chars::Plain(text) => self.leaves(function, arguments, text),
            _ => self.is_open(item) && self.leaves(function, arguments, self.bytes(item)),
        }
    }

    /// The path, if it is what functions are called on, one after another, and each of them leaves it
    /// as it is.
    #[inline(never)]
    pub(super) fn path_left_by(
        &self,
        function: Function,
        of: Id,
        arguments: Run,
    ) -> Option<&'r [u8]> {
        let mut inside = of;
        while let Op::Call(_, of, _) = self.data.node(inside).op {
            inside = of;
        }
        let is_path = matches!(self.data.node(inside).op, Op::Part(Part::Path));
        if !is_path || self.received.is_some() {
            return None;
        }
        let path = self.input.request.path().as_bytes();
        let (mut call, mut next) = ((function, arguments), of);
        while self.leaves(call.0, call.1, path) {
            match self.data.node(next).op {
                Op::Call(function, of, arguments) => (call, next) = ((function, arguments), of),
                _ => return Some(path),
            }
        }
        None
    }

    /// The first argument, if it stands in the file.
    fn first_literal(&self, arguments: Run) -> Option<&'r [u8]> {
        self.literal(*self.data.links(arguments).first()?)
    }

    /// The text of an argument that stands in the file.
    pub(super) fn literal(&self, argument: Id) -> Option<&'r [u8]> {
        match self.data.node(argument).op {
            Op::Text(text) => Some(self.data.bytes(text)),
            _ => None,
        }
    }
}

/// Whether a text is part of another.
pub(super) fn holds(text: &[u8], part: &[u8]) -> bool {
    match part {
        [byte] => text.contains(byte),
        _ => place_of(text, part).is_some(),
    }
}

/// Where a text first stands in another. These are short: nothing quicker pays for its call.
pub(super) fn place_of(text: &[u8], part: &[u8]) -> Option<usize> {
    let [first, rest @ ..] = part else {
        return Some(0);
    };
    let starts = text.iter().enumerate().filter(|(_, byte)| *byte == first);
    let mut starts = starts.map(|(at, _)| at);
    starts.find(|at| text[at + 1..].starts_with(rest))
}

/// Whether nothing of a text is decoded or taken off.
#[inline(never)]
fn is_plain(function: Function, text: &[u8]) -> bool {
    text.is_ascii()
        && match function {
            Function::PercentDecode => !text.contains(&b'%'),
            Function::FormDecode => !text.iter().any(|byte| matches!(byte, b'%' | b'+')),
            _ => text == text.trim_ascii(),
        }
}

/// Whether a text has nothing of what a function does to the text that it is given.
#[inline(never)]
fn lacks(function: Function, literal: &[u8], text: &[u8]) -> bool {
    match function {
        Function::PercentEncode => is_encoded(text, literal),
        Function::WithoutSuffix => text.is_ascii() && !text.ends_with(literal),
        _ => !literal.is_empty() && text.is_ascii() && !holds(text, literal),
    }
}

/// Whether a path has nothing to be encoded but slashes, and is normal.
pub(super) fn is_canonical(path: &[u8]) -> bool {
    is_encoded(path, b"/") && is_normal(path)
}

/// Whether a path has neither dot segments nor repeated slashes; it may have neither for all this
/// knows.
#[inline(never)]
fn is_normal(path: &[u8]) -> bool {
    let twos = path.iter().zip(path.get(1..).unwrap_or_default());
    let odd = |(one, next): (&u8, &u8)| *one == b'/' && matches!(next, b'/' | b'.');
    path.starts_with(b"/") && !twos.fold(false, |found, two| found | odd(two))
}

/// Whether there is no white space in a text but single spaces inside.
#[inline(never)]
fn is_single_spaced(text: &[u8]) -> bool {
    // Most texts have no space at all.
    !any(text, |byte| !byte.is_ascii_graphic())
        || !any(text, |byte| !(b' '..=b'~').contains(&byte))
            && text == text.trim_ascii()
            && !text.windows(2).any(|two| two == b"  ")
}
