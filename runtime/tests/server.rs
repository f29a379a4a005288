//! The test server: it accepts what is signed right, and refuses as the provider does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use signed_api::{
    Error, ErrorKind, Refusal,
    schemes::{Acs, AwsSigv4S3, AwsSigv4S3Query, SinchApplication},
    signed_api,
    testing::Server,
};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body(text)] text: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "sinch-application")]
trait Voice {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

fn sinch() -> SinchApplication {
    SinchApplication {
        application_key: "669E367E".into(),
        application_secret: "c2VjcmV0".into(),
    }
}

fn server() -> Server {
    let builder = Server::builder()
        .scheme(acs())
        .unwrap()
        .scheme(sinch())
        .unwrap();
    builder
        .answer(|seen| http::Response::new(format!("{} {}", seen.scheme, seen.target)))
        .start()
        .unwrap()
}

#[tokio::test]
async fn it_accepts_every_scheme_that_it_was_given_and_keeps_what_it_saw() {
    let server = server();
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    let voice = VoiceClient::new(&server.url(), sinch()).unwrap();
    assert_eq!(
        calls.play("4:+1", "hello").await.unwrap(),
        "acs /calls/4%3A%2B1:play"
    );
    assert_eq!(voice.call("7").await.unwrap(), "sinch-application /calls/7");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(
        (seen[0].method.as_str(), &seen[0].body[..]),
        ("POST", &b"hello"[..])
    );
    let verified = seen[1].verdict.as_ref().unwrap();
    assert_eq!(verified.credential("application_key"), Some("669E367E"));
    assert!(verified.string_to_sign.to_string().ends_with("\n/calls/7"));
}

#[tokio::test]
async fn it_refuses_as_the_provider_does() {
    let server = server();
    let wrong = Acs {
        access_key: "b3RoZXI=".into(),
    };
    let error = CallsClient::new(&server.url(), wrong)
        .unwrap()
        .play("7", "")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(
        error.headers().unwrap()["content-type"],
        "application/json; charset=utf-8"
    );
    // As Azure answers: Azure-Samples/communication-services-dotnet-quickstarts, issue 220.
    let body = &br#"{"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#[..];
    assert_eq!(error.body().unwrap(), body);
    assert!(matches!(
        server.seen()[0].verdict,
        Err(Refusal::Signature { .. })
    ));

    let wrong = SinchApplication {
        application_secret: "b3RoZXI=".into(),
        ..sinch()
    };
    let error = VoiceClient::new(&server.url(), wrong)
        .unwrap()
        .call("7")
        .await
        .unwrap_err();
    let body: serde_json::Value = error.json().unwrap();
    assert_eq!(
        (error.status().unwrap().as_u16(), &body["errorCode"]),
        (401, &40102.into())
    );
}

#[tokio::test]
async fn without_a_scheme_it_accepts_nothing() {
    let server = Server::builder().start().unwrap();
    let error = CallsClient::new(&server.url(), acs())
        .unwrap()
        .play("7", "")
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
}

#[tokio::test]
async fn an_old_request_is_refused() {
    let hour = std::time::Duration::from_hours(1);
    let server = Server::builder().scheme(acs()).unwrap();
    let server = server
        .clock(move || std::time::SystemTime::now() + hour)
        .start()
        .unwrap();
    let error = CallsClient::new(&server.url(), acs())
        .unwrap()
        .play("7", "")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert!(matches!(
        server.seen()[0].verdict,
        Err(Refusal::Stale {
            seconds: 3599..=3700
        })
    ));
}

#[signed_api(scheme = "aws-sigv4-s3")]
trait Bucket {
    #[get("/{key}")]
    async fn get(&self, key: &str, #[header("x-amz-meta-a")] a: Option<&str>) -> Result<(), Error>;
}

/// A plain client needs the URL, and the headers that come with it, and no credentials.
#[tokio::test]
async fn a_presigned_url_is_for_anybody_until_it_expires() {
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-west-3".into(),
    };
    let late = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&late);
    let server = Server::builder()
        .scheme(s3.clone())
        .unwrap()
        .scheme(AwsSigv4S3Query::from(s3.clone()))
        .unwrap()
        .clock(move || SystemTime::now() + Duration::from_secs(clock.load(Ordering::Relaxed)))
        .start()
        .unwrap();
    let bucket = BucketClient::new(&server.url(), s3).unwrap();
    bucket.get("a", None).await.unwrap();
    let get = BucketGet {
        key: "a b+~ü",
        a: Some("1"),
    };
    let link = bucket.presign(&get, Duration::from_mins(1)).await.unwrap();
    let anybody = signed_api::default_transport().unwrap();
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();

    let with_headers = || anybody.get(link.to_string()).headers(link.headers.clone());
    assert_eq!(status(with_headers()).await, 200);
    assert_eq!(status(anybody.get(link.to_string())).await, 403);
    let put = anybody.put(link.to_string()).headers(link.headers.clone());
    assert_eq!(status(put).await, 403);
    late.store(58, Ordering::Relaxed);
    assert_eq!(status(with_headers()).await, 200);
    late.store(60, Ordering::Relaxed);
    assert_eq!(status(with_headers()).await, 403);
    let seen = server.seen();
    assert!(matches!(seen[5].verdict, Err(Refusal::Stale { .. })));
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let server = server();
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    drop(server);
    assert_eq!(
        calls.play("7", "").await.unwrap_err().kind(),
        ErrorKind::Transport
    );
}
