//! Where the credentials of a blocking client come from.

use std::sync::Arc;

use super::wait::wait;
use crate::{BoxError, Refreshing, Scheme};

/// Gives the credentials of scheme `S`: it is asked before every signature.
///
/// A value of a scheme is its own provider, and [`Refreshing`] is one here too: async and blocking
/// clients may share it.
///
/// ```
/// # use signed_api::{BoxError, blocking::Provider, schemes::Acs};
/// struct Keyring;
///
/// impl Provider<Acs> for Keyring {
///     fn provide(&self) -> Result<Acs, BoxError> {
///         Ok(Acs { access_key: "c2VjcmV0".into() })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give credentials for `{S}`",
    label = "no credentials for `{S}`",
    note = "pass `{S} {{ .. }}`, `{S}::from_env()?`, `Refreshing::new(..)`, or a `blocking::Provider<{S}>` of your own"
)]
pub trait Provider<S>: Send + Sync + 'static {
    /// The credentials, as they are now.
    ///
    /// # Errors
    ///
    /// Whatever went wrong; the call fails with it as the cause of an error of kind
    /// [`Credentials`](crate::ErrorKind::Credentials).
    fn provide(&self) -> Result<S, BoxError>;

    /// The same for a client, which watches the time meanwhile.
    #[doc(hidden)]
    fn provide_in_time(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        async { self.provide() }
    }
}

#[diagnostic::do_not_recommend]
impl<S: Scheme> Provider<S> for S {
    fn provide(&self) -> Result<S, BoxError> {
        Ok(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Provider<S> + ?Sized> Provider<S> for Arc<P> {
    fn provide(&self) -> Result<S, BoxError> {
        (**self).provide()
    }

    fn provide_in_time(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        (**self).provide_in_time()
    }
}

impl<S: Scheme> Provider<S> for Refreshing<S> {
    fn provide(&self) -> Result<S, BoxError> {
        wait(self.provide_in_time())?
    }

    fn provide_in_time(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        crate::Provider::provide(self)
    }
}

/// A provider of a blocking client as an async one has it: its future is polled by whoever waits.
pub(super) struct Waited<P>(pub(super) P);

impl<S: Scheme, P: Provider<S>> crate::Provider<S> for Waited<P> {
    fn provide(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        self.0.provide_in_time()
    }
}
