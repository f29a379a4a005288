//! A file proves itself: each example is signed, and what comes out compared with what it says.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::difference::difference;
use super::document::{Field, Item, Key};
use super::draft::ExampleDraft;
use super::http_text::{HttpText, parse_http};
use super::problem::{Findings, Problem, did_you_mean};
use crate::data::{Scheme, SchemeData, Value, Values};
use crate::{Input, Reading, Refusal, Signing, SigningKey, Verification};

/// Runs the examples of a file.
pub(crate) fn run(scheme: &Scheme, examples: &[ExampleDraft], findings: &mut Findings) {
    let data = scheme.data();
    for example in examples {
        Example {
            data: &data,
            draft: example,
            findings: &mut *findings,
        }
        .run();
    }
}

/// Credentials and settings of an example.
#[derive(Default)]
struct Given(BTreeMap<String, Owned>);

enum Owned {
    Text(String),
    List(Vec<String>),
    Switch(bool),
}

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        Some(match self.0.get(name)? {
            Owned::Text(text) => Value::Text(text),
            Owned::List(items) => Value::List(items),
            Owned::Switch(on) => Value::Switch(*on),
        })
    }
}

struct Example<'e> {
    data: &'e SchemeData<'e>,
    draft: &'e ExampleDraft,
    findings: &'e mut Findings,
}

