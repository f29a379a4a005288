//! A request as it was captured, read with more patience than a verifier has: what can be read is,
//! and everything that is wrong is listed.

use crate::Timestamp;

use super::alphabet::Alphabet;
use super::compare::{received_value, same_value, what as entry_what};
use super::grain::Grain;
use super::parts::{Part, What, holes};
use super::reader::read;
use super::reading::{ReadEntry, Reading};
use super::received::{Received, value_of, what};
use super::refusal::Refusal;
use super::taken::Wrong;
use crate::algorithm::Digest;
use crate::data::{Function, Location, SchemeData};
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::{Error, Input, RequestView, SigningKey, StringToSign};

/// What a captured request tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captured {
    /// What could be read.
    pub(crate) received: Received,
    /// What is wrong with its form.
    pub(crate) problems: Vec<Malformed>,
}

/// An entry that is missing, repeated, or of another form.
#[derive(Clone, Debug)]
pub(crate) struct Malformed {
    /// The entry's name.
    pub(crate) name: String,
    pub(crate) location: Location,
    /// It holds the signature.
    pub(crate) after: bool,
    pub(crate) refusal: Refusal,
    /// What stands there, if one text does.
    pub(crate) text: Option<String>,
}

/// An entry that the request has otherwise than the scheme makes it.
#[derive(Clone, Debug)]
pub(crate) struct Differing {
    /// Its index in [`SchemeData::entries`].
    pub(crate) index: usize,
    /// What to call it.
    pub(crate) what: String,
}

impl Reading {
    /// The same, with signatures of any characters, taken as the text that stands there.
    pub(crate) fn lenient(&self) -> Self {
        let mut lenient = self.clone();
        for entry in &mut lenient.entries {
            loosen(&mut entry.parts);
        }
        lenient
    }

    /// The encodings between the bytes of a signature and its text, outermost first.
    pub(crate) fn encodings(&self) -> Vec<Function> {
        let mut found = Vec::new();
        for entry in &self.entries {
            holes(&entry.parts, &mut |hole| {
                if matches!(hole.what, What::Signature) && found.is_empty() {
                    found.extend(hole.undo.iter().filter(|one| is_of_bytes(**one)));
                }
            });
        }
        found
    }

    /// Reads what can be read.
    pub(crate) fn look(&self, data: &SchemeData<'_>, request: RequestView<'_>) -> Captured {
        let mut captured = Captured::default();
        for entry in &self.entries {
            let malformed = |refusal, text| Malformed {
                name: entry.name.clone(),
                location: entry.location,
                after: entry.after,
                refusal,
                text,
            };
            match value_of(entry, request) {
                Ok(Some(text)) => {
                    if let Err(refusal) = captured.received.take_entry(data, entry, &text) {
                        captured.problems.push(malformed(refusal, Some(text)));
                    }
                }
                Ok(None) if entry.after => {
                    let missing = Refusal::Missing { what: what(entry) };
                    captured.problems.push(malformed(missing, None));
                }
                Ok(None) => {}
                Err(refusal) => captured.problems.push(malformed(refusal, None)),
            }
        }
        // Of several keys with a signature each, the first is looked at.
        let keys = std::mem::take(&mut captured.received).by_key();
        captured.received = keys.into_iter().next().unwrap_or_default();
        captured
    }
}

fn loosen(parts: &mut [Part]) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Optional(inner) => loosen(inner),
            Part::Choice(choices) => choices.iter_mut().for_each(|choice| loosen(choice)),
            Part::List(list) => list.items.iter_mut().for_each(|item| loosen(item)),
            Part::Hole(hole) => match &mut hole.what {
                What::Signature => {
                    hole.alphabet = Alphabet::Any;
                    hole.undo.retain(|one| !is_of_bytes(*one));
                    hole.outside = hole.outside.min(hole.undo.len());
                }
                What::Template(inner) => loosen(inner),
                What::Object(members) => {
                    for (_, value) in members {
                        loosen(value);
                    }
                }
                _ => {}
            },
        }
    }
}

/// Encodings that turn bytes into text, and what is done to their characters.
fn is_of_bytes(function: Function) -> bool {
    matches!(
        function,
        Function::Hex
            | Function::Base64
            | Function::Base64Url
            | Function::Unpadded
            | Function::UpperCase
            | Function::LowerCase
    )
}

impl Received {
    fn take_entry(
        &mut self,
        data: &SchemeData<'_>,
        entry: &ReadEntry,
        text: &str,
    ) -> Result<(), Refusal> {
        let form = || Refusal::Form { what: what(entry) };
        let found = read(data, &entry.parts, text).ok_or_else(form)?;
        self.take_found(data, &found).map_err(|error| match error {
            Wrong::Form => form(),
            Wrong::Twice(what) => Refusal::ToldTwice { what },
            Wrong::Repeated(what) => Refusal::Repeated { what },
        })
    }

