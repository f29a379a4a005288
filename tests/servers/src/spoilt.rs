//! A wrong signature under a right request.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use signed_api::{Body, BoxError, Signed, Transport, default_transport};

/// Sends what was signed with one character of the signature changed: a server that verifies
/// refuses it. The signature is what ends the header, the query or the body.
pub struct Spoilt {
    client: reqwest::Client,
    place: Place,
}

enum Place {
    Header(&'static str),
    Query,
    Body,
}

impl Spoilt {
    /// For a signature in this header.
    pub fn header(name: &'static str) -> Self {
        Self::at(Place::Header(name))
    }

    /// For a signature that ends the query.
    pub fn query() -> Self {
        Self::at(Place::Query)
    }

    /// For a signature that ends a form.
    pub fn body() -> Self {
        Self::at(Place::Body)
    }

    fn at(place: Place) -> Self {
        let client = default_transport().expect("the system's certificates");
        Self { client, place }
    }
}

impl Transport for Spoilt {
    async fn send(&self, request: Signed) -> Result<Response<Body>, BoxError> {
        let mut request = request.into_bytes().expect("bodies are in memory");
        self.place.spoil(&mut request)?;
        let empty = request.body().is_empty();
        let mut request: reqwest::Request = request.try_into()?;
        if empty {
            *request.body_mut() = None;
        }
        let answer = self.client.execute(request).await?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.body_mut() = answer.bytes().await?;
        Ok(response.map(Body::bytes))
    }
}

impl Place {
    fn spoil(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        match self {
            Self::Header(name) => {
                let value = request.headers()[*name].to_str()?;
                let value = HeaderValue::try_from(changed(value))?;
                request.headers_mut().insert(*name, value);
            }
            Self::Query => {
                let uri = request.uri().to_string();
                *request.uri_mut() = Uri::try_from(changed(&uri))?;
            }
            Self::Body => {
                let body = std::str::from_utf8(request.body())?;
                *request.body_mut() = changed(body).into();
            }
        }
        Ok(())
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
