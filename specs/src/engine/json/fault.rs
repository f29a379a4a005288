//! Why a text is no JSON that can be signed. It is asked only when one was refused, by a second look.

use super::tree::{DEPTH, Tree};
use super::{Reader, quoted};

/// What is wrong with a text that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Fault {
    /// It is no JSON.
    Broken,
    /// Values stand in one another deeper than any is read.
    Deep,
    /// A string holds one of the two units of UTF-16 that make a character only together.
    Half,
    /// An object names a member twice.
    Twice,
}

impl Fault {
    /// What is wrong with a text that is not [`unambiguous`](Tree::unambiguous).
    pub(in crate::engine) fn of(text: &str) -> Self {
        let mut reader = Reader::new(text);
        match reader.read(DEPTH) {
            Some(_) => Self::Twice,
            None => reader.fault(),
        }
    }

    /// What the text should be instead.
    pub(in crate::engine) fn wanted(self) -> &'static str {
        match self {
            Self::Broken => "JSON",
            Self::Deep => "JSON at most 64 deep",
            Self::Half => "JSON of whole characters: `\\ud83d` and `\\ude00` are one only together",
            Self::Twice => "JSON that names a member once",
        }
    }
}

/// What is wrong with a text that is refused, and where.
pub(in crate::engine) fn told(text: &str) -> String {
    let mut reader = Reader::new(text);
    if reader.read(DEPTH).is_none() {
        let place = place(text, reader.at());
        return match reader.fault() {
            Fault::Deep => format!("is nested deeper than {DEPTH} at {place}"),
            Fault::Half => format!(
                "holds half a character at {place}: `\\ud83d` and `\\ude00` are one only together"
            ),
            Fault::Broken | Fault::Twice => {
                format!("is no JSON: it breaks off or goes wrong at {place}")
            }
        };
    }
    match Tree::of(text).and_then(|tree| tree.named_again(text)) {
        Some((name, at)) => format!(
            "names the member {} again at {}: one reader would take the first, another the last",
            quoted(&name),
            place(text, at)
        ),
        None => "is no JSON".to_owned(),
    }
}

/// Where a byte stands, for people; columns are characters.
fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_with_its_place() {
        let deep = format!("{{\"ü\":\n{}", "[".repeat(70));
        for (text, fault, wanted) in [
            (
                "{\"a\":1,}",
                Fault::Broken,
                "goes wrong at line 1, column 8",
            ),
            ("{\"a\":1", Fault::Broken, "goes wrong at line 1, column 7"),
            ("[1]\n 2", Fault::Broken, "goes wrong at line 2, column 2"),
            (
                "[\"ü\u{1}\"]",
                Fault::Broken,
                "goes wrong at line 1, column 4",
            ),
            (
                "[\"ü\\x\"]",
                Fault::Broken,
                "goes wrong at line 1, column 4",
            ),
            // A backslash that is meant, and letters behind it; the quote is missing.
            ("[\"\\\\ud800", Fault::Broken, "goes wrong at line 1"),
            (
                "[\"ab\\ud83d\"]",
                Fault::Half,
                "half a character at line 1, column 5",
            ),
            (
                "{\"\\ude00\":1}",
                Fault::Half,
                "half a character at line 1, column 3",
            ),
            (
                "[\"\\ud83d\\u0041\"]",
                Fault::Half,
                "half a character at line 1, column 3",
            ),
            (&deep, Fault::Deep, "deeper than 64 at line 2, column 64"),
            (
                "[{\"a\":1,\n \"b\":2, \"\\u0061\":3}]",
                Fault::Twice,
                "the member \"a\" again at line 2, column 9",
            ),
        ] {
            assert!(Tree::unambiguous(text).is_none(), "{text}");
            assert_eq!(Fault::of(text), fault, "{text}");
            let told = told(text);
            assert!(told.contains(wanted), "{text}: {told}");
        }
    }
}
