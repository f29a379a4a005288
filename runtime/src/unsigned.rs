//! A request that may still change, and cannot be sent.

use std::fmt;

use http::{HeaderMap, Method, Uri};

use crate::{Body, Error, Setting, Signing, message::Message};

/// A request before it is signed: it may change, and nothing sends it.
///
/// A client makes one of every call; [`Unsigned::new`] takes any other request, so that
/// [`Signer::sign`](crate::Signer::sign) works without a trait or a client. URI, headers and body
/// are taken as they will be sent: signing never rewrites them.
#[derive(Clone)]
pub struct Unsigned(pub(crate) Box<Message>);

impl Unsigned {
    /// A request of one's own making. Its URI is absolute: `https://host/path?query`.
    pub fn new<B: Into<Body>>(request: http::Request<B>) -> Self {
        Self(Message::new(request.map(Into::into)))
    }

    /// `Trait::method`, if the request is one of a trait's.
    pub fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        self.0.request.method()
    }

    /// Where the request goes, as it will be sent.
    pub fn uri(&self) -> &Uri {
        self.0.request.uri()
    }

    /// The headers that will be sent, but for those of the scheme.
    pub fn headers(&self) -> &HeaderMap {
        self.0.request.headers()
    }

    /// The headers, to be added to or changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.0.request.headers_mut()
    }

    /// The body.
    pub fn body(&self) -> &Body {
        self.0.request.body()
    }

    /// Refuses a call that is declared `unsigned`.
    pub(crate) fn assert_signable(&self) -> Result<(), Error> {
        match self.0.signing {
            Signing::Scheme => Ok(()),
            Signing::Unsigned => {
                let why = "the call is declared `unsigned`: it can be sent, not signed";
                Err(Error::request(why).of_call(self.0.call))
            }
        }
    }

    /// Gives a setting of the scheme for this request. Whether the scheme has it, and takes this
    /// value, is checked when the request is signed.
    pub fn set(&mut self, setting: impl Into<String>, value: impl Into<Setting>) -> &mut Self {
        self.0.settings.set(setting, value);
        self
    }
}

/// Method, host, path and the names of the headers: values, and the query, may hold a secret.
impl fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Unsigned");
        self.0.fields(&mut debug).finish_non_exhaustive()
    }
}
