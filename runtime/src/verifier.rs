//! Verifies requests: webhooks as they come in, or what a test server is sent.

#[cfg(feature = "diagnose")]
mod diagnosis;
mod verified;
mod wire;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use http::{Uri, request::Parts};
#[cfg(feature = "tower")]
use signed_api_specs::Digests;
use signed_api_specs::{BodyView, Reading, RequestView, SigningKey, Timestamp, Verification};

use self::wire::Wire;
use crate::{Error, Scheme, Setting, layered::Layered, settings::Settings};

pub use self::verified::Verified;
pub use signed_api_specs::{Received, Refusal, Unreadable};

/// Verifies requests that were signed by a scheme.
///
/// The same file that signs is read backwards: time, nonce, key id, the list of signed headers and
/// the signature come from the request, everything else is the verifier's own or is made again
/// from what was received.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use signed_api::{Verifier, schemes::SinchCallback};
///
/// let sinch = SinchCallback {
///     application_key: "669E367E-6BBA-48AB-AF15-266871C28135".into(),
///     application_secret: "BeIukql3pTKJ8RGL5zo0DA==".into(),
/// };
/// let verifier = Verifier::new(sinch)?;
/// // The example of Sinch's page "Callback Request Signing".
/// let (parts, body) = http::Request::post("https://callbacks.yourdomain.com/sinch/callback/ace")
///     .header("content-type", "application/json")
///     .header("x-timestamp", "2014-09-24T10:59:41Z")
///     .header("authorization", "application 669E367E-6BBA-48AB-AF15-266871C28135:Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=")
///     .body(concat!(
///         r#"{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","#,
///         r#""timestamp":"2014-09-24T10:59:41Z","version":1}"#,
///     ))?
///     .into_parts();
/// let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_411_556_381);
/// assert!(verifier.verify(&parts, body.as_bytes(), then).is_ok());
/// assert!(verifier.verify(&parts, b"{}", then).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Verifier<S> {
    reading: Reading,
    keys: Keys<S>,
    settings: Settings,
    required: Vec<String>,
    public_url: Option<PublicUrl>,
    limits: signed_api_specs::data::Verify,
}

type Lookup<S> = Box<dyn Fn(&Received) -> Option<S> + Send + Sync>;

/// What was found for the keys of a request, in their order: each is looked up once, though the request
/// may be looked at twice.
type Found<S> = Vec<Option<S>>;

enum Keys<S> {
    /// These, each with its prepared key.
    Known(Vec<(S, SigningKey<'static>)>),
    /// Whatever belongs to what the request tells.
    LookedUp(Lookup<S>),
}

/// What stands before the path of a request, as its sender sees it.
struct PublicUrl {
    scheme: String,
    authority: String,
    prefix: String,
}

impl<S: Scheme> Verifier<S> {
    /// Verifies against one set of credentials.
    ///
    /// # Errors
    ///
    /// If the scheme can sign and cannot verify; the reason says which of its values nobody could
    /// read back.
    pub fn new(scheme: S) -> Result<Self, Unreadable> {
        Self::any([scheme])
    }

    /// Verifies against several: one that fits is enough. So keys are rotated.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn any(schemes: impl IntoIterator<Item = S>) -> Result<Self, Unreadable> {
        let known = schemes
            .into_iter()
            .map(|scheme| (scheme, SigningKey::new(S::DATA)))
            .collect();
        Self::with_keys(Keys::Known(known))
    }

    /// Verifies against what a lookup finds for a request: `received.credential("access_key_id")`
    /// is the key that it names. Nothing of it has been verified yet. Of a request that names several
    /// keys, with a signature by each, they are looked up one after another, each once.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn lookup(
        find: impl Fn(&Received) -> Option<S> + Send + Sync + 'static,
    ) -> Result<Self, Unreadable> {
        Self::with_keys(Keys::LookedUp(Box::new(find)))
    }

    fn with_keys(keys: Keys<S>) -> Result<Self, Unreadable> {
        Ok(Self {
            reading: Reading::new(S::DATA)?,
            keys,
            settings: Settings::default(),
            required: Vec::new(),
            public_url: None,
            limits: S::DATA.verify,
        })
    }

    /// A setting of the scheme: the verifier's own, never the sender's.
    ///
    /// # Errors
    ///
    /// If the scheme has no such setting, or it may not be this.
    pub fn setting(
        mut self,
        name: impl Into<String>,
        value: impl Into<Setting>,
    ) -> Result<Self, Error> {
        self.settings.set(name, value);
        match self.settings.problem(S::DATA) {
            Some(problem) => Err(Error::request(problem.to_string())),
            None => Ok(self),
        }
    }

