//! Structured fields (RFC 9651): read strictly, and written in their one canonical form.
//!
//! A field that differs from the grammar in one character is none, so that nobody reads two values
//! out of it.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use super::Error;
use super::evaluate::Evaluator;
use super::pairs::{Pair, Pairs};
use crate::data::Id;

/// Padding and the bits behind the last byte may be as they like (section 4.2.7).
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Keys with their values, each at the place where it came first.
type Members<'t> = Vec<(&'t str, String)>;

impl<'r> Evaluator<'r> {
    /// Adds the members of every value that is a dictionary; a name and a key, with something
    /// between them, name each.
    pub(super) fn add_members_of(
        &mut self,
        fields: Pairs<'r>,
        between: Id,
        all: &mut Pairs<'r>,
    ) -> Result<(), Error> {
        for Pair { name, value } in fields {
            let Some(value) = value else { continue };
            let at = self.buffer.len();
            self.push_chars(&value)?;
            let secrecy = self.buffer.secrecy(at);
            self.buffer.truncate(at);
            let field = self.chars(&value).to_owned();
            for (key, value) in dictionary(&field).unwrap_or_default() {
                self.push_chars(&name)?;
                self.write(between)?;
                self.buffer.push(key.as_bytes());
                all.push(Pair {
                    name: self.take(at, between)?,
                    value: Some(self.put_aside(&value, secrecy)),
                });
            }
        }
        Ok(())
    }
}

/// A dictionary, list or item in its canonical form. `None` if a text is none of these, or two that
/// differ: as a list `a, a` is two items, as a dictionary it is one member.
pub(super) fn canonical(text: &str) -> Option<String> {
    match (dictionary(text), list(text)) {
        (Some(members), list) => {
            let dictionary = written(&members, ", ");
            list.is_none_or(|list| list == dictionary)
                .then_some(dictionary)
        }
        (None, list) => list,
    }
}

/// The members of a dictionary, each value in its canonical form. Of a key that comes twice the last
/// value counts.
fn dictionary(text: &str) -> Option<Members<'_>> {
    let mut members = Members::new();
    Field(text).members(|field| {
        let key = field.key()?;
        let value = if field.takes("=") {
            field.member()?
        } else {
            format!("?1{}", field.parameters()?)
        };
        set(&mut members, key, value);
        Some(())
    })?;
    Some(members)
}

/// A list, in its canonical form; an item is a list of one.
fn list(text: &str) -> Option<String> {
    let mut items = Vec::new();
    Field(text).members(|field| {
        items.push(field.member()?);
        Some(())
    })?;
    Some(items.join(", "))
}

fn set<'t>(members: &mut Members<'t>, key: &'t str, value: String) {
    match members.iter_mut().find(|(known, _)| *known == key) {
        Some((_, known)) => *known = value,
        None => members.push((key, value)),
    }
}

/// Keys with their values; of what is true the key is enough (section 4.1.2).
fn written(members: &Members<'_>, between: &str) -> String {
    let member = |(key, value): &(&str, String)| match value.strip_prefix("?1") {
        Some(parameters) => format!("{key}{parameters}"),
        None => format!("{key}={value}"),
    };
    members.iter().map(member).collect::<Vec<_>>().join(between)
}

/// What is left to read.
struct Field<'t>(&'t str);

impl<'t> Field<'t> {
    /// Members with commas between them, to the end.
    fn members(&mut self, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.0 = self.0.trim_matches(' ');
        while !self.0.is_empty() {
            member(self)?;
            self.0 = self.0.trim_start_matches([' ', '\t']);
            if self.0.is_empty() {
                break;
            }
            self.0 = self.0.strip_prefix(',')?.trim_start_matches([' ', '\t']);
            // A comma at the end is one too many.
            self.0.chars().next()?;
        }
        Some(())
    }

    /// An item or a list inside, with its parameters.
    fn member(&mut self) -> Option<String> {
        if self.takes("(") {
            self.inner_list()
        } else {
            self.item()
        }
    }

    fn inner_list(&mut self) -> Option<String> {
        let mut items = Vec::new();
        loop {
            let spaced = self.spaces();
            if self.takes(")") {
                return Some(format!("({}){}", items.join(" "), self.parameters()?));
            }
            if !spaced && !items.is_empty() {
                return None;
            }
            items.push(self.item()?);
        }
    }

    fn item(&mut self) -> Option<String> {
        Some(format!("{}{}", self.bare_item()?, self.parameters()?))
    }

