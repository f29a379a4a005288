//! The middleware that signs, in a client as its users have it.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use reqwest::{Body, redirect::Policy};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error, Next};
use reqwest_retry::{RetryTransientMiddleware, policies::ExponentialBackoff};
use signed_api::{
    BoxFuture, ErrorKind, Scheme, Verifier, default_transport,
    reqwest_middleware::SignMiddleware,
    schemes::{Acs, AlibabaRoa, AwsSigv4Query, AzureStorageSharedKey, Hawk},
    testing::{Seen, Server},
};

fn acs() -> Acs {
    let access_key = "c2VjcmV0".into();
    Acs { access_key }
}

fn hawk() -> Hawk {
    Hawk {
        id: "dh37fgj492je".into(),
        key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn".into(),
    }
}

fn client<S: Scheme>(signing: SignMiddleware<S>) -> ClientWithMiddleware {
    let client = ClientBuilder::new(default_transport().unwrap());
    client.with(signing).build()
}

fn verifying<S: Scheme>(scheme: S) -> Server {
    Server::builder().scheme(scheme).unwrap().start().unwrap()
}

fn accepted(seen: &Seen) {
    assert!(seen.verdict.is_ok(), "{seen:?}");
}

/// Our error within the middleware's.
fn own(error: &Error) -> &signed_api::Error {
    let Error::Middleware(error) = error else {
        panic!("{error} is reqwest's");
    };
    error.downcast_ref().expect("an error of ours")
}

#[tokio::test]
async fn every_kind_of_request_is_accepted() {
    let acs_server = verifying(acs());
    let signing = SignMiddleware::new(acs());
    let client = client(signing);
    let url = acs_server.url();
    client
        .get(format!("{url}/calls/4%3A%2B1?a=b&c"))
        .send()
        .await
        .unwrap();
    client
        .post(format!("{url}/calls"))
        .body("{}")
        .send()
        .await
        .unwrap();
    client.put(format!("{url}/calls")).send().await.unwrap();
    client
        .delete(format!("{url}/calls/7#part"))
        .body("why")
        .send()
        .await
        .unwrap();
    let seen = acs_server.seen();
    assert_eq!(seen.len(), 4);
    seen.iter().for_each(accepted);
    assert_eq!(seen[0].target, "/calls/4%3A%2B1?a=b&c");
    assert_eq!(&seen[3].body[..], b"why");

    let whole = Verifier::new(hawk()).unwrap().setting("payload_hash", true);
    let hawk_server = Server::builder().verifier(whole.unwrap()).start().unwrap();
    let signing = SignMiddleware::new(hawk()).setting("payload_hash", true);
    let client = self::client(signing.unwrap());
    client
        .post(hawk_server.url())
        .body("{}")
        .send()
        .await
        .unwrap();
    hawk_server.seen().iter().for_each(accepted);
}

/// A middleware that changes the body.
fn spoiling<'a>(
    mut request: reqwest::Request,
    extensions: &'a mut http::Extensions,
    next: Next<'a>,
) -> BoxFuture<'a, Result<reqwest::Response, Error>> {
    *request.body_mut() = Some("no!".into());
    next.run(request, extensions)
}

#[tokio::test]
async fn what_is_changed_after_signing_is_refused() {
    let server = verifying(acs());
    let client = ClientBuilder::new(default_transport().unwrap())
        .with(SignMiddleware::new(acs()))
        .with(spoiling);
    let answer = client.build().post(server.url()).body("yes").send().await;
    assert_eq!(answer.unwrap().status(), 401);
    assert!(server.seen()[0].verdict.is_err());
}

