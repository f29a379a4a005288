//! A middleware for clients of
//! [reqwest-middleware](https://docs.rs/reqwest-middleware). Feature `reqwest-middleware`.

use std::{fmt, time::SystemTime};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Extensions, HeaderValue, Uri, header};
use reqwest::{Request, Response};
use reqwest_middleware::{Error as MiddlewareError, Middleware, Next, Result as MiddlewareResult};
use signed_api_specs::data::Location;

use crate::{
    Body, Error, Provider, Scheme, Setting, Unsigned,
    correction::Correction,
    seal::{Seal, Stamp, say_length},
    transport,
};

/// Signs every request of a client, each anew.
///
/// ```
/// # use signed_api::{reqwest_middleware::SignMiddleware, schemes::Acs};
/// # fn client(plain: reqwest::Client, retry: impl reqwest_middleware::Middleware) {
/// let acs = Acs { access_key: "c2VjcmV0".into() }; // or any provider of credentials
/// let client = reqwest_middleware::ClientBuilder::new(plain)
///     .with(retry) // repeats requests: each attempt is signed anew
///     .with(SignMiddleware::new(acs)) // the last: nothing changes a request that is signed
///     .build();
/// # }
/// ```
///
/// It stands last: what comes after it can still change the request, and the signature is then wrong.
/// That goes for the client below it, too:
///
/// - `default_headers` and `user_agent` are added after signing. That does no harm but where the scheme
///   signs such a header: say that one in the request.
/// - A redirect that it follows was not signed for, and is an error. Build it with
///   `redirect(reqwest::redirect::Policy::none())` to get the redirect itself as the answer.
///
/// reqwest's own parser rewrites some URLs (`..`, `'`) before anything is signed, so that what is signed
/// is what is sent.
///
/// # Errors
///
/// A request that is not signed is not sent, and its error is
/// `reqwest_middleware::Error::Middleware`. Within it is a [`signed_api::Error`]:
/// `error.downcast_ref::<signed_api::Error>()`. Its kind is
/// [`Credentials`](crate::ErrorKind::Credentials), [`Signing`](crate::ErrorKind::Signing) or
/// [`Request`](crate::ErrorKind::Request); the last also if the body is a stream and the scheme, under its
/// settings, signs it (a file is a stream to reqwest). Of kind
/// [`Transport`](crate::ErrorKind::Transport) is the redirect. An answer is handed on as it is, whatever its
/// status; but if it says that the clock is wrong, the request may be signed and sent again first
/// ([`correct_clock`](Self::correct_clock)).
pub struct SignMiddleware<S> {
    seal: Seal<S>,
}

impl<S: Scheme> SignMiddleware<S> {
    /// A middleware that signs with these credentials: a value of the scheme, or any provider, which
    /// is asked before every signature.
    pub fn new(credentials: impl Provider<S>) -> Self {
        let seal = Seal::new(credentials);
        Self { seal }
    }

