//! Credentials and settings: from the arguments, else from the environment.

use std::collections::BTreeMap;

use signed_api_reader::did_you_mean;
use signed_api_specs::data::{Known, SchemeData, Setting, SettingKind, Value, Values};

/// What credentials and settings are wanted for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Signing,
    /// What the scheme takes from the request need not be given.
    Verifying,
}

/// A value of a kind.
enum Owned {
    Text(String),
    List(Vec<String>),
    Switch(bool),
}

/// Credentials and settings by name.
pub(crate) struct Given(BTreeMap<String, Owned>);

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        Some(match self.0.get(name)? {
            Owned::Text(text) => Value::Text(text),
            Owned::List(items) => Value::List(items),
            Owned::Switch(on) => Value::Switch(*on),
        })
    }
}

/// What is found, and everything that is wrong with it.
pub(crate) struct Finding<'f> {
    data: &'f SchemeData<'f>,
    purpose: Purpose,
    environment: &'f dyn Fn(&str) -> Option<String>,
    values: BTreeMap<String, Owned>,
    problems: Vec<String>,
}

impl<'f> Finding<'f> {
    /// Nothing yet.
    pub(crate) fn new(
        data: &'f SchemeData<'f>,
        purpose: Purpose,
        environment: &'f dyn Fn(&str) -> Option<String>,
    ) -> Self {
        Self {
            data,
            purpose,
            environment,
            values: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// Takes the arguments, each `NAME=VALUE`, and from the environment what they do not say.
    ///
    /// # Errors
    ///
    /// Everything that is unknown, wrong or missing, a line each. No message holds a value.
    pub(crate) fn with(
        mut self,
        credentials: &[String],
        settings: &[String],
    ) -> Result<Given, String> {
        for argument in credentials {
            self.credential(argument);
        }
        for argument in settings {
            self.setting(argument);
        }
        if self.problems.is_empty() {
            self.credentials_left();
            self.settings_left();
        }
        let given = Given(self.values);
        if let Err(error) = self.data.assert_bare(&given) {
            self.problems.push(error.to_string());
        }
        if self.problems.is_empty() {
            Ok(given)
        } else {
            Err(self.problems.join("\n"))
        }
    }

    fn credential(&mut self, argument: &str) {
        let data = self.data;
        let known = data.credentials.iter().map(|one| data.text(one.name));
        let known: Vec<&str> = known.collect();
        let Some((name, value)) = self.pair(argument, "credential", &known) else {
            return;
        };
        if value.is_empty() {
            self.problems
                .push(format!("the credential `{name}` is empty"));
        } else if self.values.contains_key(name) {
            self.problems
                .push(format!("the credential `{name}` is given twice"));
        } else {
            self.values
                .insert(name.to_owned(), Owned::Text(value.to_owned()));
        }
    }

    fn setting(&mut self, argument: &str) {
        let data = self.data;
        let known = data.settings.iter().map(|one| data.text(one.name));
        let known: Vec<&str> = known.collect();
        let Some((name, value)) = self.pair(argument, "setting", &known) else {
            return;
        };
        let one = data
            .settings
            .iter()
            .zip(&known)
            .find(|(_, known)| **known == name);
        if let Some((setting, _)) = one {
            self.settle(setting, value, &format!("the setting `{name}`"));
        }
    }

    /// Name and value, if the scheme has one of this name.
    fn pair<'a>(
        &mut self,
        argument: &'a str,
        what: &str,
        known: &[&str],
    ) -> Option<(&'a str, &'a str)> {
        // What is no pair may be a secret, so it is not repeated.
        let Some((name, value)) = argument.split_once('=') else {
            self.problems.push(format!(
                "a {what} is given as `--{what} NAME=VALUE`, and one has no `=`"
            ));
            return None;
        };
        if known.contains(&name) {
            return Some((name, value));
        }
        let scheme = self.data.name;
        let near = did_you_mean(name, known.iter().copied());
        // Base64 ends with `=`: what has not the form of a name may be a secret, too.
        let shown = if near.is_empty() && !is_name(name) {
            "of that name".to_owned()
        } else {
            format!("`{name}`")
        };
        let hint = if near.is_empty() { listed(known) } else { near };
        self.problems
            .push(format!("scheme `{scheme}` has no {what} {shown}{hint}"));
        None
    }

    /// Keeps the value of a setting, if it may have it; `what` is what to call it.
    fn settle(&mut self, setting: &Setting, text: &str, what: &str) {
        let data = self.data;
        let name = data.text(setting.name).to_owned();
        let choices: Vec<&str> = data.choices(setting.one_of).collect();
        let again = self.values.get_mut(&name);
        let value = match (setting.kind, text) {
            (SettingKind::List, _) => {
                let items = text.split(',').map(|item| item.trim().to_owned());
                if let Some(Owned::List(more)) = again {
                    return more.extend(items);
                }
                Owned::List(items.collect())
            }
            _ if again.is_some() => return self.problems.push(format!("{what} is given twice")),
            (SettingKind::Switch, "true" | "false") => Owned::Switch(text == "true"),
            (SettingKind::Switch, _) => {
                return self.problems.push(format!("{what} is `true` or `false`"));
            }
            (SettingKind::Text, _) if setting.exceeded(text).is_some() => {
                let max = setting.max.unwrap_or_default();
                return self
                    .problems
                    .push(format!("{what} is a whole number up to {max}"));
            }
            (SettingKind::Text, _) if choices.is_empty() || choices.contains(&text) => {
                Owned::Text(text.to_owned())
            }
            (SettingKind::Text, _) => {
                let choices = choices.join("`, `");
                return self.problems.push(format!("{what} is one of `{choices}`"));
            }
        };
        self.values.insert(name, value);
    }

    /// The credentials that no argument gave.
    fn credentials_left(&mut self) {
        let data = self.data;
        for one in data.credentials {
            let name = data.text(one.name);
            let variable = data.variable(one.name, one.env);
            if self.values.contains_key(name) {
                continue;
            }
            match (self.environment)(&variable) {
                Some(value) if value.is_empty() => {
                    self.problems.push(format!("`{variable}` is set and empty"));
                }
                Some(value) => drop(self.values.insert(name.to_owned(), Owned::Text(value))),
                None if one.optional => {}
                None => self.problems.push(format!(
                    "the credential `{name}` is missing: give `--credential {name}=…`, or set `{variable}`"
                )),
            }
        }
    }

    /// The settings that no argument gave. As for a client, the environment is asked for those
    /// that have to be said and are not the trait's.
    fn settings_left(&mut self) {
        let data = self.data;
        for one in data.settings {
            let name = data.text(one.name);
            let told = one.known == Known::ByRequest && self.purpose == Purpose::Verifying;
            let needed = !one.optional && one.default.is_none() && !told;
            if self.values.contains_key(name) || !needed {
                continue;
            }
            let variable = data.variable(one.name, one.env);
            let found = (self.environment)(&variable).filter(|_| !one.by_trait);
            match found {
                Some(value) => self.settle(one, &value, &format!("`{variable}`")),
                None if one.by_trait => {
                    self.problems.push(format!("the setting `{name}` is missing: give `--setting {name}=…`"));
                }
                None => self.problems.push(format!(
                    "the setting `{name}` is missing: give `--setting {name}=…`, or set `{variable}`"
                )),
            }
        }
    }
}

/// Whether a text has the form that names have.
fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.bytes().all(fits)
}

fn listed(known: &[&str]) -> String {
    if known.is_empty() {
        "; it has none".to_owned()
    } else {
        format!("; it has `{}`", known.join("`, `"))
    }
}
