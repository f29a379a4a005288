//! A layer that verifies.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, request::Parts};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use super::body::{BytesOr, Uncollected, collect, fits};
use crate::{BoxError, BoxFuture, Scheme, Verifier, incoming};

/// Verifies every request that comes in, and hands on those alone that are signed.
///
/// The inner service gets the request as it came, body bytes untouched, and in its extensions
/// [`Verified`](crate::Verified): when it was signed, by which key, with which nonce. A body that is not
/// signed passes unread: where no request of the scheme signs it, where the verifier's settings say
/// so, as `payload = "UNSIGNED-PAYLOAD"` of `aws-sigv4-s3` does, and where the request leaves it out, as
/// OAuth's do if their `content-type` is no form's. Who may send what to that is for the inner service
/// to judge. How much is [limited](Self::body_limit), but where no request of the scheme signs its body.
///
/// ```
/// # use http::{Request, Response};
/// # use signed_api::{BoxError, Verified, Verifier, schemes::StripeWebhook, tower::{BytesOr, VerifyLayer}};
/// # use http_body_util::Full;
/// # use tower::{Service as _, ServiceBuilder, service_fn};
/// # type Incoming = Full<bytes::Bytes>;
/// async fn hook(request: Request<BytesOr<Incoming>>) -> Result<Response<String>, BoxError> {
///     let verified = request.extensions().get::<Verified>().ok_or("not verified")?;
///     Ok(Response::new(format!("signed at {:?}", verified.time)))
/// }
///
/// # let secret = "whsec_c2VjcmV0";
/// let verifier = Verifier::new(StripeWebhook { endpoint_secret: secret.into() })?;
/// let mut service = ServiceBuilder::new()
///     .layer(VerifyLayer::new(verifier))
///     .service(service_fn(hook));
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let forged = Request::post("https://example.com/stripe").body(Incoming::from("{}"))?;
/// assert_eq!(service.call(forged).await?.status(), 401);
/// # Ok::<(), BoxError>(()) })?;
/// # Ok::<(), BoxError>(())
/// ```
///
/// # Refusals
///
/// The layer answers by itself, and the inner service is not called: with the refusal of the scheme's
/// file (`[refusal]`, but for what it would tell of the signature), else with 401, always the same
/// whatever the reason. That is for the operator, and stands in the extensions of the response as a
/// [`Refusal`](crate::Refusal). A body that has more bytes than the limit is answered with 413, one that does not
/// arrive, or is followed by trailers, with 400.
///
/// A request that was sent twice is accepted twice: keep the times and signatures, or nonces, that you
/// have seen, if that matters.
pub struct VerifyLayer<S> {
    verifier: Arc<Verifier<S>>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    body_limit: usize,
}

impl<S: Scheme> VerifyLayer<S> {
    /// How many bytes a body may have unless said otherwise: 2 MiB.
    pub const BODY_LIMIT: usize = 2 << 20;

    /// A layer that accepts what this verifier accepts, by the system's clock.
    pub fn new(verifier: impl Into<Arc<Verifier<S>>>) -> Self {
        Self {
            verifier: verifier.into(),
            clock: Arc::new(SystemTime::now),
            body_limit: Self::BODY_LIMIT,
        }
    }

    /// The clock by which a request is too old. It is asked once for each, before its body is read.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How many bytes a body may have, since it is read into memory. Default:
    /// [`BODY_LIMIT`](Self::BODY_LIMIT). One that passes unread may have no more either, as its sender could
    /// else choose that: it fails beyond them while the inner service reads it. Of a scheme that signs
    /// no body, the limit is the inner service's.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The request, verified, or the answer to one that is not.
    async fn verify<B>(&self, request: Request<B>) -> Result<Request<BytesOr<B>>, Response<Bytes>>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let (mut parts, body) = request.into_parts();
        let length = body.size_hint().exact();
        let now = (self.clock)();
        let mut keys = Vec::new();
        let head = |parts: &Parts| self.verifier.verify_unread(parts, length, now, &mut keys);
        let (verdict, body) = match incoming::as_sent(&mut parts, head) {
            Err(reason) if reason.needs_body() => {
                let bytes = collect(body, self.body_limit).await;
                let bytes = bytes.map_err(|why| unread(&why))?;
                let whole =
                    |parts: &Parts| self.verifier.verify_read(parts, &bytes, now, &mut keys);
                (incoming::as_sent(&mut parts, whole), bytes.into())
            }
            Ok(verified) if S::DATA.uses_body() => {
                fits(&body, self.body_limit).map_err(|why| unread(&why))?;
                (Ok(verified), BytesOr::limited(body, self.body_limit))
            }
            verdict => (verdict, BytesOr::unread(body)),
        };
        let verified = verdict.map_err(|reason| incoming::refused(S::DATA, reason))?;
        parts.extensions.insert(verified);
        Ok(Request::from_parts(parts, body))
    }
}

fn unread(why: &Uncollected) -> Response<Bytes> {
    match why {
        Uncollected::TooLarge => {
            incoming::answer(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")
        }
        Uncollected::Trailers => {
            incoming::answer(StatusCode::BAD_REQUEST, "trailers are not signed")
        }
        Uncollected::Failed(_) => {
            incoming::answer(StatusCode::BAD_REQUEST, "the body did not arrive")
        }
    }
}

impl<S> Clone for VerifyLayer<S> {
    fn clone(&self) -> Self {
        Self {
            verifier: Arc::clone(&self.verifier),
            clock: Arc::clone(&self.clock),
            body_limit: self.body_limit,
        }
    }
}

impl<S, I> Layer<I> for VerifyLayer<S> {
    type Service = Verify<S, I>;

    fn layer(&self, inner: I) -> Verify<S, I> {
        let layer = self.clone();
        Verify { layer, inner }
    }
}

impl<S: Scheme> fmt::Debug for VerifyLayer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyLayer")
            .field("verifier", &self.verifier)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

/// A service whose requests are verified: [`VerifyLayer`] makes it.
pub struct Verify<S, I> {
    layer: VerifyLayer<S>,
    inner: I,
}

impl<S, I, B, R> Service<Request<B>> for Verify<S, I>
where
    S: Scheme,
    I: Service<Request<BytesOr<B>>, Response = Response<R>> + Clone + Send + 'static,
    I::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<BytesOr<R>>;
    type Error = I::Error;
    type Future = BoxFuture<'static, Result<Self::Response, I::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), I::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready has to be the one that is called; its clone need not be.
        let another = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, another);
        let layer = self.layer.clone();
        Box::pin(async move {
            match layer.verify(request).await {
                Ok(request) => Ok(inner.call(request).await?.map(BytesOr::unread)),
                Err(answer) => Ok(answer.map(BytesOr::from)),
            }
        })
    }
}

impl<S, I: Clone> Clone for Verify<S, I> {
    fn clone(&self) -> Self {
        Self {
            layer: self.layer.clone(),
            inner: self.inner.clone(),
        }
    }
}

impl<S: Scheme, I: fmt::Debug> fmt::Debug for Verify<S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verify")
            .field("layer", &self.layer)
            .field("inner", &self.inner)
            .finish()
    }
}
