//! Texts that are items of lists and pairs.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::Error;
use super::buffer::Secrecy;
use super::evaluate::Evaluator;
use super::groups::JsonText;

/// Text that is an item of a list or pair.
#[derive(Clone, Debug)]
pub(crate) enum Chars<'r> {
    /// Of the request, the scheme or a setting.
    Borrowed(&'r str),
    /// Written into the buffer, where it stays.
    Written(usize, usize),
    /// Made by a function. It is rare, and kept apart so that the others are quick to hand on.
    Owned(Box<Owned>),
    /// A JSON value.
    Json(Box<JsonText>),
}

/// Text that a function has made, and whether it is secret.
#[derive(Clone, Debug)]
pub(crate) struct Owned {
    text: Zeroizing<String>,
    secrecy: Option<Secrecy>,
}

impl Chars<'_> {
    pub(super) fn owned(text: String, secrecy: Option<Secrecy>) -> Self {
        let text = text.into();
        Self::Owned(Box::new(Owned { text, secrecy }))
    }
}

impl<'r> From<Cow<'r, str>> for Chars<'r> {
    fn from(text: Cow<'r, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::Borrowed(text),
            Cow::Owned(text) => Self::owned(text, None),
        }
    }
}

impl<'r> Evaluator<'r> {
    /// The text of an item.
    pub(super) fn chars<'s>(&'s self, chars: &'s Chars<'r>) -> &'s str {
        match chars {
            Chars::Borrowed(text) => text,
            // Only text is written where items refer to.
            Chars::Written(at, end) => {
                std::str::from_utf8(self.buffer.bytes(*at..*end)).unwrap_or("")
            }
            Chars::Owned(owned) => &owned.text,
            Chars::Json(json) => json.shown(),
        }
    }

    /// Whether an item may not be shown.
    pub(super) fn is_secret(&self, chars: &Chars<'r>) -> bool {
        match chars {
            Chars::Borrowed(_) => false,
            Chars::Written(at, end) => self.buffer.holds_secret(&(*at..*end)),
            Chars::Owned(owned) => owned.secrecy.is_some(),
            Chars::Json(json) => json.is_secret(),
        }
    }

    pub(super) fn push_chars(&mut self, chars: &Chars<'r>) -> Result<bool, Error> {
        match chars {
            Chars::Borrowed(text) => self.buffer.push(text.as_bytes()),
            Chars::Written(at, end) => self.buffer.push_again(*at..*end),
            Chars::Owned(owned) => match owned.secrecy {
                None => self.buffer.push(owned.text.as_bytes()),
                Some(secrecy) => self.buffer.push_secret(owned.text.as_bytes(), secrecy),
            },
            Chars::Json(json) => self.push_json(json)?,
        }
        Ok(true)
    }
}
