//! What is signed, what passes, and what is refused before it is sent.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use signed_api::{
    BoxError, ErrorKind, Provider, Verifier,
    schemes::{Acs, Hawk, Oauth1},
    testing::Server,
    tower::{BytesOr, SignLayer},
};
use tower::{Service as _, ServiceBuilder, ServiceExt as _, service_fn};

use super::{Echoing as _, Sealed, acs, at, full, hawk, kind};

fn verifying() -> Server {
    let server = Server::builder().scheme(acs()).unwrap();
    server.start().unwrap()
}

#[tokio::test]
async fn a_hyper_client_sends_what_is_signed() {
    let server = verifying();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let client = ServiceBuilder::new()
        .layer(SignLayer::new(acs()))
        .service(client);
    for (method, target, body) in [
        ("GET", "/calls/4%3A%2B1?a=b&c", ""),
        ("POST", "/calls/7:play", r#"{"text":"hello"}"#),
        ("PUT", "/calls/7", ""),
        ("DELETE", "/calls/7", "because"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{target}", server.url()))
            .body(full(body));
        let answer = client.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        let seen = server.seen().pop().unwrap();
        assert!(seen.verdict.is_ok(), "{seen:?}");
        assert_eq!((&*seen.target, &*seen.body), (target, body.as_bytes()));
    }
}

#[tokio::test]
async fn what_is_changed_after_signing_is_refused() {
    type Changed = Request<BytesOr<Full<Bytes>>>;
    let body = |request: Changed| request.map(|_| Bytes::from("no!").into());
    let header = |mut request: Changed| {
        let date = "Sun, 22 Nov 2026 00:00:00 GMT";
        let headers = request.headers_mut();
        headers.insert("x-ms-date", date.parse().unwrap());
        request
    };
    let server = verifying();
    for change in [body as fn(Changed) -> Changed, header] {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let client = ServiceBuilder::new()
            .layer(SignLayer::new(acs()))
            .map_request(change)
            .service(client);
        let request = Request::post(format!("{}/calls", server.url()));
        let answer = client.oneshot(request.body(full("yes")).unwrap()).await;
        assert_eq!(answer.unwrap().status(), 401);
    }
    assert!(server.seen().iter().all(|seen| seen.verdict.is_err()));
}

#[tokio::test]
async fn a_body_that_is_not_signed_passes_unread() {
    let streamed = || Request::put("https://h/file").body(Sealed).unwrap();
    let open = SignLayer::new(hawk());
    let mut service = open.clone().echoing();
    let sent = service
        .ready()
        .await
        .unwrap()
        .call(streamed())
        .await
        .unwrap();
    assert!(sent.body().as_bytes().is_none());
    assert!(sent.headers().contains_key("authorization"));
    assert!(!sent.headers().contains_key("content-length"));

    let signed = open.setting("payload_hash", true).unwrap();
    let error = signed.echoing().oneshot(streamed()).await.unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Body);
    let error = format!("{error:#}");
    assert!(
        error.contains("could not be read") && error.contains("it was read"),
        "{error}"
    );
}

/// OAuth signs the pairs of a form, and of any other body nothing: the request says which it is.
#[tokio::test]
async fn whether_a_body_is_signed_is_up_to_the_request() {
    let oauth = Oauth1 {
        consumer_key: "key".into(),
        consumer_secret: "secret".into(),
        token: None,
        token_secret: None,
    };
    let layer = SignLayer::new(oauth);
    for (kind, read) in [
        ("application/json", false),
        ("application/x-www-form-urlencoded", true),
    ] {
        let request = Request::post("https://h/").header("content-type", kind);
        let request = request.body(full("a=b")).unwrap();
        let sent = layer.clone().echoing().oneshot(request).await.unwrap();
        assert_eq!(sent.body().as_bytes().is_some(), read, "{kind}");
        assert_eq!(sent.headers()["content-length"], "3");
    }
}

#[tokio::test]
async fn a_streamed_body_that_is_signed_is_collected() {
    let pieces =
        ["a", "b", "c"].map(|piece| Ok::<_, BoxError>(http_body::Frame::data(piece.into())));
    let body = StreamBody::new(futures_util::stream::iter(pieces));
    let layer = SignLayer::new(hawk())
        .setting("payload_hash", true)
        .unwrap();
    let layer = layer
        .clock(|| at(1_353_832_234))
        .nonces(|| "j4h3g2".to_owned());
    let request = Request::post("http://h/").body(body).unwrap();
    let sent = layer.echoing().oneshot(request).await.unwrap();
    assert_eq!(sent.headers()["content-length"], "3");
    let authorization = sent.headers()["authorization"].to_str().unwrap();
    assert!(authorization.contains(r#"ts="1353832234", nonce="j4h3g2", hash=""#));
    let (parts, body) = sent.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    assert_eq!(body, "abc");
    let verifier = Verifier::new(hawk()).unwrap();
    let verifier = verifier.setting("payload_hash", true).unwrap();
    verifier.verify(&parts, &body, at(1_353_832_234)).unwrap();
    assert!(verifier.verify(&parts, b"abd", at(1_353_832_234)).is_err());
}

#[tokio::test]
async fn a_body_has_its_limit_and_its_length() {
    let service = SignLayer::new(acs()).body_limit(4).echoing();
    let post = |body| Request::post("https://h/").body(full(body)).unwrap();
    assert!(service.clone().oneshot(post("four")).await.is_ok());
    let error = service.clone().oneshot(post("fives")).await.unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "scheme `acs` signs the body, and it has more than 4 bytes (`SignLayer::body_limit`)"
    );
    let mut lying = post("four");
    lying
        .headers_mut()
        .insert("content-length", "5".parse().unwrap());
    let error = service.clone().oneshot(lying).await.unwrap_err();
    assert!(error.to_string().contains("which has 4 bytes"), "{error}");
    // A length goes with the one encoding, not with the other.
    let mut chunked = post("four");
    chunked
        .headers_mut()
        .insert("transfer-encoding", "chunked".parse().unwrap());
    let sent = service.oneshot(chunked).await.unwrap();
    assert!(!sent.headers().contains_key("content-length"));
}

#[tokio::test]
async fn trailers_are_not_lost() {
    let trailers = http::HeaderMap::new();
    let body = || full("a").with_trailers(std::future::ready(Some(Ok(http::HeaderMap::new()))));
    let request = Request::post("https://h/").body(body()).unwrap();
    let error = SignLayer::new(acs())
        .echoing()
        .oneshot(request)
        .await
        .err()
        .unwrap();
    assert!(
        error.to_string().contains("followed by trailers"),
        "{error}"
    );
    let request = Request::post("https://h/").body(body()).unwrap();
    let sent = SignLayer::new(hawk())
        .echoing()
        .oneshot(request)
        .await
        .unwrap();
    let collected = sent.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers(), Some(&trailers));
}

#[tokio::test]
async fn a_relative_uri_needs_an_origin() {
    let get = || Request::get("/calls?secret=1").body(full("")).unwrap();
    let layer = SignLayer::new(acs()).clock(|| at(0));
    let error = layer.clone().echoing().oneshot(get()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request's URI is a path alone, `/calls`: give it a host, or say `SignLayer::origin`"
    );
    let origin = layer.clone().origin("https://Contoso.example:443").unwrap();
    let relative = origin.echoing().oneshot(get()).await.unwrap();
    assert_eq!(relative.uri(), "/calls?secret=1");
    assert_eq!(relative.headers()["host"], "contoso.example");
    let absolute = Request::get("https://contoso.example/calls?secret=1");
    let absolute = absolute.body(full("")).unwrap();
    let absolute = layer.clone().echoing().oneshot(absolute).await.unwrap();
    assert_eq!(relative.headers(), absolute.headers());
    for wrong in ["https://h/path", "h", "https://u@h"] {
        assert_eq!(
            layer.clone().origin(wrong).unwrap_err().kind(),
            ErrorKind::Request
        );
    }
}

#[tokio::test]
async fn what_cannot_be_signed_is_not_sent() {
    struct Empty;
    impl Provider<Acs> for Empty {
        async fn provide(&self) -> Result<Acs, BoxError> {
            Err("the vault is closed".into())
        }
    }
    async fn never(_: Request<BytesOr<Full<Bytes>>>) -> Result<Response<()>, BoxError> {
        unreachable!("it was sent")
    }
    let get = || Request::get("https://h/").body(full("")).unwrap();
    let service = tower::Layer::layer(&SignLayer::new(Empty), service_fn(never));
    let error = service.oneshot(get()).await.unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Credentials);
    let wrong = Acs {
        access_key: "not base64".into(),
    };
    let service = tower::Layer::layer(&SignLayer::new(wrong), service_fn(never));
    let error = service.oneshot(get()).await.unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Signing);
    let error = SignLayer::<Hawk>::new(hawk()).setting("paylod_hash", true);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("has no setting `paylod_hash`")
    );
}

/// What the signed request has beside the signature stays as it was.
#[tokio::test]
async fn the_rest_of_a_request_stays() {
    let mut request = Request::get("https://h/").body(full("")).unwrap();
    request.extensions_mut().insert(7_u8);
    *request.version_mut() = http::Version::HTTP_2;
    let sent = SignLayer::new(acs())
        .echoing()
        .oneshot(request)
        .await
        .unwrap();
    assert_eq!(sent.extensions().get(), Some(&7_u8));
    assert_eq!(sent.version(), http::Version::HTTP_2);
    let shown = format!("{:?}", SignLayer::new(hawk()));
    assert!(shown.contains("hawk") && !shown.contains("werx"), "{shown}");
}
