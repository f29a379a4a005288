//! What stands in the holes of a template, taken out of a received text.

use std::collections::HashSet;

use super::grain::Grain;
use super::parts::{Hole, Part, What};
use super::reader::{Found, read};
use super::received::Received;
use super::undo::{inside, undone, undone_bytes};
use crate::data::{Id, SchemeData};
use crate::engine::json;

/// Why what stands in a hole cannot be taken.
pub(super) enum Wrong {
    Form,
    Twice(String),
    Repeated(String),
}

/// How many keys a request may name, each with its own signature.
const MOST_KEYS: usize = 16;

impl Received {
    /// Takes what was found in an entry. A part that names a key and has a signature is the
    /// signature of this key: a provider that changes its key signs with the old and the new one.
    pub(super) fn take_found(
        &mut self,
        data: &SchemeData<'_>,
        found: &[Found<'_, '_>],
    ) -> Result<(), Wrong> {
        let is_key = |one: &Found<'_, '_>| matches!(one.hole.what, What::Credential(_));
        let is_signature = |one: &Found<'_, '_>| matches!(one.hole.what, What::Signature);
        for part in found.chunk_by(|one, next| one.part == next.part) {
            let ties = part.iter().any(is_key) && part.iter().any(is_signature);
            if !ties || part[0].part.is_none() {
                let mut all = part.iter();
                all.try_for_each(|one| self.take(data, one.hole, one.text))?;
                continue;
            }
            let mut key = Self::default();
            for one in part {
                let own = is_key(one) || is_signature(one);
                let into = if own { &mut key } else { &mut *self };
                into.take(data, one.hole, one.text)?;
            }
            self.tied.push(key);
            if self.tied.len() > MOST_KEYS {
                return Err(Wrong::Form);
            }
        }
        Ok(())
    }

    /// Takes what stands in a hole; what is told twice has to agree.
    pub(super) fn take(
        &mut self,
        data: &SchemeData<'_>,
        hole: &Hole,
        text: &str,
    ) -> Result<(), Wrong> {
        match &hole.what {
            What::Made => Ok(()),
            What::Template(parts) => {
                let text = undone(hole, text)?;
                let found = read(data, parts, &text).ok_or(Wrong::Form)?;
                found
                    .into_iter()
                    .try_for_each(|found| self.take(data, found.hole, found.text))
            }
            What::Object(members) => self.take_members(data, members, &undone(hole, text)?),
            What::Time(shift) => self.take_time(data, hole, text, *shift),
            What::Nonce => {
                let nonce = undone(hole, text)?;
                let other = self.nonce.replace(nonce.clone());
                agree(other, &nonce, "nonce")
            }
            What::Signature => {
                let signature = undone_bytes(&hole.undo, text)?;
                self.signatures
                    .push((signature, hole.node, inside(hole, text)?));
                Ok(())
            }
            What::Names(separator) => {
                let names = names(&undone(hole, text)?, separator)?;
                match self.signed_headers.replace(names) {
                    Some(other) if self.signed_headers.as_deref() != Some(&other) => {
                        Err(Wrong::Twice("the list of signed headers".to_owned()))
                    }
                    _ => Ok(()),
                }
            }
            What::Listed(index, separator) => {
                let listed = names(&undone(hole, text)?, separator)?.join(",");
                let other = self.setting(*index).map(str::to_owned);
                if other.is_none() {
                    self.settings.push((*index, listed.clone()));
                }
                let name = data.text(data.settings[usize::from(*index)].name);
                agree(other, &listed, name)
            }
            What::Credential(index) => self.take_credential(data, *index, undone(hole, text)?),
            What::Setting(index) => self.take_setting(data, *index, hole, text),
        }
    }

    fn take_credential(
        &mut self,
        data: &SchemeData<'_>,
        index: u16,
        value: String,
    ) -> Result<(), Wrong> {
        // No credential is empty: it is one that the sender does not have.
        if value.is_empty() {
            return Ok(());
        }
        let name = data.text(data.credentials[usize::from(index)].name);
        let other = self.credential_at(index).map(str::to_owned);
        agree(other.clone(), &value, name)?;
        if other.is_none() {
            self.credentials.push((index, name.to_owned(), value));
        }
        Ok(())
    }

    fn take_setting(
        &mut self,
        data: &SchemeData<'_>,
        index: u16,
        hole: &Hole,
        text: &str,
    ) -> Result<(), Wrong> {
        let setting = data.settings[usize::from(index)];
        let mut value = undone(hole, text)?;
        if setting.one_of.len > 0 {
            // Words such as an authorization scheme ignore case (RFC 9110, section 11.1).
            let mut choices = data.choices(setting.one_of);
            let choice = choices.find(|choice| choice.eq_ignore_ascii_case(&value));
            choice.ok_or(Wrong::Form)?.clone_into(&mut value);
            self.kept.push((hole.node, inside(hole, text)?));
        }
        if setting.exceeded(&value).is_some() {
            return Err(Wrong::Form);
        }
        let other = self.setting(index).map(str::to_owned);
        if other.is_none() {
            self.settings.push((index, value.clone()));
        }
        agree(other, &value, data.text(setting.name))
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
            for found in read(data, parts, &text).ok_or(Wrong::Form)? {
                self.take(data, found.hole, found.text)?;
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
        let Some(grain) = Grain::told(data, hole) else {
            return Ok(());
        };
        let time = hole.time(data, text).ok_or(Wrong::Form)?;
        let text = &*inside(hole, text)?;
        if let Some(kept) = self.kept_text(hole.node) {
            return if kept == text {
                Ok(())
            } else {
                Err(Wrong::Twice("the time".to_owned()))
            };
        }
        if self.told_by.is_none_or(|(_, known)| grain > known) {
            self.kept
                .retain(|(id, _)| self.told_by.is_none_or(|(coarser, _)| *id != coarser));
            self.told_by = Some((hole.node, grain));
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
