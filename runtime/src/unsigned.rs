//! A request that may still change, and cannot be sent.

use std::fmt;

use http::{HeaderMap, Method, Uri};

use crate::{Body, Error, Setting, Signing, settings::Settings};

/// A request before it is signed: it may change, and nothing sends it.
///
/// A client makes one of every call; [`Unsigned::new`] takes any other request, so that
/// [`Signer::sign`](crate::Signer::sign) works without a trait or a client. URI, headers and body
/// are taken as they will be sent: signing never rewrites them.
#[derive(Clone)]
pub struct Unsigned {
    pub(crate) call: Option<&'static str>,
    pub(crate) signing: Signing,
    pub(crate) request: http::Request<Body>,
    pub(crate) settings: Settings,
}

impl Unsigned {
    /// A request of one's own making. Its URI is absolute: `https://host/path?query`.
    pub fn new<B: Into<Body>>(request: http::Request<B>) -> Self {
        Self {
            call: None,
            signing: Signing::Scheme,
            request: request.map(Into::into),
            settings: Settings::default(),
        }
    }

    /// `Trait::method`, if the request is one of a trait's.
    pub const fn call(&self) -> Option<&'static str> {
        self.call
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Where the request goes, as it will be sent.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The headers that will be sent, but for those of the scheme.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The headers, to be added to or changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
    }

    /// The body.
    pub fn body(&self) -> &Body {
        self.request.body()
    }

    /// Refuses a call that is declared `unsigned`.
    pub(crate) fn assert_signable(&self) -> Result<(), Error> {
        match self.signing {
            Signing::Scheme => Ok(()),
            Signing::Unsigned => {
                let why = "the call is declared `unsigned`: it can be sent, not signed";
                Err(Error::request(why).of_call(self.call))
            }
        }
    }

    /// Gives a setting of the scheme for this request. Whether the scheme has it, and takes this
    /// value, is checked when the request is signed.
    pub fn set(&mut self, setting: impl Into<String>, value: impl Into<Setting>) -> &mut Self {
        self.settings.set(setting, value);
        self
    }
}

/// Method, host, path and the names of the headers: values, and the query, may hold a secret.
impl fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fields(&mut f.debug_struct("Unsigned"), self.call, &self.request).finish_non_exhaustive()
    }
}

/// What may be shown of a request.
pub(crate) fn fields<'a, 'f, 'b>(
    debug: &'a mut fmt::DebugStruct<'f, 'b>,
    call: Option<&'static str>,
    request: &http::Request<Body>,
) -> &'a mut fmt::DebugStruct<'f, 'b> {
    if let Some(call) = call {
        debug.field("call", &call);
    }
    let names: Vec<_> = request
        .headers()
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    debug
        .field("method", request.method())
        .field(
            "host",
            &request.uri().authority().map(http::uri::Authority::host),
        )
        .field("path", &request.uri().path())
        .field("headers", &names)
        .field("body", request.body())
}
