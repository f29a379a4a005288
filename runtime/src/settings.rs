//! The settings of a scheme that a request carries with it.

use std::fmt;

use signed_api_specs::data::{SchemeData, Setting as Declared, SettingKind, Value};
use smallvec::SmallVec;

/// The value of a setting: a text, several texts, or a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// One text. Numbers are text too.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// On or off.
    Switch(bool),
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Setting {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Setting {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl From<&[&str]> for Setting {
    fn from(list: &[&str]) -> Self {
        Self::List(list.iter().map(|&text| text.to_owned()).collect())
    }
}

impl<const N: usize> From<[&str; N]> for Setting {
    fn from(list: [&str; N]) -> Self {
        Self::from(list.as_slice())
    }
}

impl From<bool> for Setting {
    fn from(on: bool) -> Self {
        Self::Switch(on)
    }
}

/// A setting that stands in the description of a call, as a constant.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Preset {
    /// One text.
    Text(&'static str),
    /// Several texts.
    List(&'static [&'static str]),
    /// On or off.
    Switch(bool),
}

impl From<Preset> for Setting {
    fn from(preset: Preset) -> Self {
        match preset {
            Preset::Text(text) => text.into(),
            Preset::List(list) => list.into(),
            Preset::Switch(on) => on.into(),
        }
    }
}

/// Settings by name; a later value of a name replaces an earlier one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings(Vec<(String, Setting)>);

/// The places of settings in a scheme, as [`SchemeData::place_of`] counts; `None` for one that it
/// does not have.
pub(crate) type Places = SmallVec<[Option<usize>; 4]>;

impl Settings {
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<Setting>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// What these say goes over what `self` says.
    pub(crate) fn extend(&mut self, nearer: Self) {
        for (name, value) in nearer.0 {
            self.set(name, value);
        }
    }

    pub(crate) fn value(&self, name: &str) -> Option<Value<'_>> {
        let mut names = self.0.iter().map(|(known, _)| known);
        self.value_of(names.position(|known| known == name)?)
    }

    /// The value of the one with this index.
    pub(crate) fn value_of(&self, index: usize) -> Option<Value<'_>> {
        self.0.get(index).map(|(_, value)| match value {
            Setting::Text(text) => Value::Text(text),
            Setting::List(list) => Value::List(list),
            Setting::Switch(on) => Value::Switch(*on),
        })
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a scheme has each of these. Mostly there are none.
    #[inline]
    pub(crate) fn places(&self, data: &SchemeData<'_>) -> Places {
        if self.is_empty() {
            return Places::new_const();
        }
        self.places_of_some(data)
    }

    fn places_of_some(&self, data: &SchemeData<'_>) -> Places {
        // Quicker than `collect`, which asks how many there may be.
        let mut places = Places::new_const();
        for (name, _) in &self.0 {
            places.push(data.place_of_setting(name));
        }
        places
    }

    /// Those that a scheme has.
    pub(crate) fn known_to(&self, data: &SchemeData<'_>) -> Self {
        let known = self
            .0
            .iter()
            .filter(|(name, _)| data.place_of_setting(name).is_some());
        Self(known.cloned().collect())
    }

    /// What is wrong with these under a scheme: the first of it.
    pub(crate) fn problem(&self, data: &SchemeData<'_>) -> Option<Problem> {
        self.problem_at(data, &self.places(data))
    }

    /// The same, of settings whose places are known.
    #[inline]
    pub(crate) fn problem_at(&self, data: &SchemeData<'_>, places: &Places) -> Option<Problem> {
        let mut settings = self.0.iter().zip(places);
        settings.find_map(|((name, value), place)| {
            let declared = place.map(|place| &data.settings[place - data.credentials.len()]);
            problem(data, declared, name, value)
        })
    }
}

/// A setting that its scheme does not know, or knows otherwise: one sentence.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The declaration of a setting.
pub(crate) fn declared<'a>(data: &SchemeData<'a>, name: &str) -> Option<&'a Declared> {
    data.settings
        .iter()
        .find(|setting| data.text(setting.name) == name)
}

fn problem(
    data: &SchemeData<'_>,
    declared: Option<&Declared>,
    name: &str,
    value: &Setting,
) -> Option<Problem> {
    let Some(declared) = declared else {
        return Some(Problem(format!(
            "scheme `{}` has no setting `{name}`{}",
            data.name,
            known(data)
        )));
    };
    let wants = match (declared.kind, value) {
        (SettingKind::Text, Setting::Text(text)) => {
            return not_a_choice(data, declared, name, text)
                .or_else(|| too_great(data, declared, name, text));
        }
        (SettingKind::List, Setting::List(_)) | (SettingKind::Switch, Setting::Switch(_)) => {
            return None;
        }
        (SettingKind::Text, _) => "a text",
        (SettingKind::List, _) => "a list of texts",
        (SettingKind::Switch, _) => "`true` or `false`",
    };
    Some(Problem(format!(
        "setting `{name}` of scheme `{}` is {wants}",
        data.name
    )))
}

fn known(data: &SchemeData<'_>) -> String {
    let names: Vec<_> = data
        .settings
        .iter()
        .map(|s| format!("`{}`", data.text(s.name)))
        .collect();
    if names.is_empty() {
        "; it has none".to_owned()
    } else {
        format!("; it has {}", names.join(", "))
    }
}

fn too_great(
    data: &SchemeData<'_>,
    declared: &Declared,
    name: &str,
    text: &str,
) -> Option<Problem> {
    let max = declared.exceeded(text)?;
    Some(Problem(format!(
        "setting `{name}` of scheme `{}` is a whole number up to {max}: {}",
        data.name, data.page
    )))
}

fn not_a_choice(
    data: &SchemeData<'_>,
    declared: &Declared,
    name: &str,
    text: &str,
) -> Option<Problem> {
    let mut choices = data.choices(declared.one_of);
    if declared.one_of.len == 0 || choices.any(|choice| choice == text) {
        return None;
    }
    let choices: Vec<_> = data.choices(declared.one_of).collect();
    let choices = choices.join("`, `");
    Some(Problem(format!(
        "setting `{name}` of scheme `{}` is one of `{choices}`",
        data.name
    )))
}
