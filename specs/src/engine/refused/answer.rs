//! What an answer says, found at the places that a scheme names.
//!
//! Whoever answers may send anything: no more than the beginning of a body is looked at, each
//! place in one pass, and what cannot be read is not there.

use std::borrow::Cow;

use http::HeaderMap;

use super::xml;
use crate::data::{AnswerPart, Code, CodeKind, Place, Run, SchemeData, Text};
use crate::engine::json;

/// How many bytes of a body are looked at.
const READ: usize = 256 << 10;

/// An answer to a request, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

impl<'a> SchemeData<'a> {
    /// Whether an answer of success may be a refusal: some providers say so in the body alone.
    pub fn refuses_with_success(&self) -> bool {
        self.refusal.is_some_and(|refusal| refusal.status < 300)
    }

    /// Whether an answer refuses the signature: by a code that `[refusal]` names, or by its status,
    /// which is 401, 403 or, if `[refusal]` has no codes, its own. A code that it calls temporary
    /// refuses nothing.
    pub fn refuses(&self, answer: &Answer<'_>) -> bool {
        let own = |status| self.codes.is_empty() && status == answer.status;
        match self.known_code(answer) {
            Some(code) => code.kind != CodeKind::Temporary,
            None => {
                matches!(answer.status, 401 | 403)
                    || self.refusal.is_some_and(|refusal| own(refusal.status))
            }
        }
    }

    /// What an answer means by a code that `[refusal]` calls temporary: the same request may be
    /// accepted later.
    pub fn temporary(&self, answer: &Answer<'_>) -> Option<&'a str> {
        let code = self.known_code(answer)?;
        (code.kind == CodeKind::Temporary).then(|| self.text(code.meaning))
    }

    /// Whether an answer has one of the codes of `[refusal]`.
    pub fn has_code(&self, answer: &Answer<'_>) -> bool {
        self.known_code(answer).is_some()
    }

    fn known_code(&self, answer: &Answer<'_>) -> Option<Code> {
        Reader::new(self, answer).code()?.1
    }
}

/// An answer, read by the places of a scheme.
pub(crate) struct Reader<'a> {
    data: &'a SchemeData<'a>,
    headers: &'a HeaderMap,
    body: Cow<'a, str>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(data: &'a SchemeData<'a>, answer: &Answer<'a>) -> Self {
        let start = &answer.body[..answer.body.len().min(READ)];
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        Self {
            data,
            headers: answer.headers,
            body: String::from_utf8_lossy(start),
        }
    }

    /// The code, and what the scheme knows of it. A place where a known one stands counts before
    /// those where something else does, which has to look like one: a sentence does not.
    pub(crate) fn code(&self) -> Option<(String, Option<Code>)> {
        let places = self.data.places(self.data.refusal?.code);
        let mut unknown = None;
        for found in places.iter().filter_map(|place| self.at(place)) {
            let is = |code: &&Code| self.data.text(code.code).eq_ignore_ascii_case(&found);
            if let Some(code) = self.data.codes.iter().find(is) {
                return Some((found, Some(*code)));
            }
            let is_code = !found.is_empty() && !found.contains(char::is_whitespace);
            unknown = unknown.or(is_code.then_some(found));
        }
        unknown.map(|found| (found, None))
    }

    /// What stands at the first of some places that is there.
    pub(crate) fn first(&self, places: Run) -> Option<String> {
        self.data
            .places(places)
            .iter()
            .find_map(|place| self.at(place))
    }

    /// The beginning of the body.
    pub(super) fn body(&self) -> &str {
        &self.body
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn at(&self, place: &Place) -> Option<String> {
        match place.part {
            AnswerPart::Json(path) => self.narrowed(place, &self.json(self.data.text(path))?),
            AnswerPart::Xml(name) => {
                self.narrowed(place, &xml::text(&self.body, self.data.text(name))?)
            }
            AnswerPart::Header(name) => {
                let values = self.headers.get_all(self.data.text(name)).into_iter();
                let mut texts = values.filter_map(|value| value.to_str().ok());
                texts.find_map(|text| self.narrowed(place, text))
            }
            AnswerPart::Body => self.narrowed(place, &self.body),
        }
    }

    fn json(&self, path: &str) -> Option<String> {
        json::plain(member(self.body.trim_ascii(), path)?)
    }

    /// What stands between the marks, as bytes if it is hexadecimal.
    fn narrowed(&self, place: &Place, text: &str) -> Option<String> {
        let mark = |mark: Text| self.data.text(mark);
        let text = match place.after {
            Some(after) => text.split_once(mark(after))?.1,
            None => text,
        };
        let text = match place.before {
            Some(before) => text.rsplit_once(mark(before))?.0,
            None => text,
        };
        if place.hex {
            unhex(text)
        } else {
            Some(text.to_owned())
        }
    }
}

/// The value at a dotted path. Names are found whatever the case of their letters; one that holds
/// a dot is found too.
fn member<'j>(text: &'j str, path: &str) -> Option<&'j str> {
    if path.is_empty() {
        return Some(text);
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if text.starts_with('[') {
        let item = json::at(text, &format!("/{first}"))?;
        return member(item, rest);
    }
    let after = |name: &str| {
        let start = path
            .get(..name.len())
            .filter(|start| start.eq_ignore_ascii_case(name));
        let rest = &path[start?.len()..];
        if rest.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('.')
        }
    };
    let members = json::members(text, false)?.into_iter();
    let mut found = members.filter_map(|(name, value)| Some((&text[value], after(&name)?)));
    found.find_map(|(value, rest)| member(value, rest))
}

/// The text whose bytes these hexadecimal digits are, with blanks between them.
fn unhex(text: &str) -> Option<String> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect();
    let whole = !digits.is_empty() && digits.len().is_multiple_of(2);
    whole.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_at_a_path() {
        let text = r#"{"Error":{"CODE":7509,"list":["a",{"b":true}]},"odata.error":{"code":"x"},"":{"c":1}}"#;
        let at = |path| member(text, path).and_then(json::plain);
        assert_eq!(at("error.code").as_deref(), Some("7509"));
        assert_eq!(at("error.list.1.b").as_deref(), Some("true"));
        assert_eq!(at("odata.error.code").as_deref(), Some("x"));
        for path in [
            "error",
            "error.list.2",
            "error.list.x",
            "code",
            "error.code.x",
            "error.cod",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
    }

    #[test]
    fn bytes_in_hexadecimal() {
        assert_eq!(unhex("47 45\n54 0a C3 bc").as_deref(), Some("GET\nü"));
        assert_eq!(unhex("ff 41").as_deref(), Some("\u{fffd}A"));
        assert_eq!((unhex("4"), unhex("4x"), unhex("")), (None, None, None));
    }
}
