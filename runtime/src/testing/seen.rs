//! What a test server was sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use signed_api_specs::diagnose::Diagnosis;

use crate::{Refusal, Verified};

/// A request as the server saw it, and what it thought of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Seen {
    /// The method.
    pub method: Method,
    /// Path and query, as on the request line.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The scheme whose verdict this is.
    pub scheme: &'static str,
    /// Whether the signature is right, and if not, why not.
    pub verdict: Result<Verified, Refusal>,
    /// Of a refused request, the mistake behind it. Not all pairs of mistakes are tried here, since a
    /// test waits for its answer: [`Verifier::diagnose`](crate::Verifier::diagnose) and the command line try them.
    pub diagnosis: Option<Diagnosis>,
    /// Which [`Fault`](super::Fault) was played: `reset`, `early reset`, `half an answer`, `refusal`,
    /// `delay of 2s`, `answer 503`.
    pub fault: Option<String>,
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Seen")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("verdict", &self.verdict)
            .field(
                "diagnosis",
                &self.diagnosis.as_ref().map(Diagnosis::headline),
            )
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
