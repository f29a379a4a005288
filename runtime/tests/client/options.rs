//! Options: how long a call may take, and how much its answer may hold.

use std::future::pending;

use signed_api::Options;

use super::*;

const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_hours(1);

/// Never answers a call.
async fn silence(_: Outgoing) -> Result<http::Response<Body>, BoxError> {
    pending().await
}

#[tokio::test]
async fn a_call_that_takes_too_long() {
    let builder = || CallsClient::builder("http://h", acs()).transport(silence);
    let short = builder().options(Options::new().timeout(SHORT));
    let long = builder().options(Options::new().timeout(LONG)).build();
    for calls in [
        short.build().unwrap(),
        long.unwrap().with(Options::new().timeout(SHORT)),
        builder()
            .build()
            .unwrap()
            .with(Options::new().timeout(SHORT).answer_limit(1)),
    ] {
        let error = calls.raw(Body::empty()).await.unwrap_err();
        assert_eq!(error.to_string(), "Calls::raw at h: no answer within 20ms");
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Timeout, true)
        );
        assert!(error.string_to_sign().is_some());
    }
}

#[tokio::test]
async fn credentials_that_take_too_long() {
    struct Vault;
    impl Provider<Acs> for Vault {
        async fn provide(&self) -> Result<Acs, BoxError> {
            pending().await
        }
    }
    let memory = Memory::new();
    let calls = CallsClient::builder("http://h", Vault).transport(memory.clone());
    let calls = calls
        .options(Options::new().timeout(SHORT))
        .build()
        .unwrap();
    let error = calls.raw(Body::empty()).await.unwrap_err();
    assert_eq!(error.to_string(), "Calls::raw: no credentials within 20ms");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let request = CallsPurge { r#type: "a" };
    let error = calls.sign(request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Calls::purge: no credentials within 20ms"
    );
    assert!(memory.requests().is_empty());
}

#[tokio::test]
async fn no_time_is_too_long_for_an_answer_that_comes() {
    let memory = Memory::new();
    let calls = client(&memory).with(Options::new().timeout(LONG));
    for timeout in [LONG, Duration::MAX] {
        memory.answer(json(""));
        let calls = calls.with(Options::new().timeout(timeout));
        calls.raw(Body::empty()).await.unwrap();
        let sent = memory.requests();
        assert_eq!(sent.last().unwrap().timeout(), Some(timeout));
    }
}

/// What a client was given, others do not see.
#[tokio::test]
async fn options_of_one_call() {
    let memory = Memory::new();
    memory.answer(json("")).answer(json("")).answer(json(""));
    let calls = client(&memory);
    let few = calls.with(Options::new().answer_limit(3).timeout(LONG));
    few.with(Options::new().answer_limit(2))
        .raw(Body::empty())
        .await
        .unwrap();
    few.raw(Body::empty()).await.unwrap();
    calls.raw(Body::empty()).await.unwrap();
    let told: Vec<_> = memory
        .requests()
        .iter()
        .map(|sent| (sent.answer_limit(), sent.timeout()))
        .collect();
    let usual = Options::ANSWER_LIMIT;
    assert_eq!(told, [(2, Some(LONG)), (3, Some(LONG)), (usual, None)]);
}

#[tokio::test]
async fn an_answer_that_is_too_large() {
    let memory = Memory::new();
    memory.answer(json("12345")).answer(json("123456"));
    let refused = http::Response::builder().status(503).body("123456");
    memory.answer(refused.unwrap());
    let calls = client(&memory).with(Options::new().answer_limit(5));
    assert_eq!(calls.merge(&Play { text: "" }).await.unwrap(), "12345");
    let more = "more than the 5 bytes of `Options::answer_limit`";
    let error = calls.merge(&Play { text: "" }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("Calls::merge: {more} (200 OK): 12345…")
    );
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.is_retryable());
    assert_eq!(
        (error.body().unwrap(), error.cut()),
        (&"12345".into(), Some(more))
    );
    // A refusal is one, however long.
    let error = calls.merge(&Play { text: "" }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Calls::merge: refused with 503 Service Unavailable: 12345…"
    );
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(
        (error.body().unwrap(), error.cut()),
        (&"12345".into(), Some(more))
    );
    assert!(format!("{error:#}").contains(more));
}
