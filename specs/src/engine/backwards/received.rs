//! What a verifier has read from a request.

use jiff::Timestamp;

use super::parts::{Hole, What, read};
use super::reading::{ReadEntry, Reading, precision};
use super::refusal::Refusal;
use crate::data::{Function, Id, SchemeData};
use crate::engine::RequestView;
use crate::engine::functions::{decode_hex, decode_padded_base64};
use crate::engine::query::decoded_query;
use crate::time::{self, HTTP_DATE};

/// What was read from a request, before anything of it is believed.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Texts kept as received: another number of digits in a time, hexadecimal in upper case.
    pub(super) kept: Vec<(Id, String)>,
    pub(super) credentials: Vec<(u16, String, String)>,
    pub(super) settings: Vec<(u16, String)>,
    pub(super) signed_headers: Option<Vec<String>>,
    pub(super) signature: Vec<u8>,
    pub(super) time: Option<Timestamp>,
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

    pub(in crate::engine) fn kept(&self, id: Id) -> Option<&str> {
        self.kept
            .iter()
            .find(|(kept, _)| *kept == id)
            .map(|(_, text)| text.as_str())
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
            let Some(text) = value_of(entry, data, request)? else {
                if entry.after {
                    return Err(Refusal::Missing { what: what(entry) });
                }
                continue;
            };
            let form = || Refusal::Form { what: what(entry) };
            for (hole, text) in read(&entry.parts, &text).ok_or_else(form)? {
                received
                    .take(data, hole, text)
                    .map_err(|error| match error {
                        Wrong::Form => form(),
                        Wrong::Twice(name) => Refusal::ToldTwice { what: name },
                        Wrong::Repeated(name) => Refusal::Repeated { what: name },
                    })?;
            }
        }
        if received.signature.is_empty() {
            return Err(Refusal::Missing {
                what: "signature".to_owned(),
            });
        }
        Ok(received)
    }
}

pub(super) fn what(entry: &ReadEntry) -> String {
    let kind = if entry.in_query {
        "query pair"
    } else {
        "header"
    };
    format!("{kind} `{}`", entry.name.to_ascii_lowercase())
}

/// The one value that an entry has in a request.
fn value_of(
    entry: &ReadEntry,
    data: &SchemeData<'_>,
    request: RequestView<'_>,
) -> Result<Option<String>, Refusal> {
    if entry.in_query {
        let pairs = decoded_query(request.path_and_query).map_err(Refusal::Request)?;
        let mut values = pairs.into_iter().filter(|(name, _)| *name == entry.name);
        let first = values.next().map(|(_, value)| value.unwrap_or_default());
        return match values.next() {
            Some(_) => Err(Refusal::Repeated { what: what(entry) }),
            None => Ok(first),
        };
    }
    let mut values = request
        .headers
        .get_all(entry.name.to_ascii_lowercase())
        .iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() && !data.signature.repeats {
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
            What::Time => self.take_time(data, hole, text),
            What::Nonce => {
                let nonce = undone(hole, text)?;
                let other = self.nonce.replace(nonce.clone());
                agree(other, &nonce, "nonce")
            }
            What::Signature => {
                if text.is_empty() {
                    return Err(Wrong::Form);
                }
                self.signature = undone_bytes(hole, text)?;
                self.kept.push((hole.node, text.to_owned()));
                Ok(())
            }
            What::Names(separator) => {
                let names: Vec<String> = text
                    .split(separator.as_str())
                    .map(str::to_ascii_lowercase)
                    .collect();
                if let Some(name) = names
                    .iter()
                    .enumerate()
                    .find_map(|(i, name)| names[..i].contains(name).then_some(name))
                {
                    return Err(Wrong::Repeated(format!(
                        "`{name}` in the list of signed headers"
                    )));
                }
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
                    self.kept.push((hole.node, text.to_owned()));
                }
                let other = self.setting(*index).map(str::to_owned);
                if other.is_none() {
                    self.settings.push((*index, value.clone()));
                }
                agree(other, &value, data.text(setting.name))
            }
        }
    }

    /// The finest time counts, and is kept as received; the others are made from it and compared.
    fn take_time(&mut self, data: &SchemeData<'_>, hole: &Hole, text: &str) -> Result<(), Wrong> {
        let Some(precision) = precision(data, hole) else {
            return Ok(());
        };
        let time = match hole.undo.last() {
            Some(Function::HttpDate) => time::read(text, HTTP_DATE),
            Some(Function::Rfc3339(_)) => time::read_rfc3339(text),
            Some(Function::Format(format)) => time::read(text, data.text(*format)),
            Some(Function::UnixMilliseconds) => time::read_unix(text, true),
            _ => time::read_unix(text, false),
        };
        let time = time.ok_or(Wrong::Form)?;
        if let Some(kept) = self.kept(hole.node) {
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
            self.kept.push((hole.node, text.to_owned()));
        }
        Ok(())
    }
}

fn agree(other: Option<String>, value: &str, name: &str) -> Result<(), Wrong> {
    match other {
        Some(other) if other != value => Err(Wrong::Twice(format!("`{name}`"))),
        _ => Ok(()),
    }
}

fn undone(hole: &Hole, text: &str) -> Result<String, Wrong> {
    String::from_utf8(undone_bytes(hole, text)?).map_err(|_| Wrong::Form)
}

/// Takes the encodings of a hole off, outermost first.
fn undone_bytes(hole: &Hole, text: &str) -> Result<Vec<u8>, Wrong> {
    let mut bytes = text.as_bytes().to_vec();
    for function in &hole.undo {
        bytes = match function {
            Function::Hex => decode_hex(&bytes).ok_or(Wrong::Form)?,
            Function::Base64 | Function::Base64Url => {
                decode_padded_base64(&bytes).ok_or(Wrong::Form)?
            }
            Function::PercentEncode => percent_encoding::percent_decode(&bytes).collect(),
            _ => bytes,
        };
    }
    Ok(bytes)
}
