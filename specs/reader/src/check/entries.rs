//! `[headers]`, `[query]`, `[form]` and `[json]`: what is sent.

use std::ops::Range;

use signed_api_specs::data::{
    Entry, Id, Location, Op, Part as RequestPart, Run, Sections, Type, mark,
};
use signed_api_specs::language::is_unreserved;

use super::Check;
use crate::document::{Field, Key};
use crate::draft::{EntryDraft, LOCATIONS, PartsDraft};
use crate::lower::{Lowered, Scope, index};
use crate::template::{self, Part};

impl Check<'_> {
    pub(super) fn entries(&mut self) {
        for (location, _) in LOCATIONS {
            let entries = self.draft.entries(location);
            for (index, (key, entry)) in entries.iter().enumerate() {
                let stands = entries[..index].iter().map(|(other, _)| other);
                self.name(location, key, stands);
                self.entry(location, key, entry);
            }
        }
        self.one_body();
        let run = |location| self.section(location);
        self.lower.scheme.sections = Sections {
            headers: run(Location::Headers),
            query: run(Location::Query),
            form: run(Location::Form),
            json: run(Location::Json),
        };
    }

    /// Collects the names that are read one by one, location by location.
    pub(super) fn reads(&mut self) {
        let scheme = &mut self.lower.scheme;
        let mut read = |location: Location| {
            let at = scheme.names.len();
            for node in &scheme.nodes {
                if let Op::Member(part, name) = node.op
                    && part.location() == location
                    && !scheme.names[at..].contains(&name)
                {
                    scheme.names.push(name);
                }
            }
            Run {
                at: index(at),
                len: index(scheme.names.len() - at),
            }
        };
        scheme.reads = Sections {
            headers: read(Location::Headers),
            query: read(Location::Query),
            form: read(Location::Form),
            json: read(Location::Json),
        };
    }

    /// Where the entries of a location stand: they were made location by location.
    fn section(&self, location: Location) -> Run {
        let entries = &self.lower.scheme.entries;
        let here = |entry: &&Entry| entry.location == location;
        let at = entries.iter().position(|entry| here(&entry));
        Run {
            at: index(at.unwrap_or_default()),
            len: index(entries.iter().filter(here).count()),
        }
    }

    /// A body is a form, or JSON.
    fn one_body(&mut self) {
        let form = self.draft.entries(Location::Form);
        if let ([_, ..], [(key, _), ..]) = (form, self.draft.entries(Location::Json)) {
            let message = "a body is a form or JSON, so `[form]` and `[json]` exclude each other";
            self.error(&key.place, message);
        }
    }

    /// The name of an entry, and those that stand before it.
    fn name<'k>(
        &mut self,
        location: Location,
        key: &Key,
        mut before: impl Iterator<Item = &'k Key>,
    ) {
        let name = key.name.as_str();
        let message = match location {
            _ if name == "*" => return,
            Location::Headers => {
                self.header_name(key);
                let same = |other: &Key| other.name.eq_ignore_ascii_case(name);
                before
                    .any(same)
                    .then(|| format!("`{name}` stands here already; names of headers ignore case"))
            }
            Location::Json => {
                let inside = |one: &str, other: &str| {
                    one.strip_prefix(other)
                        .is_some_and(|rest| rest.starts_with('.'))
                };
                let clash =
                    before.find(|other| inside(&other.name, name) || inside(name, &other.name));
                match clash {
                    _ if name.split('.').any(str::is_empty) => {
                        Some("a name is missing in this path".to_owned())
                    }
                    Some(other) => Some(format!(
                        "`{name}` and `{}` cannot both be there: one stands in the other",
                        other.name
                    )),
                    None => None,
                }
            }
            Location::Query | Location::Form => name
                .is_empty()
                .then(|| format!("a {} needs a name", location.member())),
        };
        if let Some(message) = message {
            self.error(&key.place, message);
        }
    }

    fn header_name(&mut self, key: &Key) {
        if let Some(bad) = wrong_in_header_name(&key.name) {
            let message = format!("a header name may not {bad}");
            self.error(&key.place, message);
        }
    }

    fn entry(&mut self, location: Location, key: &Key, draft: &EntryDraft) {
        if location == Location::Headers {
            for field in draft.fields() {
                self.control_characters(field);
            }
        }
        let fields: Vec<Field> = draft.fields().into_iter().cloned().collect();
        let scope = scope_of(location);
        let value = match draft {
            EntryDraft::Template(field) if key.name == "*" => {
                self.all(location, key, field);
                return;
            }
            EntryDraft::Template(field) => self
                .lower
                .field(field, scope)
                .and_then(|value| self.sent_value(location, field, value)),
            EntryDraft::Parts(parts) => self.parts(location, parts),
        };
        if let Some(value) = value {
            self.push(location, &key.name, value, key, fields);
        }
    }

    fn push(&mut self, location: Location, name: &str, value: Id, key: &Key, fields: Vec<Field>) {
        let mut lower = name.to_owned();
        if location == Location::Headers {
            lower.make_ascii_lowercase();
            self.lower.scheme.marks |= mark(lower.as_bytes());
        }
        let plain = is_unreserved(name.as_bytes());
        let name = self.lower.text(name);
        let entry = Entry {
            location,
            name,
            lower: self.lower.text(&lower),
            plain,
            value,
            signing: value,
            after: false,
            role: self.lower.scheme.data().role(name, value),
        };
        self.lower.scheme.entries.push(entry);
        self.lower.written.push((key.clone(), fields));
    }

    /// What is sent is text; in a JSON body, JSON too.
    fn sent_value(&mut self, location: Location, field: &Field, value: Lowered) -> Option<Id> {
        if location == Location::Json && value.kind == Type::Json {
            return Some(value.id);
        }
        let what = format!("a {}", location.member());
        self.text_value(field, scope_of(location), value, &what)
            .map(|value| value.id)
    }

    /// `*`: the place of what the request brings, or named pairs.
    fn all(&mut self, location: Location, key: &Key, field: &Field) {
        let Some(value) = self.lower.field(field, scope_of(location)) else {
            return;
        };
        let fields = vec![field.clone()];
        match self.lower.scheme.node(value.id) {
            Op::Part(RequestPart::OwnForm | RequestPart::OwnJson) => {
                self.push(location, "*", value.id, key, fields);
            }
            Op::Let(index) => match self.lower.group_of(index) {
                Some(pairs) => self.group(location, key, field, &pairs),
                None => self.no_group(location, field),
            },
            _ if location == Location::Form
                && value.kind == Type::Pairs
                && self.takes_own(&value) =>
            {
                self.push(location, "*", value.id, key, fields);
            }
            _ => self.no_group(location, field),
        }
    }

    /// Whether pairs hold those that the request brings.
    fn takes_own(&self, value: &Lowered) -> bool {
        let own = |op| op == Op::Part(RequestPart::OwnForm);
        self.lower.scheme.data().reaches(value.id, &own)
    }

    fn no_group(&mut self, location: Location, field: &Field) {
        let own = match location {
            Location::Form => ", or `{form}` and what is made of it for what the request brings",
            Location::Json => ", or `{json}` for what the request brings",
            _ => "",
        };
        let message = format!("`*` takes the pairs of a section `[let.NAME]`, as `{{NAME}}`{own}");
        self.error(&field.place, message);
    }

    /// Each pair of a group is an entry.
    fn group(&mut self, location: Location, key: &Key, field: &Field, pairs: &[(Id, Id)]) {
        for (name, value) in pairs {
            let node = self.lower.scheme.nodes[usize::from(*value)];
            let (Op::Text(text), true) = (self.lower.scheme.node(*name), node.kind != Type::Pairs)
            else {
                let message = "these pairs hold others, whose names this file does not know";
                self.error(&field.place, message);
                return;
            };
            let name = self.lower.scheme.data().text(text).to_owned();
            if let (Location::Headers, Some(bad)) = (location, wrong_in_header_name(&name)) {
                let message = format!("`{name}` cannot be a header: its name may not {bad}");
                self.error(&field.place, message);
            }
            let value = if location == Location::Json || node.kind != Type::Json {
                *value
            } else {
                self.lower.node(Type::Text, Op::Convert(*value))
            };
            self.push(location, &name, value, key, vec![field.clone()]);
        }
    }

    /// `{ start, join, parts }`: what it begins with, and parts that are joined.
    fn parts(&mut self, location: Location, draft: &PartsDraft) -> Option<Id> {
        let mut around = |field: Option<&Field>| {
            let constant = field.map_or(Some(String::new()), |field| self.constant(field));
            constant.map(|text| self.lower.literal(&text).id)
        };
        let start = around(draft.start.as_ref());
        let join = around(draft.join.as_ref());
        let mut ids = vec![start?, join?];
        self.lower.in_part = true;
        for field in &draft.parts {
            ids.extend(self.part(location, field));
        }
        self.lower.in_part = false;
        let run = self.lower.run(ids);
        Some(self.lower.node(Type::Text, Op::Parts(run, draft.only)))
    }

    /// A part is text, or a list of parts.
    fn part(&mut self, location: Location, field: &Field) -> Option<Id> {
        let scope = scope_of(location);
        let value = self.lower.field(field, scope)?;
        if value.kind == Type::List {
            return Some(value.id);
        }
        self.text_value(field, scope, value, "a part of an entry")
            .map(|value| value.id)
    }

    /// A text without `{ }`.
    fn constant(&mut self, field: &Field) -> Option<String> {
        match template::parse(field).as_deref() {
            Ok([]) => Some(String::new()),
            Ok([Part::Text(text, _)]) => Some(text.clone()),
            _ => {
                let message = "`start` and `join` are text as it is, without `{ }` and `[ ]`";
                self.error(&field.place, message);
                None
            }
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

    /// A value that is text and not bytes.
    pub(super) fn text_value(
        &mut self,
        field: &Field,
        scope: Scope,
        value: Lowered,
        what: &str,
    ) -> Option<Lowered> {
        let whole = 0..field.text.len();
        let value = self.lower.must_be_text(field, &whole, value)?;
        self.lower.no_bytes(field, scope, value, what)
    }
}

fn scope_of(location: Location) -> Scope {
    match location {
        Location::Headers => Scope::Headers,
        Location::Query => Scope::Query,
        Location::Form => Scope::Form,
        Location::Json => Scope::Json,
    }
}

/// What is wrong with the name of a header, after "may not".
pub(super) fn wrong_in_header_name(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("be empty".to_owned());
    }
    let fits =
        |c: char| http::HeaderName::from_bytes(c.encode_utf8(&mut [0; 4]).as_bytes()).is_ok();
    let bad = name.chars().find(|c| !fits(*c));
    match bad {
        _ if name == "*" => Some("be `*`".to_owned()),
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
