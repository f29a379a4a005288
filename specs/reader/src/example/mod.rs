//! A file proves itself: each example is signed, and what comes out compared with what it says.

mod comparison;
mod given;
mod sample;
mod verdict;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use signed_api_specs::data::SchemeData;
use signed_api_specs::{Input, SigningKey};

use super::draft::ExampleDraft;
use super::http_text::{HttpText, parse_lines};
use super::problem::{Findings, Place};
use crate::Scheme;
use given::Given;

pub use sample::Sample;

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

/// Where they come from, each source once.
pub(crate) fn sources(examples: &[ExampleDraft]) -> Vec<String> {
    let mut sources = Vec::new();
    for from in examples.iter().filter_map(|example| example.from.as_ref()) {
        if !sources.contains(&from.text) {
            sources.push(from.text.clone());
        }
    }
    sources
}

struct Example<'e> {
    data: &'e SchemeData<'e>,
    draft: &'e ExampleDraft,
    findings: &'e mut Findings,
}

impl Example<'_> {
    fn run(&mut self) {
        self.proves_something();
        let given = self.given();
        let (Some(given), Some(request), Some(now)) = (given, self.request(), self.now()) else {
            return;
        };
        if self.draft.verdict.is_some() {
            self.verify(&request, &given, now);
        } else {
            self.sign(&request, &given, now);
        }
    }

    fn sign(&mut self, request: &HttpText, given: &Given, now: signed_api_specs::Timestamp) {
        let nonce = self.draft.nonce.as_ref();
        let signed = request.view().and_then(|view| {
            let input = Input {
                request: view,
                values: given,
                now,
                nonce: nonce.map_or("", |nonce| nonce.text.as_str()),
            };
            SigningKey::new(self.data).sign(input)
        });
        match signed {
            Ok(signing) => {
                let found = self.findings.count();
                self.compare(&signing);
                if self.findings.count() == found {
                    self.verify_signed(request, &signing, given, now);
                }
            }
            Err(error) => {
                let place = self.place();
                let message = format!("this example cannot be signed: {error}");
                self.findings.error(&place, message);
            }
        }
    }

    fn place(&self) -> Place {
        let from = self.draft.from.as_ref();
        from.map_or_else(|| self.draft.place.clone(), |from| from.place.clone())
    }

    fn needs(&mut self, what: &str) {
        let message = format!("an example needs {what}");
        self.findings.error(&self.draft.place, message);
    }

    fn proves_something(&mut self) {
        let draft = self.draft;
        let results = draft.string_to_sign.is_some()
            || draft.verdict.is_some()
            || draft.body.is_some()
            || [&draft.headers, &draft.query, &draft.form, &draft.json]
                .iter()
                .any(|sent| !sent.is_empty());
        if !results {
            self.needs("something to compare: `string_to_sign`, `headers`, `query`, `form`, `json` or `body`");
        }
    }

    fn now(&mut self) -> Option<signed_api_specs::Timestamp> {
        if self.draft.now.is_none() {
            self.needs("`now`: when it was signed, as `now = 2026-01-02T03:04:05Z`");
        }
        self.draft.now.as_ref().map(|(now, _)| *now)
    }

    fn request(&mut self) -> Option<HttpText> {
        let Some(field) = &self.draft.request else {
            self.needs("`request`: its request line with the full URL, its headers, its body");
            return None;
        };
        let mut request = match parse_lines(field.text.as_bytes()) {
            Ok(request) => request,
            Err(mistake) => {
                let place = field.part(&mistake.range);
                self.findings.error(&place, mistake.message);
                return None;
            }
        };
        if let Some(body) = &self.draft.body_base64 {
            if !request.body.is_empty() {
                let message = "`request` has a body already, so it needs no `body_base64`";
                self.findings.error(&body.place, message);
                return None;
            }
            let Ok(bytes) = STANDARD.decode(&body.text) else {
                self.findings.error(&body.place, "this is not base64");
                return None;
            };
            request.body = bytes;
        }
        // As a signer does it: a body that the scheme makes out of nothing says what it is.
        if self.draft.verdict.is_none()
            && let Some(kind) = self.data.made_kind(&request.body)
        {
            let kind = HeaderValue::from_static(kind);
            request.headers.entry(CONTENT_TYPE).or_insert(kind);
        }
        Some(request)
    }
}
