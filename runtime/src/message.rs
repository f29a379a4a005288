//! A request on its way from a call to a transport.

use std::fmt;
#[cfg(feature = "reqwest")]
use std::sync::Arc;

use crate::{
    Body, Idempotency, SchemeData, Signing, StringToSign, options::Limits, settings::Settings,
};

/// A request and what goes with it, in one place: to make it ready, to sign it and to send it
/// hands on a pointer.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) call: Option<&'static str>,
    /// The path of the call, its placeholders not filled in.
    #[cfg(feature = "tracing")]
    pub(crate) template: Option<&'static str>,
    pub(crate) signing: Signing,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) request: http::Request<Body>,
    /// What this request says of the scheme's settings.
    pub(crate) settings: Settings,
    /// What it was signed by; the text is empty if it was not.
    pub(crate) scheme: Option<&'static SchemeData<'static>>,
    pub(crate) string_to_sign: StringToSign,
    pub(crate) limits: Limits,
    /// The endpoint that the request's URL begins with.
    #[cfg(feature = "reqwest")]
    pub(crate) endpoint: Option<Arc<reqwest::Url>>,
    /// Whether the answer is wanted as it comes.
    pub(crate) streams: bool,
}

impl Message {
    pub(crate) fn new(request: http::Request<Body>) -> Box<Self> {
        Box::new(Self {
            call: None,
            #[cfg(feature = "tracing")]
            template: None,
            signing: Signing::Scheme,
            idempotency: None,
            request,
            settings: Settings::default(),
            scheme: None,
            string_to_sign: StringToSign::default(),
            limits: Limits::USUAL,
            #[cfg(feature = "reqwest")]
            endpoint: None,
            streams: false,
        })
    }

    /// What may be shown of it.
    pub(crate) fn fields<'a, 'f, 'b>(
        &self,
        debug: &'a mut fmt::DebugStruct<'f, 'b>,
    ) -> &'a mut fmt::DebugStruct<'f, 'b> {
        if let Some(call) = self.call {
            debug.field("call", &call);
        }
        let request = &self.request;
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
}
