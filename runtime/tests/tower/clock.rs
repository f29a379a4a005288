//! A clock that is wrong, corrected by the layer.

use std::{
    future::{Ready, ready},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{Request, Response};
use http_body_util::Full;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use signed_api::{
    Body, BoxError, Scheme, Verifier,
    schemes::{Acs, AwsSigv4S3, AzureStorageSharedKey},
    testing::Server,
    tower::{BytesOr, SignLayer},
};
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};

use super::{acs, at, full};

const HOUR: Duration = Duration::from_hours(1);

/// A server whose clock is so far ahead.
fn ahead<S: Scheme>(verifier: Verifier<S>, by: Duration) -> Server {
    let server = Server::builder().verifier(verifier);
    server
        .clock(move || SystemTime::now() + by)
        .start()
        .unwrap()
}

fn accepted(server: &Server) -> Vec<bool> {
    let seen = server.seen();
    seen.iter().map(|one| one.verdict.is_ok()).collect()
}

/// Sends a body with hyper's client, and tells the status.
async fn sent<S: Scheme, B>(layer: &SignLayer<S>, server: &Server, body: B) -> u16
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static,
{
    let client = Client::builder(TokioExecutor::new()).build_http();
    let service = ServiceBuilder::new().layer(layer.clone()).service(client);
    let request = Request::put(format!("{}/bucket/a", server.url())).body(body);
    let answer = service.oneshot(request.unwrap()).await.unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn a_request_is_signed_again_and_the_next_ones_right_at_once() {
    let server = ahead(Verifier::new(acs()).unwrap(), 3 * HOUR);
    let layer = SignLayer::new(acs());
    assert_eq!(sent(&layer, &server, full("a")).await, 200);
    assert_eq!(sent(&layer.clone(), &server, full("")).await, 200);
    assert_eq!(accepted(&server), [false, true, true]);
    assert_eq!(&server.seen()[1].body[..], b"a");
}

#[tokio::test]
async fn only_if_it_is_wanted_and_only_if_it_is_the_clock() {
    let server = ahead(Verifier::new(acs()).unwrap(), 3 * HOUR);
    let off = SignLayer::new(acs()).correct_clock(false);
    assert_eq!(sent(&off, &server, full("a")).await, 401);
    let close = ahead(Verifier::new(acs()).unwrap(), Duration::from_mins(4));
    let wrong = Acs {
        access_key: "d3Jvbmc=".into(),
    };
    let layer = SignLayer::new(wrong.clone());
    assert_eq!(sent(&layer, &close, full("a")).await, 401);
    // Once more, and no more: it is not the clock alone. Nor is what was found kept.
    let layer = SignLayer::new(wrong);
    assert_eq!(sent(&layer, &server, full("a")).await, 401);
    assert_eq!(sent(&layer, &server, full("a")).await, 401);
    assert_eq!((close.seen().len(), server.seen().len()), (1, 5));
}

fn s3() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        session_token: None,
        region: "us-east-1".into(),
    }
}

/// What passes unread can be sent once; the next one proves what this one found.
#[tokio::test]
async fn a_stream_leaves_the_correction_to_the_next() {
    let unsigned = "UNSIGNED-PAYLOAD";
    let verifier = Verifier::new(s3()).unwrap().setting("payload", unsigned);
    let server = ahead(verifier.unwrap(), 3 * HOUR);
    let layer = SignLayer::new(s3()).setting("payload", unsigned).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(sent(&layer, &server, full("a")).await);
    }
    assert_eq!(statuses, [403, 200, 200]);
    assert_eq!(accepted(&server), [false, true, true]);
}

/// What one server's clock tells moves no time of what another is sent.
#[tokio::test]
async fn a_correction_is_for_the_server_that_it_came_from() {
    let [far, near] = [3 * HOUR, Duration::ZERO].map(|by| ahead(Verifier::new(acs()).unwrap(), by));
    let layer = SignLayer::new(acs());
    for _ in 0..2 {
        assert_eq!(sent(&layer, &far, full("a")).await, 200);
        assert_eq!(sent(&layer, &near, full("a")).await, 200);
    }
    assert_eq!(accepted(&far), [false, true, true]);
    assert_eq!(accepted(&near), [true, true]);
}

