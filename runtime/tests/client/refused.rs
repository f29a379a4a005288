//! What is refused: by the client before anything is sent, and by the server.

use signed_api::ErrorWith;

use super::*;

#[tokio::test]
async fn refused_before_sending() {
    let memory = Memory::new();
    let calls = client(&memory);
    let play = Play { text: "" };
    let mut seen = Vec::new();
    for id in ["", ".", ".."] {
        let error = calls
            .send(CallsText {
                text: String::new(),
            })
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "no answer is queued");
        seen.push(
            calls
                .sign(CallsPlay {
                    call_id: id,
                    play: &play,
                })
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
        );
    }
    // `..:play` is no segment of dots: it is sent.
    assert_eq!(
        seen,
        [
            Err("Calls::play: parameter `call_id` is empty, and stands in the path".to_owned()),
            Ok(()),
            Ok(())
        ]
    );
    let error = calls.purge("..").await.unwrap_err();
    assert_eq!(error.0, ErrorKind::Request);
    let error = calls
        .list(
            Page {
                top: 1,
                filter: None,
                tags: vec![],
            },
            None,
            &[],
            Some("a\nb"),
        )
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`x-trace` holds a control character"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refusal_says_what_was_signed() {
    let memory = Memory::new();
    memory.answer(
        http::Response::builder()
            .status(401)
            .header("retry-after", "7")
            .body(r#"{"error":{"code":"7509"}}"#)
            .unwrap(),
    );
    memory.answer(
        http::Response::builder()
            .status(302)
            .header(header::LOCATION, "/")
            .body("")
            .unwrap(),
    );
    let calls = client(&memory);
    let error = calls.play("abc", &Play { text: "" }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Calls::play: refused with 401 Unauthorized, code 7509 (the signature does not match): \
         {\"error\":{\"code\":\"7509\"}}"
    );
    assert_eq!(
        (error.kind(), error.call()),
        (ErrorKind::Refused, Some("Calls::play"))
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(
        error.json::<serde_json::Value>().unwrap()["error"]["code"],
        "7509"
    );
    let shown = format!("{error:#}");
    assert!(
        shown.contains("\nstring to sign\n  {method}\n    | POST⏎\n"),
        "{shown}"
    );
    assert_eq!(
        format!("{error:#}").split_once("\n\n").unwrap().1,
        error
            .explanation()
            .unwrap()
            .to_string()
            .split_once("\n\n")
            .unwrap()
            .1
    );
    assert!(!format!("{error:#} {error:?}").contains("c2VjcmV0"));
    let moved = calls.play("abc", &Play { text: "" }).await.unwrap_err();
    assert_eq!(moved.status().unwrap(), 302);
    // That is no refusal of the signature: what was signed is all that there is to say.
    assert!(moved.explanation().is_none());
    assert!(format!("{moved:#}").contains("\nstring to sign:\n  | POST\n"));
}

#[derive(serde::Deserialize)]
struct Said {
    error: Vec<String>,
}

#[signed_api(scheme = "kraken")]
trait Account {
    #[post("/0/private/Balance")]
    async fn balance(&self, #[form] asset: &str) -> Result<String, ErrorWith<Said>>;
}

/// Kraken answers 200 to everything; its scheme's file says which of these are refusals.
#[tokio::test]
async fn a_success_that_refuses_the_signature_is_a_refusal() {
    let memory = Memory::new();
    let kraken = signed_api::schemes::Kraken {
        api_key: "key".into(),
        secret: "c2VjcmV0".into(),
    };
    let account = AccountClient::builder("https://api.kraken.com", kraken);
    let account = account.transport(memory.clone()).build().unwrap();
    let other = r#"{"error":["EOrder:Insufficient funds"]}"#;
    memory.answer(http::Response::new(other));
    assert_eq!(account.balance("XBT").await.unwrap(), other);

    memory.answer(http::Response::new(r#"{"error":["EAPI:Invalid nonce"]}"#));
    let error = account.balance("XBT").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Account::balance: refused with 200 OK, code EAPI:Invalid nonce \
         (the nonce is not greater than the last one of this key): {\"error\":[\"EAPI:Invalid nonce\"]}"
    );
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.declared().unwrap().error, ["EAPI:Invalid nonce"]);
    assert!(error.explanation().is_some() && !error.is_retryable());
}

/// The request is right, and is accepted later: nothing of the signature is explained.
#[tokio::test]
async fn what_the_file_calls_temporary_is_no_refusal_of_the_signature() {
    let memory = Memory::new();
    let kraken = signed_api::schemes::Kraken {
        api_key: "key".into(),
        secret: "c2VjcmV0".into(),
    };
    let account = AccountClient::builder("https://api.kraken.com", kraken);
    let account = account.transport(memory.clone()).build().unwrap();
    memory.answer(http::Response::new(
        r#"{"error":["EAPI:Rate limit exceeded"]}"#,
    ));
    let error = account.balance("XBT").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Account::balance: refused with 200 OK (too many requests, for now): \
         {\"error\":[\"EAPI:Rate limit exceeded\"]}"
    );
    assert!(error.is_retryable() && error.explanation().is_none());
    assert_eq!(
        error.declared().unwrap().error,
        ["EAPI:Rate limit exceeded"]
    );
}
