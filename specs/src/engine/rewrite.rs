//! The functions from text to other text: in place where they can be.

use std::ops::Range;

use zeroize::Zeroizing;

use super::Error;
use super::buffer::Buffer;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::json;
use super::percent::{self, Style};
use super::secrecy::Secrecy;
use super::text::{is_escaped, make_title_case, normalized, quoted};
use crate::data::{Function, Id, Run, Type};

impl<'r> Evaluator<'r> {
    /// Applies a function to the text that has been written since `at`. What is secret in its
    /// arguments comes back.
    pub(super) fn rewrite(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        at: usize,
    ) -> Result<Option<Secrecy>, Error> {
        if !self.is_text(of, self.buffer.tail(at)) {
            return Err(self.not_text(of, ""));
        }
        let (given, secrecy) = self.given(arguments)?;
        let [first, second] = given.map(|given| lent(&self.aside, given));
        if first.is_empty() && matches!(function, Function::Replace | Function::Before) {
            return Err(Error::Empty {
                what: self.data.expression(self.data.links(arguments)[0]),
                function: function.name(),
            });
        }
        let buffer = &mut self.buffer;
        match function {
            Function::PercentEncode if first.is_ascii() => {
                percent::encode(buffer, at, first.as_bytes());
            }
            Function::PercentDecode | Function::FormDecode => {
                let plus = match function {
                    Function::FormDecode => b' ',
                    _ => b'+',
                };
                let is_text = percent::decode(buffer, at, plus);
                if !is_text && std::str::from_utf8(buffer.tail(at)).is_err() {
                    return Err(self.not_text(of, ", decoded,"));
                }
            }
            Function::TitleCase => make_title_case(buffer.tail_mut(at)),
            // Most texts have nothing to be escaped.
            Function::Quoted if !buffer.tail(at).iter().copied().any(is_escaped) => {
                buffer.enclose(at, b'"');
            }
            function => {
                if let Some(stays) = shortened(function, text_since(buffer, at), first) {
                    buffer.close_gap(at + stays.end, buffer.len());
                    buffer.close_gap(at, at + stays.start);
                } else {
                    let text = remade(function, text_since(buffer, at), first, second);
                    buffer.replace(at, Zeroizing::new(text).as_bytes());
                }
            }
        }
        Ok(secrecy)
    }

    /// Writes a named text percent-encoded, without a copy of it; `false`, and nothing written, if
    /// something else is called for.
    pub(super) fn encode_named(&mut self, of: Id, arguments: Run) -> bool {
        if arguments.len > 0 || self.data.node(of).kind != Type::Text {
            return false;
        }
        let named = self.named_text(of);
        if let Some(range) = named.clone() {
            percent::encode_again(&mut self.buffer, range, Style::STRICT);
        }
        named.is_some()
    }

    /// The arguments of a function, empty where there are none, and what is secret in them.
    fn given(&mut self, arguments: Run) -> Result<([Chars<'r>; 2], Option<Secrecy>), Error> {
        let mut given = [Chars::Borrowed(""); 2];
        let mut secrecy = None;
        for (given, id) in given.iter_mut().zip(self.data.links(arguments)) {
            if let Some(chars) = self.owned(*id)? {
                *given = chars;
                secrecy = Secrecy::of_both(secrecy, self.secrecy(&chars));
            }
        }
        Ok((given, secrecy))
    }

    fn not_text(&self, of: Id, how: &str) -> Error {
        Error::NotText {
            what: format!("`{}`{how}", self.data.expression(of)),
        }
    }
}

/// The text of an argument.
fn lent<'s>(aside: &'s Buffer, chars: Chars<'s>) -> &'s str {
    match chars {
        Chars::Borrowed(text) | Chars::Unreserved(text) => text,
        Chars::Plain(text) => std::str::from_utf8(text).unwrap_or(""),
        Chars::Aside(at, end) => std::str::from_utf8(aside.bytes(at..end)).unwrap_or(""),
        // An argument is made anew.
        Chars::Written(..) | Chars::Json(_) => "",
    }
}

/// It has been looked at before.
fn text_since(buffer: &Buffer, at: usize) -> &str {
    std::str::from_utf8(buffer.tail(at)).unwrap_or("")
}

/// Whether a function only takes something off a text.
pub(super) fn shortens(function: Function) -> bool {
    use Function::{Before, Trim, Unpadded, WithoutPrefix, WithoutSuffix};
    matches!(
        function,
        Before | Trim | Unpadded | WithoutPrefix | WithoutSuffix
    )
}

/// The stretch that a function leaves of a text; `None` if it does more than to take something off.
pub(super) fn shortened(function: Function, text: &str, argument: &str) -> Option<Range<usize>> {
    let whole = 0..text.len();
    Some(match function {
        Function::Unpadded => 0..text.trim_end_matches('=').len(),
        Function::Trim => {
            let start = text.len() - text.trim_start().len();
            start..start + text.trim().len()
        }
        Function::Before => text.find(argument).map_or(whole, |at| 0..at),
        Function::WithoutPrefix if text.starts_with(argument) => argument.len()..text.len(),
        Function::WithoutSuffix if text.ends_with(argument) => 0..text.len() - argument.len(),
        Function::WithoutPrefix | Function::WithoutSuffix => whole,
        _ => return None,
    })
}

/// What the other functions make of a text.
fn remade(function: Function, text: &str, first: &str, second: &str) -> String {
    match function {
        Function::PercentEncode => percent::encoded_but(text, first),
        Function::Quoted => quoted(text),
        Function::SingleSpaces => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Function::Replace => text.replace(first, second),
        Function::NormalizePath => normalized(text),
        Function::Flatten => {
            let mut flat = String::new();
            json::flatten(text, &mut flat);
            flat
        }
        _ => text.to_owned(),
    }
}
