//! What makes calls, and waits.

use std::{fmt, time::Duration};

use super::{Waits, wait::wait};
use crate::{
    Answer as _, Error, Options, Presign, Presigned, Request, Scheme, Signed, Signs,
    outcome::Outcome, pages::ListRequest,
};

/// Signs and sends the requests of a scheme, and waits for the answers.
///
/// The attribute makes a type around it for each trait, which dereferences to it. Clones share
/// everything: credentials, transport, clock.
pub struct Client<S>(crate::Client<S>);

impl<S> Client<S> {
    pub(super) const fn new(client: crate::Client<S>) -> Self {
        Self(client)
    }

    /// Sends a request and reads the answer: what a method of the trait does.
    pub fn send<R>(&self, request: R) -> R::Answer
    where
        R: Request,
        S: Signs<R>,
    {
        let not_sent =
            |error: Error| R::Answer::from_outcome(R::CALL.name, Outcome::not_begun(error));
        wait(self.0.send(request)).unwrap_or_else(not_sent)
    }

    /// The pages of a list: see [`Client::list`](crate::Client::list).
    pub fn list<R>(&self, request: R) -> <R::Pages as Waits>::Pages
    where
        R: ListRequest,
        R::Pages: Waits,
        S: Signs<R> + Scheme,
    {
        self.0.list(request).waiting()
    }

    /// The pages of a list of a blocking trait, as the trait says them.
    #[doc(hidden)]
    pub fn pages<R>(&self, request: R) -> R::Pages
    where
        R: ListRequest,
        S: Signs<R> + Scheme,
    {
        self.0.list(request)
    }

    /// Signs a request and does not send it.
    ///
    /// # Errors
    ///
    /// As sending, of the kinds after which nothing was sent: `Request`, `Credentials`, `Signing`.
    pub fn sign<R>(&self, request: R) -> Result<Signed, Error>
    where
        R: Request,
        S: Signs<R>,
    {
        wait(self.0.sign(request))?
    }

    /// Presigns a request: see [`Client::presign`](crate::Client::presign).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn presign<R>(
        &self,
        request: R,
        valid: impl Into<Option<Duration>>,
    ) -> Result<Presigned, Error>
    where
        R: Request,
        R::Scheme: Presign,
        S: Signs<R>,
    {
        wait(self.0.presign(request, valid))?
    }

    /// The same client with other options; what these do not say stays. Everything else is shared.
    #[must_use]
    pub fn with(&self, options: Options) -> Self {
        Self(self.0.with(options))
    }

    /// Where the API lives, in the form in which it is signed: `https://host/base`.
    pub fn endpoint(&self) -> &str {
        self.0.endpoint()
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The scheme and the endpoint, no values.
impl<S: Scheme> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
