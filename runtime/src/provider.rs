//! Where credentials come from.

mod lease;
mod refreshing;

use std::{any::Any, future, sync::Arc};

use self::lease::Held;
pub use self::{lease::Lease, refreshing::Refreshing};
use crate::{BoxError, BoxFuture, Error, ErrorKind, Scheme};

/// Gives the credentials of scheme `S`: it is asked before every signature.
///
/// A value of a scheme is its own provider. For a vault, or anything that hands out credentials for
/// a while, there is [`Refreshing`]. A type of one's own keeps what it got for as long as it is good.
///
/// ```
/// # use signed_api::{BoxError, Provider, schemes::Acs};
/// struct Vault;
///
/// impl Provider<Acs> for Vault {
///     async fn provide(&self) -> Result<Acs, BoxError> {
///         Ok(Acs { access_key: "c2VjcmV0".into() })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give credentials for `{S}`",
    label = "no credentials for `{S}`",
    note = "pass `{S} {{ .. }}`, `{S}::from_env()?`, `Refreshing::new(..)`, or a `Provider<{S}>` of your own"
)]
pub trait Provider<S>: Send + Sync + 'static {
    /// The credentials, as they are now.
    ///
    /// # Errors
    ///
    /// Whatever went wrong; the call fails with it as the cause of an error of kind
    /// [`Credentials`](crate::ErrorKind::Credentials).
    fn provide(&self) -> impl Future<Output = Result<S, BoxError>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S: Scheme> Provider<S> for S {
    fn provide(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        future::ready(Ok(self.clone()))
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Provider<S> + ?Sized> Provider<S> for Arc<P> {
    fn provide(&self) -> impl Future<Output = Result<S, BoxError>> + Send {
        (**self).provide()
    }
}

/// A provider in a box.
pub(crate) trait Provide<S>: Send + Sync {
    /// The credentials, if that is what it is: nobody waits for those.
    fn own(&self) -> Option<S>;

    fn provide_boxed(&self) -> BoxFuture<'_, Result<S, Error>>;
}

impl<S: Clone + 'static, P: Provider<S>> Provide<S> for P {
    fn own(&self) -> Option<S> {
        (self as &dyn Any).downcast_ref().cloned()
    }

    fn provide_boxed(&self) -> BoxFuture<'_, Result<S, Error>> {
        Box::pin(async { self.provide().await.map_err(failed) })
    }
}

/// One of our own errors about credentials says what happened. Any other is the cause: a refusal
/// of a vault is no refusal of this call.
fn failed(error: BoxError) -> Error {
    let cause = match error.downcast::<Error>() {
        Ok(own) if own.kind() == ErrorKind::Credentials => return *own,
        Ok(other) => other,
        Err(other) => other,
    };
    Error::credentials("there are no credentials").because(cause)
}
