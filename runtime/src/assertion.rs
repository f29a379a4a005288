//! What generated code asserts of a scheme that the macro could not read: at compile time.

use signed_api_specs::data::{SchemeData, SettingKind, Text};

/// Whether the scheme has a setting of this name and kind.
pub const fn has_setting(data: &SchemeData<'_>, name: &str, kind: SettingKind) -> bool {
    let mut at = 0;
    while at < data.settings.len() {
        let setting = &data.settings[at];
        if is(data, setting.name, name) {
            return setting.kind as u8 == kind as u8;
        }
        at += 1;
    }
    false
}

/// Whether the scheme has a setting of this name: what a parameter gives is checked at run time.
pub const fn knows_setting(data: &SchemeData<'_>, name: &str) -> bool {
    has_setting(data, name, SettingKind::Text)
        || has_setting(data, name, SettingKind::List)
        || has_setting(data, name, SettingKind::Switch)
}

/// Asserts that all settings which the scheme leaves to the trait are among those given.
///
/// # Panics
///
/// With a sentence about the first that is not: at compile time, as the error of whoever forgot it.
pub const fn assert_settled(data: &SchemeData<'_>, given: &[&str]) {
    let mut at = 0;
    while at < data.settings.len() {
        let setting = &data.settings[at];
        let required = setting.by_trait && !setting.optional && setting.default.is_none();
        if required && !is_among(data, setting.name, given) {
            let sentence = Sentence::new()
                .and(b"scheme `")
                .and(data.name.as_bytes())
                .and(b"` needs the setting `")
                .and(bytes(data, setting.name))
                .and(b"` here: write it after `scheme`, as `")
                .and(bytes(data, setting.name))
                .and(b" = \"...\"`");
            panic!("{}", sentence.as_str());
        }
        at += 1;
    }
}

const fn is_among(data: &SchemeData<'_>, text: Text, names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is(data, text, names[at]) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is(data: &SchemeData<'_>, text: Text, name: &str) -> bool {
    let (one, other) = (bytes(data, text), name.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

const fn bytes<'a>(data: &SchemeData<'a>, text: Text) -> &'a [u8] {
    data.text
        .as_bytes()
        .split_at(text.at as usize)
        .1
        .split_at(text.len as usize)
        .0
}

/// A text made at compile time, where nothing can be allocated.
struct Sentence {
    bytes: [u8; 256],
    len: usize,
}

impl Sentence {
    const fn new() -> Self {
        Self {
            bytes: [0; 256],
            len: 0,
        }
    }

    /// Appends what there is room for.
    const fn and(mut self, more: &[u8]) -> Self {
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
            Err(_) => "a setting that the scheme leaves to the trait is missing",
        }
    }
}
