//! Signs requests that others make, each as it passes.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use signed_api_specs::Answer;

use crate::{
    Error, Provider, Scheme, Setting, Signed, Unsigned,
    correction::Correction,
    moment::Moments,
    prepared::{Prepared, Ready},
    provider::Provide,
    settings::Settings,
    skew::{Found, Skew, corrected},
    skews::{Server, Skews},
    stopwatch::Stopwatch,
    trace,
};

/// What a client has, but for an endpoint and a transport. Clones share everything.
pub(crate) struct Seal<S> {
    provider: Arc<dyn Provide<S>>,
    moments: Moments,
    settings: Settings,
    prepared: Arc<Prepared>,
    skews: Arc<Skews>,
    corrects_clock: bool,
}

/// For whom and when a request was signed, and by which offset: what its answer is judged by.
pub(crate) struct Stamp {
    /// Whose clock it is; none, if nothing is corrected by it.
    server: Option<Server>,
    now: SystemTime,
    offset: i64,
    trial: Option<Correction>,
    can_be_sent_again: bool,
    sent: Stopwatch,
}

impl<S: Scheme> Seal<S> {
    pub(crate) fn new(credentials: impl Provider<S>) -> Self {
        Self {
            provider: Arc::new(credentials),
            moments: Moments::default(),
            settings: Settings::default(),
            prepared: Arc::default(),
            skews: Arc::default(),
            corrects_clock: true,
        }
    }

    pub(crate) fn clock(&mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) {
        self.moments.clock = Some(Arc::new(clock));
    }

    pub(crate) fn nonces(&mut self, nonces: impl Fn() -> String + Send + Sync + 'static) {
        self.moments.nonces = Some(Arc::new(nonces));
    }

    pub(crate) const fn correct_clock(&mut self, corrects: bool) {
        self.corrects_clock = corrects;
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

    /// Signs, with a time and a nonce of its own. The time is corrected by what the request itself found,
    /// else by what was proved of the server; one that cannot be sent again first tries what such a one
    /// found before it there.
    pub(crate) fn sign(
        &self,
        ready: &Ready<S>,
        unsigned: Unsigned,
        found: Option<Correction>,
        can_be_sent_again: bool,
    ) -> Result<(Signed, Stamp), Error> {
        let server = Server::of(unsigned.uri()).filter(|_| self.corrects_clock);
        let skew = server.as_ref().and_then(|server| self.skews.of(server));
        let left = || skew.filter(|_| !can_be_sent_again)?.untried();
        let trial = found.or_else(left);
        let offset = match &trial {
            Some(trial) => trial.found.offset,
            None => skew.map_or(0, Skew::offset),
        };
        let now = corrected(self.moments.now(), offset);
        let moment = self.moments.next(now, S::DATA.nonce, ready.counter)?;
        let signed = ready.signer.sign(unsigned, &moment)?;
        let stamp = Stamp {
            server,
            now,
            offset,
            trial,
            can_be_sent_again,
            sent: Stopwatch::start(),
        };
        Ok((signed, stamp))
    }

    /// What the head of an answer tells of the clock; nobody here reads its body. A correction is given
    /// back if the request is to be sent again with it, once; it is left to the server's next request if
    /// this one cannot be sent again.
    pub(crate) fn answered(
        &self,
        stamp: &Stamp,
        (status, headers): (StatusCode, &HeaderMap),
    ) -> Option<Correction> {
        let server = stamp.server.as_ref()?;
        let data = S::DATA;
        let answer = Answer {
            status: status.as_u16(),
            headers,
            body: &[],
        };
        let is_refused = data.refuses(&answer);
        if let Some(trial) = &stamp.trial {
            let is_taken = !is_refused && !data.refuses_with_success() && !passes(status);
            if is_taken && let Some(skew) = self.skews.noted(server) {
                trial.hold(skew);
            }
            if stamp.can_be_sent_again {
                return None;
            }
        }
        let clock = data.clock(stamp.now, &answer).filter(|_| is_refused)?;
        let fault = data.fault(&answer);
        let found = Found::by(fault, clock, headers, stamp.offset, stamp.sent, data)?;
        let correction = Correction::of_head(found);
        if !stamp.can_be_sent_again {
            if let Some(skew) = self.skews.noted(server) {
                skew.leave(correction);
            }
            return None;
        }
        trace::clock_corrected(found);
        Some(correction)
    }
}

/// An answer of somebody who may not have looked at the time.
const fn passes(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

impl<S> Clone for Seal<S> {
    fn clone(&self) -> Self {
        Self {
            provider: Arc::clone(&self.provider),
            moments: self.moments.clone(),
            settings: self.settings.clone(),
            prepared: Arc::clone(&self.prepared),
            skews: Arc::clone(&self.skews),
            corrects_clock: self.corrects_clock,
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
