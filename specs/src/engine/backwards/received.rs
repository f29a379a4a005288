//! What a verifier has read from a request.

use std::collections::HashSet;

use jiff::Timestamp;

use super::parts::{Hole, Part, What};
use super::reader::read;
use super::reading::{ReadEntry, Reading, precision};
use super::refusal::Refusal;
use crate::algorithm::Digest;
use crate::data::{Function, Id, Location, SchemeData};
use crate::engine::functions::{decode_hex, decode_padded_base64};
use crate::engine::json;
use crate::engine::query::{decoded_form, decoded_query};
use crate::engine::text::unquoted;
use crate::engine::{Error, RequestView};
use crate::time::{self, HTTP_DATE};

/// What was read from a request, before anything of it is believed.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Texts kept as received: another number of digits in a time, hexadecimal in upper case.
    pub(super) kept: Vec<(Id, String)>,
    pub(super) credentials: Vec<(u16, String, String)>,
    pub(super) settings: Vec<(u16, String)>,
    pub(super) signed_headers: Option<Vec<String>>,
    /// The signatures, each with where and how it was written. Where there are several, one that
    /// is right is enough: a provider that changes its key signs with the old and the new one.
    pub(super) signatures: Vec<(Vec<u8>, Id, String)>,
    pub(super) time: Option<Timestamp>,
    /// How many seconds have been added to the time.
    pub(super) shift: Option<Id>,
    pub(super) nonce: Option<String>,
    /// Which expression told the time, and how finely.
    pub(super) told_by: Option<(Id, u8)>,
}

