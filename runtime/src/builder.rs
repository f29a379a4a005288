//! How a client is put together.

use std::{
    fmt,
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::{
    Client, Error, Options, Provider, Scheme, Setting, Transport, Unsigned,
    client::{Change, Inner},
    endpoint::Endpoint,
    moment::Moments,
    prepared::Prepared,
    provider::Provide,
    settings::Settings,
    skew::Skew,
    transport::Exchange,
};

/// Everything about a client that has a default. `C` is the client that it builds.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<C, S> {
    endpoint: Result<Endpoint, Error>,
    provider: Box<dyn Provide<S>>,
    transport: Option<Box<dyn Exchange>>,
    moments: Moments,
    settings: Settings,
    before_signing: Option<Change>,
    options: Options,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client<S>>, S: Scheme> Builder<C, S> {
    /// The beginning of a client. A client's own `builder` calls this.
    pub fn new(endpoint: &str, credentials: impl Provider<S>) -> Self {
        Self {
            endpoint: Endpoint::parse(endpoint),
            provider: Box::new(credentials),
            transport: None,
            moments: Moments::default(),
            settings: Settings::default(),
            before_signing: None,
            options: Options::new(),
            client: PhantomData,
        }
    }

    /// What sends the requests. Default: a `reqwest::Client` that follows no redirect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// What time it is. Default: the system's clock. It is asked once for each signature.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.moments.clock = Some(Arc::new(clock));
        self
    }

    /// Where nonces come from. Default: what the scheme says. If that is increasing numbers, all
    /// clients of a process that sign with the same key count together.
    pub fn nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.moments.nonces = Some(Arc::new(nonces));
        self
    }

    /// How the waits between attempts pass ([`Options::attempts`]). Default: a timer that needs no
    /// executor. A test that shall not take their time gives one that keeps what it is asked for.
    ///
    /// ```
    /// # use std::{sync::mpsc, time::Duration};
    /// # use http::{Response, StatusCode};
    /// # use signed_api::{Builder, Client, Error, Options, schemes::Acs, signed_api, testing::Memory};
    /// # #[signed_api(scheme = "acs")]
    /// # trait Calls { #[get("/calls")] async fn list(&self) -> Result<String, Error>; }
    /// # let acs = Acs { access_key: "c2VjcmV0".into() };
    /// # let network = Memory::new();
    /// # let busy = Response::builder().status(503).header("retry-after", "9").body("").unwrap();
    /// # network.answer(busy).answer(Response::new("[]"));
    /// let (asked, waits) = mpsc::channel();
    /// let calls = CallsClient::builder("https://contoso.communication.azure.com", acs)
    ///     .transport(network) // is busy once, and says `retry-after: 9`
    ///     .options(Options::new().attempts(2))
    ///     .sleep(move |time| {
    ///         asked.send(time).unwrap();
    ///         async {}
    ///     })
    ///     .build()?;
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(calls.list().await?, "[]");
    /// # Ok::<(), Error>(()) })?;
    /// assert_eq!(waits.recv().unwrap(), Duration::from_secs(9));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn sleep<F>(mut self, sleep: impl Fn(Duration) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.moments.sleep = Some(Arc::new(move |time| Box::pin(sleep(time))));
        self
    }

    /// A setting of the scheme for every request of this client whose scheme has it. What the trait, a method or a
    /// parameter says is nearer, and wins.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Setting>) -> Self {
        self.settings.set(name, value);
        self
    }

    /// How calls are made unless they say otherwise. What is said twice counts as said last.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options.or(&self.options);
        self
    }

    /// A change to every request before it is signed, or sent unsigned: a `user-agent`, a header that
    /// was asked for. It is made once for a call.
    pub fn before_signing(
        mut self,
        change: impl Fn(&mut Unsigned) + Send + Sync + 'static,
    ) -> Self {
        self.before_signing = Some(Box::new(change));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) if the endpoint is not
    /// `https://host[:port][/base/path]` or, on this machine or with a transport of your own, `http://`;
    /// if the scheme has no such setting; or if the options have an idempotency key;
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the default transport cannot be made.
    pub fn build(self) -> Result<C, Error> {
        self.build_with(default)
    }

    /// The client, which sends by this unless it was given a transport.
    pub(crate) fn build_with(self, default: DefaultTransport) -> Result<C, Error> {
        let endpoint = self.endpoint?;
        if cfg!(all(target_family = "wasm", target_os = "unknown")) && self.moments.clock.is_none()
        {
            return Err(Error::request(
                "there is no clock here: give one by `clock`",
            ));
        }
        if let Some(problem) = self.settings.problem(S::DATA) {
            return Err(Error::request(problem.to_string()));
        }
        if self.options.key().is_some() {
            return Err(Error::request(
                "an idempotency key is that of one call: give it by the client's `with`",
            ));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default(&endpoint)?,
        };
        let inner = Inner {
            endpoint,
            provider: self.provider,
            transport,
            moments: self.moments,
            skew: Skew::default(),
            settings: self.settings,
            before_signing: self.before_signing,
            prepared: Prepared::default(),
        };
        Ok(C::from(Client::from_inner(inner, self.options)))
    }
}

/// What makes the transport of a client that was given none.
pub(crate) type DefaultTransport = fn(&Endpoint) -> Result<Box<dyn Exchange>, Error>;

#[cfg(feature = "reqwest")]
pub(crate) fn default(endpoint: &Endpoint) -> Result<Box<dyn Exchange>, Error> {
    endpoint.assert_private()?;
    Ok(Box::new(crate::transport::default(endpoint.is_https())?))
}

#[cfg(not(feature = "reqwest"))]
pub(crate) fn default(_: &Endpoint) -> Result<Box<dyn Exchange>, Error> {
    Err(Error::request(
        "there is no transport: give one by `transport`, or turn on the feature `reqwest`",
    ))
}

impl<C, S: Scheme> fmt::Debug for Builder<C, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("scheme", &S::DATA.name)
            .finish_non_exhaustive()
    }
}
