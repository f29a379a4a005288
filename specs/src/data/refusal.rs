//! `[refusal]`: what the provider answers if a signature does not match, and how to read it.

use super::{Run, SchemeData, Text, slice};

/// `[refusal]`: what the provider answers if a signature does not match, and what else a refusal
/// tells.
#[derive(Clone, Copy, Debug)]
pub struct RefusalAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Text,
    /// The headers, a run of [`SchemeData::refusal_headers`].
    pub headers: Run,
    /// Where the code stands, a run of [`SchemeData::places`]: the first that is found counts.
    pub code: Run,
    /// Where the server tells its time, but for the header `date`; a run of places.
    pub time: Run,
}

/// A code that a refusal may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, in the provider's spelling.
    pub code: Text,
    /// What it means, in a sentence.
    pub meaning: Text,
    /// What is wrong.
    pub kind: CodeKind,
}

/// What a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// `codes`: the signature does not match.
    Signature,
    /// `stale`: the time is too old or too far ahead.
    Stale,
    /// `temporary`: nothing is wrong with the request, which may be accepted later.
    Temporary,
}

/// A text that the server made too, and tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The named value of this index; `None`: the string to sign.
    pub value: Option<u16>,
    /// Where it stands, a run of places.
    pub places: Run,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is looked into.
    pub part: AnswerPart,
    /// Of this, what stands behind the first such text.
    pub after: Option<Text>,
    /// Of this, what stands before the last such text.
    pub before: Option<Text>,
    /// Of this, the bytes that it has in hexadecimal.
    pub hex: bool,
}

/// A part of an answer. Names are found whatever the case of their letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    /// The JSON value at a dotted path.
    Json(Text),
    /// The text of the first XML element of this name.
    Xml(Text),
    /// A header.
    Header(Text),
    /// The whole body.
    Body,
}

impl<'a> SchemeData<'a> {
    /// The headers of `[refusal]`.
    pub fn refusal_headers(&self, run: Run) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let data = *self;
        slice(self.refusal_headers, run)
            .iter()
            .map(move |(n, v)| (data.text(*n), data.text(*v)))
    }

    /// A run of places.
    pub fn places(&self, run: Run) -> &'a [Place] {
        slice(self.places, run)
    }
}