impl Received {
    /// A credential that the request names, as its key id: for looking up the secret one.
    pub fn credential(&self, name: &str) -> Option<&str> {
        self.credentials
            .iter()
            .find(|(_, known, _)| known == name)
            .map(|(.., text)| text.as_str())
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

    fn kept_text(&self, id: Id) -> Option<&str> {
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
        for entry in &self.entries {
            let Some(text) = value_of(entry, request)? else {
                if entry.after {
                    return Err(Refusal::Missing { what: what(entry) });
                }
                continue;
            };
            let form = || Refusal::Form { what: what(entry) };
            for (hole, text) in read(data, &entry.parts, &text).ok_or_else(form)? {
                received
                    .take(data, hole, text)
                    .map_err(|error| match error {
                        Wrong::Form => form(),
                        Wrong::Twice(name) => Refusal::ToldTwice { what: name },
                        Wrong::Repeated(name) => Refusal::Repeated { what: name },
                    })?;
            }
        }
        if received.signatures.is_empty() {
            return Err(Refusal::Missing {
                what: "signature".to_owned(),
            });
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
fn value_of(entry: &ReadEntry, request: RequestView<'_>) -> Result<Option<String>, Refusal> {
    match entry.location {
        Location::Headers => header_value(entry, request),
        Location::Query => one_of(entry, decoded_query(request.path_and_query)),
        Location::Form => one_of(entry, decoded_form(request.body)),
        Location::Json => Ok(json_value(request.body, &entry.name)),
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

enum Wrong {
    Form,
    Twice(String),
    Repeated(String),
}

impl Received {
    /// Takes what stands in a hole; what is told twice has to agree.
    fn take(&mut self, data: &SchemeData<'_>, hole: &Hole, text: &str) -> Result<(), Wrong> {
        match &hole.what {
            What::Made => Ok(()),
            What::Template(parts) => {
                let text = undone(hole, text)?;
                let found = read(data, parts, &text).ok_or(Wrong::Form)?;
                found
                    .into_iter()
                    .try_for_each(|(hole, text)| self.take(data, hole, text))
            }
            What::Object(members) => self.take_members(data, members, &undone(hole, text)?),
            What::Time(shift) => self.take_time(data, hole, text, *shift),
            What::Nonce => {
                let nonce = undone(hole, text)?;
                let other = self.nonce.replace(nonce.clone());
                agree(other, &nonce, "nonce")
            }
            What::Signature => {
                if text.is_empty() {
                    return Err(Wrong::Form);
                }
                let signature = undone_bytes(&hole.undo, text)?;
                self.signatures
                    .push((signature, hole.node, inside(hole, text)?));
                Ok(())
            }
            What::Names(separator) => {
                let names = names(text, separator)?;
                match self.signed_headers.replace(names) {
                    Some(other) if self.signed_headers.as_deref() != Some(&other) => {
                        Err(Wrong::Twice("the list of signed headers".to_owned()))
                    }
                    _ => Ok(()),
                }
            }
            What::Credential(index) => {
                let name = data.text(data.credentials[usize::from(*index)].name);
                let value = undone(hole, text)?;
                let other = self.credential_at(*index).map(str::to_owned);
                if other.is_none() {
                    self.credentials
                        .push((*index, name.to_owned(), value.clone()));
                }
                agree(other, &value, name)
            }
            What::Setting(index) => {
                let setting = data.settings[usize::from(*index)];
                let mut value = undone(hole, text)?;
                if setting.one_of.len > 0 {
                    // Words such as an authorization scheme ignore case (RFC 9110, section 11.1).
                    let mut choices = data.choices(setting.one_of);
                    let choice = choices.find(|choice| choice.eq_ignore_ascii_case(&value));
                    choice.ok_or(Wrong::Form)?.clone_into(&mut value);
                    self.kept.push((hole.node, inside(hole, text)?));
                }
                let other = self.setting(*index).map(str::to_owned);
                if other.is_none() {
                    self.settings.push((*index, value.clone()));
                }
                agree(other, &value, data.text(setting.name))
            }
        }
    }

    /// Takes what stands in the members of a JSON object.
    fn take_members(
        &mut self,
        data: &SchemeData<'_>,
        members: &[(String, Vec<Part>)],
        object: &str,
    ) -> Result<(), Wrong> {
        if !json::is_unambiguous(object) {
            return Err(Wrong::Form);
        }
        for (name, parts) in members {
            let Some(text) = json_value_at(object, name) else {
                continue;
            };
            for (hole, text) in read(data, parts, &text).ok_or(Wrong::Form)? {
                self.take(data, hole, text)?;
            }
        }
        Ok(())
    }

    /// The finest time counts, and is kept as received; the others are made from it and compared.
    fn take_time(
        &mut self,
        data: &SchemeData<'_>,
        hole: &Hole,
        text: &str,
        shift: Option<Id>,
    ) -> Result<(), Wrong> {
        let Some(precision) = precision(data, hole) else {
            return Ok(());
        };
        let text = &*inside(hole, text)?;
        let time = hole.time(data, text).ok_or(Wrong::Form)?;
        if let Some(kept) = self.kept_text(hole.node) {
            return if kept == text {
                Ok(())
            } else {
                Err(Wrong::Twice("the time".to_owned()))
            };
        }
        if self.told_by.is_none_or(|(_, known)| precision > known) {
            self.kept
                .retain(|(id, _)| self.told_by.is_none_or(|(coarser, _)| *id != coarser));
            self.told_by = Some((hole.node, precision));
            self.time = Some(time);
            self.shift = shift;
            self.kept.push((hole.node, text.to_owned()));
        }
        Ok(())
    }
}

/// The names of a list of signed headers, in lower case; none if it is empty.
fn names(text: &str, separator: &str) -> Result<Vec<String>, Wrong> {
    let names = text.split(separator).filter(|_| !text.is_empty());
    let names: Vec<String> = names.map(str::to_ascii_lowercase).collect();
    let mut seen = HashSet::new();
    match names.iter().find(|name| !seen.insert(*name)) {
        None => Ok(names),
        Some(name) => Err(Wrong::Repeated(format!(
            "`{name}` in the list of signed headers"
        ))),
    }
}

fn agree(other: Option<String>, value: &str, name: &str) -> Result<(), Wrong> {
    match other {
        Some(other) if other != value => Err(Wrong::Twice(format!("`{name}`"))),
        _ => Ok(()),
    }
}

/// The text of a member of a JSON object.
fn json_value_at(object: &str, name: &str) -> Option<String> {
    json::plain(json::at(object, &json::pointer(std::iter::once(name)))?)
}

fn undone(hole: &Hole, text: &str) -> Result<String, Wrong> {
    String::from_utf8(undone_bytes(&hole.undo, text)?).map_err(|_| Wrong::Form)
}

/// What a hole's own expression has written.
fn inside(hole: &Hole, text: &str) -> Result<String, Wrong> {
    let outside = undone_bytes(&hole.undo[..hole.outside], text)?;
    String::from_utf8(outside).map_err(|_| Wrong::Form)
}

/// Takes encodings off, outermost first.
fn undone_bytes(undo: &[Function], text: &str) -> Result<Vec<u8>, Wrong> {
    let mut bytes = text.as_bytes().to_vec();
    for function in undo {
        bytes = match function {
            Function::Hex => decode_hex(&bytes).ok_or(Wrong::Form)?,
            Function::Base64 | Function::Base64Url => {
                decode_padded_base64(&bytes).ok_or(Wrong::Form)?
            }
            Function::PercentEncode => percent_encoding::percent_decode(&bytes).collect(),
            Function::Unpadded => {
                let padding = bytes.len().next_multiple_of(4) - bytes.len();
                bytes.resize(bytes.len() + padding, b'=');
                bytes
            }
            Function::Quoted => {
                let text = std::str::from_utf8(&bytes).map_err(|_| Wrong::Form)?;
                unquoted(text).ok_or(Wrong::Form)?.into_bytes()
            }
            _ => bytes,
        };
    }
    Ok(bytes)
}

impl Hole {
    /// Whether a text can stand here.
    pub(super) fn fits(&self, data: &SchemeData<'_>, text: &str) -> bool {
        let fits = text.chars().all(|c| self.alphabet.holds(c));
        match &self.what {
            _ if !fits => false,
            What::Time(_) if precision(data, self).is_some() => {
                inside(self, text).is_ok_and(|text| self.time(data, &text).is_some())
            }
            What::Template(parts) => {
                undone(self, text).is_ok_and(|text| read(data, parts, &text).is_some())
            }
            _ => true,
        }
    }

    /// The time that a text tells.
    fn time(&self, data: &SchemeData<'_>, text: &str) -> Option<Timestamp> {
        match self.undo.last()? {
            Function::HttpDate => time::read(text, HTTP_DATE),
            Function::Rfc3339(_) => time::read_rfc3339(text),
            Function::Format(format) => time::read(text, data.text(*format)),
            Function::UnixMilliseconds => time::read_unix(text, true),
            _ => time::read_unix(text, false),
        }
    }
}
