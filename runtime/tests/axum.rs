//! Webhooks as arguments of axum's handlers, and the layer around its routers.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    Extension, Router,
    body::{Body, Bytes, to_bytes},
    extract::{DefaultBodyLimit, FromRef, FromRequest as _},
    http::Request,
    response::Response,
    routing::post,
};
use serde::Deserialize;
use signed_api::{
    Moment, Refusal, Scheme, Signer, Unsigned, Verified, Verifier,
    axum::{Clock, Webhook, WebhookRejection},
    schemes::{Acs, GithubWebhook, StripeWebhook},
    tower::VerifyLayer,
};
use tower::ServiceExt as _;

#[derive(Deserialize)]
struct Event {
    r#type: String,
}

fn stripe() -> StripeWebhook {
    let endpoint_secret = "whsec_abcdEFGH1234567890ijklMNOPqrst".into();
    StripeWebhook { endpoint_secret }
}

fn github() -> GithubWebhook {
    let secret = "It's a Secret to Everybody".into();
    GithubWebhook { secret }
}

fn acs() -> Acs {
    let access_key = "c2VjcmV0".into();
    Acs { access_key }
}

/// Both verifiers, each found by its scheme.
#[derive(Clone)]
struct Hooks {
    stripe: Arc<Verifier<StripeWebhook>>,
    github: Arc<Verifier<GithubWebhook>>,
}

impl FromRef<Hooks> for Arc<Verifier<StripeWebhook>> {
    fn from_ref(hooks: &Hooks) -> Self {
        Self::clone(&hooks.stripe)
    }
}

impl FromRef<Hooks> for Arc<Verifier<GithubWebhook>> {
    fn from_ref(hooks: &Hooks) -> Self {
        Self::clone(&hooks.github)
    }
}

async fn on_stripe(event: Webhook<StripeWebhook, Event>) -> String {
    assert!(event.verified.time.is_some());
    event.value.r#type
}

/// The body as it came; and whoever wants to, looks at the reason.
async fn on_github(
    push: Result<Webhook<GithubWebhook, Bytes>, WebhookRejection>,
) -> Result<Bytes, String> {
    match push {
        Ok(push) => Ok(push.value),
        Err(why) => Err(format!("{why}; {}", why.refusal().is_some())),
    }
}

fn service() -> Router {
    let stripe = Arc::new(Verifier::new(stripe()).unwrap());
    let github = Arc::new(Verifier::new(github()).unwrap());
    Router::new()
        .route("/stripe", post(on_stripe))
        .route("/github", post(on_github))
        .layer(DefaultBodyLimit::max(64))
        .with_state(Hooks { stripe, github })
}

/// A request as its sender signs it.
fn signed<S: Scheme>(scheme: S, url: &str, body: &'static str) -> Request<Body> {
    signed_at(SystemTime::now(), scheme, url, body)
}

fn signed_at<S: Scheme>(
    now: SystemTime,
    scheme: S,
    url: &str,
    body: &'static str,
) -> Request<Body> {
    let request = Request::post(url).body(body).unwrap();
    let nonce = String::new();
    let signed = Signer::new(scheme).sign(Unsigned::new(request), &Moment { now, nonce });
    let signed = signed.unwrap().into_bytes().unwrap();
    let (mut parts, body) = signed.into_parts();
    // A server sees the path alone.
    parts.uri = parts.uri.path_and_query().cloned().unwrap().into();
    Request::from_parts(parts, body.into())
}

