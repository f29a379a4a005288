//! What goes wrong with a call.

mod cause;
mod history;
mod made;
mod show;
mod with;

use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, uri::Authority};
use serde_core::de::DeserializeOwned;

pub(crate) use self::history::{History, Remedy};
pub use self::with::{Declared, ErrorWith};
use crate::{
    Body, RateLimit, StringToSign, arrival::Cut, rate_limit, refused::Refused, retry, skew::Found,
};

/// Any error, as transports and providers of credentials give it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call failed.
///
/// `{e}` is one line: the call, what happened, and what that began with; if no answer came also the
/// host; of a refusal the provider's code, what it means, and the most telling thing that is known of
/// it, else the beginning of the body. `{e:#}` adds every cause, what the attempts met and why there
/// was no other, and, for a refusal of the signature, its whole [explanation](Self::explanation). No
/// secret is shown by either, nor by `{e:?}`; of a URL in a cause the query is left out.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    call: Option<&'static str>,
    /// Where it failed, if that was on the way to the server.
    host: Option<Authority>,
    message: Cow<'static, str>,
    source: Option<BoxError>,
    answer: Option<Response<Bytes>>,
    string_to_sign: Option<StringToSign>,
    explanation: Option<Box<Refused>>,
    /// What a refusal of the signature tells of the user's clock, until it is corrected.
    clock: Option<Found>,
    /// Why a refusal is temporary, if the scheme's file says so.
    temporary: Option<&'static str>,
    /// The attempts, if there is anything to say of them.
    history: Option<Box<History>>,
}

/// What kind of thing went wrong. After `Request`, `Credentials`, `Signing` and `Connect` nothing was
/// sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be made: an endpoint, a parameter or a body is not what it must be.
    Request,
    /// There are no credentials: a variable is missing, or whoever provides them failed.
    Credentials,
    /// The scheme cannot sign this request.
    Signing,
    /// There was no connection to the server, so nothing was sent.
    Connect,
    /// The request did not arrive, or the answer did not.
    Transport,
    /// The body of the request failed: a file could not be read or changed, a stream broke off. If
    /// that was before the request was signed nothing was sent, else the server did not get the whole
    /// of it.
    Body,
    /// There was no answer in time.
    Timeout,
    /// The server answered, and not with success (2xx). A redirect counts as a refusal, and so does
    /// a success whose body refuses the signature, where the scheme's file says that it can.
    Refused,
    /// The server answered with success, and with more bytes than
    /// [`Options::answer_limit`](crate::Options::answer_limit) allows. A refusal that is too large
    /// is [`Refused`](Self::Refused), and its beginning is kept. Also a body of more bytes than
    /// [`Body::collect_to`] was to read.
    TooLarge,
    /// The server answered with success, and the answer cannot be read.
    Decode,
}

impl Error {
    /// A refusal, as a server would have given it: for fakes of a trait.
    ///
    /// ```
    /// # use signed_api::{Error, ErrorKind};
    /// let gone = http::Response::builder().status(404).body(r#"{"code":"8522"}"#).unwrap();
    /// let error = Error::refused(gone);
    /// assert_eq!(error.kind(), ErrorKind::Refused);
    /// assert_eq!(error.to_string(), r#"refused with 404 Not Found: {"code":"8522"}"#);
    /// ```
    pub fn refused<B: Into<Body>>(response: Response<B>) -> Self {
        let (mut parts, body) = response.map(Into::<Body>::into).into_parts();
        let body = body.into_bytes().unwrap_or_else(|| {
            let why = "it is a stream, which was not read".to_owned();
            parts.extensions.insert(Cut(why));
            Bytes::new()
        });
        let answer = Response::from_parts(parts, body);
        Self::new(ErrorKind::Refused, "refused").with_answer(answer)
    }

