//! Requests as they come in, and what those are answered that are refused.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Full, StreamBody};
use signed_api::{
    BoxError, Moment, Refusal, Scheme, Signer, Unsigned, Verified, Verifier,
    schemes::{AwsSigv4S3, AzureStorageSharedKey, StripeWebhook},
    tower::{BytesOr, VerifyLayer},
};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::{Sealed, at, full};

const NOW: u64 = 1_767_323_045;

fn stripe() -> StripeWebhook {
    StripeWebhook {
        endpoint_secret: "whsec_abcdEFGH1234567890ijklMNOPqrst".into(),
    }
}

/// The example of the scheme's file, signed by Stripe's own library.
fn event(body: &str) -> Request<Full<Bytes>> {
    let signature =
        "t=1767323045,v1=6f21c1fbd9e9353a6715f5e5fc3044ed29ce1fa1aa2e3948dab71bf860a857ba";
    Request::post("/stripe/webhook")
        .header("host", "shop.example")
        .header("stripe-signature", signature)
        .body(full(body))
        .unwrap()
}

const BODY: &str = r#"{"type":"item.created","data":{"id":1}}"#;

fn layer<S: Scheme>(scheme: S) -> VerifyLayer<S> {
    VerifyLayer::new(Verifier::new(scheme).unwrap()).clock(|| at(NOW))
}

/// What a handler sees: the time of the signature and the body.
async fn handler(
    request: Request<BytesOr<Full<Bytes>>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let time = request.extensions().get::<Verified>().unwrap().time;
    assert_eq!(time, Some(at(NOW)));
    let body = request.into_body().collect().await.unwrap().to_bytes();
    Ok(Response::new(Full::new(body)))
}

async fn text<B: http_body::Body<Data = Bytes, Error: std::fmt::Debug>>(body: B) -> String {
    let bytes = body.collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn what_is_signed_arrives_untouched_and_nothing_else_does() {
    let service = layer(stripe()).layer(service_fn(handler));
    let answer = service.clone().oneshot(event(BODY)).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(text(answer.into_body()).await, BODY);

    let mut unsigned = event(BODY);
    unsigned.headers_mut().remove("stripe-signature");
    for refused in [event("{}"), unsigned] {
        let answer = service.clone().oneshot(refused).await.unwrap();
        assert_eq!(answer.status(), 401);
        assert!(answer.extensions().get::<Refusal>().is_some());
        let line = text(answer.into_body()).await;
        assert_eq!(line, "the request is not signed as it has to be");
    }
    let late = layer(stripe()).clock(|| at(NOW + 3_600));
    let answer = late
        .layer(service_fn(handler))
        .oneshot(event(BODY))
        .await
        .unwrap();
    let why = answer.extensions().get::<Refusal>();
    assert!(matches!(why, Some(Refusal::Stale { .. })), "{why:?}");
}

async fn never<B>(_: Request<BytesOr<B>>) -> Result<Response<Full<Bytes>>, Infallible> {
    unreachable!("it was accepted")
}

#[tokio::test]
async fn a_body_has_its_limit() {
    let small = layer(stripe())
        .body_limit(BODY.len())
        .layer(service_fn(handler));
    assert_eq!(small.oneshot(event(BODY)).await.unwrap().status(), 200);
    let smaller = layer(stripe()).body_limit(BODY.len() - 1);
    let service = smaller.clone().layer(service_fn(handler));
    assert_eq!(service.oneshot(event(BODY)).await.unwrap().status(), 413);
    // Also where the length is not known before.
    let pieces = [BODY, BODY].map(|piece| Ok::<_, BoxError>(http_body::Frame::data(piece.into())));
    let pieces = StreamBody::new(futures_util::stream::iter(pieces));
    let service = smaller.clone().layer(service_fn(never));
    let answer = service.oneshot(event("").map(|_| pieces)).await.unwrap();
    assert_eq!(answer.status(), 413);
    let service = smaller.layer(service_fn(never));
    let answer = service.oneshot(event("").map(|_| Sealed)).await.unwrap();
    assert_eq!(answer.status(), 400);
}

/// A provider that says so in its file refuses in its words, and tells nobody how near they came.
#[tokio::test]
async fn a_refusal_is_the_providers_own() {
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let request = Request::put("https://bucket.example/a.txt")
        .body("one")
        .unwrap();
    let now = at(NOW);
    let nonce = String::new();
    let signed = Signer::new(s3.clone()).sign(Unsigned::new(request), &Moment { now, nonce });
    let mut signed = signed.unwrap().into_bytes().unwrap();
    *signed.body_mut() = Bytes::from_static(b"two");
    let service = layer(s3).layer(service_fn(handler));
    let answers =
        [signed.map(Full::new), event(BODY)].map(|request| service.clone().oneshot(request));
    let mut texts = Vec::new();
    for answer in answers {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 403);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/xml");
        texts.push(text(answer.into_body()).await);
    }
    assert!(
        texts[0].contains("<Code>SignatureDoesNotMatch</Code>"),
        "{}",
        texts[0]
    );
    assert!(!texts[0].contains("AWS4-HMAC-SHA256"), "{}", texts[0]);
    assert_eq!(texts[0], texts[1]);
}

/// Azure's storage signs no body, so none is read.
#[tokio::test]
async fn a_body_that_nobody_signs_passes_unread() {
    let azure = AzureStorageSharedKey {
        account_name: "contoso".into(),
        account_key: "c2VjcmV0".into(),
    };
    let request = Request::put("https://contoso.blob.core.windows.net/a/b")
        .body("")
        .unwrap();
    let (now, nonce) = (at(NOW), String::new());
    let signed = Signer::new(azure.clone()).sign(Unsigned::new(request), &Moment { now, nonce });
    let request = signed.unwrap().into_http().map(|_| Sealed);
    let passed = |request: Request<BytesOr<Sealed>>| async move {
        assert!(request.into_body().into_unread().is_some());
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    };
    let answer = layer(azure)
        .layer(service_fn(passed))
        .oneshot(request)
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}

/// Nor does S3 if a setting says so; and what is not signed at all is refused before it is read.
#[tokio::test]
async fn a_body_that_settings_leave_unsigned_passes_unread() {
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let unsigned = "UNSIGNED-PAYLOAD";
    let mut request = Unsigned::new(Request::put("https://bucket.example/a").body("").unwrap());
    request.set("payload", unsigned);
    let (now, nonce) = (at(NOW), String::new());
    let signed = Signer::new(s3.clone()).sign(request, &Moment { now, nonce });
    let request = || signed.as_ref().unwrap().http().clone().map(|_| Sealed);
    let passed = |request: Request<BytesOr<Sealed>>| async move {
        assert!(request.into_body().into_unread().is_some());
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    };
    let verifier = Verifier::new(s3.clone()).unwrap();
    let verifier = verifier.setting("payload", unsigned).unwrap();
    let open = VerifyLayer::new(verifier).clock(|| at(NOW));
    let service = open.layer(service_fn(passed));
    assert_eq!(
        service.clone().oneshot(request()).await.unwrap().status(),
        200
    );
    let forged = Request::put("https://bucket.example/a")
        .body(Sealed)
        .unwrap();
    assert_eq!(service.oneshot(forged).await.unwrap().status(), 403);
    // Whoever did not say so reads what came, and believes no sender that it need not be.
    let answer = layer(s3).layer(service_fn(never)).oneshot(request()).await;
    assert_eq!(answer.unwrap().status(), 400);
}
