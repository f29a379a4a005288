//! Webhooks as values: verified first, then read.

use std::{error::Error as StdError, fmt, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use serde_core::de::DeserializeOwned;

use crate::{BoxError, Refusal, Scheme, Verified, Verifier, form, nothing::Nothing, response::raw};

/// What a request says, and what its signature tells of it: [`Verifier::unwrap`] makes it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unwrapped<T> {
    /// The body, read.
    pub value: T,
    /// When it was signed, by which key, with which nonce.
    pub verified: Verified,
}

/// Why a request was not unwrapped.
#[derive(Debug)]
#[non_exhaustive]
pub enum UnwrapError {
    /// It is refused; nothing was read of its body. The reason is for the operator: give every
    /// sender the same answer.
    Refused(Refusal),
    /// It was signed rightly, and its body is not what was expected.
    Decode {
        /// As what the body was read: `JSON`, `form` or `text`.
        expected: &'static str,
        /// What is wrong with it. It may quote the body.
        source: BoxError,
    },
}

impl<S: Scheme> Verifier<S> {
    /// Verifies a request as it was received, and reads its body only then.
    ///
    /// `String`, `Bytes` and `Vec<u8>` are the body as it is; anything else that is `Deserialize` is
    /// read from a form if the content type is `application/x-www-form-urlencoded`, else from JSON.
    /// Few schemes sign the content type; [`require`](Self::require) it where that matters.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use serde::Deserialize;
    /// use signed_api::{UnwrapError, Verifier, schemes::SinchCallback};
    ///
    /// #[derive(Debug, Deserialize, PartialEq)]
    /// #[serde(tag = "event", rename_all = "lowercase")]
    /// enum Event {
    ///     Ace { callid: String },
    ///     Dice { callid: String, reason: String },
    /// }
    ///
    /// # let sinch = SinchCallback {
    /// #     application_key: "669E367E-6BBA-48AB-AF15-266871C28135".into(),
    /// #     application_secret: "BeIukql3pTKJ8RGL5zo0DA==".into(),
    /// # };
    /// let verifier = Verifier::new(sinch)?;
    /// # let (parts, body) = http::Request::post("https://callbacks.yourdomain.com/sinch/callback/ace")
    /// #     .header("content-type", "application/json")
    /// #     .header("x-timestamp", "2014-09-24T10:59:41Z")
    /// #     .header("authorization", "application 669E367E-6BBA-48AB-AF15-266871C28135:Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=")
    /// #     .body(concat!(
    /// #         r#"{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","#,
    /// #         r#""timestamp":"2014-09-24T10:59:41Z","version":1}"#,
    /// #     ))?
    /// #     .into_parts();
    /// # let body = body.as_bytes();
    /// # let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_411_556_381);
    /// let answer = match verifier.unwrap(&parts, body, now) {
    ///     Ok(callback) => match callback.value {
    ///         Event::Ace { .. } => r#"{"action":{"name":"hangup"}}"#,
    ///         Event::Dice { .. } => "",
    ///     },
    ///     Err(UnwrapError::Refused(_)) => return Ok(()), // 401
    ///     Err(error) => return Err(error.into()),        // 400: from Sinch, and of another shape
    /// };
    /// # assert_eq!(answer, r#"{"action":{"name":"hangup"}}"#);
    /// # assert!(matches!(verifier.unwrap::<Event>(&parts, b"{}", now), Err(UnwrapError::Refused(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Why it is refused, as [`verify`](Self::verify) says it; else why the body cannot be read.
    pub fn unwrap<T: DeserializeOwned + 'static>(
        &self,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Unwrapped<T>, UnwrapError> {
        let verified = self
            .verify(parts, body, now)
            .map_err(UnwrapError::Refused)?;
        let value = decode(&parts.headers, body)?;
        Ok(Unwrapped { value, verified })
    }
}

fn decode<T: DeserializeOwned + 'static>(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, UnwrapError> {
    if let Some(raw) = raw(|| Bytes::copy_from_slice(body)) {
        return raw.map_err(|error| decode_error("text", error));
    }
    if is_form(headers) {
        return form::from_bytes(body).map_err(|error| decode_error("form", error));
    }
    if body.is_empty() {
        return T::deserialize(Nothing).map_err(|error| decode_error("JSON", error));
    }
    serde_json::from_slice(body).map_err(|error| decode_error("JSON", error))
}

fn decode_error(expected: &'static str, source: impl Into<BoxError>) -> UnwrapError {
    let source = source.into();
    UnwrapError::Decode { expected, source }
}

/// The media type ignores case, and may have parameters (RFC 9110, section 8.3.1).
fn is_form(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE);
    let said = said
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = said.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl fmt::Display for UnwrapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Decode { expected, .. } => {
                write!(
                    f,
                    "the request is verified, and its body is not the {expected} that was expected"
                )
            }
        }
    }
}

impl StdError for UnwrapError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // It was said already.
            Self::Refused(refusal) => refusal.source(),
            Self::Decode { source, .. } => Some(&**source),
        }
    }
}
