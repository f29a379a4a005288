//! How signed requests reach a server.

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod tls;
#[cfg(feature = "ureq")]
mod ureq;

use std::sync::Arc;

#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::default;
#[cfg(feature = "reqwest")]
pub use self::reqwest::default_transport;
#[cfg(feature = "reqwest-middleware")]
pub(crate) use self::reqwest::{redirected, url};
#[cfg(all(feature = "ureq", not(feature = "reqwest")))]
pub(crate) use self::ureq::default as default_blocking;
#[cfg(feature = "ureq")]
pub use self::ureq::default_agent;
use crate::{Body, BoxError, BoxFuture, Error, Outgoing};

/// Sends signed requests: `reqwest::Client`, a closure, a fake, or a type of one's own.
///
/// A transport sends what it is given, byte for byte: it adds no header, encodes nothing again and
/// follows no redirect. It gives the answer as soon as its head is there, with a body that is read by
/// the client ([`Body::stream`], [`Body::wrap`]), or reads it first, then no more than
/// [`Outgoing::answer_limit`] bytes. Nor need the request's body be in memory: a transport that can
/// send bytes alone refuses it if [`Outgoing::into_bytes`] gives none. It need not watch the time: its
/// future is dropped when that is over. To look at requests, delay or count them, wrap another
/// transport.
///
/// ```
/// # use signed_api::{Body, BoxError, Outgoing, Transport};
/// struct Counted<T>(T, std::sync::atomic::AtomicUsize);
///
/// impl<T: Transport> Transport for Counted<T> {
///     async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.send(request).await
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "cannot send signed requests",
    note = "a transport is a `reqwest::Client`, `signed_api::testing::Memory`, an `impl Transport` of your own, or a closure \
            `Fn(Outgoing) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// If there is no answer. An error that is a [`signed_api::Error`](Error) keeps its kind; any
    /// other becomes the cause of one of kind [`Transport`](crate::ErrorKind::Transport).
    fn send(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send;
}

#[diagnostic::do_not_recommend]
impl<F, A, B> Transport for F
where
    F: Fn(Outgoing) -> A + Send + Sync + 'static,
    A: Future<Output = Result<http::Response<B>, BoxError>> + Send,
    B: Into<Body>,
{
    async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self(request).await.map(|response| response.map(Into::into))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send {
        (**self).send(request)
    }
}

/// A transport in a box.
pub(crate) trait Exchange: Send + Sync {
    fn exchange(&self, request: Outgoing) -> BoxFuture<'_, Result<http::Response<Body>, Error>>;
}

impl<T: Transport> Exchange for T {
    fn exchange(&self, request: Outgoing) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(async move {
            if request.http().body().is_spent() {
                let why = "the stream that is its body was sent before: give every call its own";
                return Err(Error::request(why));
            }
            let otherwise = |cause| {
                Error::transport("no answer came, and the request may have arrived").because(cause)
            };
            let answer = self.send(request).await;
            answer.map_err(|error| Error::or_own(error, otherwise))
        })
    }
}
