//! Signing made visible: what every step makes, and which part of the file makes it.
//!
//! [`SchemeData::explain`](crate::SchemeData::explain) takes the very steps of
//! [`sign`](crate::SigningKey::sign), by the same evaluator, and writes down what it sees.

mod show;
mod trace;

use super::Error;
use crate::data::Location;

/// How a request is signed, for people: every value that the scheme makes, the part of its file
/// that makes it, and what is set where.
///
/// It is plain text. A secret credential stands as `‹name›` and what is computed from one as
/// `‹secret›`, as in [`StringToSign`](crate::StringToSign): the values are not in it, so it may
/// be logged wherever the request itself may be. [`Display`](std::fmt::Display) shows it with line ends as `⏎` and
/// blanks as `·`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The scheme's name.
    pub scheme: String,
    /// The title that its file gives itself.
    pub title: String,
    /// The credentials, in the order of the file.
    pub credentials: Vec<Given>,
    /// The settings, in the order of the file.
    pub settings: Vec<Given>,
    /// The time of signing, as RFC 3339 writes it.
    pub now: String,
    /// The nonce, if the scheme has one and it is given.
    pub nonce: Option<String>,
    /// The named values of `[let]`, in the order in which they are made.
    pub values: Vec<Made>,
    /// The string to sign, stretch by stretch. If it could not be written, what there is of it.
    pub string_to_sign: Vec<Stretch>,
    /// The name of the hash or MAC, as `hmac-sha256`; `None` if it was not reached.
    pub algorithm: Option<String>,
    /// The templates of the key; each of several keys the MAC of the next.
    pub key: Vec<Vec<Stretch>>,
    /// What is sent, in the order in which it is made.
    pub sent: Vec<Sent>,
    /// Why the request cannot be signed; what comes before is what was made until then.
    pub error: Option<Error>,
}

/// A credential or setting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Given {
    /// Its name in the file.
    pub name: String,
    /// What it is, masked if it is secret; `None` if it is not given.
    pub value: Option<String>,
    /// Nobody gave it: it is the file's own.
    pub default: bool,
}

/// Something that the file makes: a named value, or an entry that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Made {
    /// Its name in the file.
    pub name: String,
    /// Its template, as it would be written in the file.
    pub template: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Text or bytes.
    Text(Vec<Stretch>),
    /// A list: its items.
    List(Vec<String>),
    /// Pairs: names, and values where there are any.
    Pairs(Vec<(String, Option<String>)>),
    /// It is left out: a part that it needs is absent.
    Absent,
    /// It cannot be made; that counts only if something needs it.
    Failed(Error),
}

/// Something that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// Where it goes.
    pub location: Location,
    /// What it is.
    pub made: Made,
    /// It holds the signature, and so is not signed itself.
    pub after: bool,
}

/// A stretch of a text, and what wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stretch {
    /// The part of the template, as `{method}` or `[, hash="{hash?}"]`; `None` for text that
    /// stands in the file itself.
    pub template: Option<String>,
    /// The text, with secrets as `‹name›` and bytes that are no text as `\xNN`; empty if the part
    /// is left out.
    pub text: String,
}
