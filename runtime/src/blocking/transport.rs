//! How the requests of a blocking client reach a server.

use std::sync::Arc;

#[cfg(feature = "record")]
use crate::testing::{Recorder, Replay};
use crate::{Body, BoxError, Outgoing, testing::Memory};

/// Sends signed requests: `reqwest::Client`, `ureq::Agent`, a closure, a fake, or a type of one's own.
///
/// A transport sends what it is given, byte for byte: it adds no header, encodes nothing again and
/// follows no redirect. Nobody can stop it, so it looks at [`Outgoing::timeout`] itself, and reads no
/// more than [`Outgoing::answer_limit`] bytes. A body that is not in memory it reads by
/// [`Body::into_reader`].
///
/// ```
/// # use signed_api::{Body, BoxError, Outgoing, blocking::Transport};
/// struct Printed<T>(T);
///
/// impl<T: Transport> Transport for Printed<T> {
///     fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
///         println!("{request:?}");
///         self.0.send(request)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport of a blocking client",
    label = "cannot send signed requests",
    note = "a transport is a `reqwest::Client`, a `ureq::Agent`, `signed_api::testing::Memory`, an `impl blocking::Transport` of your own, or a closure \
            `Fn(Outgoing) -> Result<http::Response<Body>, BoxError>`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// If there is no answer. An error that is a [`signed_api::Error`](crate::Error) keeps its kind;
    /// any other becomes the cause of one of kind [`Transport`](crate::ErrorKind::Transport).
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError>;

    /// The same for a client, which watches the time meanwhile.
    #[doc(hidden)]
    fn send_in_time(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send {
        async { self.send(request) }
    }
}

#[diagnostic::do_not_recommend]
impl<F, B> Transport for F
where
    F: Fn(Outgoing) -> Result<http::Response<B>, BoxError> + Send + Sync + 'static,
    B: Into<Body>,
{
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self(request).map(|response| response.map(Into::into))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        (**self).send(request)
    }

    fn send_in_time(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send {
        (**self).send_in_time(request)
    }
}

impl Transport for Memory {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self.next(request)
    }
}

#[cfg(feature = "record")]
impl Transport for Replay {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self.next(&request)
    }
}

#[cfg(feature = "record")]
impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        let asked = self.asked(&request)?;
        let (parts, body) = self.inner().send(request)?.into_parts();
        let body = super::wait::wait(body.collect_to(usize::MAX))??;
        let answer = http::Response::from_parts(parts, body);
        self.keep(asked, &answer)?;
        Ok(answer.map(Body::from))
    }
}

/// As in an async client. Give a blocking one a `reqwest::Client` that no async code uses: what they
/// share are connections, and one that the blocked thread has to serve would wait for itself.
#[cfg(feature = "reqwest")]
impl Transport for reqwest::Client {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        let mut deadline = crate::deadline::Deadline::after(request.0.limits.time);
        let answer = std::pin::pin!(self.send_in_time(request));
        let answer = super::wait::wait(deadline.within(answer))?;
        answer.unwrap_or_else(|late| Err(crate::Error::late(&late).into()))
    }

    fn send_in_time(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send {
        crate::Transport::send(self, request)
    }
}

/// A transport of a blocking client as an async one has it: its future is polled by whoever waits.
pub(super) struct Waited<T>(pub(super) T);

impl<T: Transport> crate::Transport for Waited<T> {
    fn send(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<http::Response<Body>, BoxError>> + Send {
        self.0.send_in_time(request)
    }
}