    /// The texts of the signatures, as a lenient reading has taken them.
    pub(crate) fn signature_texts(&self) -> Vec<String> {
        let texts = self.signatures.iter();
        texts
            .map(|(text, ..)| String::from_utf8_lossy(text).into_owned())
            .collect()
    }

    /// The text that told the time.
    pub(crate) fn told(&self) -> Option<&str> {
        self.kept_text(self.told_by?.0)
    }

    /// How many digits of a second the time was told with.
    pub(crate) fn digits(&self) -> Option<u8> {
        match self.told_by? {
            (_, Grain::Second(digits)) => Some(digits),
            _ => None,
        }
    }

    /// Another time, in another text.
    pub(crate) fn retell(&mut self, time: Timestamp, text: String) {
        self.time = Some(time);
        if let Some((told, _)) = self.told_by {
            self.kept.retain(|(id, _)| *id != told);
            self.kept.push((told, text));
        }
    }

    /// Another time, which the scheme writes in its own form.
    pub(crate) fn at(&mut self, time: Timestamp) {
        self.time = Some(time);
        if let Some((told, _)) = self.told_by {
            self.kept.retain(|(id, _)| *id != told);
        }
    }

    /// Time and nonce that another reading has found, where this one has none.
    pub(crate) fn adopt(&mut self, other: &Self) {
        self.time = self.time.or(other.time);
        if self.nonce.is_none() {
            self.nonce.clone_from(&other.nonce);
        }
    }

    /// The names of the signed headers, if the request lists them.
    pub(crate) fn list_mut(&mut self) -> Option<&mut Vec<String>> {
        self.signed_headers.as_mut()
    }

    /// The names of the signed headers, if the request lists them.
    pub(crate) fn list(&self) -> Option<&[String]> {
        self.signed_headers()
    }
}

impl SchemeData<'_> {
    /// The signature that a verifier makes of a request, whatever it was sent with; without what
    /// was received, that of a signer.
    pub(crate) fn resign(
        &self,
        input: Input<'_>,
        received: Option<&Received>,
    ) -> Result<Digest, Error> {
        let mut evaluator = Evaluator::new(self, &input, received);
        evaluator.run(&SigningKey::new(self))?;
        evaluator.signature.ok_or(Error::EmptyKey)
    }

    /// The text over which it makes it.
    pub(crate) fn signed_text(
        &self,
        input: Input<'_>,
        received: Option<&Received>,
    ) -> Result<StringToSign, Error> {
        let mut evaluator = Evaluator::new(self, &input, received);
        let range = evaluator.run(&SigningKey::new(self))?;
        Ok(evaluator.buffer.finish(range, self))
    }

    /// The text that would tell the time.
    pub(crate) fn told_text(&self, input: Input<'_>, received: &Received) -> Option<String> {
        let (told, _) = received.told_by?;
        let mut evaluator = Evaluator::new(self, &input, Some(received));
        let text = evaluator.owned(told).ok()??;
        Some(evaluator.chars(&text).to_owned())
    }

    /// What the scheme sets before signing, and the request has otherwise.
    ///
    /// # Errors
    ///
    /// If the scheme cannot make it.
    pub(crate) fn differing(
        &self,
        input: Input<'_>,
        received: &Received,
    ) -> Result<Vec<Differing>, Error> {
        let mut evaluator = Evaluator::new(self, &input, Some(received));
        evaluator.run(&SigningKey::new(self))?;
        let mut differing = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Slot::Written(range) = evaluator.entry_slot(index).clone() else {
                continue;
            };
            if entry.after {
                continue;
            }
            let made = evaluator.buffer.bytes(range).trim_ascii().to_vec();
            let sent = received_value(&mut evaluator, entry).ok().flatten();
            let same = match &sent {
                Some(sent) => same_value(&mut evaluator, entry, sent, &made).unwrap_or(false),
                // It is missing, which the evaluator minds where it is signed.
                None => true,
            };
            if !same {
                let what = entry_what(self, entry);
                differing.push(Differing { index, what });
            }
        }
        Ok(differing)
    }

    /// What the scheme makes of an entry, by its index, and what the request has in its place.
    pub(crate) fn made_and_sent(
        &self,
        input: Input<'_>,
        received: Option<&Received>,
        index: usize,
    ) -> (Option<Vec<u8>>, Option<String>) {
        let mut evaluator = Evaluator::new(self, &input, received);
        if evaluator.run(&SigningKey::new(self)).is_err() {
            return (None, None);
        }
        let made = match evaluator.entry_slot(index) {
            Slot::Written(range) => {
                Some(evaluator.buffer.bytes(range.clone()).trim_ascii().to_vec())
            }
            _ => None,
        };
        let sent = received_value(&mut evaluator, &self.entries[index]);
        let sent = sent.ok().flatten().map(|sent| sent.trim().to_owned());
        (made, sent)
    }
}
