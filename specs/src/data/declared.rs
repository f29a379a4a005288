//! What a file declares and its callers give: credentials, settings, and how long a request
//! counts.

use super::{Id, Run, SchemeData, Text};

/// Where a nonce comes from if the caller gives none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonceKind {
    /// 32 hexadecimal digits, from the system's source of randomness.
    #[default]
    Random,
    /// A random UUID (version 4).
    Uuid,
    /// Unix time in milliseconds, never the same twice.
    Increasing,
    /// From the caller alone: there may be none.
    Given,
}

/// A credential that the scheme asks for.
#[derive(Clone, Copy, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a key that is on or off"
)]
pub struct Credential {
    /// Its name in the file.
    pub name: Text,
    /// Never shown.
    pub secret: bool,
    /// A secret that goes over the wire as it is.
    pub sent: bool,
    /// May be missing.
    pub optional: bool,
    /// The environment variable that holds it, if the file names one.
    pub env: Option<Text>,
    /// Its name in a connection string, if it stands in one.
    pub member: Option<Text>,
    /// Somebody thought of it: it may begin or end with a blank, or stand in quotation marks.
    pub chosen: bool,
    /// What it is, for documentation.
    pub doc: Option<Text>,
}

/// What a connection string holds beside credentials.
#[derive(Clone, Copy, Debug)]
pub struct Connection {
    /// The members of which one says where the API is, as a run of [`SchemeData::choices`](super::SchemeData::choices).
    pub endpoints: Run,
    /// The environment variable that holds one, if the file names it.
    pub env: Option<Text>,
}

/// A setting that the scheme offers.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in the file.
    pub name: Text,
    /// Text, a list or a switch.
    pub kind: SettingKind,
    /// What it is if nothing is said. For a switch, `"true"` or `"false"`.
    pub default: Option<Text>,
    /// May be missing.
    pub optional: bool,
    /// The values that it may have, as a run of [`SchemeData::choices`](super::SchemeData::choices); empty: any.
    pub one_of: Run,
    /// The greatest whole number that it may be, if the file says one: then it is such a number.
    pub max: Option<u32>,
    /// How a verifier knows it.
    pub known: Known,
    /// A matter of the API described, not of its caller.
    pub by_trait: bool,
    /// The environment variable that holds it, if the file names one.
    pub env: Option<Text>,
    /// What it is, for documentation.
    pub doc: Option<Text>,
}

impl Setting {
    /// The greatest number that it may be, if a text is none, or a greater one.
    pub fn exceeded(&self, text: &str) -> Option<u32> {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = |max: &u32| is_number && text.parse().is_ok_and(|number: u32| number <= *max);
        self.max.filter(|max| !fits(max))
    }
}

impl Setting {
    /// Whether any text will do.
    pub(crate) fn is_any_text(&self) -> bool {
        self.one_of.len == 0 && self.max.is_none()
    }
}

/// How a verifier knows a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// By its owner alone.
    ByOwner,
    /// `from_request`: the request tells it.
    ByRequest,
    /// `tried`: if its owner does not say it, each of `one_of` is tried.
    ByTrying,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// One text.
    Text,
    /// Several texts.
    List,
    /// On or off.
    Switch,
}

/// `[verify]`: how old, or how far ahead, a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verify {
    /// Seconds that a request may be old; `None`: any.
    pub tolerance: Option<u32>,
    /// Seconds that it may be ahead; `None`: any.
    pub future: Option<u32>,
    /// The time before which it is refused.
    pub since: Option<Id>,
    /// The time from which it is refused, whatever its age.
    pub until: Option<Id>,
    /// The index of the setting that says how many seconds after signing `until` comes, if one does
    /// and something that is sent depends on it: the lifetime of a presigned URL.
    pub lifetime: Option<u16>,
}

impl Default for Verify {
    fn default() -> Self {
        Self {
            tolerance: Some(300),
            future: Some(300),
            since: None,
            until: None,
            lifetime: None,
        }
    }
}

