//! Texts that a function leaves as they are.

use super::evaluate::Evaluator;
use super::percent::is_encoded;
use crate::data::{Function, Op, Run};

impl Evaluator<'_> {
    /// Whether a function certainly leaves a text as it is, as most texts are: nothing has to be
    /// made anew.
    pub(super) fn leaves(&self, function: Function, arguments: Run, text: &[u8]) -> bool {
        match function {
            Function::PercentEncode => {
                let kept = match self.data.links(arguments) {
                    [] => Some(b"".as_slice()),
                    [kept] => match self.data.node(*kept).op {
                        Op::Text(kept) => Some(self.data.bytes(kept)),
                        _ => None,
                    },
                    _ => None,
                };
                kept.is_some_and(|kept| is_encoded(text, kept))
            }
            Function::PercentDecode => text.is_ascii() && !text.contains(&b'%'),
            Function::FormDecode => {
                text.is_ascii() && !text.iter().any(|byte| matches!(byte, b'%' | b'+'))
            }
            Function::SingleSpaces => is_single_spaced(text),
            Function::Trim => text.is_ascii() && text == text.trim_ascii(),
            _ => false,
        }
    }
}

/// Whether there is no white space in a text but single spaces inside.
fn is_single_spaced(text: &[u8]) -> bool {
    let mut last = b' ';
    let single = text.iter().all(|byte| {
        let fits = byte.is_ascii_graphic() || *byte == b' ' && last != b' ';
        last = *byte;
        fits
    });
    single && last != b' ' || text.is_empty()
}