    /// Headers that have to be signed, beyond those that the scheme always signs: where a sender
    /// chooses what is signed, a verifier says what it needs.
    #[must_use]
    pub fn require<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.required
            .extend(names.into_iter().map(str::to_ascii_lowercase));
        self
    }

    /// The URL as its sender sees it, where something in between ends TLS, changes the host, or
    /// strips a prefix of the path: `https://api.example.com/hooks`.
    ///
    /// Without it a request is taken to have come by `https` to the host that its `Host` header
    /// names, unless its URL says so itself.
    ///
    /// # Errors
    ///
    /// If it is no absolute URL, or has a user, a query or a fragment.
    pub fn public_url(mut self, url: &str) -> Result<Self, Error> {
        // It is not repeated: it may hold a password.
        let wrong = "a public URL is one such as `https://api.example.com/hooks`, without a user, a query or a fragment";
        let uri: Uri = url.parse().map_err(|_| Error::request(wrong))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(Error::request(wrong));
        };
        if url.contains(['@', '?', '#']) {
            return Err(Error::request(wrong));
        }
        self.public_url = Some(PublicUrl {
            scheme: scheme.to_owned(),
            authority: authority.to_string(),
            prefix: uri.path().trim_end_matches('/').to_owned(),
        });
        Ok(self)
    }

    /// How old a request may be; `None`: any. The scheme says it unless this does. Whole seconds.
    #[must_use]
    pub fn tolerance(mut self, limit: Option<Duration>) -> Self {
        self.limits.tolerance = limit.map(seconds);
        self
    }

    /// How far ahead of the clock a request may be; `None`: any. Whole seconds.
    #[must_use]
    pub fn future(mut self, limit: Option<Duration>) -> Self {
        self.limits.future = limit.map(seconds);
        self
    }

    /// Verifies a request as it was received, body bytes untouched.
    ///
    /// # Errors
    ///
    /// Why it is refused. The reason is for the operator: give every sender the same answer.
    pub fn verify(&self, parts: &Parts, body: &[u8], now: SystemTime) -> Result<Verified, Refusal> {
        self.verify_view(parts, body.into(), now, &mut Vec::new())
    }

    /// The same of a request whose body was not read: right only if it need not be.
    #[cfg(feature = "tower")]
    pub(crate) fn verify_unread(
        &self,
        parts: &Parts,
        length: Option<u64>,
        now: SystemTime,
        found: &mut Found<S>,
    ) -> Result<Verified, Refusal> {
        let unread = Digests::of_length(length);
        self.verify_view(parts, (&unread).into(), now, found)
    }

    /// The same after that, of all of it.
    #[cfg(feature = "tower")]
    pub(crate) fn verify_read(
        &self,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
        found: &mut Found<S>,
    ) -> Result<Verified, Refusal> {
        self.verify_view(parts, body.into(), now, found)
    }

    fn verify_view(
        &self,
        parts: &Parts,
        body: BodyView<'_>,
        now: SystemTime,
        found: &mut Found<S>,
    ) -> Result<Verified, Refusal> {
        let now = Timestamp::try_from(now)
            .map_err(|_| Refusal::Request(signed_api_specs::Error::Time))?;
        let wire = Wire::of(parts, self.public_url.as_ref())?;
        let view = wire.view(parts, body);
        let received = self.reading.read(S::DATA, view)?;
        match &self.keys {
            Keys::LookedUp(find) => {
                let keys = received.by_key().into_iter().enumerate();
                first_right(keys.filter_map(|(nth, key)| {
                    if nth == found.len() {
                        found.push(find(&key));
                    }
                    let scheme = found.get(nth)?.as_ref()?;
                    Some(self.verify_with(scheme, &SigningKey::new(S::DATA), key, view, now))
                }))
            }
            Keys::Known(known) => {
                first_right(known.iter().map(|(scheme, key)| {
                    self.verify_with(scheme, key, received.clone(), view, now)
                }))
            }
        }
    }

    fn verify_with(
        &self,
        scheme: &S,
        key: &SigningKey<'_>,
        received: Received,
        request: RequestView<'_>,
        now: Timestamp,
    ) -> Result<Verified, Refusal> {
        let values = Layered::new(&self.settings, scheme);
        S::DATA.assert_bare(&values).map_err(Refusal::Request)?;
        let verification = Verification {
            request,
            values: &values,
            now,
            limits: self.limits,
            required: &self.required,
        };
        let verified = self.reading.verify(key, received, verification)?;
        Ok(Verified::of(verified))
    }
}

/// The first verdict that accepts; without one, the refusal that came furthest.
fn first_right(
    verdicts: impl Iterator<Item = Result<Verified, Refusal>>,
) -> Result<Verified, Refusal> {
    let mut furthest = Refusal::UnknownKey {
        name: "key".to_owned(),
    };
    for verdict in verdicts {
        match verdict {
            Ok(verified) => return Ok(verified),
            Err(other) if progress(&other) < progress(&furthest) => {}
            Err(other) => furthest = other,
        }
    }
    Err(furthest)
}

/// How far a verification came: a wrong signature says more than a key that is another's, and what
/// is wrong with a request whose signature is right says more still. One that lacks the body may be right.
const fn progress(refusal: &Refusal) -> u8 {
    match refusal {
        refusal if refusal.needs_body() => 3,
        Refusal::UnknownKey { .. } => 0,
        Refusal::Stale { .. } | Refusal::Ahead { .. } | Refusal::Differs { .. } => 2,
        _ => 1,
    }
}

fn seconds(limit: Duration) -> u32 {
    u32::try_from(limit.as_secs()).unwrap_or(u32::MAX)
}

impl<S: Scheme> fmt::Debug for Verifier<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &S::DATA.name)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