#[tokio::test]
async fn below_a_retry_every_attempt_is_signed_anew() {
    let attempts = AtomicU64::new(0);
    let server = Server::builder().scheme(hawk()).unwrap().answer(move |_| {
        let mut answer = http::Response::new("");
        if attempts.fetch_add(1, Ordering::Relaxed) < 2 {
            *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        }
        answer
    });
    let server = server.start().unwrap();
    let quick = ExponentialBackoff::builder()
        .retry_bounds(Duration::from_millis(1), Duration::from_millis(2))
        .build_with_max_retries(3);
    let client = ClientBuilder::new(default_transport().unwrap())
        .with(RetryTransientMiddleware::new_with_policy(quick))
        .with(SignMiddleware::new(hawk()))
        .build();
    let answer = client.post(server.url()).body("again").send().await;
    assert_eq!(answer.unwrap().status(), 200);
    let seen = server.seen();
    seen.iter().for_each(accepted);
    let nonce = |seen: &Seen| seen.verdict.as_ref().unwrap().nonce.clone();
    let mut nonces: Vec<_> = seen.iter().map(nonce).collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!((seen.len(), nonces.len()), (3, 3));
}

#[tokio::test]
async fn a_stream_is_sent_if_nobody_signs_it() {
    let stream = || Body::wrap(Full::new(Bytes::from("streamed")).map_frame(|frame| frame));
    let server = verifying(hawk());
    let open = client(SignMiddleware::new(hawk()));
    open.post(server.url()).body(stream()).send().await.unwrap();
    let seen = server.seen();
    accepted(&seen[0]);
    assert_eq!(&seen[0].body[..], b"streamed");
    let signing = SignMiddleware::new(hawk()).setting("payload_hash", true);
    let signing = client(signing.unwrap());
    let error = signing.post(server.url()).body(stream()).send().await;
    let error = error.unwrap_err();
    assert_eq!(own(&error).kind(), ErrorKind::Request);
    assert_eq!(
        own(&error).to_string(),
        "the body is a stream, and scheme `hawk` signs the body: give it as bytes"
    );
    assert_eq!(server.seen().len(), 1);
}

/// The length of a stream is signed if it is known: hyper says it after the middleware.
#[tokio::test]
async fn the_length_of_a_stream_is_signed() {
    let azure = AzureStorageSharedKey {
        account_name: "contoso".into(),
        account_key: "c2VjcmV0".into(),
    };
    let server = verifying(azure.clone());
    let client = client(SignMiddleware::new(azure));
    let body = Body::wrap(Full::new(Bytes::from("streamed")));
    let put = client.put(format!("{}/box/a.txt", server.url())).body(body);
    put.header("x-ms-version", "2021-08-06")
        .send()
        .await
        .unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.headers["content-length"], "8");
    accepted(&seen);
}

/// reqwest says `accept: */*` after the middleware; a scheme that signs it is told before.
#[tokio::test]
async fn what_reqwest_adds_is_signed_where_it_counts() {
    let alibaba = AlibabaRoa {
        access_key_id: "AKID".into(),
        access_key_secret: "secret".into(),
        security_token: None,
    };
    let server = verifying(alibaba.clone());
    let client = client(SignMiddleware::new(alibaba));
    client.get(server.url()).send().await.unwrap();
    let plain = client.get(server.url()).header("accept", "text/plain");
    plain.send().await.unwrap();
    let seen = server.seen();
    seen.iter().for_each(accepted);
    assert_eq!(seen[0].headers["accept"], "*/*");
    assert_eq!(seen[1].headers["accept"], "text/plain");
}

#[tokio::test]
async fn a_redirect_that_is_followed_is_an_error() {
    let target = verifying(acs());
    let to = target.url();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let moved =
                format!("HTTP/1.1 302 Found\r\nlocation: {to}/\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(moved.as_bytes()).unwrap();
        }
    });
    let still = client(SignMiddleware::new(acs()));
    assert_eq!(still.get(&url).send().await.unwrap().status(), 302);
    let follows = ClientBuilder::new(following()).with(SignMiddleware::new(acs()));
    let error = follows.build().get(&url).send().await.unwrap_err();
    assert_eq!(own(&error).kind(), ErrorKind::Transport);
    assert!(
        own(&error).to_string().contains("followed a redirect"),
        "{error}"
    );
}

/// As users build one, who install no provider of cryptography; the default transport of this crate
/// follows nothing.
fn following() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .redirect(Policy::limited(3))
        .no_proxy();
    client.build().unwrap()
}