async fn read(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn answer(service: Router, request: Request<Body>) -> (u16, String) {
    read(service.oneshot(request).await.unwrap()).await
}

#[tokio::test]
async fn what_is_signed_is_read_and_nothing_else() {
    let paid = || signed(stripe(), "https://h/stripe", r#"{"type":"paid"}"#);
    assert_eq!(answer(service(), paid()).await, (200, "paid".to_owned()));
    let forged = paid().map(|_| Body::from(r#"{"type":"free"}"#));
    let line = "the request is not signed as it has to be";
    assert_eq!(answer(service(), forged).await, (401, line.to_owned()));
    let other = signed(stripe(), "https://h/stripe", r#"{"kind":"paid"}"#);
    let line = "the body is not what was expected";
    assert_eq!(answer(service(), other).await, (400, line.to_owned()));
    // Not even a signature makes a body of another shape worth reading.
    let forged = paid().map(|_| Body::from("not JSON"));
    assert_eq!(answer(service(), forged).await.0, 401);
}

#[tokio::test]
async fn each_scheme_has_its_verifier() {
    let push = || signed(github(), "https://h/github", "Hello, World!");
    assert_eq!(
        answer(service(), push()).await,
        (200, "Hello, World!".to_owned())
    );
    let forged = push().map(|_| Body::from("Hello, world!"));
    let why = "the signature does not match; true";
    assert_eq!(answer(service(), forged).await, (200, why.to_owned()));
    let wrong = signed(github(), "https://h/stripe", r#"{"type":"paid"}"#);
    assert_eq!(answer(service(), wrong).await.0, 401);
}

#[tokio::test]
async fn a_body_has_the_limit_that_axum_says() {
    let long = r#"{"type":"paid","for":"something that takes more than 64 bytes to say"}"#;
    let long = signed(stripe(), "https://h/stripe", long);
    assert_eq!(answer(service(), long).await.0, 413);
}

#[tokio::test]
async fn the_reason_is_for_those_inside() {
    let bare = Request::post("/stripe")
        .header("host", "h")
        .body(Body::empty());
    let answer = service().oneshot(bare.unwrap()).await.unwrap();
    let why = answer.extensions().get::<Refusal>();
    assert!(matches!(why, Some(Refusal::Missing { .. })), "{why:?}");
}

/// What is shown of it is the scheme's name and the reason, not the scheme.
#[tokio::test]
async fn a_rejection_is_shown_in_a_line() {
    let bare = Request::post("/stripe").header("host", "h");
    let state = Arc::new(Verifier::new(stripe()).unwrap());
    let bare = bare.body(Body::empty()).unwrap();
    let webhook = Webhook::<StripeWebhook, Event>::from_request(bare, &state).await;
    let shown = format!("{:?}", webhook.map(|webhook| webhook.verified).unwrap_err());
    assert!(
        shown.contains("stripe-webhook") && shown.contains("stripe-signature"),
        "{shown}"
    );
    assert!(shown.len() < 200, "{shown}");
}

/// A webhook that was recorded is right at the time that it was recorded.
#[tokio::test]
async fn a_handler_is_tested_by_a_clock() {
    let recorded = SystemTime::UNIX_EPOCH + Duration::from_secs(1_492_774_577);
    let paid = || signed_at(recorded, stripe(), "https://h/stripe", r#"{"type":"paid"}"#);
    let at = |time| service().layer(Extension(Clock::new(move || time)));
    assert_eq!(answer(service(), paid()).await.0, 401);
    assert_eq!(answer(at(recorded), paid()).await, (200, "paid".to_owned()));
    let later = recorded + Duration::from_hours(1);
    assert_eq!(answer(at(later), paid()).await.0, 401);
}

/// A router that is nested sees a part of the path; what was signed is all of it.
#[tokio::test]
async fn a_router_may_be_nested() {
    async fn call(call: Webhook<Acs, String>) -> String {
        call.value
    }
    async fn seen(Extension(verified): Extension<Verified>, body: String) -> String {
        assert!(verified.time.is_some());
        body
    }
    let verifier = Arc::new(Verifier::new(acs()).unwrap());
    let read = Router::new().route("/read", post(call));
    let layered = Router::new().route("/layered", post(seen));
    let layered = layered.layer(VerifyLayer::new(Arc::clone(&verifier)));
    let inner = Router::new()
        .merge(read.with_state(verifier))
        .merge(layered);
    let service = Router::new().nest("/hooks", inner);
    for path in ["/hooks/read", "/hooks/layered"] {
        let url = format!("https://h{path}?a=b");
        let request = signed(acs(), &url, "hello");
        let told = answer(service.clone(), request).await;
        assert_eq!(told, (200, "hello".to_owned()), "{path}");
        let forged = signed(acs(), &url, "hello").map(|_| Body::from("hallo"));
        let (status, told) = answer(service.clone(), forged).await;
        assert_eq!(status, 401);
        assert!(told.contains(r#""code":"7509""#), "{told}");
    }
}
