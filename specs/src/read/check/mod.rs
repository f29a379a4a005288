//! The third stage, in the order of a file: a draft becomes a scheme.

use super::document::{Field, Item, Key};
use super::draft::{
    Change, Changes, CredentialDraft, Draft, RefusalDraft, SettingDraft, VerifyDraft,
};
use super::lower::{Absence, LetState, Lower, Lowered, Named, Scope, VALUES};
use super::problem::{Findings, Place, Problem, did_you_mean};
use super::template::{Expression, Kind};
use super::{order, rules};
use crate::Reading;
use crate::data::{
    Algorithm, AlgorithmChoice, Credential, Entry, Guard, Let, NonceKind, Op, RefusalAnswer, Rule,
    Run, Scheme, Setting, SettingKind, Text, Type, Verify,
};

/// Checks a draft. What is wrong is among the findings; the scheme is whole only if nothing is.
pub(crate) fn check(draft: &Draft, scheme: Scheme, end: &Place, findings: &mut Findings) -> Scheme {
    let mut check = Check {
        lower: Lower::new(scheme, findings),
        draft,
    };
    check.head(end);
    check.names();
    check.headers();
    check.query();
    check.signature(end);
    check.lower.scheme.verify = verify(&draft.verify);
    check.refusal();
    check.all_lets();
    let places = check.places();
    if check.lower.findings.is_empty() {
        order::order(&mut check.lower, &places);
    }
    if check.lower.findings.is_empty() {
        rules::rules(&mut check.lower, draft, &places);
        check.guards();
    }
    check.lower.scheme
}

/// Where things stand that a later rule may find fault with.
pub(crate) struct Places {
    pub(crate) lets: Vec<Place>,
    pub(crate) headers: Vec<Place>,
    pub(crate) query: Vec<Place>,
    pub(crate) string_to_sign: Option<Place>,
}

struct Check<'c> {
    lower: Lower<'c>,
    draft: &'c Draft,
}

