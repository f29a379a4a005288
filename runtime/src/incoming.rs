//! Requests as a server gets them: verified, or answered.

use std::mem;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header, request::Parts};

use crate::{Refusal, SchemeData, refusing};

/// Does something with a request under the URL that its sender used, which axum keeps where it strips
/// a prefix.
pub(crate) fn as_sent<T>(parts: &mut Parts, done: impl FnOnce(&Parts) -> T) -> T {
    let original = original_uri(parts);
    let seen = original.map(|original| mem::replace(&mut parts.uri, original));
    let result = done(parts);
    if let Some(seen) = seen {
        parts.uri = seen;
    }
    result
}

#[cfg(feature = "axum")]
fn original_uri(parts: &Parts) -> Option<http::Uri> {
    let original = parts.extensions.get::<axum::extract::OriginalUri>();
    original.map(|original| original.0.clone())
}

#[cfg(not(feature = "axum"))]
fn original_uri(_: &Parts) -> Option<http::Uri> {
    None
}

/// The answer to a request that is refused: for all reasons the same, so that it tells nobody how
/// near a forgery came. The reason goes with it for those inside.
pub(crate) fn refused(data: &SchemeData<'_>, reason: Refusal) -> Response<Bytes> {
    let mut response = match refusing::own(data, |_| None) {
        Some(own) => own.map(|body| body.into_bytes().unwrap_or_default()),
        None => answer(
            StatusCode::UNAUTHORIZED,
            "the request is not signed as it has to be",
        ),
    };
    response.extensions_mut().insert(reason);
    response
}

/// An answer of one line.
pub(crate) fn answer(status: StatusCode, line: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(line.as_bytes()));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}