#[tokio::test]
async fn what_cannot_be_signed_is_not_sent_and_no_error_shows_a_signature() {
    let wrong = Acs {
        access_key: "not base64".into(),
    };
    let error = client(SignMiddleware::new(wrong))
        .get("http://127.0.0.1:1/")
        .send()
        .await;
    assert_eq!(own(&error.unwrap_err()).kind(), ErrorKind::Signing);
    let error = client(SignMiddleware::new(acs()))
        .get("http://u:p@127.0.0.1:1/")
        .send()
        .await;
    assert!(error.is_err());
    let aws = AwsSigv4Query {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let signing = SignMiddleware::new(aws)
        .setting("service", "notes")
        .unwrap();
    let signing = signing.clock(|| SystemTime::UNIX_EPOCH).nonces(String::new);
    let error = client(signing)
        .get("http://127.0.0.1:1/")
        .send()
        .await
        .unwrap_err();
    let shown = format!("{error:?} {error}");
    assert!(error.is_connect() && !shown.contains("X-Amz"), "{shown}");
}

/// A clock that is hours away from the server's.
#[tokio::test]
async fn a_wrong_clock_is_corrected() {
    let ahead = || SystemTime::now() + Duration::from_hours(3);
    let server = Server::builder().scheme(hawk()).unwrap().clock(ahead);
    let server = server.start().unwrap();
    let off = client(SignMiddleware::new(hawk()).correct_clock(false));
    assert_eq!(off.get(server.url()).send().await.unwrap().status(), 401);

    let right = client(SignMiddleware::new(hawk()));
    let answer = right.post(server.url()).body("a").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), server.seen().len()), (200, 3));
    right.get(server.url()).send().await.unwrap();
    accepted(&server.seen()[3]);

    // A stream can be sent once; the next one is right.
    let streamed = client(SignMiddleware::new(hawk()));
    for status in [401, 200, 200] {
        let body = Body::wrap(Full::new(Bytes::from("streamed")).map_frame(|frame| frame));
        let answer = streamed.post(server.url()).body(body).send().await;
        assert_eq!(answer.unwrap().status(), status);
    }
    assert_eq!(server.seen().len(), 7);
}

/// What one server's clock tells moves no time of what another is sent.
#[tokio::test]
async fn a_correction_is_for_the_server_that_it_came_from() {
    let ahead = || SystemTime::now() + Duration::from_hours(3);
    let far = Server::builder().scheme(acs()).unwrap().clock(ahead);
    let (far, near) = (far.start().unwrap(), verifying(acs()));
    let client = client(SignMiddleware::new(acs()));
    for server in [&far, &near, &far, &near] {
        let answer = client.get(server.url()).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    assert_eq!((far.seen().len(), near.seen().len()), (3, 2));
}

/// Whether anybody still held an answer when the next request went out.
static LAST: Mutex<Weak<()>> = Mutex::new(Weak::new());

fn one_by_one<'a>(
    request: reqwest::Request,
    extensions: &'a mut http::Extensions,
    next: Next<'a>,
) -> BoxFuture<'a, Result<reqwest::Response, Error>> {
    Box::pin(async move {
        assert_eq!(LAST.lock().unwrap().strong_count(), 0, "an answer is held");
        let mut answer = next.run(request, extensions).await?;
        let held = Arc::new(());
        *LAST.lock().unwrap() = Arc::downgrade(&held);
        answer.extensions_mut().insert(held);
        Ok(answer)
    })
}

#[tokio::test]
async fn the_answer_that_told_the_time_is_let_go() {
    let ahead = || SystemTime::now() + Duration::from_hours(3);
    let server = Server::builder().scheme(acs()).unwrap().clock(ahead);
    let server = server.start().unwrap();
    let client = ClientBuilder::new(default_transport().unwrap())
        .with(SignMiddleware::new(acs()))
        .with(one_by_one);
    let answer = client.build().get(server.url()).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), server.seen().len()), (200, 2));
}
