//! `[signature]`: what is signed, and with what key.

use signed_api_specs::data::Rule;

use super::Check;
use crate::document::Field;
use crate::draft::Change;
use crate::lower::{Absence, Lowered, Scope};
use crate::problem::Place;
use crate::template::{self, Part};

impl Check<'_> {
    pub(super) fn signature(&mut self, top: &Place) {
        let draft = &self.draft.signature;
        let Some(place) = &draft.place else {
            self.error(top, "a scheme file needs a section `[signature]`");
            return;
        };
        if let Some(joined) = draft.join_repeated.as_ref().and_then(Change::set) {
            self.lower.scheme.signature.repeats = true;
            self.lower.scheme.signature.join_repeated = self.lower.text(&joined.text);
        } else {
            self.lower.scheme.signature.join_repeated = self.lower.text(",");
        }
        self.signed_headers();
        match draft.string_to_sign() {
            Some(field) => self.string_to_sign(field),
            None => self.error(place, "`[signature]` needs `string_to_sign`"),
        }
        match draft.algorithm.as_ref().and_then(Change::set) {
            Some(field) => self.algorithm(field),
            None => self.error(place, "`[signature]` needs `algorithm`"),
        }
    }

    fn signed_headers(&mut self) {
        let fields = self.draft.signature.signed_headers();
        let rules: Vec<Option<Vec<Rule>>> = fields
            .iter()
            .map(|field| self.signed_header(field))
            .collect();
        let whole = rules.iter().all(Option::is_some);
        let rules: Vec<Rule> = rules.into_iter().flatten().flatten().collect();
        if let (Some(first), true) = (fields.first(), whole) {
            self.lower.takes_something(&rules, &first.place);
        }
        let rules = self.lower.rule_run(rules);
        self.lower.scheme.signature.signed_headers = rules;
    }

    fn signed_header(&mut self, field: &Field) -> Option<Vec<Rule>> {
        let inner = field.text.strip_prefix('{');
        if let Some(inner) = inner.and_then(|text| text.strip_suffix('}')) {
            let name = inner.strip_suffix('?');
            let (name, optional) = (name.unwrap_or(inner), name.is_some());
            let range = 1..1 + name.len();
            return self.lower.members(field, name, &range, optional);
        }
        let whole = 0..field.text.len();
        let rule = self.lower.rule(field, &whole, &field.text)?;
        let name = self.lower.scheme.data().text(rule.text).replace('*', "x");
        if http::HeaderName::from_lowercase(name.as_bytes()).is_ok() {
            return Some(vec![rule]);
        }
        let lower = field.text.to_ascii_lowercase();
        let message = if lower == field.text {
            format!("`{}` cannot be the name of a header", field.text)
        } else {
            format!("names of headers are written in lower case here: `{lower}`")
        };
        self.error(&field.part(&whole), message);
        None
    }

    fn string_to_sign(&mut self, field: &Field) {
        let lowered = self.lower.field(field, Scope::Signature);
        let whole = 0..field.text.len();
        let lowered = lowered.and_then(|one| self.lower.must_be_text(field, &whole, one));
        let Some(lowered) = lowered else { return };
        self.never_absent(field, &lowered);
        if template::parse(field).is_ok_and(|parts| is_constant(&parts)) {
            let message = "this is the same for every request; write what is signed, as `{method}`";
            self.error(&field.place, message);
        }
        self.lower.scheme.signature.string_to_sign = lowered.id;
        self.lower.scheme.signature.signing = lowered.id;
    }

    pub(super) fn never_absent(&mut self, field: &Field, lowered: &Lowered) {
        if lowered.absence == Absence::Never {
            return;
        }
        let parts = template::parse(field).unwrap_or_default();
        let marked = parts.iter().find_map(|part| match part {
            Part::Hole(hole) if hole.question.is_some() => Some(hole.range.clone()),
            _ => None,
        });
        let place = marked.map_or_else(|| field.place.clone(), |range| field.part(&range));
        let message = "this may be absent; put the part in `[ ]` or give an `or`";
        self.error(&place, message);
    }

    pub(super) fn key(&mut self, fields: &[Field]) {
        let mut ids = Vec::new();
        for field in fields {
            let lowered = self.lower.field(field, Scope::Signature);
            let whole = 0..field.text.len();
            let lowered = lowered.and_then(|one| self.lower.must_be_text(field, &whole, one));
            if let Some(lowered) = lowered {
                self.never_absent(field, &lowered);
                ids.push(lowered.id);
            }
        }
        let parts = fields.iter().map(template::parse);
        let constant = |parts: Result<Vec<Part>, _>| parts.is_ok_and(|parts| is_constant(&parts));
        match fields {
            [first, ..] if parts.into_iter().all(constant) => {
                let message = "this key stands in the file for all to read; take a credential, as `{secret_key}`";
                self.error(&first.place, message);
            }
            _ => {}
        }
        self.lower.scheme.signature.key = self.lower.run(ids);
    }
}

fn is_constant(parts: &[Part]) -> bool {
    parts.iter().all(|part| matches!(part, Part::Text(..)))
}
