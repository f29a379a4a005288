//! Tests of users that have the crate `wiremock`: their mocks check signatures.

use std::time::{Duration, SystemTime};

use signed_api::{
    Body, BoxError, Error, Outgoing, Transport, Verifier,
    schemes::{Acs, AwsSigv4S3},
    signed_api,
    testing::{SignedBy, signed_by},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, method, path},
};

#[signed_api(scheme = "acs", query = "api-version=1")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body(text)] text: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "aws-sigv4-s3")]
trait Bucket {
    #[get("/{key}")]
    async fn get(&self, key: &str, #[query] list: &str) -> Result<String, Error>;
}

fn acs(key: &str) -> Acs {
    Acs {
        access_key: key.into(),
    }
}

fn s3(secret: &str) -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: secret.into(),
        session_token: None,
        region: "eu-west-3".into(),
    }
}

/// A server that answers what is signed, and refuses the rest.
async fn server(signed: SignedBy) -> MockServer {
    let server = MockServer::start().await;
    let known = Mock::given(signed.clone()).and(path("/calls/7:play"));
    let known = known.respond_with(ResponseTemplate::new(200).set_body_string("played"));
    known.mount(&server).await;
    let got = Mock::given(method("GET")).and(signed.clone());
    let got = got.respond_with(ResponseTemplate::new(200).set_body_string("got"));
    got.mount(&server).await;
    let refused = Mock::given(any()).respond_with(signed.refusal());
    refused.with_priority(9).mount(&server).await;
    server
}

/// Changes the body after it was signed.
async fn altered(request: Outgoing) -> Result<http::Response<Body>, BoxError> {
    let mut request = request.into_bytes().ok_or("no body")?;
    *request.body_mut() = "Bye.".into();
    let length = http::HeaderValue::from_static("4");
    request.headers_mut().insert("content-length", length);
    let answer = signed_api::default_transport()?
        .execute(request.try_into()?)
        .await?;
    let mut response = http::Response::builder().status(answer.status());
    let headers = response.headers_mut().ok_or("no response")?;
    headers.clone_from(answer.headers());
    Ok(response.body(Body::bytes(answer.bytes().await?))?)
}

fn calls(server: &MockServer, key: &str, transport: impl Transport) -> CallsClient {
    let client = CallsClient::builder(&server.uri(), acs(key));
    client.transport(transport).build().unwrap()
}

#[tokio::test]
async fn a_mock_answers_what_is_signed_and_nothing_else() {
    let server = server(signed_by(Verifier::new(acs("c2VjcmV0")).unwrap())).await;
    let reqwest = || signed_api::default_transport().unwrap();
    let right = calls(&server, "c2VjcmV0", reqwest());
    assert_eq!(right.play("7", "Hello.").await.unwrap(), "played");
    let error = right.play("8", "Hello.").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(
        error.to_string().contains("the signature is right"),
        "{error}"
    );

    // As Azure answers: Azure-Samples/communication-services-dotnet-quickstarts, issue 220.
    let body = &br#"{"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#[..];
    let wrong = calls(&server, "b3RoZXI=", reqwest());
    let changed = calls(&server, "c2VjcmV0", altered);
    for client in [wrong, changed] {
        let error = client.play("7", "Hello.").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 401);
        assert_eq!(error.body().unwrap(), body);
        assert!(
            error
                .headers()
                .unwrap()
                .contains_key("signed-api-diagnosis")
        );
    }
}

/// The path and the query are verified as they came.
#[tokio::test]
async fn what_is_encoded_stays_so() {
    let signed = signed_by(Verifier::new(s3("secret")).unwrap());
    let server = server(signed.clone()).await;
    let bucket = |secret| BucketClient::new(&server.uri(), s3(secret)).unwrap();
    let right = bucket("secret");
    let error = bucket("other").get("a", "b").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 403);
    assert!(
        error.to_string().contains("code SignatureDoesNotMatch"),
        "{error}"
    );
    for (key, list) in [("a b+~ü", "c/d&e=f"), ("%2F'(", "*'!"), ("a:b@c", "")] {
        assert_eq!(right.get(key, list).await.unwrap(), "got");
    }
    let hour = Duration::from_hours(1);
    let late = signed.clock(move || SystemTime::now() + hour);
    let server = MockServer::start().await;
    Mock::given(late)
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let bucket = BucketClient::new(&server.uri(), s3("secret")).unwrap();
    assert_eq!(
        bucket.get("a", "").await.unwrap_err().status().unwrap(),
        404
    );
}
