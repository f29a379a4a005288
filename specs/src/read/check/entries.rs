//! `[headers]` and `[query]`: what is sent.

use std::ops::Range;

use super::Check;
use crate::data::{Entry, Type};
use crate::read::document::{Field, Key};
use crate::read::lower::{Lowered, Scope};
use crate::read::template::{self, Part};

impl Check<'_> {
    pub(super) fn headers(&mut self) {
        let entries = self.draft.headers();
        for (index, (key, field)) in entries.iter().enumerate() {
            self.header_name(key);
            if key.name == "*" {
                continue;
            }
            let same = |(other, _): &&(Key, _)| other.name.eq_ignore_ascii_case(&key.name);
            if entries[..index].iter().any(|entry| same(&entry)) {
                let message = format!(
                    "`{}` stands here already; names of headers ignore case",
                    key.name
                );
                self.error(&key.place, message);
            }
            self.control_characters(field);
            if let Some(entry) = self.entry(key, field, Scope::Headers) {
                self.lower.scheme.headers.push(entry);
            }
        }
    }

    fn header_name(&mut self, key: &Key) {
        if let Some(bad) = wrong_in_header_name(&key.name) {
            let message = format!("a header name may not {bad}");
            self.error(&key.place, message);
        }
    }

    /// What stands in the file cannot be in a header.
    fn control_characters(&mut self, field: &Field) {
        let parts = template::parse(field).unwrap_or_default();
        let Some(range) = control_character(&field.text, &parts) else {
            return;
        };
        let message = match &field.text[range.clone()] {
            "\n" if range.end == field.text.len() => {
                "a header ends here, without a newline; close the quotes right after the last character"
            }
            "\n" => "a header has one line; a `\\` at the end of a line joins it with the next",
            _ => "a header may not contain a control character",
        };
        self.error(&field.part(&range), message);
    }

    pub(super) fn query(&mut self) {
        for (key, field) in self.draft.query() {
            match key.name.as_str() {
                "" => self.error(&key.place, "a query pair needs a name"),
                // What it will mean one day is not this.
                "*" => {
                    self.error(&key.place, "`*` is no name of a query pair");
                    continue;
                }
                _ => {}
            }
            if let Some(entry) = self.entry(key, field, Scope::Query) {
                self.lower.scheme.query.push(entry);
            }
        }
    }

    fn entry(&mut self, key: &Key, field: &Field, scope: Scope) -> Option<Entry> {
        let what = match scope {
            Scope::Query => "a query pair",
            _ => "a header",
        };
        let value = self.lower.field(field, scope)?;
        let value = self.text_value(field, scope, value, what)?;
        let name = self.lower.text(&key.name);
        Some(Entry {
            name,
            value: value.id,
            after: false,
        })
    }

    /// What is sent is text.
    pub(super) fn text_value(
        &mut self,
        field: &Field,
        scope: Scope,
        value: Lowered,
        what: &str,
    ) -> Option<Lowered> {
        let whole = 0..field.text.len();
        let value = self.lower.must_be_text(field, &whole, value)?;
        if value.kind == Type::Bytes {
            let place = self.lower.place_of(field, scope, Type::Bytes);
            let message = format!("this is bytes; {what} is text: `hex`? `base64`?");
            self.error(&place, message);
            return None;
        }
        Some(value)
    }
}

/// What is wrong with the name of a header, after "may not".
pub(super) fn wrong_in_header_name(name: &str) -> Option<String> {
    match name {
        "" => return Some("be empty".to_owned()),
        "*" => return Some("be `*`".to_owned()),
        _ => {}
    }
    let fits =
        |c: char| http::HeaderName::from_bytes(c.encode_utf8(&mut [0; 4]).as_bytes()).is_ok();
    let bad = name.chars().find(|c| !fits(*c));
    match bad {
        Some(' ') => Some("contain a space".to_owned()),
        Some(c) if c.is_control() => Some("contain a control character".to_owned()),
        Some(c) => Some(format!("contain `{c}`")),
        None => http::HeaderName::from_bytes(name.as_bytes())
            .is_err()
            .then(|| "be so long".to_owned()),
    }
}

/// The first control character outside `{ }`.
fn control_character(text: &str, parts: &[Part]) -> Option<Range<usize>> {
    parts.iter().find_map(|part| match part {
        Part::Hole(_) => None,
        Part::Optional(inner, _) => control_character(text, inner),
        Part::Text(_, range) => {
            let found = text[range.clone()].find(|c: char| c.is_control())?;
            let start = range.start + found;
            let len = text[start..].chars().next().map_or(0, char::len_utf8);
            Some(start..start + len)
        }
    })
}
