//! What a verifier has read from a request.

use std::collections::BTreeMap;
use std::fmt;

use crate::Timestamp;

use super::grain::Grain;
use super::reader::read;
use super::reading::{ReadEntry, Reading};
use super::refusal::Refusal;
use super::taken::Wrong;
use crate::algorithm::Digest;
use crate::data::{Id, Location, SchemeData};
use crate::engine::json;
use crate::engine::query::{decoded_form, decoded_query};
use crate::engine::{Error, RequestView};

/// What was read from a request, before anything of it is believed.
#[derive(Clone, Default)]
pub struct Received {
    /// Texts kept as received: another number of digits in a time, hexadecimal in upper case.
    pub(super) kept: Vec<(Id, String)>,
    pub(super) credentials: Vec<(u16, String, String)>,
    pub(super) settings: Vec<(u16, String)>,
    pub(super) signed_headers: Option<Vec<String>>,
    /// The signatures, each with where and how it was written. Where there are several, one that
    /// is right is enough: a provider that changes its key signs with the old and the new one.
    pub(super) signatures: Vec<(Vec<u8>, Id, String)>,
    /// Keys that the request names, each with its own signatures.
    pub(super) tied: Vec<Self>,
    pub(super) time: Option<Timestamp>,
    /// How many seconds have been added to the time.
    pub(super) shift: Option<Id>,
    pub(super) nonce: Option<String>,
    /// Which expression told the time, and how finely.
    pub(super) told_by: Option<(Id, Grain)>,
}

impl Received {
    /// A credential that the request names, as its key id: for looking up the secret one.
    pub fn credential(&self, name: &str) -> Option<&str> {
        self.credentials
            .iter()
            .find(|(_, known, _)| known == name)
            .map(|(.., text)| text.as_str())
    }

    /// All credentials that the request names, by their names.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, &str)> {
        let named = self.credentials.iter();
        named.map(|(_, name, text)| (name.as_str(), text.as_str()))
    }

    /// The same for each key, of a request that names several and has a signature by each: for
    /// looking them up. Else this alone.
    #[must_use]
    pub fn by_key(mut self) -> Vec<Self> {
        let tied = std::mem::take(&mut self.tied);
        if tied.is_empty() {
            return vec![self];
        }
        let mut keys: Vec<Self> = Vec::new();
        for one in tied {
            let mut known = keys.iter_mut();
            if let Some(key) = known.find(|key| key.credentials.ends_with(&one.credentials)) {
                key.signatures.extend(one.signatures);
            } else {
                let mut key = self.clone();
                key.credentials.extend(one.credentials);
                key.signatures.extend(one.signatures);
                keys.push(key);
            }
        }
        keys
    }

    /// When the request says it was signed.
    pub fn time(&self) -> Option<Timestamp> {
        self.time
    }

    /// The nonce of the request.
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// A text as it was received; of several signatures, the one that is right.
    pub(in crate::engine) fn kept(&self, id: Id, signature: Option<&Digest>) -> Option<&str> {
        let mut signatures = self.signatures.iter();
        let right = signatures.find_map(|(bytes, kept, text)| {
            let right = *kept == id && signature.is_some_and(|right| right.as_bytes() == bytes);
            right.then_some(text.as_str())
        });
        right.or_else(|| self.kept_text(id))
    }

    pub(super) fn kept_text(&self, id: Id) -> Option<&str> {
        let mut kept = self.kept.iter();
        kept.find_map(|(kept, text)| (*kept == id).then_some(text.as_str()))
    }

    pub(in crate::engine) fn credential_at(&self, index: u16) -> Option<&str> {
        self.credentials
            .iter()
            .find(|(known, ..)| *known == index)
            .map(|(.., text)| text.as_str())
    }

    pub(in crate::engine) fn setting(&self, index: u16) -> Option<&str> {
        self.settings
            .iter()
            .find(|(known, _)| *known == index)
            .map(|(_, text)| text.as_str())
    }

    pub(in crate::engine) fn signed_headers(&self) -> Option<&[String]> {
        self.signed_headers.as_deref()
    }
}

/// Whose the request says it is, and when it says it was signed; of signatures only how many there are.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: BTreeMap<_, _> = self.credentials().collect();
        f.debug_struct("Received")
            .field("credentials", &credentials)
            .field("time", &self.time)
            .field("nonce", &self.nonce)
            .field("signatures", &self.signatures.len())
            .finish_non_exhaustive()
    }
}

impl Reading {
    /// Reads a request: what it tells of its time, nonce, key and signature.
    ///
    /// # Errors
    ///
    /// If something is missing, repeated, or not in the scheme's form.
    pub fn read(
        &self,
        data: &SchemeData<'_>,
        request: RequestView<'_>,
    ) -> Result<Received, Refusal> {
        let mut received = Received::default();
        let mut missing = None;
        for entry in &self.entries {
            let Some(text) = value_of(entry, request)? else {
                // It may stand elsewhere in this request; what has to be here is compared later.
                missing = missing.or_else(|| entry.after.then(|| what(entry)));
                continue;
            };
            let form = || Refusal::Form { what: what(entry) };
            let found = read(data, &entry.parts, &text).ok_or_else(form)?;
            received
                .take_found(data, &found)
                .map_err(|error| match error {
                    Wrong::Form => form(),
                    Wrong::Twice(name) => Refusal::ToldTwice { what: name },
                    Wrong::Repeated(name) => Refusal::Repeated { what: name },
                })?;
        }
        if received.signatures.is_empty() && received.tied.is_empty() {
            let what = missing.unwrap_or_else(|| "signature".to_owned());
            return Err(Refusal::Missing { what });
        }
        Ok(received)
    }
}

pub(super) fn what(entry: &ReadEntry) -> String {
    match entry.location {
        Location::Headers => format!("header `{}`", entry.name.to_ascii_lowercase()),
        location => format!("{} `{}`", location.member(), entry.name),
    }
}

/// The one value that an entry has in a request.
pub(super) fn value_of(
    entry: &ReadEntry,
    request: RequestView<'_>,
) -> Result<Option<String>, Refusal> {
    match entry.location {
        Location::Headers => header_value(entry, request),
        Location::Query => one_of(entry, decoded_query(request.path_and_query)),
        Location::Form => one_of(entry, request.body.whole().and_then(decoded_form)),
        Location::Json => {
            let body = request.body.whole().map_err(Refusal::Request)?;
            Ok(json_value(body, &entry.name))
        }
    }
}

fn one_of(
    entry: &ReadEntry,
    pairs: Result<Vec<(String, Option<String>)>, Error>,
) -> Result<Option<String>, Refusal> {
    let pairs = pairs.map_err(Refusal::Request)?;
    let mut values = pairs.into_iter().filter(|(name, _)| *name == entry.name);
    let first = values.next().map(|(_, value)| value.unwrap_or_default());
    match values.next() {
        Some(_) => Err(Refusal::Repeated { what: what(entry) }),
        None => Ok(first),
    }
}

/// The text of a member of a JSON body.
fn json_value(body: &[u8], path: &str) -> Option<String> {
    json::text_at(std::str::from_utf8(body).ok()?, path)
}

fn header_value(entry: &ReadEntry, request: RequestView<'_>) -> Result<Option<String>, Refusal> {
    let mut values = request
        .headers
        .get_all(entry.name.to_ascii_lowercase())
        .iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Refusal::Repeated { what: what(entry) });
    }
    let text =
        std::str::from_utf8(first.as_bytes()).map_err(|_| Refusal::Form { what: what(entry) })?;
    Ok(Some(text.trim_matches([' ', '\t']).to_owned()))
}
