//! Webhooks as arguments of [axum](https://docs.rs/axum)'s handlers. Feature `axum`.
//!
//! [`Webhook`] verifies a request and reads its body. To verify without reading, for all routes of a
//! router, there is [`tower::VerifyLayer`](crate::tower::VerifyLayer), whose handlers find
//! [`Verified`] as an `Extension`.

use std::{error::Error as StdError, fmt, marker::PhantomData, sync::Arc, time::SystemTime};

use axum::{
    body::{Body, Bytes},
    extract::{FromRef, FromRequest, Request, rejection::BytesRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_core::de::DeserializeOwned;

use crate::{Refusal, Scheme, SchemeData, UnwrapError, Verified, Verifier, incoming};

/// A request of scheme `S` that was verified, and its body, read as `T`: as
/// [`Verifier::unwrap`] does it. The state has the `Arc<Verifier<S>>`: it is that, or `FromRef`
/// gives it.
///
/// ```
/// use std::sync::Arc;
/// use axum::{Router, routing::post};
/// use serde::Deserialize;
/// use signed_api::{Verifier, axum::Webhook, schemes::StripeWebhook};
///
/// #[derive(Deserialize)]
/// struct Event { r#type: String }
///
/// async fn stripe(event: Webhook<StripeWebhook, Event>) {
///     println!("{}, signed at {:?}", event.value.r#type, event.verified.time);
/// }
///
/// # let endpoint_secret = "whsec_c2VjcmV0".into();
/// let verifier = Verifier::new(StripeWebhook { endpoint_secret })?;
/// let app: Router = Router::new()
///     .route("/stripe", post(stripe))
///     .with_state(Arc::new(verifier));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The URL is the one that axum got, also in a router that is nested; where something before axum
/// changes it, say the verifier's [`public_url`](Verifier::public_url). The limit of the body is
/// axum's `DefaultBodyLimit`.
///
/// A request is too old by the system's clock, unless an extension of the request is another [`Clock`].
///
/// # Rejections
///
/// A handler that takes `Result<Webhook<S, T>, WebhookRejection>` sees why; otherwise
/// [`WebhookRejection`] is the answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Webhook<S, T> {
    /// The body, read.
    pub value: T,
    /// When it was signed, by which key, with which nonce.
    pub verified: Verified,
    scheme: PhantomData<fn() -> S>,
}

impl<S, T, A> FromRequest<A> for Webhook<S, T>
where
    S: Scheme,
    T: DeserializeOwned + 'static,
    Arc<Verifier<S>>: FromRef<A>,
    A: Send + Sync,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &A) -> Result<Self, WebhookRejection> {
        let reject = |why| WebhookRejection { why, data: S::DATA };
        let (mut parts, body) = request.into_parts();
        // What it is read by has the limit in its extensions.
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, state).await;
        let body = body.map_err(|why| reject(Why::Unread(why)))?;
        let verifier = Arc::<Verifier<S>>::from_ref(state);
        let unwrapped = incoming::as_sent(&mut parts, |parts| {
            let clock = parts.extensions.get::<Clock>();
            let now = clock.map_or_else(SystemTime::now, |Clock(clock)| clock());
            verifier.unwrap(parts, &body, now)
        });
        let unwrapped = unwrapped.map_err(|why| reject(Why::Unwrapped(why)))?;
        Ok(Self {
            value: unwrapped.value,
            verified: unwrapped.verified,
            scheme: PhantomData,
        })
    }
}

/// What time it is for [`Webhook`], as an `Extension`: for tests of handlers by webhooks that were
/// recorded.
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use axum::{Extension, Router};
/// # use signed_api::axum::Clock;
/// # fn tested(app: Router) -> Router {
/// let recorded = SystemTime::UNIX_EPOCH + Duration::from_secs(1_492_774_577);
/// app.layer(Extension(Clock::new(move || recorded)))
/// # }
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// A clock that is asked once for each request.
    pub fn new(clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(clock))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}

/// Why a handler was not called, and what is answered then.
///
/// One that is not signed as it has to be is answered as by
/// [`tower::VerifyLayer`](crate::tower::VerifyLayer): with the refusal of the scheme's file, else with
/// 401, always the same whatever the [reason](Self::refusal), which stands in the response's
/// extensions too. One that is signed, and has another body than was expected: 400. A body that has more
/// bytes than the limit: 413. `{}` shows the reason, for the operator.
pub struct WebhookRejection {
    why: Why,
    data: &'static SchemeData<'static>,
}

#[derive(Debug)]
enum Why {
    Unread(BytesRejection),
    Unwrapped(UnwrapError),
}

impl WebhookRejection {
    /// Why the signature is refused; `None` if it is right, or the body did not arrive.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match &self.why {
            Why::Unwrapped(UnwrapError::Refused(reason)) => Some(reason),
            _ => None,
        }
    }
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        let answer = match self.why {
            Why::Unread(why) => return why.into_response(),
            Why::Unwrapped(UnwrapError::Refused(reason)) => incoming::refused(self.data, reason),
            Why::Unwrapped(UnwrapError::Decode { .. }) => {
                incoming::answer(StatusCode::BAD_REQUEST, "the body is not what was expected")
            }
        };
        answer.map(Body::from)
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Unread(why) => why.fmt(f),
            Why::Unwrapped(why) => why.fmt(f),
        }
    }
}

/// The scheme, by its name, and the reason.
impl fmt::Debug for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRejection")
            .field("scheme", &self.data.name)
            .field("why", &self.why)
            .finish()
    }
}

impl StdError for WebhookRejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.why {
            Why::Unread(why) => why.source(),
            Why::Unwrapped(why) => why.source(),
        }
    }
}
