//! Texts that a function leaves as they are.

use super::evaluate::Evaluator;
use super::percent::{is_encoded, is_unreserved};
use super::scan::any;
use crate::data::{Function, Id, Op, Run};

impl<'r> Evaluator<'r> {
    /// Whether a function certainly leaves a text as it is, as most texts are: nothing has to be
    /// made anew.
    pub(super) fn leaves(&self, function: Function, arguments: Run, text: &[u8]) -> bool {
        match function {
            Function::PercentEncode => match self.first_literal(arguments) {
                Some(kept) => is_encoded(text, kept),
                None => arguments.len == 0 && is_unreserved(text),
            },
            Function::Replace | Function::Before => {
                let looked_for = self
                    .first_literal(arguments)
                    .filter(|mark| !mark.is_empty());
                looked_for.is_some_and(|mark| text.is_ascii() && !holds(text, mark))
            }
            Function::WithoutSuffix => {
                let suffix = self.first_literal(arguments);
                suffix.is_some_and(|suffix| text.is_ascii() && !text.ends_with(suffix))
            }
            Function::LowerEscapes => !text.contains(&b'%'),
            Function::PercentDecode => text.is_ascii() && !text.contains(&b'%'),
            Function::FormDecode => {
                text.is_ascii() && !text.iter().any(|byte| matches!(byte, b'%' | b'+'))
            }
            Function::SingleSpaces => is_single_spaced(text),
            Function::NormalizePath => is_normal(text),
            Function::Trim => text.is_ascii() && text == text.trim_ascii(),
            _ => false,
        }
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

/// Whether a path has neither dot segments nor repeated slashes; it may have neither for all this
/// knows.
fn is_normal(path: &[u8]) -> bool {
    let odd = |two: &[u8]| matches!(two, b"//" | b"/.");
    path.starts_with(b"/") && !path.windows(2).any(odd)
}

/// Whether there is no white space in a text but single spaces inside.
fn is_single_spaced(text: &[u8]) -> bool {
    // Most texts have no space at all.
    !any(text, |byte| !byte.is_ascii_graphic())
        || !any(text, |byte| !(b' '..=b'~').contains(&byte))
            && text == text.trim_ascii()
            && !text.windows(2).any(|two| two == b"  ")
}
