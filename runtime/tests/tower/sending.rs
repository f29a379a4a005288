//! A service as the transport of a client.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use http::{Request, Response};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use signed_api::{
    Body, BoxError, Error, ErrorKind, Options, signed_api, testing::Server, tower::Tower,
};
use tower::{ServiceBuilder, service_fn};

use super::acs;

#[signed_api(scheme = "acs")]
trait Notes {
    #[get("/notes/{id}")]
    async fn get(&self, id: &str) -> Result<String, Error>;
    #[put("/notes/{id}")]
    async fn put(&self, id: &str, #[body] note: Body) -> Result<Body, Error>;
}

#[tokio::test]
async fn a_client_sends_by_hyper() {
    let server = Server::builder().scheme(acs()).unwrap();
    let server = server.answer(|seen| http::Response::new(seen.body.clone()));
    let server = server.start().unwrap();
    let counted = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&counted);
    let stack = ServiceBuilder::new()
        .map_request(move |request: Request<Body>| {
            count.fetch_add(1, Ordering::Relaxed);
            request
        })
        .service(Client::builder(TokioExecutor::new()).build_http());
    let notes = NotesClient::builder(&server.url(), acs()).transport(Tower(stack));
    let notes = notes.build().unwrap();
    assert_eq!(notes.get("4:+1").await.unwrap(), "");
    let whole = "x".repeat(300_000);
    let answer = notes.put("7", Body::text(&*whole)).await.unwrap();
    assert_eq!(answer.collect_to(300_000).await.unwrap(), whole);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.verdict.is_ok()), "{seen:?}");
    assert_eq!(seen[0].target, "/notes/4%3A%2B1");
    assert_eq!((seen.len(), counted.load(Ordering::Relaxed)), (2, 2));
}

/// As the documentation of `Tower` shows it.
#[tokio::test]
async fn a_refused_connection_is_attempted_again_if_the_service_says_so() {
    let told = |error: hyper_util::client::legacy::Error| -> BoxError {
        if error.is_connect() {
            Error::connect(error).into()
        } else {
            error.into()
        }
    };
    let client = || Client::builder(TokioExecutor::new()).build_http::<Body>();
    let builder = || {
        let builder = NotesClient::builder("http://127.0.0.1:1", acs());
        builder.options(Options::new().attempts(3))
    };
    let plain = builder().transport(Tower(client())).build().unwrap();
    let error = plain.get("7").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    let tells = Tower(ServiceBuilder::new().map_err(told).service(client()));
    let tells = builder().transport(tells).build().unwrap();
    let error = tells.get("7").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
}

#[tokio::test]
async fn an_error_keeps_its_kind_and_an_answer_its_limit() {
    let refuse = |error: fn() -> BoxError| {
        service_fn(move |_: Request<Body>| async move { Err::<Response<Body>, _>(error()) })
    };
    let unplugged = Tower(refuse(|| Error::connect("the cable is out").into()));
    let other = Tower(refuse(|| "out of paper".into()));
    let client = || NotesClient::builder("https://h", acs());
    let error = client()
        .transport(unplugged)
        .build()
        .unwrap()
        .get("7")
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Connect);
    let error = client().transport(other).build().unwrap().get("7").await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(format!("{error:#}").contains("out of paper"));
    let long = |_: Request<Body>| async { Ok::<_, BoxError>(Response::new("long".to_owned())) };
    let short = client().options(Options::new().answer_limit(3));
    let short = short.transport(Tower(service_fn(long))).build().unwrap();
    assert_eq!(
        short.get("7").await.unwrap_err().kind(),
        ErrorKind::TooLarge
    );
}
