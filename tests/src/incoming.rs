//! A request on the side of its receiver.

use http::{HeaderName, HeaderValue, header, request::Parts};
use signed_api::{Outgoing, Refusal, Scheme, Verified, Verifier};

use crate::{NOW, at};

/// A request as a server sees it: a target without a host, headers, and the body's bytes.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Method, target and headers.
    pub parts: Parts,
    /// The body.
    pub body: Vec<u8>,
}

impl Incoming {
    /// A request that nobody has signed.
    ///
    /// # Panics
    ///
    /// If the method or the target is none.
    pub fn new(method: &str, target: &str, body: &[u8]) -> Self {
        let request = http::Request::builder()
            .method(method)
            .uri(target)
            .body(())
            .expect("a request");
        Self {
            parts: request.into_parts().0,
            body: body.to_vec(),
        }
    }

    /// What arrives if this is sent.
    ///
    /// # Panics
    ///
    /// If the request's own host is not the one of its `Host` header.
    pub fn of(request: &Outgoing) -> Self {
        let http = request.http();
        let target = http.uri().path_and_query().expect("a target").to_string();
        let mut incoming = Self::new(
            http.method().as_str(),
            &target,
            http.body().as_bytes().expect("bytes"),
        );
        incoming.parts.headers = http.headers().clone();
        assert!(
            incoming.parts.headers.contains_key(header::HOST),
            "a client sends its host"
        );
        incoming
    }

    /// Path and query as on the request line.
    ///
    /// # Panics
    ///
    /// Never: there is always one.
    pub fn target(&self) -> &str {
        self.parts.uri.path_and_query().expect("a target").as_str()
    }

    /// The same request to another target.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn to(mut self, target: &str) -> Self {
        self.parts.uri = target.parse().expect("a target");
        self
    }

    /// The text of a header.
    ///
    /// # Panics
    ///
    /// If there is no such header, or it is no text.
    pub fn header(&self, name: &str) -> &str {
        let value = self
            .parts
            .headers
            .get(name)
            .unwrap_or_else(|| panic!("a header `{name}`"));
        std::str::from_utf8(value.as_bytes()).expect("text")
    }

    /// The same request with this header instead of any of its name.
    ///
    /// # Panics
    ///
    /// If it cannot be one.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.parts
            .headers
            .insert(header_name(name), header_value(value));
        self
    }

    /// The same request with one more line of this name.
    ///
    /// # Panics
    ///
    /// If it cannot be one.
    #[must_use]
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.parts
            .headers
            .append(header_name(name), header_value(value));
        self
    }

    /// The same request without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.parts.headers.remove(name);
        self
    }

    /// What a verifier says of it at [`NOW`].
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn shown_to<S: Scheme>(&self, verifier: &Verifier<S>) -> Result<Verified, Refusal> {
        self.shown_at(NOW, verifier)
    }

    /// The same at another time.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn shown_at<S: Scheme>(
        &self,
        seconds: u64,
        verifier: &Verifier<S>,
    ) -> Result<Verified, Refusal> {
        verifier.verify(&self.parts, &self.body, at(seconds))
    }

    /// Why a verifier refuses it.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub fn refused_by<S: Scheme>(&self, verifier: &Verifier<S>) -> String {
        self.shown_to(verifier)
            .expect_err("this should have been refused")
            .to_string()
    }
}

fn header_name(name: &str) -> HeaderName {
    name.parse().expect("the name of a header")
}

fn header_value(value: &str) -> HeaderValue {
    HeaderValue::from_bytes(value.as_bytes()).expect("the value of a header")
}
