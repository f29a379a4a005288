//! What generated code asserts of a scheme that the macro could not read, because it is a type: at
//! compile time, in the words that the macro has for one that it could. Of a scheme whose file was
//! refused nothing is asserted: what is wrong has been said.

use signed_api_specs::data::{SchemeData, Setting, SettingKind, Text};

use crate::Preset;

/// Asserts that the scheme has a setting of this name, and that it may be this.
///
/// # Panics
///
/// With a sentence about what it is instead: at compile time, as the error of whoever wrote it.
#[track_caller]
pub const fn assert_given(data: &SchemeData<'_>, name: &str, given: &Preset) {
    if data.is_outline() {
        return;
    }
    let setting = known(data, name);
    match (setting.kind, given) {
        (SettingKind::Text, Preset::Text(text)) => {
            assert_choice(data, setting, text);
            assert_max(data, setting, text);
        }
        (SettingKind::List, Preset::List(_)) | (SettingKind::Switch, Preset::Switch(_)) => {}
        (kind, _) => {
            let is = match kind {
                SettingKind::Text => "a text: `\"...\"`",
                SettingKind::List => "a list of texts: `[\"...\"]`",
                SettingKind::Switch => "a switch: `true` or `false`",
            };
            panic!(
                "{}",
                Sentence::new().name(name).and(" is ").and(is).as_str()
            )
        }
    }
}

/// Asserts that the scheme has a setting of this name: what a parameter gives is checked at run time.
///
/// # Panics
///
/// With the names of those that it has.
#[track_caller]
pub const fn assert_known(data: &SchemeData<'_>, name: &str) {
    if !data.is_outline() {
        known(data, name);
    }
}

/// Asserts that all settings which the scheme leaves to the trait are among those given.
///
/// # Panics
///
/// With a sentence about the first that is not.
#[track_caller]
pub const fn assert_settled(data: &SchemeData<'_>, given: &[&str]) {
    let mut at = 0;
    while at < data.settings.len() && !data.is_outline() {
        let setting = &data.settings[at];
        let name = data.text(setting.name);
        let required = setting.by_trait && !setting.optional && setting.default.is_none();
        if required && !is_among(name, given) {
            let sentence = Sentence::of(data)
                .and(" needs the setting ")
                .name(name)
                .and(" here: write it after `scheme`, as `")
                .and(name)
                .and(" = \"...\"`");
            panic!("{}", sentence.as_str());
        }
        at += 1;
    }
}

/// The setting of this name.
#[track_caller]
const fn known<'a>(data: &SchemeData<'a>, name: &str) -> &'a Setting {
    let mut at = 0;
    while at < data.settings.len() {
        let setting = &data.settings[at];
        if is(data.text(setting.name), name) {
            return setting;
        }
        at += 1;
    }
    let mut sentence = Sentence::of(data).and(" has no setting ").name(name);
    if let Some(near) = data.setting_near(name) {
        let sentence = sentence
            .and("; did you mean ")
            .name(data.text(near.name))
            .and("?");
        panic!("{}", sentence.as_str());
    }
    sentence = sentence.and(if data.settings.is_empty() {
        "; it has none"
    } else {
        "; it has "
    });
    let mut at = 0;
    while at < data.settings.len() {
        sentence = sentence.item(at, data.text(data.settings[at].name));
        at += 1;
    }
    panic!("{}", sentence.as_str())
}

#[track_caller]
const fn assert_choice(data: &SchemeData<'_>, setting: &Setting, text: &str) {
    let (_, choices) = data.choices.split_at(setting.one_of.at as usize);
    let (choices, _) = choices.split_at(setting.one_of.len as usize);
    if choices.is_empty() || is_one_of(data, choices, text) {
        return;
    }
    let mut sentence = Sentence::new().name(data.text(setting.name));
    sentence = sentence.and(" is one of ");
    let mut at = 0;
    while at < choices.len() {
        sentence = sentence.item(at, data.text(choices[at]));
        at += 1;
    }
    panic!("{}", sentence.as_str())
}

#[track_caller]
const fn assert_max(data: &SchemeData<'_>, setting: &Setting, text: &str) {
    let Some(max) = setting.max else { return };
    match u32::from_str_radix(text, 10) {
        Ok(number) if number <= max && text.as_bytes()[0] != b'+' => {}
        _ => {
            let sentence = Sentence::new().name(data.text(setting.name));
            let sentence = sentence.and(" is a whole number up to ").number(max);
            panic!("{}", sentence.as_str())
        }
    }
}

const fn is_one_of(data: &SchemeData<'_>, choices: &[Text], text: &str) -> bool {
    let mut at = 0;
    while at < choices.len() {
        if is(data.text(choices[at]), text) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_among(name: &str, names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is(name, names[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// `==` is not for constants yet.
const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// A text made at compile time, where nothing can be allocated.
struct Sentence {
    bytes: [u8; 512],
    len: usize,
}

impl Sentence {
    const fn new() -> Self {
        Self {
            bytes: [0; 512],
            len: 0,
        }
    }

    /// It begins with the scheme.
    const fn of(data: &SchemeData<'_>) -> Self {
        Self::new().and("scheme ").name(data.name)
    }

    const fn name(self, name: &str) -> Self {
        self.and("`").and(name).and("`")
    }

    /// One of several names.
    const fn item(self, index: usize, name: &str) -> Self {
        self.and(if index == 0 { "" } else { ", " }).name(name)
    }

    const fn number(self, number: u32) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let more = if number < 10 {
            self
        } else {
            self.number(number / 10)
        };
        more.and(DIGITS[(number % 10) as usize])
    }

    /// Appends what there is room for.
    const fn and(mut self, more: &str) -> Self {
        let more = more.as_bytes();
        let mut at = 0;
        while at < more.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = more[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "the settings are not those of the scheme",
        }
    }
}
