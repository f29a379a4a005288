//! A refusal made understandable: what the server says of it, what was really signed, and where
//! the two differ.
//!
//! [`SchemeData::refused`](crate::SchemeData::refused) reads an answer by the `[refusal]` of the
//! scheme's file, signs the request again as [`explain`](crate::SchemeData::explain) does, and
//! compares what the server tells of its own signing.

mod answer;
mod clock;
mod difference;
mod own;
mod show;
mod subject;
mod veil;
mod words;
mod xml;

use std::time::SystemTime;

use crate::Timestamp;

pub use self::answer::Answer;
pub use self::clock::Clock;
pub use self::difference::{Difference, DifferentLine};
pub use self::own::OwnRefusal;
use self::{answer::Reader, difference::difference, veil::Veil};
use super::Input;
use super::explain::{Explanation, Outcome, Stretch};
use crate::data::{Code, CodeKind, Op, SchemeData, Told, Value};

/// How many characters of a code are shown, of a body, and of a diagnosis.
const CODE: usize = 100;
const SAID: usize = 300;
const DIAGNOSIS: usize = 2_000;

/// The header in which a server says which mistake is behind a refusal. Our test server does.
pub const DIAGNOSIS_HEADER: &str = "signed-api-diagnosis";

/// A refused request, explained.
///
/// It is plain text without secrets, as an [`Explanation`] is; what the server says is shown
/// without those that it may repeat. [`Display`](std::fmt::Display) shows all of it,
/// [`hint`](Self::hint) the most telling sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The status of the answer.
    pub status: u16,
    /// The provider's code, if the scheme's file says where it stands and it is there.
    pub code: Option<String>,
    /// What the code means, if the file knows it.
    pub meaning: Option<String>,
    /// What is wrong, by the code.
    pub fault: Fault,
    /// The beginning of the answer's body.
    pub said: String,
    /// Which mistake is behind it, if the server says so in the [`DIAGNOSIS_HEADER`].
    pub diagnosis: Option<String>,
    /// The time that was signed beside the server's, if the scheme signs one and the answer tells.
    pub clock: Option<Clock>,
    /// Whether the server tells what it made of the request.
    pub told: bool,
    /// Where that differs from what was signed. If it tells and there is none, the key differs.
    pub differences: Vec<Difference>,
    /// How the request was signed.
    pub signed: Explanation,
}

/// What is wrong with a refused request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The signature does not match.
    Signature,
    /// The time is too old or too far ahead.
    Time,
    /// Nothing: the server takes no more requests for now.
    Temporary,
    /// The answer does not say, or nothing that the scheme's file knows.
    Unknown,
}

impl From<CodeKind> for Fault {
    fn from(kind: CodeKind) -> Self {
        match kind {
            CodeKind::Signature => Self::Signature,
            CodeKind::Stale => Self::Time,
            CodeKind::Temporary => Self::Temporary,
        }
    }
}

