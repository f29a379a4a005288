//! `[credentials]`, `[settings]`, `[let]`: what a file gives names to.

use signed_api_specs::data::{Credential, Known, Run, Setting, SettingKind, Text};

use super::Check;
use crate::document::{Field, Item, Key};
use crate::draft::{Change, CredentialDraft, SettingDraft};
use crate::lower::{LetState, Named, NamedValue, index, is_taken};
use crate::problem::did_you_mean;

impl Check<'_> {
    /// Declares credentials, settings and named values; no name may be taken.
    pub(super) fn names(&mut self) {
        let draft = self.draft;
        for (key, change) in &draft.credentials {
            if let Change::Set(credential) = change {
                let named = Named::Credential(index(self.lower.scheme.credentials.len()));
                let credential = self.credential(key, credential);
                self.lower.scheme.credentials.push(credential);
                self.declare(key, named);
            }
        }
        for (key, change) in &draft.settings {
            if let Change::Set(setting) = change {
                let named = Named::Setting(index(self.lower.scheme.settings.len()));
                let setting = self.setting(key, setting);
                self.lower.scheme.settings.push(setting);
                self.declare(key, named);
            }
        }
        for (key, change) in &draft.lets {
            if let Change::Set(named_value) = change {
                let named = Named::Let(index(self.lower.lets.len()));
                self.lower.lets.push(NamedValue {
                    key: key.clone(),
                    draft: named_value.clone(),
                    state: LetState::Waiting,
                });
                self.declare(key, named);
            }
        }
    }

    fn declare(&mut self, key: &Key, named: Named) {
        let name = key.name.as_str();
        if !is_name(name) {
            let message =
                format!("`{name}` is no name here: small letters, digits and `_`, a letter first");
            self.error(&key.place, message);
            return;
        }
        let taken = is_taken(name).filter(|_| !self.is_reached(name, named));
        if let Some(what) = taken {
            let other = match name {
                "or" => "either".to_owned(),
                "signature" => "mac".to_owned(),
                _ => format!("signature_{name}"),
            };
            let qualified = match named {
                Named::Setting(_) if name != "settings" => {
                    format!(", or use it as `settings.{name}`")
                }
                _ => String::new(),
            };
            let message =
                format!("`{name}` is {what}; choose another name, as `{other}`{qualified}");
            self.error(&key.place, message);
            return;
        }
        if let Some((earlier, _)) = self.lower.names.get(name) {
            let section = match earlier {
                Named::Credential(_) => "[credentials]",
                Named::Setting(_) => "[settings]",
                Named::Let(_) => "[let]",
            };
            let message = format!("`{name}` stands in `{section}` already; a name means one thing");
            self.error(&key.place, message);
            return;
        }
        let declared = (named, key.clone());
        self.lower.names.insert(name.to_owned(), declared);
    }

    /// Whether a setting of a name that is taken is meant all the same: as `settings.NAME`, or as a
    /// list of names, where nothing else can stand.
    fn is_reached(&self, name: &str, named: Named) -> bool {
        let qualified = format!("settings.{name}");
        let listed = [format!("{{{name}}}"), format!("{{{name}?}}")];
        let mut templates = self.draft.templates().into_iter();
        let mut headers = self.draft.signature.signed_headers().iter();
        matches!(named, Named::Setting(_))
            && (headers.any(|field| listed.contains(&field.text))
                || templates.any(|field| field.text.contains(&qualified)))
    }

    fn credential(&mut self, key: &Key, draft: &CredentialDraft) -> Credential {
        if draft.sent && !draft.secret {
            let message = format!(
                "`{}` is no secret, so it needs no `sent`; take it out, or add `secret = true`",
                key.name
            );
            self.error(&key.place, message);
        }
        Credential {
            name: self.lower.text(&key.name),
            secret: draft.secret,
            sent: draft.sent,
            optional: draft.optional,
            env: self.optional_text(draft.env.as_ref()),
            member: self.optional_text(draft.member.as_ref()),
            chosen: draft.chosen,
            doc: self.optional_text(draft.doc.as_ref()),
        }
    }

    fn optional_text(&mut self, field: Option<&Field>) -> Option<Text> {
        field.map(|field| self.lower.text(&field.text))
    }

    fn setting(&mut self, key: &Key, draft: &SettingDraft) -> Setting {
        let kind = match (&draft.default, draft.list) {
            (_, true) => SettingKind::List,
            (Some(Item::Switch(..)), false) => SettingKind::Switch,
            _ => SettingKind::Text,
        };
        let by_trait = draft.by.as_ref().is_some_and(|by| by.text == "trait");
        if let Some(by) = draft.by.as_ref().filter(|_| !by_trait) {
            self.error(&by.place, "`by` knows one word: `by = \"trait\"`");
        }
        if draft.default.is_some() && draft.optional {
            let message = format!(
                "`{}` has a default, so it is never absent; take `optional` out",
                key.name
            );
            self.error(&key.place, message);
        }
        self.tried(key, draft);
        Setting {
            name: self.lower.text(&key.name),
            kind,
            default: self.default(key, draft),
            optional: draft.optional && draft.default.is_none(),
            one_of: self.choices(draft, kind),
            max: self.max(key, draft, kind),
            known: match (draft.from_request, draft.tried) {
                (true, _) => Known::ByRequest,
                (_, true) => Known::ByTrying,
                _ => Known::ByOwner,
            },
            by_trait,
            env: self.optional_text(draft.env.as_ref()),
            doc: self.optional_text(draft.doc.as_ref()),
        }
    }

    /// The greatest number that a text may be.
    fn max(&mut self, key: &Key, draft: &SettingDraft, kind: SettingKind) -> Option<u32> {
        let (max, place) = draft.max.clone()?;
        let name = &key.name;
        let fits = |text: &str| text.parse().is_ok_and(|number: u32| number <= max);
        let (place, message) = match &draft.default {
            _ if kind == SettingKind::List => (
                &place,
                format!("`{name}` is a list, and `max` is that of one number; take `max` out"),
            ),
            _ if kind == SettingKind::Switch => {
                (&place, format!("`{name}` is on or off; take `max` out"))
            }
            _ if draft.one_of.is_some() => (
                &place,
                format!("`{name}` is one of `one_of` already; take `max` out"),
            ),
            Some(Item::Text(default)) if !fits(&default.text) => (
                &default.place,
                format!("the default of `{name}` is no whole number up to its `max`"),
            ),
            _ => return Some(max),
        };
        self.error(place, message);
        None
    }

    /// A verifier tries few readings: those of one setting, which nothing tells.
    fn tried(&mut self, key: &Key, draft: &SettingDraft) {
        if !draft.tried {
            return;
        }
        let mut settings = self.draft.settings.iter();
        let first = settings.find_map(|(key, change)| match change {
            Change::Set(setting) if setting.tried => Some(&key.name),
            _ => None,
        });
        let name = &key.name;
        let message = match first {
            _ if draft.one_of.is_none() => {
                format!("`{name}` is tried with each of its `one_of`, and has none")
            }
            _ if draft.from_request => {
                format!("`{name}` is read from the request, so there is nothing to try")
            }
            _ if draft.default.is_none() && !draft.optional => {
                format!(
                    "`{name}` is tried where nobody has given it; say `optional = true` or a `default`"
                )
            }
            Some(first) if first != name => {
                format!("one setting may be tried, and `{first}` is already")
            }
            _ => return,
        };
        self.error(&key.place, message);
    }

    fn default(&mut self, key: &Key, draft: &SettingDraft) -> Option<Text> {
        let default = draft.default.as_ref()?;
        let message = match default {
            _ if draft.list => {
                "a list has no default; say `optional = true` if it may be left out".to_owned()
            }
            Item::Text(field) => {
                self.one_of_choices(key, field, draft);
                return Some(self.lower.text(&field.text));
            }
            Item::Switch(on, _) => return Some(self.lower.text(&on.to_string())),
            Item::Integer(number, _) => {
                format!("numbers are text here: `default = \"{number}\"`")
            }
            other => format!(
                "`default` is text, `true` or `false`, and this is {}",
                other.kind()
            ),
        };
        self.error(default.place(), message);
        // There would be one, so nobody has to give it.
        Some(self.lower.text(""))
    }

    fn one_of_choices(&mut self, key: &Key, default: &Field, draft: &SettingDraft) {
        let Some(one_of) = draft.one_of.as_ref().filter(|one_of| !one_of.is_empty()) else {
            return;
        };
        if one_of.iter().any(|one| one.text == default.text) {
            return;
        }
        let near = did_you_mean(&default.text, one_of.iter().map(|one| one.text.as_str()));
        let message = format!("the default of `{}` is not in its `one_of`{near}", key.name);
        self.error(&default.place, message);
    }

    fn choices(&mut self, draft: &SettingDraft, kind: SettingKind) -> Run {
        let one_of = draft.one_of.as_deref();
        match (one_of, &draft.default) {
            (Some([]), Some(default)) => {
                self.error(
                    default.place(),
                    "`one_of` lists nothing, so no default can be in it",
                );
            }
            (Some(_), Some(default)) if kind == SettingKind::Switch => {
                let message = "a switch is on or off; take `one_of` out";
                self.error(default.place(), message);
            }
            _ => {}
        }
        let one_of = one_of.unwrap_or_default();
        let at = index(self.lower.scheme.choices.len());
        for choice in one_of {
            let text = self.lower.text(&choice.text);
            self.lower.scheme.choices.push(text);
        }
        Run {
            at,
            len: index(one_of.len()),
        }
    }
}

fn is_name(name: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(belongs)
}