    /// No connection was made, so nothing was sent: for transports, whose calls may then be attempted
    /// again ([`Options::attempts`](crate::Options::attempts)).
    ///
    /// ```
    /// # use signed_api::{Body, BoxError, Error, ErrorKind, Outgoing};
    /// async fn unplugged(_: Outgoing) -> Result<http::Response<Body>, BoxError> {
    ///     Err(Error::connect("the cable is out").into())
    /// }
    /// ```
    pub fn connect(cause: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Connect, "there was no connection").because(cause)
    }

    /// An answer of success that cannot be read, and why: for a [`FromResponse`](crate::FromResponse)
    /// of one's own. Its kind is [`ErrorKind::Decode`].
    pub fn unreadable(response: Response<Bytes>, why: impl Into<BoxError>) -> Self {
        let why = why.into();
        Self::decode(why.to_string())
            .because(why)
            .with_answer(response)
    }

    /// What kind of thing went wrong.
    pub const fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// `Trait::method`, if the error is that of a call.
    pub const fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// How many attempts the call made; the error is that of the last. `{e:#}` tells what the earlier
    /// ones met, and why there was no other if [`Options::attempts`](crate::Options::attempts) allows
    /// more and the failure might pass.
    pub fn attempts(&self) -> u32 {
        self.0
            .history
            .as_ref()
            .map_or(1, |history| history.attempts())
    }

    /// How many milliseconds the server's clock was ahead of this machine's, if an attempt was refused
    /// because of that; behind it, if this is negative. `{e:#}` says what was done about it
    /// ([`Options::correct_clock`](crate::Options::correct_clock)).
    pub fn clock_offset(&self) -> Option<i64> {
        self.0.history.as_ref()?.clock_offset()
    }

    /// The status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(Response::status)
    }

    /// The headers of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(Response::headers)
    }

    /// The body of the answer, if there was one: as much as came, if [`cut`](Self::cut) says so.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref().map(Response::body)
    }

    /// Why [`body`](Self::body) is not the whole body of the answer, if it is not: there is more than
    /// [`Options::answer_limit`](crate::Options::answer_limit), or the answer broke off.
    pub fn cut(&self) -> Option<&str> {
        let cut: &Cut = self.0.answer.as_ref()?.extensions().get()?;
        Some(&cut.0)
    }

    /// The body of the answer as JSON, if there was one and it can be read as `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// What was signed, if anything was. Shown, its secrets are masked.
    pub fn string_to_sign(&self) -> Option<&StringToSign> {
        self.0.string_to_sign.as_ref()
    }

    /// Why the signature was refused: what the server says, the clocks, how the request was signed,
    /// and what the server made of it, if it tells. `None` unless a client was refused with 401, with
    /// 403, or with what the scheme's file calls a refusal.
    ///
    /// ```
    /// # use signed_api::{Client, Builder, Error, schemes::Acs, signed_api, testing::Memory};
    /// #[signed_api(scheme = "acs")]
    /// trait Calls {
    ///     #[delete("/calling/callConnections/{id}")]
    ///     async fn hang_up(&self, id: &str) -> Result<(), Error>;
    /// }
    /// # let network = Memory::new();
    /// # network.answer(http::Response::builder().status(401).body(r#"{"error":{"code":"7509"}}"#).unwrap());
    /// # let calls = CallsClient::builder("https://h", Acs { access_key: "c2VjcmV0".into() });
    /// # let calls = calls.transport(network).build()?;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let error = calls.hang_up("421f3500").await.unwrap_err();
    /// let refused = error.explanation().unwrap();
    /// assert_eq!(refused.code.as_deref(), Some("7509"));
    /// assert!(refused.to_string().contains("/calling/callConnections/421f3500⏎"));
    /// # });
    /// # Ok::<(), Error>(())
    /// ```
    pub fn explanation(&self) -> Option<&Refused> {
        self.0.explanation.as_deref()
    }

    /// The same call may succeed later: no answer, or one that says "not now" (408, 429, 500, 502,
    /// 503, 504, or a code that the scheme's file calls temporary). Whether it may be repeated at all is for the caller to know.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Refused => {
                let status = self.status().map(|status| status.as_u16());
                self.passes() || matches!(status, Some(408 | 500))
            }
            _ => false,
        }
    }

    /// How long the server asks to wait (`Retry-After`, RFC 9110, section 10.2.3). A date is taken
    /// relative to the server's own `Date`, so that a clock that is off does no harm.
    pub fn retry_after(&self) -> Option<Duration> {
        retry::after(self.headers()?)
    }

    /// How much the server still takes, if its answer says so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        rate_limit::of(self.headers()?)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show::display(self, f)
    }
}

/// The same facts as fields. The headers of an answer may hold cookies, so only their number shows.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show::debug(self, f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