#[tokio::test]
async fn what_a_stream_found_is_tried_at_its_server_alone() {
    let unsigned = "UNSIGNED-PAYLOAD";
    let [far, near] = [3 * HOUR, Duration::ZERO].map(|by| {
        let verifier = Verifier::new(s3()).unwrap().setting("payload", unsigned);
        ahead(verifier.unwrap(), by)
    });
    let layer = SignLayer::new(s3()).setting("payload", unsigned).unwrap();
    let mut statuses = Vec::new();
    for server in [&far, &near, &far, &near] {
        statuses.push(sent(&layer, server, full("a")).await);
    }
    assert_eq!(statuses, [403, 200, 200, 200]);
}

/// There is nothing to read, whatever the scheme signs of bodies.
#[tokio::test]
async fn a_request_without_a_body_can_be_sent_again() {
    let azure = AzureStorageSharedKey {
        account_name: "contoso".into(),
        account_key: "c2VjcmV0".into(),
    };
    let server = ahead(Verifier::new(azure.clone()).unwrap(), 3 * HOUR);
    assert_eq!(sent(&SignLayer::new(azure), &server, full("")).await, 200);
    assert_eq!(accepted(&server), [false, true]);
}

/// Ready when nobody holds its last answer, as a client with one connection is.
#[derive(Clone, Default)]
struct OneByOne {
    last: Arc<Mutex<Weak<()>>>,
}

impl Service<Request<BytesOr<Full<Bytes>>>> for OneByOne {
    type Response = Response<Arc<()>>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self.last.lock().unwrap().strong_count() {
            0 => Poll::Ready(Ok(())),
            _ => Poll::Pending,
        }
    }

    fn call(&mut self, _: Request<BytesOr<Full<Bytes>>>) -> Self::Future {
        let held = Arc::new(());
        *self.last.lock().unwrap() = Arc::downgrade(&held);
        let answer = Response::builder().status(401);
        let answer = answer.header("date", "Fri, 02 Jan 2026 05:04:05 GMT");
        ready(Ok(answer.body(held).unwrap()))
    }
}

#[test]
fn the_answer_that_told_the_time_is_let_go() {
    let layer = SignLayer::new(acs()).clock(|| at(1_767_323_045 - 7_200));
    let service = tower::Layer::layer(&layer, OneByOne::default());
    let request = Request::get("https://h/").body(full("")).unwrap();
    let answer = service.oneshot(request).now_or_never();
    assert_eq!(answer.expect("it waits for ever").unwrap().status(), 401);
}

/// A file is hashed where it is, and can be sent again.
#[tokio::test]
async fn a_file_is_not_read_into_memory() {
    let path = std::env::temp_dir().join(format!("signed-api-tower-{}", std::process::id()));
    std::fs::write(&path, "of a file").unwrap();
    let server = ahead(Verifier::new(s3()).unwrap(), 3 * HOUR);
    let layer = SignLayer::new(s3()).body_limit(0);
    let file = Body::file(&path).unwrap();
    assert_eq!(sent(&layer, &server, file.clone()).await, 200);
    assert_eq!(accepted(&server), [false, true]);
    let seen = server.seen().pop().unwrap();
    assert_eq!(&seen.body[..], b"of a file");
    assert_eq!(seen.headers["content-length"], "9");
    // It is another by now.
    std::fs::write(&path, "of another").unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let service = ServiceBuilder::new().layer(layer).service(client);
    let request = Request::put(server.url()).body(file).unwrap();
    let error = service.oneshot(request).await.unwrap_err();
    assert!(format!("{error:?}").contains("changed"), "{error:?}");
    std::fs::remove_file(path).unwrap();
}

/// An answer from a cache tells an old time; and one without a date none.
#[tokio::test]
async fn a_time_that_tells_nothing_is_not_taken() {
    for headers in [
        &[("date", "Fri, 02 Jan 2026 05:04:05 GMT"), ("age", "7")][..],
        &[],
    ] {
        let sent = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&sent);
        let refuse = service_fn(move |_: Request<BytesOr<Full<Bytes>>>| {
            counted.fetch_add(1, Ordering::Relaxed);
            let answer = Response::builder().status(401);
            let answer = headers
                .iter()
                .fold(answer, |answer, (name, value)| answer.header(*name, *value));
            ready(Ok::<_, BoxError>(answer.body(()).unwrap()))
        });
        let layer = SignLayer::new(acs()).clock(|| at(1_767_323_045));
        let service = tower::Layer::layer(&layer, refuse);
        let request = Request::get("https://h/").body(full("")).unwrap();
        assert_eq!(service.oneshot(request).await.unwrap().status(), 401);
        assert_eq!(sent.load(Ordering::Relaxed), 1);
    }
}
