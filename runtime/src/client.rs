//! What makes calls.

use std::{fmt, sync::Arc, time::Duration};

use crate::{
    Answer, BoxFuture, Error, Options, Presign, Presigned, Request, Scheme, SchemeData, Signed,
    Signs, Unsigned,
    attempt::Attempt,
    deadline::Deadline,
    endpoint::Endpoint,
    idempotency,
    moment::Moments,
    pages::{ListRequest, Lists as _},
    prepared::{Prepared, Ready},
    presigned,
    provider::Provide,
    request,
    settings::Settings,
    skew::{self, Skew},
    transport::Exchange,
};

/// Signs and sends the requests of a scheme.
///
/// The attribute makes a type around it for each trait, which dereferences to it. Clones share
/// everything: credentials, transport, clock. However many tasks share it, none waits for another on
/// the way to a signature, but for credentials that all of them lack ([`Refreshing`](crate::Refreshing)).
pub struct Client<S> {
    pub(crate) inner: Arc<Inner<S>>,
    pub(crate) options: Options,
}

/// The scheme by which URLs of a request are signed.
type Query<R> = <<R as Request>::Scheme as Presign>::Query;

/// A change to every request.
pub(crate) type Change = Box<dyn Fn(&mut Unsigned) + Send + Sync>;

pub(crate) struct Inner<S> {
    pub(crate) endpoint: Endpoint,
    pub(crate) provider: Box<dyn Provide<S>>,
    pub(crate) transport: Box<dyn Exchange>,
    pub(crate) moments: Moments,
    pub(crate) skew: Skew,
    pub(crate) settings: Settings,
    pub(crate) before_signing: Option<Change>,
    pub(crate) prepared: Prepared,
}

// Nothing is asked of `S` but by the methods: if it is no scheme, the one error is where it is named, and
// none where a method is called.
impl<S> Client<S> {
    pub(crate) fn from_inner(inner: Inner<S>, options: Options) -> Self {
        let inner = Arc::new(inner);
        Self { inner, options }
    }

    /// Sends a request and reads the answer: what a method of the trait does.
    pub fn send<R>(&self, request: R) -> BoxFuture<'_, R::Answer>
    where
        R: Request,
        S: Signs<R>,
    {
        let unsigned = self.unsigned(&request);
        Box::pin(async move {
            let outcome = self.exchange(unsigned, S::into_scheme).await;
            R::Answer::from_outcome(R::CALL.name, outcome)
        })
    }

    /// The pages of a list: what a method of the trait with `items` or `page` does. Nothing is sent
    /// before they are asked for. Each page is a call, with an idempotency key of its own if its method
    /// has one: one that is given is refused.
    // By value, as all requests are taken.
    #[allow(clippy::needless_pass_by_value)]
    pub fn list<R>(&self, request: R) -> R::Pages
    where
        R: ListRequest,
        S: Signs<R> + Scheme,
    {
        let first = request::unsigned(&request, &self.inner.endpoint)
            .and_then(|first| idempotency::not_given(first, &self.options));
        let client = self.clone();
        let send = move |page: Unsigned| -> BoxFuture<'static, _> {
            let client = client.clone();
            let page = client.complete(page, R::Scheme::DATA);
            Box::pin(async move { client.exchange(page, S::into_scheme).await })
        };
        R::Pages::list(first, const { &R::PAGING }, Box::new(send))
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
        Box::pin(async move {
            let mut deadline = Deadline::of_attempt(&self.options, Duration::ZERO);
            self.signed(unsigned?, S::into_scheme, &mut deadline).await
        })
    }

    /// Presigns a request: whoever has the URL can send it, for as long as it is valid, with no
    /// credentials. A scheme that signs in headers does it by its variant in the query
    /// ([`Presign::Query`]), so a client that puts and gets by `aws-sigv4-s3` hands on URLs of
    /// `aws-sigv4-s3-query`.
    ///
    /// `valid` is how long the URL is valid from now on, in whole seconds; a fraction is cut off. It
    /// goes over what trait, request or client set. `None` leaves that as they say, else as long as
    /// the scheme's file says.
    ///
    /// ```
    /// # use signed_api::{Error, schemes::AwsSigv4S3, signed_api};
    /// use std::time::Duration;
    ///
    /// #[signed_api(scheme = "aws-sigv4-s3")]
    /// trait Bucket {
    ///     #[get("/{key}")]
    ///     async fn get(&self, key: &str) -> Result<Vec<u8>, Error>;
    /// }
    ///
    /// # async fn run(s3: AwsSigv4S3) -> Result<(), Error> {
    /// let bucket = BucketClient::new("https://recordings.s3.eu-central-1.amazonaws.com", s3)?;
    /// let link = bucket.presign(BucketGet { key: "a.wav" }, Duration::from_secs(600)).await?;
    /// println!("{link}"); // https://recordings.s3.eu-central-1.amazonaws.com/a.wav?X-Amz-Algorithm=…
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign); and `Request` if the scheme knows no lifetime and `valid` says one,
    /// if that is less than a second or more than the provider takes (seven days where it is AWS or
    /// Alibaba Cloud OSS), or if the request has a body that the scheme signs.
    pub fn presign<R>(
        &self,
        request: R,
        valid: impl Into<Option<Duration>>,
    ) -> BoxFuture<'_, Result<Presigned, Error>>
    where
        R: Request,
        R::Scheme: Presign,
        S: Signs<R>,
    {
        let data = Query::<R>::DATA;
        let unsigned = request::to_hand_on(&request, &self.inner.endpoint)
            .map(|unsigned| self.inner.complete(unsigned, data))
            .and_then(|unsigned| presigned::lasting(unsigned, data, valid.into()));
        let query = |own| Query::<R>::from(<S as Signs<R>>::into_scheme(own));
        Box::pin(async move {
            let mut deadline = Deadline::of_attempt(&self.options, Duration::ZERO);
            let signed = self.signed(unsigned?, query, &mut deadline).await?;
            Presigned::of(signed, data)
        })
    }

    /// The same client with other options; what these do not say stays. Everything else is shared.
    #[must_use]
    pub fn with(&self, options: Options) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            options: options.or(&self.options),
        }
    }

    /// Where the API lives, in the form in which it is signed: `https://host/base`.
    pub fn endpoint(&self) -> &str {
        self.inner.endpoint.base()
    }

    /// The wire form, fixed once for the whole call.
    fn unsigned<R: Request>(&self, request: &R) -> Result<Unsigned, Error> {
        let unsigned = request::unsigned(request, &self.inner.endpoint)?;
        self.complete(unsigned, R::Scheme::DATA)
    }

    /// Adds what is the client's to say, once for a call.
    fn complete(&self, mut unsigned: Unsigned, data: &SchemeData<'_>) -> Result<Unsigned, Error> {
        let keyed = idempotency::give_key(&mut unsigned, &self.options);
        keyed.map_err(|error| error.of_call(unsigned.call()))?;
        Ok(self.inner.complete(unsigned, data))
    }
}

