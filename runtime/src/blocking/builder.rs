//! How a blocking client is put together.

use std::{
    fmt,
    marker::PhantomData,
    time::{Duration, SystemTime},
};

use super::{Client, Provider, Transport, provider, transport};
#[cfg(any(feature = "reqwest", not(feature = "ureq")))]
use crate::builder::default;
use crate::{Error, Options, Scheme, Setting, Unsigned};
#[cfg(all(feature = "ureq", not(feature = "reqwest")))]
use crate::{endpoint::Endpoint, transport::Exchange};

/// Everything about a blocking client that has a default. `C` is the client that it builds.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<C, S> {
    inner: crate::Builder<crate::Client<S>, S>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client<S>>, S: Scheme> Builder<C, S> {
    /// The beginning of a client. A client's own `builder` calls this.
    pub fn new(endpoint: &str, credentials: impl Provider<S>) -> Self {
        Self {
            inner: crate::Builder::new(endpoint, provider::Waited(credentials)),
            client: PhantomData,
        }
    }

    /// What sends the requests. Default: a `reqwest::Client` that follows no redirect; with the
    /// feature `ureq` and without `reqwest`, a `ureq::Agent` that follows none either.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.map(|inner| inner.transport(transport::Waited(transport)))
    }

    /// What time it is. Default: the system's clock. It is asked once for each signature.
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.map(|inner| inner.clock(clock))
    }

    /// Where nonces come from. Default: what the scheme says. If that is increasing numbers, all
    /// clients of a process that sign with the same key count together.
    pub fn nonces(self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.map(|inner| inner.nonces(nonces))
    }

    /// How the waits between attempts pass ([`Options::attempts`]). Default: the thread waits.
    pub fn sleep(self, sleep: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.map(|inner| {
            inner.sleep(move |time| {
                sleep(time);
                std::future::ready(())
            })
        })
    }

    /// A setting of the scheme for every request of this client. What the trait, a method or a
    /// parameter says is nearer, and wins.
    pub fn setting(self, name: impl Into<String>, value: impl Into<Setting>) -> Self {
        self.map(|inner| inner.setting(name, value))
    }

    /// How calls are made unless they say otherwise. What is said twice counts as said last.
    pub fn options(self, options: Options) -> Self {
        self.map(|inner| inner.options(options))
    }

    /// A change to every request before it is signed: a `user-agent`, a header that was asked for.
    /// It is made once for a call.
    pub fn before_signing(self, change: impl Fn(&mut Unsigned) + Send + Sync + 'static) -> Self {
        self.map(|inner| inner.before_signing(change))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// As that of an async client: [`crate::Builder::build`].
    pub fn build(self) -> Result<C, Error> {
        self.inner
            .build_with(default)
            .map(|client| C::from(Client::new(client)))
    }

    fn map(
        self,
        change: impl FnOnce(crate::Builder<crate::Client<S>, S>) -> crate::Builder<crate::Client<S>, S>,
    ) -> Self {
        Self {
            inner: change(self.inner),
            client: PhantomData,
        }
    }
}

#[cfg(all(feature = "ureq", not(feature = "reqwest")))]
fn default(endpoint: &Endpoint) -> Result<Box<dyn Exchange>, Error> {
    endpoint.assert_private()?;
    let agent = crate::transport::default_blocking(endpoint.is_https())?;
    Ok(Box::new(transport::Waited(agent)))
}

impl<C, S: Scheme> fmt::Debug for Builder<C, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
