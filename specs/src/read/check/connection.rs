//! Credentials that stand in a connection string: `endpoint=https://…;accesskey=…`.

use super::Check;
use crate::data::ENDPOINT;
use crate::read::document::{Field, Key};
use crate::read::draft::{Change, CredentialDraft, SettingDraft};

impl Check<'_> {
    /// A connection string holds the endpoint, and all that is needed beside it.
    pub(super) fn connection_string(&mut self) {
        let draft = self.draft;
        let mut members: Vec<&Field> = Vec::new();
        for (_, credential) in credentials(&draft.credentials) {
            let Some(member) = &credential.member else {
                continue;
            };
            if let Some(message) = wrong(&member.text) {
                self.error(&member.place, message);
            } else if members
                .iter()
                .any(|other| other.text.eq_ignore_ascii_case(&member.text))
            {
                let message = format!("`{}` is a member already, in capitals or not", member.text);
                self.error(&member.place, message);
            }
            members.push(member);
        }
        if members.is_empty() {
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
    }

    fn lacks(&mut self, key: &Key) {
        let message = format!(
            "`{}` stands in no connection string, and others have a `member` of one: all that has to be given does, or none",
            key.name
        );
        self.error(&key.place, message);
    }
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

/// Why no connection string has such a member.
fn wrong(member: &str) -> Option<String> {
    let blank = |c: char| c.is_whitespace() || "=;".contains(c);
    if member.is_empty() || member.contains(blank) {
        return Some(
            "a member of a connection string is a word: no blanks, no `=` and no `;`".to_owned(),
        );
    }
    member.eq_ignore_ascii_case(ENDPOINT).then(|| {
        format!("`{ENDPOINT}` is where the API is, in every connection string, and no credential")
    })
}
