//! Requests that were signed wrongly by Python's `hmac` and `hashlib`.

use signed_api::{
    Verifier,
    schemes::{AwsSigv4, GithubWebhook},
};
use signed_api_tests::{Incoming, NOW, at};

use super::hand::{KEY_ID, SECRET};
use super::{assert_named, row};

/// Signed at 2026-01-02T03:04:05Z, its credential scope of this day.
fn scoped(day: &str, signature: &str) -> Incoming {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={KEY_ID}/{day}/eu-central-1/execute-api/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date, Signature={signature}"
    );
    Incoming::new("POST", "/v1/things", br#"{"a":1}"#)
        .with("host", "api.example")
        .with("content-type", "application/json")
        .with("x-amz-date", "20260102T030405Z")
        .with("authorization", &authorization)
}

#[test]
fn a_scope_of_another_day() {
    let scheme = AwsSigv4 {
        access_key_id: KEY_ID.into(),
        secret_access_key: SECRET.into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let verifier = verifier.setting("service", "execute-api").unwrap();
    let named = &["date of another day"];
    let rows = [
        row(
            "right",
            scoped(
                "20260102",
                "3b630be34badfb97ff5eb7fc74027e03ce4c8def5ea505527f5546decfd9470b",
            ),
            &[],
        ),
        row(
            "tomorrow",
            scoped(
                "20260103",
                "bc21a5426e4653f6fdf2f9cbda41c633efef21d00947d61e962d8b0748b7b7c5",
            ),
            named,
        ),
        row(
            "yesterday",
            scoped(
                "20260101",
                "0d65c2bb3ae274d5a743aec39580c61030679a550d93e116e2bac9334c726de9",
            ),
            named,
        ),
    ];
    assert_named(&verifier, &rows);
}

#[test]
fn what_came_instead_of_a_missing_header_is_told() {
    let scheme = GithubWebhook {
        secret: "It's a Secret to Everybody".into(),
    };
    let sent = Incoming::new("POST", "/hook", br#"{"action":"opened"}"#)
        .with("host", "ci.example")
        .with(
            "x-hub-signature",
            "sha1=9c60e8eb682bb71308b966789b1b902224323566",
        );
    let diagnosis = Verifier::new(scheme)
        .unwrap()
        .diagnose(&sent.parts, &sent.body, at(NOW));
    let diagnosis = diagnosis.unwrap();
    let found = &diagnosis.findings[0].mistakes[0];
    assert_eq!(found.name, "another header");
    let came =
        "What came is the header `x-hub-signature`: 20 bytes in hexadecimal, as many as of SHA-1.";
    assert!(found.what.ends_with(came), "{}", found.what);
}
