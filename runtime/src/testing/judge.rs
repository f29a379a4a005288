//! Who judges the requests of a test server: verifiers of any scheme.

use std::time::SystemTime;

use http::{HeaderValue, Response, Uri, request::Parts};
use signed_api_specs::{SchemeData, diagnose::Diagnosis, refused::DIAGNOSIS_HEADER};

use crate::{Body, Refusal, Scheme, Verified, Verifier};

/// How many attempts a test waits for: a fraction of a second, optimised or not. All single mistakes are
/// among them, and the likelier pairs.
const ATTEMPTS: usize = 2_000;

/// The longest text of a header.
const LONGEST: usize = 2_000;

/// A verifier, whatever its scheme.
pub(super) trait Judge: Send + Sync {
    /// The scheme.
    fn data(&self) -> &'static SchemeData<'static>;

    /// The verdict.
    fn verify(&self, parts: &Parts, body: &[u8], now: SystemTime) -> Result<Verified, Refusal>;

    /// The mistake behind a refusal; one is to have used the scheme of another judge.
    fn diagnose(
        &self,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
        others: &[Box<dyn Judge>],
    ) -> Option<Diagnosis>;
}

impl<S: Scheme> Judge for Verifier<S> {
    fn data(&self) -> &'static SchemeData<'static> {
        S::DATA
    }

    fn verify(&self, parts: &Parts, body: &[u8], now: SystemTime) -> Result<Verified, Refusal> {
        Self::verify(self, parts, body, now)
    }

    fn diagnose(
        &self,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
        others: &[Box<dyn Judge>],
    ) -> Option<Diagnosis> {
        let neighbours: Vec<SchemeData<'_>> = others.iter().map(|other| *other.data()).collect();
        let diagnosis = self.diagnose_among(&neighbours, ATTEMPTS, parts, body, now);
        diagnosis.ok()
    }
}

/// A provider's refusal with the diagnosis beside it, in a header of its own.
pub(super) fn mark(mut refusal: Response<Body>, diagnosis: Option<&Diagnosis>) -> Response<Body> {
    let headline = diagnosis.map(Diagnosis::headline).unwrap_or_default();
    let visible = |c: char| (' '..='~').contains(&c);
    // A header holds visible ASCII alone.
    let shown = headline.chars().flat_map(|c| {
        let plain = visible(c).then_some(c);
        let escaped = (!visible(c)).then(|| c.escape_default());
        plain.into_iter().chain(escaped.into_iter().flatten())
    });
    let text: String = shown.take(LONGEST).collect();
    if let Ok(value) = HeaderValue::from_str(&text)
        && !text.is_empty()
    {
        refusal.headers_mut().insert(DIAGNOSIS_HEADER, value);
    }
    refusal
}

/// The server knows how the request came; the request line does not say.
pub(super) fn absolute(mut parts: Parts) -> Parts {
    let host = parts
        .headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok());
    let mut uri = parts.uri.clone().into_parts();
    if let Some(host) = host.and_then(|host| host.parse().ok()) {
        uri.scheme = Some(http::uri::Scheme::HTTP);
        uri.authority.get_or_insert(host);
        parts.uri = Uri::from_parts(uri).unwrap_or(parts.uri);
    }
    parts
}
