//! A wrong signature under a right request.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use signed_api::{Body, BoxError, Outgoing, Transport, default_transport};

/// Sends what was signed with one character of the signature changed: a server that verifies
/// refuses it. The signature is what ends the header, the query or the body.
pub struct Spoilt(Place);

enum Place {
    Header(&'static str),
    Query,
    Body,
}

impl Spoilt {
    /// For a signature in this header.
    pub fn header(name: &'static str) -> Self {
        Self(Place::Header(name))
    }

    /// For a signature that ends the query.
    pub fn query() -> Self {
        Self(Place::Query)
    }

    /// For a signature that ends a form.
    pub fn body() -> Self {
        Self(Place::Body)
    }

    /// Changes one character.
    pub fn spoil(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        match self.0 {
            Place::Header(name) => {
                let value = changed(request.headers()[name].to_str()?);
                let value = HeaderValue::try_from(value)?;
                request.headers_mut().insert(name, value);
            }
            Place::Query => {
                let uri = changed(&request.uri().to_string());
                *request.uri_mut() = Uri::try_from(uri)?;
            }
            Place::Body => {
                let body = changed(std::str::from_utf8(request.body())?);
                *request.body_mut() = body.into();
            }
        }
        Ok(())
    }
}

impl Transport for Spoilt {
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let mut request = request.into_bytes().ok_or("no body")?;
        self.spoil(&mut request)?;
        let empty = request.body().is_empty();
        let mut request: reqwest::Request = request.try_into()?;
        if empty {
            *request.body_mut() = None;
        }
        let answer = default_transport()?.execute(request).await?;
        let response = Response::builder().status(answer.status());
        Ok(response.body(Body::bytes(answer.bytes().await?))?)
    }
}

/// The eighth character from the end is one of the signature, be it in base64, hexadecimal or
/// between quotes; `a` and `b` are of either alphabet.
fn changed(text: &str) -> String {
    let at = text.len() - 8;
    let other = if text[at..].starts_with('a') {
        "b"
    } else {
        "a"
    };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}
