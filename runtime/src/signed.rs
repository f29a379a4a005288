//! A request that was signed, and cannot change.

use std::{fmt, ops::Deref};

use bytes::Bytes;

use crate::{Body, Outgoing, StringToSign, options::Limits};

/// A signed request: it can be sent, and nothing can be changed in it.
///
/// Only signing makes one: [`Client::sign`](crate::Client::sign) and
/// [`Signer::sign`](crate::Signer::sign). It is an [`Outgoing`] request that certainly was signed. To
/// send it by other means, take it apart with [`into_http`](Self::into_http); what is then sent is
/// as signed only if nothing is rewritten on the way.
pub struct Signed(pub(crate) Outgoing);

impl Signed {
    /// What the client's options tell the transport.
    pub(crate) fn within(self, limits: Limits) -> Self {
        Self(self.0.within(limits))
    }

    /// The text that was signed. Shown, its secrets are masked.
    pub fn string_to_sign(&self) -> &StringToSign {
        self.0.text()
    }

    /// The request, for an HTTP client of one's own. Its [`Body`] is one of the crate `http-body`, as
    /// hyper, reqwest and tower take it; files and streams are read while they are sent.
    pub fn into_http(self) -> http::Request<Body> {
        self.0.into_http()
    }

    /// The request with its body as bytes; `None` if that is a file or a stream, which
    /// [`into_http`](Self::into_http) hands on.
    pub fn into_bytes(self) -> Option<http::Request<Bytes>> {
        self.0.into_bytes()
    }
}

/// Reads as what will be sent.
impl Deref for Signed {
    type Target = Outgoing;

    fn deref(&self) -> &Outgoing {
        &self.0
    }
}

impl From<Signed> for Outgoing {
    fn from(signed: Signed) -> Self {
        signed.0
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("Signed", f)
    }
}
