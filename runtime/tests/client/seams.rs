//! What can be replaced: transport, credentials, clock; and requests as values.

use super::*;

#[tokio::test]
async fn a_closure_is_a_transport() {
    let transport = |request: Outgoing| async move {
        if request.http().method() == "PURGE" {
            return Err(BoxError::from("unplugged"));
        }
        Ok(http::Response::new(request.http().uri().path().to_owned()))
    };
    let calls = CallsClient::builder("http://h", acs())
        .transport(transport)
        .build()
        .unwrap();
    assert_eq!(calls.merge(&Play { text: "" }).await.unwrap(), "/calls");
    assert_eq!(calls.purge("x").await.unwrap_err().0, ErrorKind::Transport);
}

/// A transport of one's own may do as it likes; the default one sends nothing that others can read.
#[test]
fn plain_http_is_for_this_machine() {
    let this = [
        "http://localhost:8080",
        "http://a.localhost",
        "http://127.9.9.9:1",
        "http://[::1]:1",
    ];
    for endpoint in this {
        CallsClient::new(endpoint, acs()).unwrap();
    }
    let others = [
        "http://contoso.example",
        "http://10.0.0.1:80",
        "http://localhost.example",
        "http://[::2]",
    ];
    for endpoint in others {
        let error = CallsClient::new(endpoint, acs()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{endpoint}");
        assert!(error.to_string().contains("`https://`, or"), "{error}");
        let builder = CallsClient::builder(endpoint, acs());
        builder.transport(Memory::new()).build().unwrap();
    }
}

#[tokio::test]
async fn credentials_are_asked_for_each_time() {
    struct Vault(AtomicU32);
    impl Provider<Acs> for Vault {
        async fn provide(&self) -> Result<Acs, BoxError> {
            match self.0.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(acs()),
                _ => Err("sealed".into()),
            }
        }
    }
    let memory = Memory::new();
    memory.answer(json(""));
    let calls = CallsClient::builder("http://h", Vault(AtomicU32::new(0)))
        .transport(memory)
        .build()
        .unwrap();
    calls.raw(Body::empty()).await.unwrap();
    let error = calls.raw(Body::empty()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        format!("{error:#}"),
        "Calls::raw: there are no credentials\ncaused by: sealed"
    );
}

#[tokio::test]
async fn changes_before_signing() {
    let memory = Memory::new();
    memory.answer(json(""));
    let change = |request: &mut signed_api::Unsigned| {
        request
            .headers_mut()
            .insert(header::USER_AGENT, header::HeaderValue::from_static("me/1"));
    };
    let calls = CallsClient::builder("http://h", acs())
        .transport(memory.clone())
        .before_signing(change)
        .build()
        .unwrap();
    calls.raw(Body::empty()).await.unwrap();
    assert_eq!(header(&memory.requests()[0], "user-agent"), Some("me/1"));
}

#[test]
fn a_request_is_a_value() {
    let play = CallsPlay {
        call_id: "abc",
        play: &Play {
            text: "secret words",
        },
    };
    assert_eq!(
        format!("{play:?}"),
        "Calls::play: POST /calls/{call_id}:play?api-version=1"
    );
    let unsigned = play.to_unsigned("https://h/").unwrap();
    assert_eq!(unsigned.uri(), "https://h/calls/abc:play?api-version=1");
    assert!(!format!("{unsigned:?}").contains("secret words"));
    assert!(play.to_unsigned("h").is_err());
}

#[test]
fn building() {
    let builder = || CallsClient::builder("https://h", acs()).transport(Memory::new());
    let error = builder().setting("regoin", "eu").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "scheme `acs` has no setting `regoin`; it has none"
    );
    let client = builder().build().unwrap();
    assert_eq!(
        format!("{client:?}"),
        r#"CallsClient(Client { scheme: "acs", endpoint: "https://h", .. })"#
    );
    let shared = CallsClient::from(Client::clone(&client));
    assert_eq!(shared.endpoint(), "https://h");
    assert!(CallsClient::new("https://h", acs()).is_ok());
}

#[test]
fn credentials_from_anywhere() {
    let error = Acs::from_lookup(|_| None).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (
            ErrorKind::Credentials,
            "`ACS_ACCESS_KEY` is not set".to_owned()
        )
    );
    let acs = Acs::from_lookup(|name| Some(format!("value of {name}"))).unwrap();
    assert_eq!(acs.access_key.expose(), "value of ACS_ACCESS_KEY");
    assert_eq!(format!("{acs:?}"), "Acs { access_key: ‹secret› }");
}
