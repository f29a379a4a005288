//! Connection strings: what stands in them beside credentials.

use signed_api_specs::data::{Connection, ENDPOINT, Run};

use super::Check;
use crate::document::{Field, Key};
use crate::draft::{Change, CredentialDraft, SettingDraft};
use crate::lower::index;

impl Check<'_> {
    /// A connection string holds the endpoint, and all that is needed beside it.
    pub(super) fn connection_string(&mut self) {
        let draft = self.draft;
        let all = credentials(&draft.credentials);
        let members: Vec<&Field> = all.filter_map(|(_, one)| one.member.as_ref()).collect();
        self.members(&members);
        if members.is_empty() {
            if let Some(connection) = &draft.connection {
                let message = "`[connection]` says more of a connection string, and no credential has a `member` of one";
                self.error(&connection.place, message);
            }
            return;
        }
        for (key, credential) in credentials(&draft.credentials) {
            if credential.member.is_none() && !credential.optional {
                self.lacks(key);
            }
        }
        for (key, change) in &draft.settings {
            if change.set().is_some_and(is_required) {
                self.lacks(key);
            }
        }
        let connection = draft.connection.as_ref();
        let endpoints = connection.and_then(|connection| connection.endpoint.as_deref());
        let env = connection.and_then(|connection| connection.env.as_ref());
        self.lower.scheme.connection = Some(Connection {
            endpoints: self.endpoints(endpoints, &members),
            env: env.map(|env| self.lower.text(&env.text)),
        });
    }

    fn members(&mut self, members: &[&Field]) {
        for (at, member) in members.iter().enumerate() {
            if !is_word(&member.text) {
                self.error(&member.place, WORD);
            } else if is_among(&member.text, &members[..at]) {
                let message = format!("`{}` is a member already, in capitals or not", member.text);
                self.error(&member.place, message);
            }
        }
    }

    /// The members of which one says where the API is.
    fn endpoints(&mut self, own: Option<&[Field]>, members: &[&Field]) -> Run {
        let at = index(self.lower.scheme.choices.len());
        let names: Vec<&str> = match own {
            Some(own) => own.iter().map(|field| field.text.as_str()).collect(),
            None => vec![ENDPOINT],
        };
        for field in own.unwrap_or_default() {
            if !is_word(&field.text) {
                self.error(&field.place, WORD);
            }
        }
        for member in members {
            if names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&member.text))
            {
                let message = format!(
                    "`{}` is where the API is, in every connection string, and no credential",
                    member.text.to_ascii_lowercase()
                );
                self.error(&member.place, message);
            }
        }
        for name in &names {
            let text = self.lower.text(name);
            self.lower.scheme.choices.push(text);
        }
        Run {
            at,
            len: index(names.len()),
        }
    }

    fn lacks(&mut self, key: &Key) {
        let message = format!(
            "`{}` stands in no connection string, and others have a `member` of one: all that has to be given does, or none",
            key.name
        );
        self.error(&key.place, message);
    }
}

/// What no name of a member is.
const WORD: &str = "a member of a connection string is a word: no blanks, no `=` and no `;`";

fn is_word(member: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || "=;".contains(c);
    !member.is_empty() && !member.contains(blank)
}

fn is_among(member: &str, others: &[&Field]) -> bool {
    let mut others = others.iter();
    others.any(|other| other.text.eq_ignore_ascii_case(member))
}

fn credentials(
    all: &[(Key, Change<CredentialDraft>)],
) -> impl Iterator<Item = (&Key, &CredentialDraft)> {
    let set = |(key, change)| Some((key, Change::set(change)?));
    all.iter()
        .map(|(key, change)| (key, change))
        .filter_map(set)
}

/// Whoever makes a client has to say it.
fn is_required(setting: &SettingDraft) -> bool {
    setting.default.is_none() && !setting.optional && setting.by.is_none()
}
