//! Names in templates: parts of the request, credentials, settings, named values.

use std::ops::Range;

use signed_api_specs::data::{NonceKind, Op, Part, SettingKind, Type};
use signed_api_specs::language::{FUNCTIONS, pointer};

use super::{Absence, Lower, Lowered, Named, Scope};
use crate::document::Field;
use crate::problem::did_you_mean;

/// The names that every template knows.
const VALUES: &[(&str, Op, Type)] = &[
    ("method", Op::Part(Part::Method), Type::Text),
    ("scheme", Op::Part(Part::Scheme), Type::Text),
    ("url", Op::Part(Part::Url), Type::Text),
    ("host", Op::Part(Part::Host), Type::Text),
    ("host_name", Op::Part(Part::HostName), Type::Text),
    ("port", Op::Part(Part::Port), Type::Text),
    ("path", Op::Part(Part::Path), Type::Text),
    ("path_and_query", Op::Part(Part::PathAndQuery), Type::Text),
    ("raw_query", Op::Part(Part::RawQuery), Type::Text),
    ("query", Op::Part(Part::Query), Type::Pairs),
    ("form", Op::Part(Part::Form), Type::Pairs),
    ("json", Op::Part(Part::Json), Type::Json),
    ("body", Op::Part(Part::Body), Type::Bytes),
    ("headers", Op::Part(Part::Headers), Type::Pairs),
    ("header_lines", Op::Part(Part::HeaderLines), Type::Pairs),
    ("signed_headers", Op::Part(Part::SignedHeaders), Type::Pairs),
    ("now", Op::Now, Type::Time),
    ("nonce", Op::Nonce, Type::Text),
    ("signature", Op::Signature, Type::Bytes),
    ("name", Op::Name, Type::Text),
    ("value", Op::Value, Type::Text),
];

/// Why a file cannot give this name to something of its own.
pub(crate) fn is_taken(name: &str) -> Option<&'static str> {
    match name {
        "or" | "settings" => Some("a word of the language"),
        "now" | "nonce" => Some("given for every request"),
        "signature" => Some("what signing makes"),
        "name" | "value" => Some("what `each` works on"),
        "header" => Some("a part of every request"),
        _ => VALUES
            .iter()
            .any(|(known, ..)| *known == name)
            .then_some("a part of every request"),
    }
}

