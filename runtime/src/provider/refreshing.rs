//! Credentials that are asked for again before they run out.

use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use futures_util::{
    FutureExt as _,
    future::{Shared, WeakShared},
};

use super::{Held, Lease};
use crate::{BoxError, BoxFuture, Provider, Scheme};

/// A provider that asks for credentials when there are none, or when those that it has will soon
/// run out.
///
/// However many calls of however many clients wait, it asks once, and all of them get the answer
/// or the failure. Clones share everything. A lease is renewed in the last tenth of its time, at
/// most five minutes before its end; if that fails, the old one serves to its end, and the attempt
/// is repeated each time half of what was left is over.
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use signed_api::{BoxError, Error, Lease, Refreshing, schemes::Acs, signed_api};
/// # #[signed_api(scheme = "acs")]
/// # trait Calls { #[get("/calls")] async fn list(&self) -> Result<String, Error>; }
/// # async fn ask_vault() -> Result<String, std::io::Error> { Ok(String::new()) }
/// let vault = Refreshing::new(|| async {
///     let access_key = ask_vault().await?.into();
///     let expires = Some(SystemTime::now() + Duration::from_secs(900));
///     Ok(Lease { credentials: Acs { access_key }, expires })
/// });
/// let east = CallsClient::new("https://east.communication.azure.com", vault.clone())?;
/// let west = CallsClient::new("https://west.communication.azure.com", vault)?;
/// # Ok::<(), Error>(())
/// ```
///
/// Whoever waits drives the asking, so it needs no executor. A call that is dropped leaves it to
/// the others; if all are, it is dropped too, and begins anew with the next call.
pub struct Refreshing<S>(Arc<Inner<S>>);

struct Inner<S> {
    ask: Box<dyn Fn() -> BoxFuture<'static, Result<Lease<S>, BoxError>> + Send + Sync>,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
    state: Mutex<State<S>>,
}

struct State<S> {
    held: Option<Held<S>>,
    /// The asking under way, if anybody still waits for it.
    flight: Option<WeakShared<Flight<S>>>,
}

type Flight<S> = BoxFuture<'static, Result<S, Failed>>;

impl<S: Scheme> Refreshing<S> {
    /// A provider that asks in this way.
    pub fn new<F, A>(ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Lease<S>, BoxError>> + Send + 'static,
    {
        Self::with_clock(ask, SystemTime::now)
    }

    /// The same, with a clock of one's own to tell when a lease ends.
    pub fn with_clock<F, A>(ask: F, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Lease<S>, BoxError>> + Send + 'static,
    {
        Self(Arc::new(Inner {
            ask: Box::new(move || Box::pin(ask())),
            clock: Box::new(clock),
            state: Mutex::new(State {
                held: None,
                flight: None,
            }),
        }))
    }

    /// What is held if it is fresh; else the asking under way, or a new one.
    fn held_or_flight(&self) -> Result<S, Shared<Flight<S>>> {
        let now = (self.0.clock)();
        let mut state = self.0.state();
        if let Some(held) = state.held.as_ref().filter(|held| held.is_fresh(now)) {
            return Ok(held.credentials.clone());
        }
        let flying = state.flight.as_ref().and_then(WeakShared::upgrade);
        let flight = flying.unwrap_or_else(|| Arc::clone(&self.0).fly().boxed().shared());
        state.flight = flight.downgrade();
        Err(flight)
    }
}

impl<S: Scheme> Inner<S> {
    /// Asks once, and keeps the answer.
    async fn fly(self: Arc<Self>) -> Result<S, Failed> {
        let answer = (self.ask)().await;
        let now = (self.clock)();
        let mut state = self.state();
        state.flight = None;
        match (answer, &mut state.held) {
            (Ok(lease), held) => Ok(held.insert(Held::new(lease, now)).credentials.clone()),
            (Err(_), Some(held)) if held.is_good(now) => {
                held.postpone(now);
                Ok(held.credentials.clone())
            }
            (Err(error), _) => Err(Failed(error.into())),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<S>> {
        // Nothing of the user's runs while it is locked, and every change of it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Scheme> Provider<S> for Refreshing<S> {
    async fn provide(&self) -> Result<S, BoxError> {
        match self.held_or_flight() {
            Ok(credentials) => Ok(credentials),
            Err(flight) => flight.await.map_err(Into::into),
        }
    }
}

impl<S> Clone for Refreshing<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// No credentials.
impl<S: Scheme> fmt::Debug for Refreshing<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refreshing")
            .field("scheme", &S::DATA.name)
            .finish_non_exhaustive()
    }
}

/// A failure that several share. It is shown as what failed.
#[derive(Clone)]
struct Failed(Arc<dyn StdError + Send + Sync>);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl StdError for Failed {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
