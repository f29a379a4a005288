//! The pairs of a query or form as they are written: one look at every character finds where they
//! end, and how much there is to be done with them.

use super::chars::Chars;
use super::percent::UNRESERVED;

/// What a character is to a query or form, if it is no unreserved character of RFC 3986.
const OTHER: u8 = 1;
/// It stands for something else: `%` and `+`.
const CODED: u8 = 2;
const EQUALS: u8 = 4;
const AMPERSAND: u8 = 8;

/// What every character is.
const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut index = 0;
    while index < UNRESERVED.len() {
        classes[UNRESERVED[index] as usize] = 0;
        index += 1;
    }
    classes[b'%' as usize] = CODED;
    classes[b'+' as usize] = CODED;
    classes[b'=' as usize] = EQUALS;
    classes[b'&' as usize] = AMPERSAND;
    classes
};

/// A name or value as it is written.
#[derive(Clone, Copy)]
pub(super) struct RawText<'t> {
    pub(super) text: &'t str,
    /// The classes of its characters.
    found: u8,
}

/// A name and a value as they are written.
#[derive(Clone, Copy)]
pub(super) struct RawPair<'t> {
    pub(super) whole: &'t str,
    pub(super) name: RawText<'t>,
    pub(super) value: Option<RawText<'t>>,
}

/// What stands between the `&` of a query or form.
pub(super) struct RawPairs<'t> {
    rest: Option<&'t str>,
}

impl<'t> RawPairs<'t> {
    /// Those of a query or form.
    pub(super) fn of(text: &'t str) -> Self {
        Self { rest: Some(text) }
    }

    /// Those of the query of a request target; what is empty between two marks is no pair.
    pub(super) fn of_target(target: &'t str) -> impl Iterator<Item = RawPair<'t>> {
        let (_, query) = split(target, b'?');
        let pairs = Self { rest: query };
        pairs.filter(|pair| !pair.whole.is_empty())
    }
}

impl<'t> Iterator for RawPairs<'t> {
    type Item = RawPair<'t>;

    fn next(&mut self) -> Option<RawPair<'t>> {
        let text = self.rest?;
        let (name, rest) = taken(text, EQUALS | AMPERSAND);
        let (value, rest) = match rest.strip_prefix('=') {
            None => (None, rest),
            Some(rest) => {
                let (value, rest) = taken(rest, AMPERSAND);
                (Some(value), rest)
            }
        };
        self.rest = rest.strip_prefix('&');
        let whole = text.split_at(text.len() - rest.len()).0;
        Some(RawPair { whole, name, value })
    }
}

/// What stands before the first character of some classes, and the rest.
fn taken(text: &str, ends: u8) -> (RawText<'_>, &str) {
    let (mut found, mut end) = (0, 0);
    while let Some(byte) = text.as_bytes().get(end) {
        let class = CLASSES[usize::from(*byte)];
        if class & ends != 0 {
            break;
        }
        found |= class;
        end += 1;
    }
    let (text, rest) = text.split_at(end);
    (RawText { text, found }, rest)
}

impl<'t> RawText<'t> {
    /// As an item, if it says what is written.
    pub(super) fn as_item(self) -> Chars<'t> {
        if self.is_unreserved() {
            Chars::Unreserved(self.text)
        } else {
            Chars::Borrowed(self.text)
        }
    }

    /// Whether it says something else than it is written.
    pub(super) fn is_coded(&self) -> bool {
        self.found & CODED != 0
    }

    /// Whether nothing in it is ever encoded.
    pub(super) fn is_unreserved(&self) -> bool {
        self.found == 0
    }
}

/// What stands before and behind the first such character. These texts are short: nothing quicker
/// pays for its call.
pub(super) fn split(text: &str, mark: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == mark) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_found_as_it_is_written() {
        let told = |text: &str| -> Vec<String> {
            let pairs = RawPairs::of(text).map(|pair| {
                let shown = |text: RawText<'_>| {
                    let marks = [(text.is_coded(), "%"), (text.is_unreserved(), "-")];
                    let marks = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark);
                    format!("{}{}", text.text, marks.collect::<String>())
                };
                let value = pair.value.map_or("none".to_owned(), shown);
                format!("{} {} {value}", pair.whole, shown(pair.name))
            });
            pairs.collect()
        };
        assert_eq!(told(""), [" - none"]);
        assert_eq!(told("a=b"), ["a=b a- b-"]);
        assert_eq!(told("a&=&"), ["a a- none", "= - -", " - none"]);
        assert_eq!(told("a=b=c+d&x/y"), ["a=b=c+d a- b=c+d%", "x/y x/y none"]);
        assert_eq!(told("%41=ü"), ["%41=ü %41% ü"]);
        let query = |target| RawPairs::of_target(target).map(|pair| pair.whole);
        assert_eq!(query("/p?&a=1&&b&").collect::<Vec<_>>(), ["a=1", "b"]);
        assert_eq!(query("/p").count(), 0);
    }
}
