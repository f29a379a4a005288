//! The test server: it accepts what is signed right, and refuses as the provider does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use signed_api::{
    Body, BoxError, Error, ErrorKind, Options, Outgoing, Refusal,
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
    // Nothing gives the signature of a key that nobody knows, and that is said, too.
    let said = &error.headers().unwrap()["signed-api-diagnosis"];
    assert_eq!(said, "no known mistake gives this signature");

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
async fn a_refusal_names_the_mistake() {
    let server = server();
    // The text of the key is used where its bytes should be.
    let wrong = Acs {
        access_key: "YzJWamNtVjA=".into(),
    };
    let error = CallsClient::new(&server.url(), wrong)
        .unwrap()
        .play("7", "hello")
        .await
        .unwrap_err();
    let headers = error.headers().unwrap();
    let said = headers["signed-api-diagnosis"].to_str().unwrap();
    assert!(
        said.starts_with(
            "key not decoded (`{access_key | base64_decode}`): The text of the key was used"
        ),
        "{said}"
    );
    // The client passes it on.
    let shown = format!("{error:#}");
    assert!(
        shown.contains(
            "\n\nthe server's diagnosis\n  key not decoded (`{access_key | base64_decode}`): "
        ),
        "{shown}"
    );
    assert_eq!(
        error.explanation().unwrap().diagnosis.as_deref(),
        Some(said)
    );
    let seen = server.seen();
    let diagnosis = seen[0].diagnosis.as_ref().unwrap();
    assert!(diagnosis.findings[0].reproduces, "{diagnosis}");
    assert!(!format!("{diagnosis} {seen:?}").contains("c2VjcmV0"));
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
        .with(Options::new().correct_clock(false))
        .play("7", "")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    let clock = error.explanation().unwrap().clock.unwrap().to_string();
    let off = [
        "your clock is 59 min 59 s behind the server's",
        "your clock is 1 h behind the server's",
    ];
    assert!(off.contains(&clock.as_str()), "{clock}");
    assert!(error.to_string().ends_with(&clock), "{error}");
    let seen = server.seen();
    assert!(matches!(
        seen[0].verdict,
        Err(Refusal::Stale {
            seconds: 3599..=3700
        })
    ));
    let late = seen[0].diagnosis.as_ref().unwrap();
    assert_eq!(
        late.findings[0].mistakes[0].name,
        "local time instead of UTC"
    );
}

/// Where the provider has a code for it, it is told.
#[tokio::test]
async fn a_wrong_time_has_its_own_code() {
    let day = Duration::from_hours(24);
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-west-3".into(),
    };
    let server = Server::builder()
        .scheme(sinch())
        .unwrap()
        .scheme(s3.clone())
        .unwrap();
    let server = server
        .clock(move || SystemTime::now() + day)
        .start()
        .unwrap();
    let late = Options::new().correct_clock(false);
    let voice = VoiceClient::builder(&server.url(), sinch()).options(late.clone());
    let error = voice.build().unwrap().call("7").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("code 40105 (the request is too old)"),
        "{error}"
    );
    let body: serde_json::Value = error.json().unwrap();
    assert_eq!(
        (error.status().unwrap().as_u16(), &body["errorCode"]),
        (401, &40105.into())
    );
    let bucket = BucketClient::builder(&server.url(), s3).options(late);
    let error = bucket.build().unwrap().get("a", None).await.unwrap_err();
    assert!(
        error.to_string().contains("code RequestTimeTooSkewed"),
        "{error}"
    );
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
    let late = seen[5].diagnosis.as_ref().unwrap();
    assert_eq!(late.findings[0].mistakes[0].name, "no longer valid");
}

/// Something between client and server changes what was signed.
async fn altered(request: Outgoing) -> Result<http::Response<Body>, BoxError> {
    let mut request = request.into_bytes().ok_or("no body")?;
    let headers = request.headers_mut();
    headers.insert("x-amz-meta-a", http::HeaderValue::from_static("2"));
    let answer = signed_api::default_transport()?;
    let answer = answer.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    let headers = response.headers_mut().ok_or("no response")?;
    headers.clone_from(answer.headers());
    Ok(response.body(Body::bytes(answer.bytes().await?))?)
}

/// S3 tells its canonical request, and so does the server.
#[tokio::test]
async fn a_refusal_tells_what_the_server_signed() {
    let s3 = |secret: &str| AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: secret.into(),
        session_token: Some("a-token/of+a&session".into()),
        region: "eu-west-3".into(),
    };
    let server = Server::builder().scheme(s3("right-secret")).unwrap();
    let server = server.start().unwrap();
    let bucket = BucketClient::builder(&server.url(), s3("right-secret"));
    let bucket = bucket.transport(altered).build().unwrap();
    let error = bucket.get("a b", Some("1")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Bucket::get: refused with 403 Forbidden, code SignatureDoesNotMatch (the signature does not match): \
         the server has another `x-amz-meta-a`"
    );
    let [canonical, hash] = &error.explanation().unwrap().differences[..] else {
        panic!("{error:#}");
    };
    assert_eq!(
        (canonical.name.as_str(), canonical.lines.len()),
        ("canonical_request", 1)
    );
    let line = &canonical.lines[0];
    assert_eq!(line.signed.as_deref(), Some("x-amz-meta-a:1"));
    assert_eq!(line.server.as_deref(), Some("x-amz-meta-a:2"));
    assert!(
        line.template
            .as_ref()
            .unwrap()
            .starts_with("{signed_headers | each(")
    );
    assert_eq!(
        (hash.name.as_str(), hash.lines[0].number),
        ("string_to_sign", 4)
    );
    assert_eq!(
        hash.lines[0].words,
        "the hash of `canonical_request` differs, for the server has another `canonical_request`"
    );

    let bucket = BucketClient::new(&server.url(), s3("wrong-secret")).unwrap();
    let error = bucket.get("a b", Some("1")).await.unwrap_err();
    let refused = error.explanation().unwrap();
    assert!(refused.told && refused.differences.is_empty(), "{error:#}");
    assert!(
        error.to_string().contains("the same text with another key"),
        "{error}"
    );
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let server = server();
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    drop(server);
    assert_eq!(
        calls.play("7", "").await.unwrap_err().kind(),
        ErrorKind::Connect
    );
}