impl Lower<'_> {
    pub(super) fn name(
        &mut self,
        field: &Field,
        name: &str,
        segments: &[(String, Range<usize>)],
        range: &Range<usize>,
    ) -> Option<Lowered> {
        let own = range.start..range.start + name.len();
        if let ("settings", [(setting, at)]) = (name, segments) {
            return self.setting(field, setting, at);
        }
        match (member_part(name, self.scope), segments) {
            (Some(part @ (Part::Json | Part::OwnJson)), [_, ..]) => {
                let names = segments.iter().map(|(name, _)| name.as_str());
                Some(self.request_member(Type::Json, part, &pointer(names)))
            }
            (Some(part), [(member, at)]) => self.member(field, part, member, at),
            (Some(_), []) if name == "header" => {
                let message = "which header? Write `header.NAME`, as `header.content-type`";
                self.error(field, range, message);
                None
            }
            (_, []) => self.value(field, name, &own),
            (Some(_), [(_, first), .., (_, last)]) => {
                let inner = &field.text[first.start..last.end];
                let message =
                    format!("a name that holds a dot stands in quotes: `{name}.'{inner}'`");
                self.error(field, range, message);
                None
            }
            (None, [(segment, at), ..]) => {
                // A misspelt name is what is wrong, whatever was wanted of it.
                self.value(field, name, &own)?;
                let meant = match name {
                    "headers" | "header_lines" | "signed_headers" => format!("header.{segment}"),
                    _ if FUNCTIONS.iter().any(|(known, ..)| known == segment) => {
                        format!("{name} | {segment}")
                    }
                    _ => String::new(),
                };
                let advice = match meant.as_str() {
                    "" => meant,
                    _ => format!("; did you mean `{meant}`?"),
                };
                let message =
                    format!("`{name}` has no parts, so there is no `{segment}` in it{advice}");
                self.error(field, at, message);
                None
            }
        }
    }

    /// `settings.NAME`: for a setting whose name alone means something else.
    fn setting(&mut self, field: &Field, name: &str, at: &Range<usize>) -> Option<Lowered> {
        if let Some((named @ Named::Setting(_), _)) = self.names.get(name) {
            let named = *named;
            self.used.push(named);
            return self.named(named);
        }
        let settings = self.names.iter();
        let settings = settings.filter(|(_, (named, _))| matches!(named, Named::Setting(_)));
        let near = did_you_mean(name, settings.map(|(name, _)| name.as_str()));
        self.error(field, at, format!("no setting is called `{name}`{near}"));
        None
    }

    fn member(
        &mut self,
        field: &Field,
        part: Part,
        member: &str,
        at: &Range<usize>,
    ) -> Option<Lowered> {
        let is_header = matches!(part, Part::Headers | Part::OwnHeaders);
        let lower = member.to_ascii_lowercase();
        if is_header && http::HeaderName::from_lowercase(lower.as_bytes()).is_err() {
            let message = format!("`{member}` cannot be the name of a header");
            self.error(field, at, message);
            return None;
        }
        if is_header && lower != member {
            let message = format!("names of headers are written in lower case here: `{lower}`");
            self.error(field, at, message);
            return None;
        }
        let lowered = self.request_member(Type::Text, part, member);
        Some(if member == "host" && is_header {
            Lowered::present(lowered.id, lowered.kind)
        } else {
            lowered
        })
    }

    /// A member of a part of the request, which may lack it.
    fn request_member(&mut self, kind: Type, part: Part, member: &str) -> Lowered {
        let text = self.text(member);
        Lowered {
            id: self.node(kind, Op::Member(part, text)),
            kind,
            absence: Absence::Request,
        }
    }

    fn value(&mut self, field: &Field, name: &str, range: &Range<usize>) -> Option<Lowered> {
        match (name, self.each) {
            ("name" | "value", None) => {
                let message = format!("`{name}` stands inside `each('…')` only");
                self.error(field, range, message);
                return None;
            }
            ("name", Some(Type::List)) => {
                let message = "the items of a list have no names; write `{value}`";
                self.error(field, range, message);
                return None;
            }
            _ => {}
        }
        if let Some((_, op, kind)) = VALUES.iter().find(|(known, ..)| *known == name) {
            return Some(self.part_of_request(*op, *kind));
        }
        if let Some((named, _)) = self.names.get(name) {
            let named = *named;
            self.used.push(named);
            return self.named(named);
        }
        let known = VALUES.iter().map(|(known, ..)| *known).chain(["header"]);
        let near = did_you_mean(name, known.chain(self.names.keys().map(String::as_str)));
        let mend = if near.is_empty() {
            "; declare it in `[credentials]` or `[settings]`, or define it in `[let]`"
        } else {
            &near
        };
        self.error(field, range, format!("nothing is called `{name}`{mend}"));
        None
    }

    fn part_of_request(&mut self, op: Op, kind: Type) -> Lowered {
        let op = match (op, self.scope) {
            (Op::Part(Part::Headers), Scope::Headers) => Op::Part(Part::OwnHeaders),
            (Op::Part(Part::HeaderLines), Scope::Headers) => Op::Part(Part::OwnHeaderLines),
            (Op::Part(Part::Query), Scope::Query) => Op::Part(Part::OwnQuery),
            (Op::Part(Part::Form), Scope::Form) => Op::Part(Part::OwnForm),
            (Op::Part(Part::Json), Scope::Json) => Op::Part(Part::OwnJson),
            (op, _) => op,
        };
        let absence = match op {
            Op::Value => Absence::Bare,
            Op::Nonce if self.scheme.nonce == NonceKind::Given => {
                Absence::Declared("nonce".to_owned())
            }
            _ => Absence::Never,
        };
        Lowered {
            id: self.node(kind, op),
            kind,
            absence,
        }
    }

    fn named(&mut self, named: Named) -> Option<Lowered> {
        let (op, kind, absent) = match named {
            Named::Credential(index) => {
                let credential = self.scheme.credentials[usize::from(index)];
                let absent = credential.optional.then_some(credential.name);
                (Op::Credential(index), Type::Text, absent)
            }
            Named::Setting(index) => {
                let setting = self.scheme.settings[usize::from(index)];
                let kind = match setting.kind {
                    SettingKind::Text => Type::Text,
                    SettingKind::List => Type::List,
                    SettingKind::Switch => Type::Switch,
                };
                let absent = setting.optional.then_some(setting.name);
                (Op::Setting(index), kind, absent)
            }
            Named::Let(index) => return self.named_let(index),
        };
        let name = |text| Absence::Declared(self.scheme.data().text(text).to_owned());
        let absence = absent.map_or(Absence::Never, name);
        Some(Lowered {
            id: self.node(kind, op),
            kind,
            absence,
        })
    }

    fn named_let(&mut self, index: u16) -> Option<Lowered> {
        let inner = self.lowered_let(index)?;
        let absence = match inner.absence {
            Absence::Never => Absence::Never,
            _ => Absence::Declared(self.lets[usize::from(index)].key.name.clone()),
        };
        Some(Lowered {
            id: self.node(inner.kind, Op::Let(index)),
            kind: inner.kind,
            absence,
        })
    }
}