impl SchemeData<'_> {
    /// Explains why a request, signed from this input, was answered with a refusal.
    pub fn refused(&self, input: Input<'_>, answer: &Answer<'_>) -> Refused {
        let mut veil = self.veil(input);
        let signed = self.explain_and(input, |buffer| {
            for computed in buffer.computed_secrets() {
                veil.hide(computed, "‹secret›");
            }
        });
        let reader = Reader::new(self, answer);
        let (code, known) = reader.code().unzip();
        let known = known.flatten();
        let mut told: Vec<_> = self.told(&reader, &veil).collect();
        // What the string to sign is made of says more than the string.
        told.sort_by_key(|(told, _)| told.value.is_none());
        let differences = told.iter().filter_map(|(told, server)| {
            let made = self.made(*told, &signed)?;
            difference(self.told_name(*told), &made, server, &signed)
        });
        Refused {
            status: answer.status,
            code: code.map(|code| cut(&veil.over(&code), CODE)),
            meaning: known.map(|known| self.text(known.meaning).to_owned()),
            fault: fault(known),
            said: cut(&veil.over(reader.body()), SAID),
            diagnosis: reader
                .header(DIAGNOSIS_HEADER)
                .map(|diagnosis| cut(&veil.over(diagnosis), DIAGNOSIS)),
            clock: self.clock_of(input.now, &reader),
            told: !told.is_empty(),
            differences: differences.collect(),
            signed,
        }
    }

    /// The time that was signed beside the one that a refusal tells, if the scheme signs one: for those
    /// who have the answer and no more.
    pub fn clock(&self, signed: SystemTime, answer: &Answer<'_>) -> Option<Clock> {
        let signed = Timestamp::try_from(signed).ok()?;
        self.clock_of(signed, &Reader::new(self, answer))
    }

    fn clock_of(&self, signed: Timestamp, reader: &Reader<'_>) -> Option<Clock> {
        let signs_time = self.nodes.iter().any(|node| node.op == Op::Now);
        let told = self.refusal.and_then(|refusal| reader.first(refusal.time));
        let clock = Clock::read(signed, reader, told.as_deref());
        clock.filter(|_| signs_time)
    }

    /// What is wrong with a request that was answered so, by the code alone.
    pub fn fault(&self, answer: &Answer<'_>) -> Fault {
        fault(
            Reader::new(self, answer)
                .code()
                .and_then(|(_, known)| known),
        )
    }

    /// Over every secret that is given.
    fn veil(&self, input: Input<'_>) -> Veil {
        let mut veil = Veil::default();
        for credential in self.credentials.iter().filter(|one| one.secret) {
            let name = self.text(credential.name);
            if let Some(Value::Text(secret)) = input.values.value(name) {
                veil.hide(secret.as_bytes(), &format!("‹{name}›"));
            }
        }
        veil
    }

    /// What the server tells of its own signing, without secrets.
    fn told(&self, reader: &Reader<'_>, veil: &Veil) -> impl Iterator<Item = (Told, String)> {
        self.told.iter().filter_map(|told| {
            let text = reader.first(told.places)?;
            let said = !text.trim().is_empty();
            said.then(|| (*told, self.masked_alike(&veil.over(&text))))
        })
    }

    /// What was made here of the same thing.
    fn made(&self, told: Told, signed: &Explanation) -> Option<Vec<Stretch>> {
        let name = self.told_name(told);
        let mut values = signed.values.iter();
        let stretches = match told.value {
            None => &signed.string_to_sign,
            Some(_) => match &values.find(|value| value.name == name)?.outcome {
                Outcome::Text(stretches) => stretches,
                _ => return None,
            },
        };
        let alike = |stretch: &Stretch| Stretch {
            template: stretch.template.clone(),
            text: self.masked_alike(&stretch.text),
        };
        Some(stretches.iter().map(alike).collect())
    }

    /// A text in which every secret is `‹secret›`. Here a token has its name unless something was
    /// done to it; what the server did to its own, nobody knows.
    fn masked_alike(&self, text: &str) -> String {
        let secrets = self.credentials.iter().filter(|one| one.secret);
        secrets.fold(text.to_owned(), |text, one| {
            text.replace(&format!("‹{}›", self.text(one.name)), "‹secret›")
        })
    }
}

impl Refused {
    /// The most telling sentence: what differs, or that nothing does, or how far the clock is off.
    /// A few seconds are told only if it is the time that is wrong.
    pub fn hint(&self) -> Option<String> {
        let line = self.differences.iter().flat_map(|one| &one.lines).next();
        let off = |matters: fn(&Clock) -> bool| {
            let clock = self.clock.filter(matters);
            clock.map(|clock| clock.to_string())
        };
        match (self.fault, line) {
            (Fault::Time, _) => off(Clock::is_off),
            (_, Some(line)) => Some(line.words.clone()),
            (_, None) if self.told => Some(SAME.to_owned()),
            _ => off(Clock::is_far_off),
        }
    }
}

/// What is left if server and signer made the same text.
const SAME: &str =
    "the server signed the same text with another key: is the key the right one, and whole?";

fn fault(known: Option<Code>) -> Fault {
    known.map_or(Fault::Unknown, |known| known.kind.into())
}

/// The beginning of a text.
fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
