//! What makes calls.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::Response;

use crate::{
    Answer, BoxFuture, Error, Outgoing, Request, Scheme, SchemeData, Signed, Signing, Signs,
    Unsigned, endpoint::Endpoint, moment::Moments, prepared::Prepared, provider::Provide, request,
    settings::Settings, transport::Exchange,
};

/// Signs and sends the requests of a scheme.
///
/// The attribute makes a type around it for each trait, which dereferences to it. Clones share
/// everything: credentials, transport, clock.
pub struct Client<S>(Arc<Inner<S>>);

/// A change to every request.
pub(crate) type Change = Box<dyn Fn(&mut Unsigned) + Send + Sync>;

pub(crate) struct Inner<S> {
    pub(crate) endpoint: Endpoint,
    pub(crate) provider: Box<dyn Provide<S>>,
    pub(crate) transport: Box<dyn Exchange>,
    pub(crate) moments: Moments,
    pub(crate) settings: Settings,
    pub(crate) before_signing: Option<Change>,
    pub(crate) prepared: Prepared,
}

impl<S: Scheme> Client<S> {
    pub(crate) fn from_inner(inner: Inner<S>) -> Self {
        Self(Arc::new(inner))
    }

    /// Sends a request and reads the answer: what a method of the trait does.
    pub fn send<R>(&self, request: R) -> BoxFuture<'_, R::Answer>
    where
        R: Request,
        S: Signs<R>,
    {
        let unsigned = self.unsigned(&request);
        Box::pin(
            async move { R::Answer::from_outcome(self.0.exchange(unsigned, S::into_scheme).await) },
        )
    }

    /// Signs a request and does not send it.
    ///
    /// # Errors
    ///
    /// As sending, of the kinds after which nothing was sent: `Request`, `Credentials`, `Signing`. A
    /// call that is declared `unsigned` is refused (`Request`): it can only be sent.
    pub fn sign<R>(&self, request: R) -> BoxFuture<'_, Result<Signed, Error>>
    where
        R: Request,
        S: Signs<R>,
    {
        let unsigned = self.unsigned(&request);
        Box::pin(async move { self.0.sign(unsigned?, S::into_scheme).await })
    }

    /// Where the API lives, in the form in which it is signed: `https://host/base`.
    pub fn endpoint(&self) -> &str {
        self.0.endpoint.base()
    }

    /// The wire form, fixed once for the whole call.
    fn unsigned<R: Request>(&self, request: &R) -> Result<Unsigned, Error> {
        request::unsigned(request, &self.0.endpoint)
            .map(|unsigned| self.0.complete(unsigned, R::Scheme::DATA))
    }
}

/// What does not depend on the request's type.
impl<S: Scheme> Inner<S> {
    /// Adds what the client says: of its settings those that the request's scheme has.
    fn complete(&self, mut unsigned: Unsigned, data: &SchemeData<'_>) -> Unsigned {
        let nearer = std::mem::replace(&mut unsigned.settings, self.settings.known_to(data));
        unsigned.settings.extend(nearer);
        if let Some(change) = &self.before_signing {
            change(&mut unsigned);
        }
        unsigned
    }

    async fn exchange<T: Scheme>(
        &self,
        unsigned: Result<Unsigned, Error>,
        scheme: fn(S) -> T,
    ) -> Result<Response<Bytes>, Error> {
        let unsigned = unsigned?;
        let call = unsigned.call();
        let outgoing = self.outgoing(unsigned, scheme).await?;
        let string_to_sign = outgoing.string_to_sign().cloned();
        let answer = self.transport.exchange(outgoing).await;
        let error = match answer {
            Ok(answer) if answer.status().is_success() => return Ok(answer),
            Ok(answer) => Error::refused(answer),
            Err(error) => error,
        };
        Err(error.of_call(call).with_string_to_sign(string_to_sign))
    }

    /// What is sent: the request signed, unless its call is declared `unsigned`.
    async fn outgoing<T: Scheme>(
        &self,
        unsigned: Unsigned,
        scheme: fn(S) -> T,
    ) -> Result<Outgoing, Error> {
        match unsigned.signing {
            Signing::Scheme => self.sign(unsigned, scheme).await.map(Outgoing::from),
            Signing::Unsigned => Ok(Outgoing::new(unsigned.call, unsigned.request, None)),
        }
    }

    /// Asks for credentials, looks at the clock, signs.
    async fn sign<T: Scheme>(
        &self,
        unsigned: Unsigned,
        scheme: fn(S) -> T,
    ) -> Result<Signed, Error> {
        unsigned.assert_signable()?;
        let call = unsigned.call();
        let credentials = self
            .provider
            .provide_boxed()
            .await
            .map_err(|error| error.of_call(call))?;
        let ready = self.prepared.signer(scheme(credentials));
        let moment = self.moments.next().map_err(|error| error.of_call(call))?;
        ready
            .signer
            .sign(unsigned, &moment)
            .map_err(|error| error.of_call(call))
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The scheme and the endpoint, no values.
impl<S: Scheme> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("scheme", &S::DATA.name)
            .field("endpoint", &self.endpoint())
            .finish_non_exhaustive()
    }
}