/// A credential or setting, as its owner gives it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// One text.
    Text(&'a str),
    /// Several texts.
    List(&'a [String]),
    /// On or off.
    Switch(bool),
}

/// Credentials and settings by name. It has no `Debug`: the values may be secret.
pub trait Values {
    /// The value of this name, if it is there.
    fn value(&self, name: &str) -> Option<Value<'_>>;

    /// The same by its place in a scheme, as [`SchemeData::place_of`] counts: whoever holds values
    /// in that order has nothing to compare.
    fn value_at(&self, data: &SchemeData<'_>, place: usize) -> Option<Value<'_>> {
        self.value(data.text(data.declared_at(place)?))
    }
}

impl Credential {
    /// What stands around a value and is no part of it, because it was pasted or read from a file:
    /// blanks, a line end, quotation marks. One that somebody thought of may have all but a line end.
    pub fn surrounded(&self, text: &str) -> Option<&'static str> {
        let ends = [text.chars().next(), text.chars().next_back()];
        let is_at_end = |stray: fn(char) -> bool| ends.into_iter().flatten().any(stray);
        if is_at_end(|c| c != ' ' && (c.is_whitespace() || c.is_control() || c == '\u{feff}')) {
            return Some("begins or ends with a line end or another character that nobody sees");
        }
        if self.chosen {
            return None;
        }
        if is_at_end(|c| c == ' ') {
            return Some("begins or ends with a blank");
        }
        let is_quoted =
            |mark: char| text.len() > 1 && text.starts_with(mark) && text.ends_with(mark);
        (is_quoted('"') || is_quoted('\'')).then_some("stands in quotation marks")
    }
}

impl SchemeData<'_> {
    /// The place of a credential or setting: credentials come first, then settings, each in their
    /// order.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        let mut places = 0..self.credentials.len() + self.settings.len();
        places.find(|place| {
            let declared = self.declared_at(*place);
            declared.is_some_and(|declared| self.bytes(declared) == name.as_bytes())
        })
    }

    /// The place of a setting.
    pub fn place_of_setting(&self, name: &str) -> Option<usize> {
        let is_named = |setting: &Setting| self.bytes(setting.name) == name.as_bytes();
        let setting = self.settings.iter().position(is_named)?;
        Some(self.credentials.len() + setting)
    }

    /// The name of what is declared at a place.
    fn declared_at(&self, place: usize) -> Option<Text> {
        match place.checked_sub(self.credentials.len()) {
            None => Some(self.credentials[place].name),
            Some(setting) => self.settings.get(setting).map(|setting| setting.name),
        }
    }

    /// Looks at credentials before they sign: [`Credential::surrounded`].
    ///
    /// # Errors
    ///
    /// [`Error::Surrounded`](crate::Error::Surrounded) of the first that holds more than its value.
    pub fn assert_bare(&self, values: &dyn Values) -> Result<(), crate::Error> {
        for credential in self.credentials {
            let name = self.text(credential.name);
            if let Some(Value::Text(text)) = values.value(name)
                && let Some(how) = credential.surrounded(text)
            {
                let name = name.to_owned();
                return Err(crate::Error::Surrounded { name, how });
            }
        }
        Ok(())
    }

    /// The environment variable that holds a connection string, if the scheme has them: the one that
    /// its file names, else its name in capitals, as `ACME_CONNECTION_STRING`.
    pub fn connection_variable(&self) -> Option<String> {
        let connection = self.connection?;
        let own = connection.env.map(|env| self.text(env).to_owned());
        let made = || in_capitals(&format!("{}_connection_string", self.name));
        Some(own.unwrap_or_else(made))
    }

    /// The members of a connection string of which one says where the API is.
    pub fn endpoint_members(&self) -> impl Iterator<Item = &str> {
        let endpoints = self.connection.map(|connection| connection.endpoints);
        self.choices(endpoints.unwrap_or_default())
    }

    /// The environment variable that holds a credential or setting: the one that its file names as
    /// `env`, else the names of scheme and value in capitals, as `ACME_API_KEY`.
    pub fn variable(&self, name: Text, env: Option<Text>) -> String {
        if let Some(env) = env {
            return self.text(env).to_owned();
        }
        in_capitals(&format!("{}_{}", self.name, self.text(name)))
    }
}

fn in_capitals(name: &str) -> String {
    name.to_uppercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