    fn parameters(&mut self) -> Option<String> {
        let mut parameters = Members::new();
        while self.takes(";") {
            self.spaces();
            let key = self.key()?;
            let value = if self.takes("=") {
                self.bare_item()?
            } else {
                "?1".to_owned()
            };
            set(&mut parameters, key, value);
        }
        let start = if parameters.is_empty() { "" } else { ";" };
        Some(format!("{start}{}", written(&parameters, ";")))
    }

    fn key(&mut self) -> Option<&'t str> {
        let starts = |c: char| c.is_ascii_lowercase() || c == '*';
        self.0.starts_with(starts).then_some(())?;
        Some(self.run(|c| starts(c) || c.is_ascii_digit() || "_-.".contains(c)))
    }

    fn bare_item(&mut self) -> Option<String> {
        match self.0.chars().next()? {
            '"' => self.string(),
            ':' => self.bytes(),
            '?' => self.boolean(),
            '%' => self.display_string(),
            '@' => {
                self.takes("@");
                let seconds = self.number()?;
                (!seconds.contains('.')).then(|| format!("@{seconds}"))
            }
            '-' | '0'..='9' => self.number(),
            c if c.is_ascii_alphabetic() || c == '*' => {
                let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c);
                Some(self.run(token).to_owned())
            }
            _ => None,
        }
    }

    /// An integer of up to 15 digits, or a decimal of up to 12 and 3.
    fn number(&mut self) -> Option<String> {
        let negative = self.takes("-");
        let whole = self.run(|c| c.is_ascii_digit());
        let fraction = self.takes(".").then(|| self.run(|c| c.is_ascii_digit()));
        let fits = match fraction {
            Some(fraction) => whole.len() <= 12 && (1..=3).contains(&fraction.len()),
            None => whole.len() <= 15,
        };
        (fits && !whole.is_empty()).then_some(())?;
        let mut number = match whole.trim_start_matches('0') {
            "" => "0".to_owned(),
            digits => digits.to_owned(),
        };
        if let Some(fraction) = fraction {
            let digits = fraction.trim_end_matches('0');
            number = format!("{number}.{}", if digits.is_empty() { "0" } else { digits });
        }
        let zero = number.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        Some(format!(
            "{}{number}",
            if negative && !zero { "-" } else { "" }
        ))
    }

    fn string(&mut self) -> Option<String> {
        let mut escaped = false;
        for (at, c) in self.0.char_indices().skip(1) {
            match c {
                '"' | '\\' if escaped => escaped = false,
                _ if escaped => return None,
                '"' => return Some(self.take(at + 1).to_owned()),
                '\\' => escaped = true,
                ' '..='~' => {}
                _ => return None,
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<String> {
        let end = self.0[1..].find(':')? + 1;
        let bytes = LENIENT.decode(&self.0[1..end]).ok()?;
        self.take(end + 1);
        Some(format!(":{}:", general_purpose::STANDARD.encode(bytes)))
    }

    fn boolean(&mut self) -> Option<String> {
        let known = self.0.starts_with("?0") || self.0.starts_with("?1");
        known.then(|| self.take(2).to_owned())
    }

    /// Unicode text, percent-encoded in lower case (section 3.3.8).
    fn display_string(&mut self) -> Option<String> {
        let inner = self.0.strip_prefix("%\"")?;
        let end = inner.find('"')?;
        let text = decoded(&inner[..end])?;
        self.take(end + 3);
        let character = |byte: u8| match byte {
            b'%' | b'"' | ..b' ' | 0x7f.. => format!("%{byte:02x}"),
            _ => char::from(byte).to_string(),
        };
        let encoded: String = text.bytes().map(character).collect();
        Some(format!("%\"{encoded}\""))
    }

    /// Passes over spaces; whether there are any.
    fn spaces(&mut self) -> bool {
        !self.run(|c| c == ' ').is_empty()
    }

    /// The characters of a kind that come next.
    fn run(&mut self, kind: impl Fn(char) -> bool) -> &'t str {
        self.take(self.0.find(|c| !kind(c)).unwrap_or(self.0.len()))
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn take(&mut self, len: usize) -> &'t str {
        let (taken, rest) = self.0.split_at(len);
        self.0 = rest;
        taken
    }
}

/// What stands in a display string.
fn decoded(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        let lower = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        digits.bytes().all(lower).then_some(())?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(rest.bytes());
    }
    let plain = |byte: u8| matches!(byte, b' '..=b'~');
    text.bytes().all(plain).then_some(())?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests;