    /// What time it is. Default: the system's clock. It is asked once for each signature.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.seal.clock(clock);
        self
    }

    /// Where nonces come from. Default: what the scheme says.
    #[must_use]
    pub fn nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.seal.nonces(nonces);
        self
    }

    /// A setting of the scheme for every request.
    ///
    /// # Errors
    ///
    /// If the scheme has no such setting, or it may not be this.
    pub fn setting(
        mut self,
        name: impl Into<String>,
        value: impl Into<Setting>,
    ) -> Result<Self, Error> {
        self.seal.setting(name, value)?;
        Ok(self)
    }

    /// Whether a wrong clock of this machine is corrected, as by
    /// [`Options::correct_clock`](crate::Options::correct_clock). Default: yes.
    ///
    /// The middleware knows it by the head of an answer, whose body it does not read: a 401 or 403 (or a
    /// code that the scheme's file finds in a header), with a `Date` that is further away than the
    /// scheme lets a request be old. Such a request is signed and sent again once, at once, through
    /// what comes after the middleware. If its body is a stream it cannot be: then the next such request
    /// is signed with the time corrected, and this answer is handed on. Once a server has taken the
    /// time, all requests to it are signed by that: to this scheme, host and port, of at most 256.
    #[must_use]
    pub const fn correct_clock(mut self, corrects: bool) -> Self {
        self.seal.correct_clock(corrects);
        self
    }

    /// Signs a request and sends it.
    async fn send(
        &self,
        mut request: Request,
        (found, can_be_sent_again): (Option<Correction>, bool),
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> MiddlewareResult<(Response, Option<Correction>)> {
        let signed = self.sign(&mut request, found, can_be_sent_again).await;
        let stamp = signed.map_err(MiddlewareError::middleware)?;
        let sent = request.url().clone();
        let answer = next.run(request, extensions).await;
        let answer = answer.map_err(without_signature::<S>)?;
        if *answer.url() != sent {
            return Err(MiddlewareError::middleware(transport::redirected()));
        }
        let head = (answer.status(), answer.headers());
        let found = self.seal.answered(&stamp, head);
        Ok((answer, found))
    }

    /// Signs a request in place. If it fails, the request is as it was, and is not sent.
    async fn sign(
        &self,
        request: &mut Request,
        found: Option<Correction>,
        can_be_sent_again: bool,
    ) -> Result<Stamp, Error> {
        let whole = request
            .body()
            .map_or(Some(&[][..]), reqwest::Body::as_bytes);
        let length = request
            .body()
            .map_or(Some(0), |body| http_body::Body::size_hint(body).exact());
        let mut unsigned = self.seal.with_settings(unsigned(request, length)?);
        say::<S>(length, &mut unsigned)?;
        let ready = self.seal.ready().await?;
        let takes_body = Seal::takes_body(&ready, &unsigned);
        if takes_body {
            let body = whole
                .map(Bytes::copy_from_slice)
                .ok_or_else(streamed::<S>)?;
            *unsigned.0.request.body_mut() = Body::from(body);
        }
        let (signed, stamp) = self.seal.sign(&ready, unsigned, found, can_be_sent_again)?;
        let (parts, body) = signed.into_http().into_parts();
        let taken = takes_body.then(|| body.into_bytes().ok_or_else(streamed::<S>));
        let taken = taken.transpose()?;
        *request.url_mut() = transport::url(&parts.uri, None)?;
        *request.headers_mut() = parts.headers;
        if let Some(body) = taken {
            // With an empty body reqwest would leave out what was signed, or add to it.
            *request.body_mut() = Some(body).filter(|body| !body.is_empty()).map(Into::into);
        }
        Ok(stamp)
    }
}

/// The request as reqwest will send it; of its body, the length.
fn unsigned(request: &Request, length: Option<u64>) -> Result<Unsigned, Error> {
    let uri: Uri = request
        .url()
        .as_str()
        .parse()
        .map_err(|error| Error::request("the URL is none that can be signed").because(error))?;
    let mut head = http::Request::new(Body::elsewhere(length));
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = uri;
    *head.headers_mut() = request.headers().clone();
    Ok(Unsigned::new(head))
}

/// Says what reqwest would say by itself, and after signing: the length of the body, and `accept`, if
/// the scheme reads that.
fn say<S: Scheme>(length: Option<u64>, unsigned: &mut Unsigned) -> Result<(), Error> {
    let method = unsigned.method().clone();
    say_length(&method, unsigned.headers_mut(), length)?;
    let mut read = S::DATA.names_in(Location::Headers);
    if read.any(|name| name.eq_ignore_ascii_case("accept")) {
        let headers = unsigned.headers_mut();
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("*/*"));
    }
    Ok(())
}

/// An error of reqwest shows the URL, and that may carry the signature.
fn without_signature<S: Scheme>(error: MiddlewareError) -> MiddlewareError {
    if S::DATA.sends(Location::Query) {
        error.without_url()
    } else {
        error
    }
}

fn streamed<S: Scheme>() -> Error {
    let name = S::DATA.name;
    Error::request(format!(
        "the body is a stream, and scheme `{name}` signs the body: give it as bytes"
    ))
}

#[async_trait]
impl<S: Scheme> Middleware for SignMiddleware<S> {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> MiddlewareResult<Response> {
        let again = request.try_clone();
        let first = (None, again.is_some());
        let (answer, found) = self.send(request, first, extensions, next.clone()).await?;
        let (Some(found), Some(request)) = (found, again) else {
            return Ok(answer);
        };
        // Its connection may be the only one.
        drop(answer);
        let second = (Some(found), true);
        let (answer, _) = self.send(request, second, extensions, next).await?;
        Ok(answer)
    }
}

/// The scheme, no values.
impl<S: Scheme> fmt::Debug for SignMiddleware<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignMiddleware")
            .field("scheme", &S::DATA.name)
            .finish_non_exhaustive()
    }
}