/// What does not depend on the request's type.
impl<S> Client<S> {
    /// Signs a request that is not sent.
    async fn signed<T: Scheme>(
        &self,
        mut unsigned: Unsigned,
        scheme: impl FnOnce(S) -> T,
        deadline: &mut Deadline,
    ) -> Result<Signed, Error> {
        let offset = || self.inner.skew.wanted(&self.options);
        let attempt = self.attempt(&unsigned, scheme, offset, deadline).await?;
        idempotency::stamp(&mut unsigned, attempt.moment.now)?;
        let signed = attempt.sign(unsigned)?;
        Ok(signed.within(self.options.limits()))
    }

    /// Asks for credentials, reads the body if it has to, looks at the clock and asks how many
    /// milliseconds it is corrected by.
    pub(crate) async fn attempt<T: Scheme>(
        &self,
        unsigned: &Unsigned,
        scheme: impl FnOnce(S) -> T,
        offset: impl Fn() -> i64,
        deadline: &mut Deadline,
    ) -> Result<Attempt<T>, Error> {
        unsigned.assert_signable()?;
        let credentials = self.inner.credentials(deadline).await;
        let ready = credentials.map(|own| self.inner.prepared.signer(scheme(own)));
        let attempt = self.inner.attempt(unsigned, ready, offset, deadline);
        let attempt = attempt.await;
        attempt.map_err(|error| error.of_call(unsigned.call()))
    }
}

impl<S> Inner<S> {
    /// Adds what the client says: of its settings those that the request's scheme has.
    fn complete(&self, mut unsigned: Unsigned, data: &SchemeData<'_>) -> Unsigned {
        if !self.settings.is_empty() {
            let own = self.settings.known_to(data);
            let nearer = std::mem::replace(&mut unsigned.0.settings, own);
            unsigned.0.settings.extend(nearer);
        }
        if let Some(change) = &self.before_signing {
            change(&mut unsigned);
        }
        unsigned
    }

    async fn credentials(&self, deadline: &mut Deadline) -> Result<S, Error> {
        if let Some(own) = self.provider.own() {
            return Ok(own);
        }
        let credentials = deadline.within(self.provider.provide_boxed()).await;
        let late = |late| Err(Error::credentials(format!("no credentials {late}")));
        credentials.unwrap_or_else(late)
    }

    /// Reads what is signed of a body that is not in memory, and only then looks at the clock.
    async fn attempt<T: Scheme>(
        &self,
        unsigned: &Unsigned,
        ready: Result<Arc<Ready<T>>, Error>,
        offset: impl Fn() -> i64,
        deadline: &mut Deadline,
    ) -> Result<Attempt<T>, Error> {
        let ready = ready?;
        let body = match ready.signer.wanted(unsigned)? {
            Some(wanted) => {
                let read = deadline
                    .within(Box::pin(unsigned.body().read(wanted)))
                    .await;
                read.unwrap_or_else(|late| {
                    Err(Error::timeout(format!("the body was not hashed {late}")))
                })?
            }
            None => None,
        };
        let offset = offset();
        let now = skew::corrected(self.moments.now(), offset);
        let moment = self.moments.next(now, ready.nonce, ready.counter)?;
        Ok(Attempt {
            ready,
            moment,
            body,
            offset,
        })
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            options: self.options.clone(),
        }
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