impl Check<'_> {
    fn head(&mut self, end: &Place) {
        match &self.draft.title {
            Some(title) => self.lower.scheme.title.clone_from(&title.text),
            None => self
                .lower
                .findings
                .error(end, "a scheme file needs `title`"),
        }
        if let Some(nonce) = &self.draft.nonce {
            let kinds = [
                ("random", NonceKind::Random),
                ("uuid", NonceKind::Uuid),
                ("increasing", NonceKind::Increasing),
            ];
            match kinds.iter().find(|(name, _)| *name == nonce.text) {
                Some((_, kind)) => self.lower.scheme.nonce = *kind,
                None => {
                    let near = did_you_mean(&nonce.text, kinds.iter().map(|(name, _)| *name));
                    let message = format!("a nonce is `random`, `uuid` or `increasing`{near}");
                    self.lower.findings.error(&nonce.place, message);
                }
            }
        }
        let covers = self
            .draft
            .covers
            .iter()
            .map(|(key, field)| (key.name.clone(), field.text.clone()));
        self.lower.scheme.covers = covers.collect();
    }

    /// Declares credentials, settings and named values; no name may be taken.
    fn names(&mut self) {
        for (key, change) in &self.draft.credentials {
            if let Change::Set(credential) = change {
                let index = u16::try_from(self.lower.scheme.credentials.len()).unwrap_or(u16::MAX);
                let credential = self.credential(key, credential);
                self.lower.scheme.credentials.push(credential);
                self.declare(key, Named::Credential(index));
            }
        }
        for (key, change) in &self.draft.settings {
            if let Change::Set(setting) = change {
                let index = u16::try_from(self.lower.scheme.settings.len()).unwrap_or(u16::MAX);
                let setting = self.setting(key, setting);
                self.lower.scheme.settings.push(setting);
                self.declare(key, Named::Setting(index));
            }
        }
        for (key, change) in &self.draft.lets {
            if let Change::Set(field) = change {
                let index = u16::try_from(self.lower.lets.len()).unwrap_or(u16::MAX);
                self.lower
                    .lets
                    .push((key.name.clone(), LetState::Waiting(field.clone())));
                self.lower.let_places.push(key.place.clone());
                self.declare(key, Named::Let(index));
            }
        }
    }

    fn declare(&mut self, key: &Key, named: Named) {
        let name = key.name.as_str();
        let mut letters = name.bytes();
        let letter = letters.next().is_some_and(|byte| byte.is_ascii_lowercase());
        let rest =
            letters.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !letter || !rest {
            let message =
                format!("`{name}` is no name here: small letters, digits and `_`, a letter first");
            self.lower.findings.error(&key.place, message);
        } else if VALUES.iter().any(|(known, ..)| *known == name)
            || matches!(name, "header" | "json" | "or")
        {
            let other = if name == "or" {
                "either".to_owned()
            } else {
                format!("signature_{name}")
            };
            let what = if name == "or" {
                "a word of the language"
            } else {
                "a part of every request"
            };
            let message = format!("`{name}` is {what}; choose another name, as `{other}`");
            self.lower.findings.error(&key.place, message);
        } else if let Some(earlier) = self.lower.names.insert(name.to_owned(), named) {
            let section = match earlier {
                Named::Credential(_) => "[credentials]",
                Named::Setting(_) => "[settings]",
                Named::Let(_) => "[let]",
            };
            self.lower.findings.error(
                &key.place,
                format!("`{name}` stands in `{section}` already"),
            );
        }
    }

    fn credential(&mut self, key: &Key, draft: &CredentialDraft) -> Credential {
        if draft.sent && !draft.secret {
            let message = format!(
                "`{}` is no secret, so it needs no `sent`; take it out, or add `secret = true`",
                key.name
            );
            self.lower.findings.error(&key.place, message);
        }
        Credential {
            name: self.lower.text(&key.name),
            secret: draft.secret,
            sent: draft.sent,
            optional: draft.optional,
            env: self.optional_text(draft.env.as_ref()),
            doc: self.optional_text(draft.doc.as_ref()),
        }
    }

    fn optional_text(&mut self, field: Option<&Field>) -> Option<Text> {
        field.map(|field| self.lower.text(&field.text))
    }

    fn setting(&mut self, key: &Key, draft: &SettingDraft) -> Setting {
        let kind = match (&draft.default, draft.list) {
            (_, true) => SettingKind::List,
            (Some(Item::Switch(..)), false) => SettingKind::Switch,
            _ => SettingKind::Text,
        };
        let by_trait = draft.by.as_ref().is_some_and(|by| by.text == "trait");
        if let Some(by) = draft.by.as_ref().filter(|_| !by_trait) {
            self.lower
                .findings
                .error(&by.place, "`by` knows one word: `by = \"trait\"`");
        }
        if draft.default.is_some() && draft.optional {
            let message = format!(
                "`{}` has a default, so it is never absent; take `optional` out",
                key.name
            );
            self.lower.findings.error(&key.place, message);
        }
        Setting {
            name: self.lower.text(&key.name),
            kind,
            default: self.default(key, draft),
            optional: draft.optional,
            one_of: self.choices(&draft.one_of),
            from_request: draft.from_request,
            by_trait,
            env: self.optional_text(draft.env.as_ref()),
            doc: self.optional_text(draft.doc.as_ref()),
        }
    }

    fn default(&mut self, key: &Key, draft: &SettingDraft) -> Option<Text> {
        let text = match draft.default.as_ref()? {
            Item::Text(field) => {
                let known = draft.one_of.iter().map(|one| one.text.as_str());
                if !draft.one_of.is_empty() && !known.clone().any(|one| one == field.text) {
                    let near = did_you_mean(&field.text, known);
                    let message =
                        format!("the default of `{}` is not in its `one_of`{near}", key.name);
                    self.lower.findings.error(&field.place, message);
                }
                field.text.clone()
            }
            Item::Switch(on, _) => on.to_string(),
            other => {
                let message = format!(
                    "`default` is text, or a switch, and this is {}",
                    other.kind()
                );
                self.lower.findings.error(other.place(), message);
                return None;
            }
        };
        Some(self.lower.text(&text))
    }

    fn choices(&mut self, one_of: &[Field]) -> Run {
        let at = u16::try_from(self.lower.scheme.choices.len()).unwrap_or(u16::MAX);
        for choice in one_of {
            let text = self.lower.text(&choice.text);
            self.lower.scheme.choices.push(text);
        }
        Run {
            at,
            len: u16::try_from(one_of.len()).unwrap_or(u16::MAX),
        }
    }

    /// Lowers every named value that something else has not asked for yet.
    fn all_lets(&mut self) {
        for index in 0..self.lower.lets.len() {
            self.lower
                .lowered_let(u16::try_from(index).unwrap_or(u16::MAX));
        }
        for index in 0..self.lower.lets.len() {
            let (name, state) = self.lower.lets[index].clone();
            // One that is wrong keeps its place; its problem has been said.
            let value = if let LetState::Done(Some(lowered)) = state {
                lowered.id
            } else {
                0
            };
            let name = self.lower.text(&name);
            self.lower.scheme.lets.push(Let {
                name,
                value,
                sent: false,
            });
        }
    }

    fn headers(&mut self) {
        let Some(Change::Set(entries)) = &self.draft.headers else {
            return;
        };
        for (index, (key, field)) in entries.iter().enumerate() {
            let lower = key.name.to_ascii_lowercase();
            if http::HeaderName::from_lowercase(lower.as_bytes()).is_err() {
                let bad = key
                    .name
                    .chars()
                    .find(|c| !c.is_ascii_alphanumeric() && !"-_".contains(*c));
                let bad = bad.map_or("nothing".to_owned(), |c| {
                    if c == ' ' {
                        "a space".to_owned()
                    } else {
                        format!("`{c}`")
                    }
                });
                self.lower
                    .findings
                    .error(&key.place, format!("a header name may not contain {bad}"));
            }
            if entries[..index]
                .iter()
                .any(|(other, _)| other.name.eq_ignore_ascii_case(&key.name))
            {
                let message = format!(
                    "`{}` stands here already; names of headers ignore case",
                    key.name
                );
                self.lower.findings.error(&key.place, message);
            }
            if let Some(entry) = self.entry(key, field, Scope::Headers, "a header") {
                self.lower.scheme.headers.push(entry);
            }
        }
    }

    fn query(&mut self) {
        let Some(Change::Set(entries)) = &self.draft.query else {
            return;
        };
        for (key, field) in entries {
            if let Some(entry) = self.entry(key, field, Scope::Query, "a query pair") {
                self.lower.scheme.query.push(entry);
            }
        }
    }

    fn entry(&mut self, key: &Key, field: &Field, scope: Scope, what: &str) -> Option<Entry> {
        let value = self.lower.field(field, scope)?;
        let value = self.text_value(field, value, what)?;
        let name = self.lower.text(&key.name);
        Some(Entry {
            name,
            value: value.id,
            after: false,
        })
    }

    /// What is sent is text.
    fn text_value(&mut self, field: &Field, value: Lowered, what: &str) -> Option<Lowered> {
        let value = self
            .lower
            .must_be_text(field, &(0..field.text.len()), value)?;
        if value.kind == Type::Bytes {
            self.lower.findings.error(
                &field.place,
                format!("this is bytes; {what} is text: `hex`? `base64`?"),
            );
            return None;
        }
        Some(value)
    }

    fn signature(&mut self, end: &Place) {
        let draft = &self.draft.signature;
        let Some(place) = &draft.place else {
            self.lower
                .findings
                .error(end, "a scheme file needs `[signature]`");
            return;
        };
        let place = Place {
            span: place.span.start..place.span.start + "[signature]".len().min(place.span.len()),
            ..place.clone()
        };
        if let Some(joined) = draft.join_repeated.as_ref().and_then(Change::set) {
            self.lower.scheme.signature.repeats = true;
            self.lower.scheme.signature.join_repeated = self.lower.text(&joined.text);
        } else {
            self.lower.scheme.signature.join_repeated = self.lower.text(",");
        }
        self.signed_headers();
        match draft.string_to_sign.as_ref().and_then(Change::set) {
            Some(field) => self.string_to_sign(field),
            None => self
                .lower
                .findings
                .error(&place, "`[signature]` needs `string_to_sign`"),
        }
        match draft.algorithm.as_ref().and_then(Change::set) {
            Some(field) => self.algorithm(&place, field),
            None => self
                .lower
                .findings
                .error(&place, "`[signature]` needs `algorithm`"),
        }
    }

    fn signed_headers(&mut self) {
        let Some(Change::Set(fields)) = &self.draft.signature.signed_headers else {
            return;
        };
        let rules: Vec<Rule> = fields
            .iter()
            .filter_map(|field| self.signed_header(field))
            .collect();
        self.lower.scheme.signature.signed_headers = self.lower.rule_run(&rules);
    }

    fn signed_header(&mut self, field: &Field) -> Option<Rule> {
        if let Some(inner) = field
            .text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
        {
            let (name, optional) = inner
                .strip_suffix('?')
                .map_or((inner, false), |name| (name, true));
            let range = 1..1 + name.len();
            let at = Expression {
                kind: Kind::Name(name.to_owned(), Vec::new()),
                range,
            };
            return self.lower.members(field, name, &at, optional);
        }
        let rule = self.lower.rule(&field.text);
        let name = self.lower.scheme.data().text(rule.text).replace('*', "x");
        if http::HeaderName::from_lowercase(name.as_bytes()).is_err() {
            let lower = field.text.to_ascii_lowercase();
            let message = if lower == field.text {
                format!("`{}` is no name of a header", field.text)
            } else {
                format!("names of headers are written in lower case here: `{lower}`")
            };
            self.lower.findings.error(&field.place, message);
            return None;
        }
        Some(rule)
    }

    fn string_to_sign(&mut self, field: &Field) {
        let lowered = self.lower.field(field, Scope::Sent);
        let Some(lowered) =
            lowered.and_then(|one| self.lower.must_be_text(field, &(0..field.text.len()), one))
        else {
            return;
        };
        self.never_absent(field, &lowered);
        self.lower.scheme.signature.string_to_sign = lowered.id;
    }

    fn never_absent(&mut self, field: &Field, lowered: &Lowered) {
        if lowered.absence != Absence::Never {
            self.lower.findings.error(
                &field.place,
                "this may be absent; put the part in `[ ]` or give an `or`",
            );
        }
    }

    fn algorithm(&mut self, place: &Place, field: &Field) {
        let keyed = if field.text.contains('{') {
            self.named_algorithm(field)
        } else {
            match Algorithm::from_name(&field.text) {
                Some(algorithm) => {
                    self.lower.scheme.signature.algorithm = AlgorithmChoice::Always(algorithm);
                    Some(algorithm.keyed)
                }
                None => {
                    let names: Vec<String> = Algorithm::names().collect();
                    let near = did_you_mean(&field.text, names.iter().map(String::as_str));
                    let message = format!("there is no algorithm `{}`{near}", field.text);
                    let note = format!("these are: {}", names.join(", "));
                    self.lower
                        .findings
                        .add(Problem::new(&field.place, message).note(note));
                    None
                }
            }
        };
        let key = self.draft.signature.key.as_ref().and_then(Change::set);
        match (keyed, key) {
            (Some(false), Some(fields)) => {
                let at = fields.first().map_or(place, |field| &field.place);
                self.lower
                    .findings
                    .error(at, format!("`{}` takes no key", field.text));
            }
            (Some(true), None) => self
                .lower
                .findings
                .error(&field.place, format!("`{}` needs a `key`", field.text)),
            (_, Some(fields)) => self.key(fields),
            (_, None) => {}
        }
    }

    /// A template over settings names the algorithm: every choice has to be one.
    fn named_algorithm(&mut self, field: &Field) -> Option<bool> {
        let lowered = self.lower.field(field, Scope::Sent)?;
        let lowered = self.text_value(field, lowered, "an algorithm")?;
        self.never_absent(field, &lowered);
        self.lower.scheme.signature.algorithm = AlgorithmChoice::Named(lowered.id);
        let mut names = vec![String::new()];
        let data = self.lower.scheme.data();
        let parts: Vec<_> = match data.node(lowered.id).op {
            Op::Template(run) => data.links(run).to_vec(),
            _ => vec![lowered.id],
        };
        for part in parts {
            let choices: Vec<String> = match data.node(part).op {
                Op::Text(text) => vec![data.text(text).to_owned()],
                Op::Setting(index) => data
                    .choices(data.settings[usize::from(index)].one_of)
                    .map(str::to_owned)
                    .collect(),
                _ => Vec::new(),
            };
            names = names
                .iter()
                .flat_map(|name| choices.iter().map(move |choice| format!("{name}{choice}")))
                .collect();
        }
        let algorithms: Vec<_> = names
            .iter()
            .map(|name| (name, Algorithm::from_name(name)))
            .collect();
        if let Some((name, _)) = algorithms.iter().find(|(_, algorithm)| algorithm.is_none()) {
            self.lower
                .findings
                .error(&field.place, format!("there is no algorithm `{name}`"));
            return None;
        }
        let keyed = algorithms
            .first()
            .and_then(|(_, algorithm)| *algorithm)
            .map(|algorithm| algorithm.keyed);
        if keyed.is_none() {
            let message = "an algorithm is a name, or a template over settings with `one_of`";
            self.lower.findings.error(&field.place, message);
        } else if algorithms
            .iter()
            .any(|(_, algorithm)| algorithm.map(|one| one.keyed) != keyed)
        {
            self.lower.findings.error(
                &field.place,
                "either all of these algorithms take a key, or none",
            );
        }
        keyed
    }

    fn key(&mut self, fields: &[Field]) {
        let mut ids = Vec::new();
        for field in fields {
            let lowered = self.lower.field(field, Scope::Sent);
            let lowered =
                lowered.and_then(|one| self.lower.must_be_text(field, &(0..field.text.len()), one));
            if let Some(lowered) = lowered {
                self.never_absent(field, &lowered);
                ids.push(lowered.id);
            }
        }
        if fields.is_empty()
            && let Some(place) = &self.draft.signature.place
        {
            self.lower.findings.error(place, "`key` lists no key");
        }
        self.lower.scheme.signature.key = self.lower.run(ids);
    }

    fn refusal(&mut self) {
        let Some(RefusalDraft {
            status,
            body,
            headers,
        }) = &self.draft.refusal
        else {
            return;
        };
        let at = u16::try_from(self.lower.scheme.refusal_headers.len()).unwrap_or(u16::MAX);
        for (key, field) in headers {
            let name = http::HeaderName::from_bytes(key.name.as_bytes());
            if name.is_err() || http::HeaderValue::from_str(&field.text).is_err() {
                self.lower.findings.error(
                    &key.place,
                    format!("`{}` cannot be sent as a header", key.name),
                );
            }
            let pair = (self.lower.text(&key.name), self.lower.text(&field.text));
            self.lower.scheme.refusal_headers.push(pair);
        }
        let body = self
            .lower
            .text(body.as_ref().map_or("", |body| body.text.as_str()));
        let headers = Run {
            at,
            len: u16::try_from(headers.len()).unwrap_or(u16::MAX),
        };
        self.lower.scheme.refusal = Some(RefusalAnswer {
            status: *status,
            body,
            headers,
        });
    }

    /// A file that can be read backwards says which values would break that.
    fn guards(&mut self) {
        let Ok(reading) = Reading::new(&self.lower.scheme.data()) else {
            return;
        };
        for (node, mark) in reading.guards() {
            let guard = Guard {
                node,
                mark: self.lower.text(&mark),
            };
            if !self.lower.scheme.guards.contains(&guard) {
                self.lower.scheme.guards.push(guard);
            }
        }
    }

    fn places(&self) -> Places {
        let of = |entries: &Option<Change<Vec<(Key, Field)>>>| {
            let entries = entries.as_ref().and_then(Change::set);
            entries
                .into_iter()
                .flatten()
                .map(|(key, _)| key.place.clone())
                .collect()
        };
        let string_to_sign = self
            .draft
            .signature
            .string_to_sign
            .as_ref()
            .and_then(Change::set);
        Places {
            lets: self.lower.let_places.clone(),
            headers: of(&self.draft.headers),
            query: of(&self.draft.query),
            string_to_sign: string_to_sign.map(|field| field.place.clone()),
        }
    }
}

fn verify(draft: &VerifyDraft) -> Verify {
    let usual = Verify::default();
    Verify {
        tolerance: draft.tolerance.unwrap_or(usual.tolerance),
        future: draft.future.unwrap_or(usual.future),
    }
}

/// The names that a file declares, in its order.
pub(super) fn declared<T>(changes: &Changes<T>) -> impl Iterator<Item = &Key> {
    changes
        .iter()
        .filter(|(_, change)| change.set().is_some())
        .map(|(key, _)| key)
}