fn member_part(name: &str, scope: Scope) -> Option<Part> {
    match (name, scope) {
        ("header", Scope::Headers) => Some(Part::OwnHeaders),
        ("header", _) => Some(Part::Headers),
        ("query", Scope::Query) => Some(Part::OwnQuery),
        ("query", _) => Some(Part::Query),
        ("form", Scope::Form) => Some(Part::OwnForm),
        ("form", _) => Some(Part::Form),
        ("json", Scope::Json) => Some(Part::OwnJson),
        ("json", _) => Some(Part::Json),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the reference, each with its values and their types; a member is a value too.
    #[test]
    fn the_reference_has_a_row_for_every_value_and_no_other() {
        let reference = include_str!("../../../LANGUAGE.md");
        let (_, table) = reference.split_once("\n## Values\n").unwrap();
        let (table, _) = table.split_once("\n## ").unwrap();
        let mut told = Vec::new();
        for row in table.lines().filter(|line| line.starts_with("| `")) {
            let mut cells = row.split('|').skip(1);
            let names = cells.next().unwrap().split('`').skip(1).step_by(2);
            let kinds: Vec<&str> = cells.next().unwrap().trim().split(", ").collect();
            let kinds = kinds
                .iter()
                .chain(std::iter::repeat(&kinds[kinds.len() - 1]));
            told.extend(
                names
                    .zip(kinds)
                    .map(|(name, kind)| (name.to_owned(), *kind)),
            );
        }
        let kind = |kind: Type| kind.a_name().trim_start_matches("a ");
        let values = VALUES
            .iter()
            .map(|(name, _, is)| ((*name).to_owned(), kind(*is)));
        let members = [
            ("query.NAME", "text"),
            ("form.NAME", "text"),
            ("header.NAME", "text"),
        ];
        let members = members.into_iter().chain([("json.a.0.b", "JSON")]);
        let members = members.map(|(name, kind)| (name.to_owned(), kind));
        let mut known: Vec<(String, &str)> = values.chain(members).collect();
        told.sort_unstable();
        known.sort_unstable();
        assert_eq!(told, known);
    }
}
