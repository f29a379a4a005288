//! Credentials that are asked for again before they run out.

use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError},
    time::SystemTime,
};

use futures_util::{
    FutureExt as _,
    future::{Shared, WeakShared},
};

use super::{Held, Lease};
use crate::{BoxError, BoxFuture, Provider, Scheme, trace};

/// A provider that asks for credentials when there are none, or when those that it has will soon
/// run out.
///
/// However many calls of however many clients wait, it asks once, and all of them get the answer
/// or the failure. Clones share everything. A lease is renewed in the last tenth of its time, at
/// most five minutes before its end, by the first call of that time; the others go on with the old
/// one and do not wait. If that fails, the old one serves to its end, and the attempt is repeated
/// each time half of what was left is over.
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
/// the others; if all are, it is dropped too, and begins anew with the next call. While an old lease
/// is good that counts as a failure: a vault that does not answer holds up one call, and not all.
pub struct Refreshing<S>(Arc<Inner<S>>);

struct Inner<S> {
    ask: Box<dyn Fn() -> BoxFuture<'static, Result<Lease<S>, BoxError>> + Send + Sync>,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
    /// What was given last. It is locked for as long as a pointer is copied.
    held: RwLock<Option<Arc<Held<S>>>>,
    /// The asking under way, if anybody still waits for it. Nothing of the user's runs while it is
    /// locked.
    flight: Mutex<Option<WeakShared<Flight<S>>>>,
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
            held: RwLock::default(),
            flight: Mutex::default(),
        }))
    }

    /// What is held if it is fresh, or good and others are renewing it; else the asking under way, or
    /// a new one.
    fn held_or_flight(&self) -> Result<Arc<Held<S>>, Shared<Flight<S>>> {
        let now = (self.0.clock)();
        let good = self.0.look().filter(|held| held.is_good(now));
        if let Some(held) = good.as_ref().filter(|held| held.is_fresh(now)) {
            return Ok(Arc::clone(held));
        }
        let mut flight = match (self.0.flight.try_lock(), good) {
            (Ok(flight), _) => flight,
            (Err(TryLockError::WouldBlock), Some(good)) => return Ok(good),
            (Err(_), _) => self.0.flight(),
        };
        // It may have been renewed meanwhile.
        let good = self.0.held().filter(|held| held.is_good(now));
        let flying = flight.as_ref().and_then(WeakShared::upgrade);
        match (good, flying) {
            (Some(held), flying) if flying.is_some() || held.is_fresh(now) => {
                drop(flight);
                Ok(held)
            }
            (_, Some(flying)) => Err(flying),
            (_, None) => {
                let begun = Arc::clone(&self.0).fly().boxed().shared();
                *flight = begun.downgrade();
                Err(begun)
            }
        }
    }
}

impl<S: Scheme> Inner<S> {
    /// Asks once, and keeps the answer.
    async fn fly(self: Arc<Self>) -> Result<S, Failed> {
        let mut asking = Asking {
            inner: &self,
            ended: false,
        };
        let answer = (self.ask)().await;
        asking.ended = true;
        drop(asking);
        trace::credentials_refreshed(answer.is_ok());
        let now = (self.clock)();
        let held = match (answer, self.held()) {
            (Ok(lease), _) => Held::new(lease, now),
            (Err(_), Some(held)) if held.is_good(now) => held.postponed(now),
            (Err(error), _) => {
                *self.flight() = None;
                return Err(Failed(error.into()));
            }
        };
        let credentials = held.credentials.clone();
        let last = self.keep(held);
        // Its secrets are wiped when nobody is locked out.
        drop(last);
        Ok(credentials)
    }

    /// Keeps a lease, and gives back the last one. Whoever comes then finds it, no asking under way.
    fn keep(&self, held: Held<S>) -> Option<Arc<Held<S>>> {
        let mut flight = self.flight();
        *flight = None;
        let mut place = self.held.write().unwrap_or_else(PoisonError::into_inner);
        place.replace(Arc::new(held))
    }

    /// Puts renewing off, since nobody waited for its end, unless it was renewed meanwhile.
    fn put_off(&self) {
        let now = (self.clock)();
        let Some(held) = self.held().filter(|held| held.is_good(now)) else {
            return;
        };
        let mut later = Arc::new(held.postponed(now));
        let mut place = self.held.write().unwrap_or_else(PoisonError::into_inner);
        // What is not kept is wiped when nobody is locked out.
        if let Some(last) = place.as_mut().filter(|last| Arc::ptr_eq(last, &held)) {
            std::mem::swap(last, &mut later);
        }
    }

    /// What is held, unless it is being replaced.
    fn look(&self) -> Option<Arc<Held<S>>> {
        self.held.try_read().ok()?.clone()
    }

    fn held(&self) -> Option<Arc<Held<S>>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.clone()
    }

    fn flight(&self) -> MutexGuard<'_, Option<WeakShared<Flight<S>>>> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An asking under way, which its last caller may leave.
struct Asking<'i, S: Scheme> {
    inner: &'i Inner<S>,
    ended: bool,
}

impl<S: Scheme> Drop for Asking<'_, S> {
    fn drop(&mut self) {
        if !self.ended {
            self.inner.put_off();
        }
    }
}

impl<S: Scheme> Provider<S> for Refreshing<S> {
    async fn provide(&self) -> Result<S, BoxError> {
        match self.held_or_flight() {
            Ok(held) => Ok(held.credentials.clone()),
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
