//! The test server: it accepts what is signed right, and refuses as the provider does.

use signed_api::{
    Error, ErrorKind, Refusal,
    schemes::{Acs, SinchApplication},
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
