//! The layer among others: retries above it, readiness below it.

use std::{
    future::{Ready, ready},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::Full;
use signed_api::{
    BoxError, Verifier,
    tower::{BytesOr, SignLayer},
};
use tower::{
    Service, ServiceBuilder, ServiceExt as _,
    retry::{Policy, RetryLayer},
    service_fn,
};

use super::{acs, at, full, hawk};

/// As often as it takes.
#[derive(Clone)]
struct Stubborn;

impl<E> Policy<Request<Full<Bytes>>, Response<()>, E> for Stubborn {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Full<Bytes>>,
        answer: &mut Result<Response<()>, E>,
    ) -> Option<Ready<()>> {
        let busy = answer.as_ref().is_ok_and(|answer| answer.status() == 503);
        busy.then(|| ready(()))
    }

    fn clone_request(&mut self, request: &Request<Full<Bytes>>) -> Option<Request<Full<Bytes>>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn below_a_retry_layer_every_attempt_is_signed_anew() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let busy_twice = service_fn(move |request: Request<BytesOr<Full<Bytes>>>| {
        let mut seen = keep.lock().unwrap();
        seen.push(request.headers()["authorization"].clone());
        let mut answer = Response::new(());
        if seen.len() < 3 {
            *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        }
        ready(Ok::<_, BoxError>(answer))
    });
    let time = AtomicU64::new(1_353_832_234);
    let layer = SignLayer::new(hawk()).clock(move || at(time.fetch_add(60, Ordering::Relaxed)));
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(Stubborn))
        .layer(layer)
        .service(busy_twice);
    let request = Request::post("http://h/")
        .body(full("the same body"))
        .unwrap();
    let answer = service.oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200);

    let seen = seen.lock().unwrap();
    let mut nonces = Vec::new();
    let verifier = Verifier::new(hawk()).unwrap();
    for (attempt, authorization) in (0..).zip(&*seen) {
        let mut signed = Request::post("http://h/").body(()).unwrap();
        *signed.headers_mut() = HeaderMap::from_iter([
            (http::header::HOST, "h".parse().unwrap()),
            (http::header::AUTHORIZATION, authorization.clone()),
        ]);
        let now = at(1_353_832_234 + 60 * attempt);
        let accepted = verifier
            .verify(&signed.into_parts().0, b"the same body", now)
            .unwrap();
        assert_eq!(accepted.time, Some(now));
        nonces.extend(accepted.nonce);
    }
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!((seen.len(), nonces.len()), (3, 3));
}

/// A service that has to be made ready before each call, and of whose clones none is.
#[derive(Default)]
struct Strict(bool);

impl Clone for Strict {
    fn clone(&self) -> Self {
        Self(false)
    }
}

impl Service<Request<BytesOr<Full<Bytes>>>> for Strict {
    type Response = Response<()>;
    type Error = BoxError;
    type Future = Ready<Result<Response<()>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0 = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<BytesOr<Full<Bytes>>>) -> Self::Future {
        assert!(std::mem::take(&mut self.0), "called before it was ready");
        ready(Ok(Response::new(())))
    }
}

#[tokio::test]
async fn the_service_that_was_ready_is_the_one_that_is_called() {
    let mut service = tower::Layer::layer(&SignLayer::new(acs()), Strict::default());
    for _ in 0..2 {
        let request = Request::get("https://h/").body(full("")).unwrap();
        service.ready().await.unwrap().call(request).await.unwrap();
    }
}

/// One that is never ready, and says so.
#[derive(Clone)]
struct Busy;

impl Service<Request<BytesOr<Full<Bytes>>>> for Busy {
    type Response = Response<()>;
    type Error = BoxError;
    type Future = Ready<Result<Response<()>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Err("no more".into()))
    }

    fn call(&mut self, _: Request<BytesOr<Full<Bytes>>>) -> Self::Future {
        unreachable!("it was not ready")
    }
}

#[tokio::test]
async fn what_the_inner_service_says_is_passed_on() {
    let service = tower::Layer::layer(&SignLayer::new(acs()), Busy);
    let request = Request::get("https://h/").body(full("")).unwrap();
    assert_eq!(
        service.oneshot(request).await.unwrap_err().to_string(),
        "no more"
    );
}
