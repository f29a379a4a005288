//! A request on its way to a server.

use std::{fmt, time::Duration};

use bytes::Bytes;

use crate::{Body, SchemeData, StringToSign, message::Message, options::Limits};

/// What a transport sends: a request that was signed, or one of a call that is declared `unsigned`.
/// Nothing can be changed in it.
///
/// Only a client makes one; a [`Signed`](crate::Signed) request becomes one by `into()`.
pub struct Outgoing(pub(crate) Box<Message>);

impl Outgoing {
    /// What the client's options tell the transport.
    pub(crate) fn within(mut self, limits: Limits) -> Self {
        self.0.limits = limits;
        self
    }

    /// `Trait::method`, if the request is one of a trait's.
    pub fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// The request as it will be sent.
    pub fn http(&self) -> &http::Request<Body> {
        &self.0.request
    }

    /// The text that was signed, unless the call is `unsigned`. Shown, its secrets are masked.
    pub fn string_to_sign(&self) -> Option<&StringToSign> {
        self.scheme().map(|_| &self.0.string_to_sign)
    }

    /// The scheme that it was signed by, unless the call is `unsigned`. It knows what it set.
    pub fn scheme(&self) -> Option<&'static SchemeData<'static>> {
        self.0.scheme
    }

    /// The text that was signed, empty if none was.
    pub(crate) fn text(&self) -> &StringToSign {
        &self.0.string_to_sign
    }

    /// How long the client waits for the answer, if not for ever. It then drops the transport's
    /// future; a transport that blocks has to look at this itself.
    pub fn timeout(&self) -> Option<Duration> {
        self.0.limits.time.map(|(time, _)| time)
    }

    /// How many bytes the answer may have. The client takes no more; a transport that reads an
    /// answer need not read more either.
    pub fn answer_limit(&self) -> usize {
        self.0.limits.bytes
    }

    /// The request, for an HTTP client of one's own. Its [`Body`] is one of the crate `http-body`, as
    /// hyper, reqwest and tower take it; files and streams are read while they are sent.
    pub fn into_http(self) -> http::Request<Body> {
        self.0.request
    }

    /// The request with its body as bytes; `None` if that is a file or a stream, which
    /// [`into_http`](Self::into_http) hands on.
    pub fn into_bytes(self) -> Option<http::Request<Bytes>> {
        let (parts, body) = self.0.request.into_parts();
        Some(http::Request::from_parts(parts, body.into_bytes()?))
    }

    /// As for [`Unsigned`](crate::Unsigned), with the (masked) text that was signed.
    pub(crate) fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct(name);
        self.0
            .fields(&mut debug)
            .field("string_to_sign", &self.string_to_sign())
            .field("limits", &self.0.limits)
            .finish()
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show("Outgoing", f)
    }
}
