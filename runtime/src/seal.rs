//! Signs requests that others make, each as it passes.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{HeaderMap, HeaderValue, Method, header};

use crate::{
    Error, Moment, Provider, Scheme, Setting, Signed, Unsigned,
    moment::Moments,
    prepared::{Prepared, Ready},
    provider::Provide,
    settings::Settings,
};

/// What a client has, but for an endpoint and a transport. Clones share everything.
pub(crate) struct Seal<S> {
    provider: Arc<dyn Provide<S>>,
    moments: Moments,
    settings: Settings,
    prepared: Arc<Prepared>,
}

impl<S: Scheme> Seal<S> {
    pub(crate) fn new(credentials: impl Provider<S>) -> Self {
        Self {
            provider: Arc::new(credentials),
            moments: Moments::default(),
            settings: Settings::default(),
            prepared: Arc::default(),
        }
    }

    pub(crate) fn clock(&mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) {
        self.moments.clock = Some(Arc::new(clock));
    }

    pub(crate) fn nonces(&mut self, nonces: impl Fn() -> String + Send + Sync + 'static) {
        self.moments.nonces = Some(Arc::new(nonces));
    }

    pub(crate) fn setting(
        &mut self,
        name: impl Into<String>,
        value: impl Into<Setting>,
    ) -> Result<(), Error> {
        self.settings.set(name, value);
        match self.settings.problem(S::DATA) {
            Some(problem) => Err(Error::request(problem.to_string())),
            None => Ok(()),
        }
    }

    /// The credentials, as they are now.
    pub(crate) async fn ready(&self) -> Result<Arc<Ready<S>>, Error> {
        let scheme = self.provider.provide_boxed().await?;
        Ok(self.prepared.signer(scheme))
    }

    /// A request with these settings.
    pub(crate) fn with_settings(&self, mut unsigned: Unsigned) -> Unsigned {
        unsigned.0.settings.extend(self.settings.clone());
        unsigned
    }

    /// Whether signing takes the body, of which the request has the length alone, or makes one.
    pub(crate) fn takes_body(ready: &Ready<S>, unsigned: &Unsigned) -> bool {
        let wanted = || !matches!(ready.signer.wanted(unsigned), Ok(None));
        S::DATA.uses_body() && (unsigned.body().is_empty() || wanted())
    }

    /// Signs, with a time and a nonce of its own.
    pub(crate) fn sign(&self, ready: &Ready<S>, unsigned: Unsigned) -> Result<Signed, Error> {
        let moment: Moment = self
            .moments
            .next(self.moments.now(), S::DATA.nonce, ready.counter)?;
        ready.signer.sign(unsigned, &moment)
    }
}

impl<S> Clone for Seal<S> {
    fn clone(&self) -> Self {
        Self {
            provider: Arc::clone(&self.provider),
            moments: self.moments.clone(),
            settings: self.settings.clone(),
            prepared: Arc::clone(&self.prepared),
        }
    }
}

/// The scheme, no values.
impl<S: Scheme> fmt::Debug for Seal<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal")
            .field("scheme", &S::DATA.name)
            .finish_non_exhaustive()
    }
}

/// Says how long the body is, which HTTP clients say by themselves, and after signing.
///
/// # Errors
///
/// If the request says another length.
pub(crate) fn say_length(
    method: &Method,
    headers: &mut HeaderMap,
    length: Option<u64>,
) -> Result<(), Error> {
    let Some(length) = length.filter(|_| !headers.contains_key(header::TRANSFER_ENCODING)) else {
        return Ok(());
    };
    let known = HeaderValue::from(length);
    match headers.get(header::CONTENT_LENGTH) {
        Some(said) if *said == known => Ok(()),
        Some(_) => Err(Error::request(format!(
            "header `content-length` is not the length of the body, which has {length} bytes: leave it out"
        ))),
        None => {
            if length > 0 || [Method::POST, Method::PUT, Method::PATCH].contains(method) {
                headers.insert(header::CONTENT_LENGTH, known);
            }
            Ok(())
        }
    }
}
