//! In what a request is another than a route expects.

use http::HeaderValue;
use serde_json::Value;
use signed_api_specs::data::Location;

use super::route::Expected;
use crate::{Outgoing, testing::own};

/// How much of a value is shown.
const SHOWN: usize = 120;

/// What differs, and how much that weighs: of several routes the closest one is meant.
#[derive(Default)]
pub(super) struct Mismatch {
    pub(super) weight: usize,
    pub(super) lines: Vec<String>,
}

impl Mismatch {
    /// Compares a request with what is expected. No value is shown that the scheme set.
    pub(super) fn between(expected: &Expected, request: &Outgoing) -> Self {
        let mut mismatch = Self::default();
        mismatch.method(expected, request);
        mismatch.path(expected, request);
        mismatch.query(expected, request);
        mismatch.headers(expected, request);
        if let Some(wanted) = &expected.json {
            mismatch.json(wanted, request);
        }
        mismatch
    }

    pub(super) fn is_none(&self) -> bool {
        self.lines.is_empty()
    }

    fn add(&mut self, weight: usize, line: String) {
        self.weight += weight;
        self.lines.push(line);
    }

    fn method(&mut self, expected: &Expected, request: &Outgoing) {
        let found = request.http().method();
        if found != expected.method.as_str() {
            self.add(
                10,
                format!("the method is {found}, not {}", expected.method),
            );
        }
    }

    fn path(&mut self, expected: &Expected, request: &Outgoing) {
        let path = request.http().uri().path();
        let Some(differing) = expected.path.differing(path) else {
            return self.add(50, format!("the path `{path}` has more or fewer segments"));
        };
        for segment in differing {
            self.add(10, format!("the path differs at `{segment}`"));
        }
    }

    fn query(&mut self, expected: &Expected, request: &Outgoing) {
        let query = request.http().uri().query().unwrap_or_default();
        for (name, wanted) in &expected.query {
            let pairs = form_urlencoded::parse(query.as_bytes());
            let found: Vec<_> = pairs.filter(|pair| pair.0 == *name).collect();
            if found.iter().any(|(_, value)| value == wanted) {
                continue;
            }
            let secret = own::sets(request.scheme(), Location::Query, name);
            let found = found.first().map(|(_, value)| &**value);
            self.add(
                1,
                differs(&format!("the query's `{name}`"), found, wanted, secret),
            );
        }
    }

    fn headers(&mut self, expected: &Expected, request: &Outgoing) {
        for (name, wanted) in &expected.headers {
            let found = || request.http().headers().get_all(name).iter();
            if found().any(|value| value == wanted.as_str()) {
                continue;
            }
            let secret = found().any(HeaderValue::is_sensitive)
                || own::sets(request.scheme(), Location::Headers, name.as_str());
            let first = found()
                .next()
                .map(|value| value.to_str().unwrap_or("no text"));
            self.add(
                1,
                differs(&format!("the header `{name}`"), first, wanted, secret),
            );
        }
    }

    fn json(&mut self, wanted: &Value, request: &Outgoing) {
        let body = request.http().body().as_bytes();
        let Some(body) = body else {
            return self.add(1, "the body is not in memory, so it is no JSON".to_owned());
        };
        match serde_json::from_slice::<Value>(body) {
            Ok(mut found) => {
                own::leave_out(request.scheme(), &mut found, wanted);
                if let Some(line) = difference(wanted, &found, "") {
                    self.add(1, line);
                }
            }
            Err(error) if body.is_empty() => self.add(1, format!("there is no body: {error}")),
            Err(error) => self.add(1, format!("the body is no JSON: {error}")),
        }
    }
}

/// A text that is another, or none; a secret is not shown.
fn differs(what: &str, found: Option<&str>, wanted: &str, secret: bool) -> String {
    match found {
        None => format!("{what} is not there"),
        Some(_) if secret => format!("{what} is another; the scheme sets it"),
        Some(found) => format!("{what} is `{}`, not `{}`", cut(found), cut(wanted)),
    }
}

/// The first place where JSON differs.
pub(in crate::testing) fn difference(wanted: &Value, found: &Value, at: &str) -> Option<String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let of_wanted = wanted.iter().find_map(|(name, wanted)| {
                let at = format!("{at}/{name}");
                let Some(found) = found.get(name) else {
                    return Some(format!("the body lacks `{at}`"));
                };
                difference(wanted, found, &at)
            });
            let surplus = || found.keys().find(|name| !wanted.contains_key(*name));
            let too_much = |name: &String| format!("the body has `{at}/{name}` too much");
            of_wanted.or_else(|| surplus().map(too_much))
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let pairs = (0..).zip(wanted.iter().zip(found));
            let mut pairs = pairs.map(|(index, pair): (usize, _)| (format!("{at}/{index}"), pair));
            pairs.find_map(|(at, (wanted, found))| difference(wanted, found, &at))
        }
        _ if wanted == found => None,
        _ => {
            let place = if at.is_empty() { "/" } else { at };
            let (wanted, found) = (wanted.to_string(), found.to_string());
            let (wanted, found) = (cut(&wanted), cut(&found));
            Some(format!("the body's `{place}` is `{found}`, not `{wanted}`"))
        }
    }
}

/// The beginning of a text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
