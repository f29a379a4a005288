//! Credentials and settings of an example.

use std::collections::BTreeMap;

use signed_api_specs::data::{SettingKind, Value, Values};

use super::Example;
use crate::document::{Item, Key};
use crate::problem::did_you_mean;

#[derive(Default)]
pub(super) struct Given(BTreeMap<String, Owned>);

enum Owned {
    Text(String),
    List(Vec<String>),
    Switch(bool),
}

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        Some(match self.0.get(name)? {
            Owned::Text(text) => Value::Text(text),
            Owned::List(items) => Value::List(items),
            Owned::Switch(on) => Value::Switch(*on),
        })
    }
}

impl Example<'_> {
    /// What is given, if all of it is known and of the right kind.
    pub(super) fn given(&mut self) -> Option<Given> {
        let (data, draft) = (*self.data, self.draft);
        let found = self.findings.count();
        let mut given = Given::default();
        let names = data.credentials.iter().map(|one| data.text(one.name));
        let names: Vec<&str> = names.collect();
        for (key, field) in &draft.credentials {
            if self.known(key, &names, "credential") {
                let text = Owned::Text(field.text.clone());
                given.0.insert(key.name.clone(), text);
            }
        }
        let names = data.settings.iter().map(|one| data.text(one.name));
        let names: Vec<&str> = names.collect();
        for (key, item) in &draft.settings {
            if !self.known(key, &names, "setting") {
                continue;
            }
            let setting = data.settings.iter();
            let setting = setting.zip(&names).find(|(_, name)| **name == key.name);
            let kind = setting.map_or(SettingKind::Text, |(setting, _)| setting.kind);
            match owned(item, kind) {
                Ok(value) => drop(given.0.insert(key.name.clone(), value)),
                Err(wanted) => {
                    let message =
                        format!("`{}` is {wanted}, and this is {}", key.name, item.kind());
                    self.findings.error(&key.place_of(item), message);
                }
            }
        }
        (self.findings.count() == found).then_some(given)
    }

    fn known(&mut self, key: &Key, names: &[&str], what: &str) -> bool {
        if names.contains(&key.name.as_str()) {
            return true;
        }
        let near = did_you_mean(&key.name, names.iter().copied());
        let message = format!("the scheme has no {what} `{}`{near}", key.name);
        self.findings.error(&key.place, message);
        false
    }
}

/// The value of a setting of a kind, or what that kind wants.
fn owned(item: &Item, kind: SettingKind) -> Result<Owned, &'static str> {
    match (kind, item) {
        (SettingKind::Text, Item::Text(field)) => Ok(Owned::Text(field.text.clone())),
        (SettingKind::Text, _) => Err("text"),
        (SettingKind::Switch, Item::Switch(on, _)) => Ok(Owned::Switch(*on)),
        (SettingKind::Switch, _) => Err("`true` or `false`"),
        (SettingKind::List, Item::List(items, _)) => {
            let texts = items.iter().map(|item| match item {
                Item::Text(field) => Some(field.text.clone()),
                _ => None,
            });
            let texts = texts.collect::<Option<_>>();
            texts.map(Owned::List).ok_or("a list of texts")
        }
        (SettingKind::List, _) => Err("a list of texts"),
    }
}