impl Example<'_> {
    fn run(&mut self) {
        let given = self.given();
        let (Some(given), Some(request), Some(now)) = (given, self.request(), self.now()) else {
            return;
        };
        if self.draft.verdict.is_some() {
            return self.verify(&request, &given, now);
        }
        let nonce = self
            .draft
            .nonce
            .as_ref()
            .map_or("", |nonce| nonce.text.as_str());
        let signed = request.view().and_then(|view| {
            let input = Input {
                request: view,
                values: &given,
                now,
                nonce,
            };
            self.data.sign(&SigningKey::default(), input)
        });
        match signed {
            Ok(signing) => self.compare(&signing),
            Err(error) => {
                let place = self.place();
                self.findings
                    .error(&place, format!("this example cannot be signed: {error}"));
            }
        }
    }

    /// An example with a verdict is a request as received, signature and all.
    fn verify(&mut self, request: &HttpText, given: &Given, now: jiff::Timestamp) {
        let Some(verdict) = &self.draft.verdict else {
            return;
        };
        if !matches!(verdict.text.as_str(), "accept" | "reject") {
            self.findings
                .error(&verdict.place, "a verdict is `accept` or `reject`");
            return;
        }
        let reading = match Reading::new(self.data) {
            Ok(reading) => reading,
            Err(reason) => {
                self.findings.error(
                    &verdict.place,
                    format!("this scheme cannot verify: {reason}"),
                );
                return;
            }
        };
        let verified = request.view().map_err(Refusal::from).and_then(|view| {
            let limits = self.data.verify;
            let verification = Verification {
                request: view,
                values: given,
                now,
                limits, required: &[] };
            let received = reading.read(self.data, view)?;
            reading.verify(self.data, &SigningKey::default(), received, verification)
        });
        match verified {
            Ok(_) if verdict.text == "reject" => {
                self.findings
                    .error(&verdict.place, "this example is accepted");
            }
            Err(reason) if verdict.text == "accept" => {
                self.findings.error(
                    &verdict.place,
                    format!("this example is rejected: {reason}"),
                );
            }
            _ => {}
        }
    }

    fn place(&self) -> super::problem::Place {
        self.draft
            .from
            .as_ref()
            .map_or_else(|| self.draft.place.clone(), |from| from.place.clone())
    }

    fn needs(&mut self, what: &str) {
        let message = format!("an example needs `{what}`");
        self.findings.error(&self.draft.place, message);
    }

    fn now(&mut self) -> Option<jiff::Timestamp> {
        match &self.draft.now {
            Some((now, _)) => Some(*now),
            None => {
                self.needs("now");
                None
            }
        }
    }

    fn request(&mut self) -> Option<HttpText> {
        let Some(field) = &self.draft.request else {
            self.needs("request");
            return None;
        };
        let mut request = match parse_http(field.text.as_bytes()) {
            Ok(request) => request,
            Err(error) => {
                self.findings.error(&field.place, error);
                return None;
            }
        };
        if let Some(body) = &self.draft.body_base64 {
            match STANDARD.decode(&body.text) {
                Ok(bytes) => request.body = bytes,
                Err(_) => {
                    self.findings.error(&body.place, "this is not base64");
                    return None;
                }
            }
        }
        Some(request)
    }

    fn given(&mut self) -> Option<Given> {
        let data = *self.data;
        let mut given = Given::default();
        let credentials: Vec<&str> = data
            .credentials
            .iter()
            .map(|one| data.text(one.name))
            .collect();
        for (key, field) in &self.draft.credentials {
            if self.known(key, &credentials, "credential") {
                given
                    .0
                    .insert(key.name.clone(), Owned::Text(field.text.clone()));
            }
        }
        let settings: Vec<&str> = data
            .settings
            .iter()
            .map(|one| data.text(one.name))
            .collect();
        for (key, item) in &self.draft.settings {
            if self.known(key, &settings, "setting") {
                match owned(item) {
                    Some(value) => drop(given.0.insert(key.name.clone(), value)),
                    None => self.findings.error(
                        item.place(),
                        "a setting is text, a list of texts or a switch",
                    ),
                }
            }
        }
        self.findings.is_empty().then_some(given)
    }

    fn known(&mut self, key: &Key, names: &[&str], what: &str) -> bool {
        if names.contains(&key.name.as_str()) {
            return true;
        }
        let near = did_you_mean(&key.name, names.iter().copied());
        self.findings.error(
            &key.place,
            format!("the scheme has no {what} `{}`{near}", key.name),
        );
        false
    }

    fn compare(&mut self, signing: &Signing) {
        let string_to_sign = signing.string_to_sign.to_string();
        let mut differences = Vec::new();
        let mut at = self.place();
        if let Some(expected) = &self.draft.string_to_sign
            && let Some(report) = difference(&expected.text, &string_to_sign)
        {
            at = expected.place.clone();
            differences.push(format!("the string to sign differs:\n{report}"));
        }
        let headers = signing.headers.iter().map(|(index, value)| {
            let name = self
                .data
                .text(self.data.headers[*index].name)
                .to_ascii_lowercase();
            (name, String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers: Vec<(String, String)> = headers.collect();
        let query = signing
            .path_and_query
            .as_ref()
            .map_or(Vec::new(), |target| pairs(target));
        let expected_headers = self
            .draft
            .headers
            .iter()
            .map(|entry| (entry, &headers, "header"));
        let expected_query = self
            .draft
            .query
            .iter()
            .map(|entry| (entry, &query, "query pair"));
        for ((key, expected), found, what) in expected_headers.chain(expected_query) {
            if let Some(report) = differs(key, expected, found, what) {
                if differences.is_empty() {
                    at = expected.place.clone();
                }
                differences.push(report);
            }
        }
        if differences.is_empty() {
            return;
        }
        let mut problem = Problem::new(&at, "this example is not reproduced");
        for difference in differences {
            problem = problem.note(difference);
        }
        if self.draft.string_to_sign.is_none() {
            problem = problem.note(format!(
                "the string to sign was:\n{}",
                numbered(&string_to_sign)
            ));
        }
        self.findings.add(problem);
    }
}

fn owned(item: &Item) -> Option<Owned> {
    match item {
        Item::Text(field) => Some(Owned::Text(field.text.clone())),
        Item::Switch(on, _) => Some(Owned::Switch(*on)),
        Item::List(items, _) => {
            let texts = items.iter().map(|item| match item {
                Item::Text(field) => Some(field.text.clone()),
                _ => None,
            });
            texts.collect::<Option<_>>().map(Owned::List)
        }
        _ => None,
    }
}

fn pairs(target: &str) -> Vec<(String, String)> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decode(name), decode(value))
    };
    query.split('&').map(pair).collect()
}

fn differs(key: &Key, expected: &Field, found: &[(String, String)], what: &str) -> Option<String> {
    let name = if what == "header" {
        key.name.to_ascii_lowercase()
    } else {
        key.name.clone()
    };
    match found.iter().find(|(other, _)| *other == name) {
        None => Some(format!("the {what} `{name}` is not set")),
        Some((_, value)) => difference(&expected.text, value)
            .map(|report| format!("the {what} `{name}` differs:\n{report}")),
    }
}

/// The lines of a string to sign, each with its number and its end made visible.
fn numbered(text: &str) -> String {
    let count = text.split('\n').count();
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let end = if index + 1 < count { "\\n" } else { "" };
        format!("{:>3} | {line}{end}", index + 1)
    });
    lines.collect::<Vec<_>>().join("\n")
}
