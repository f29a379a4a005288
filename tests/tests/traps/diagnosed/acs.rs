//! Azure Communication Services: all rows, and those of URL and headers.
//!
//! Of the provider's list, two are not here: a sample that breaks off before it signs anything (A20),
//! and the value of `api-version` signed as another version than is sent (of A10), which nobody can guess.

use signed_api::{Verifier, schemes::Acs};
use signed_api_tests::Incoming;

use super::acs_content::{body_rows, key_rows, pair_rows, text_rows, time_rows};
use super::{Row, assert_named, row};
use crate::acs_client::{ByHand, HOST, KEY, RIGHT, verifier};

const SENT_DATE: &str = "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature=";

/// The same, with a part changed.
macro_rules! wrong {
    ($($change:tt)*) => { ByHand { $($change)*, ..RIGHT }.sent() };
}

/// A target that is sent, and what was signed in its place.
fn target(sent: &'static str, signed: &'static str) -> Incoming {
    ByHand {
        signed_target: signed,
        ..RIGHT.target(sent)
    }
    .sent()
}

fn url_rows() -> Vec<Row> {
    let h = "https://contoso.communication.azure.com/calling/callConnections/421f3500:play?api-version=2026-03-12";
    vec![
        row(
            "A1",
            wrong!(signed_target: "/calling/callConnections/{{callConnectionId}}:play?api-version=2026-03-12"),
            &["placeholder not filled in"],
        ),
        row(
            "A1",
            wrong!(signed_target: "/calling/callConnections/{callConnectionId}:play?api-version=2026-03-12"),
            &["placeholder not filled in"],
        ),
        row(
            "A7",
            wrong!(signed_host: "https://contoso.communication.azure.com"),
            &["host with its scheme"],
        ),
        row(
            "A7",
            wrong!(signed_host: "http://contoso.communication.azure.com"),
            &["host with its scheme"],
        ),
        row(
            "A8",
            wrong!(signed_host: "contoso.communication.azure.com/"),
            &["slash of the endpoint"],
        ),
        row(
            "A8",
            wrong!(signed_target: "//calling/callConnections/421f3500:play?api-version=2026-03-12"),
            &["slash of the endpoint"],
        ),
        row(
            "A9",
            wrong!(host: "localhost:8443", signed_host: "localhost"),
            &["host without its port"],
        ),
        row(
            "A10",
            wrong!(signed_target: "/calling/callConnections/421f3500:play"),
            &["query left out"],
        ),
        row("A10", wrong!(signed_target: h), &["whole URL signed"]),
        row(
            "A10",
            target("/sms?a=1&api-version=2026-01-23", "/sms?a=1"),
            &["query pair left out"],
        ),
        row(
            "A12",
            wrong!(target: "/calling/callConnections/421f3500%3Aplay?api-version=2026-03-12"),
            &["path decoded"],
        ),
        row(
            "A12",
            wrong!(signed_target: "/calling/callConnections/421f3500%3Aplay?api-version=2026-03-12"),
            &["path encoded"],
        ),
        row(
            "A12",
            target("/a/4%3A%2B1555", "/a/4:+1555"),
            &["path decoded"],
        ),
        row(
            "A12",
            target("/a/4%3A%2B1555", "/a/4%253A%252B1555"),
            &["path encoded twice"],
        ),
        row(
            "A18",
            wrong!(signed_method: "post"),
            &["method in lower case"],
        ),
        row("A18", wrong!(method: "GET"), &["another method"]),
        row(
            "A19",
            wrong!(host: "localhost:8443", signed_host: "localhost"),
            &["host without its port"],
        ),
        row("-", target("/sms?v=1", "/sms/?v=1"), &["trailing slash"]),
        row("-", target("/sms/?v=1", "/sms?v=1"), &["trailing slash"]),
    ]
}

fn query_rows() -> Vec<Row> {
    vec![
        row(
            "A11",
            target("/a?x=a%20b", "/a?x=a+b"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=a%20b", "/a?x=a b"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=a:b", "/a?x=a%3Ab"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=a+b", "/a?x=a%2Bb"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=a+b", "/a?x=a%20b"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=*~", "/a?x=*%7E"),
            &["query serialised again"],
        ),
        row(
            "A11",
            target("/a?x=%e9", "/a?x=%E9"),
            &["query serialised again"],
        ),
        row("A11", target("/a?x", "/a?x="), &["name without a value"]),
        row("A11", target("/a?b=1&a=2", "/a?a=2&b=1"), &["query sorted"]),
    ]
}

fn header_rows() -> Vec<Row> {
    let sent = |authorization| wrong!(authorization);
    let bearer = RIGHT
        .sent()
        .with("authorization", "Bearer eyJhbGciOiJub25lIn0.e30.c2ln");
    let forwarded = wrong!(host: "proxy.example", signed_host: HOST).with("x-forwarded-host", HOST);
    vec![
        row("A3", RIGHT.sent().without("authorization"), &["not signed"]),
        row(
            "A3",
            RIGHT
                .sent()
                .without("authorization")
                .without("x-ms-date")
                .without("x-ms-content-sha256"),
            &["not signed"],
        ),
        row(
            "A4",
            wrong!(date_header: "date"),
            &["another header signed"],
        ),
        row(
            "A4",
            wrong!(authorization: SENT_DATE),
            &["another header signed"],
        ),
        row(
            "A4",
            wrong!(date_header: "date", authorization: SENT_DATE),
            &["another list of signed headers"],
        ),
        row(
            "A5",
            sent(
                "HMAC-SHA256 Credential=undefined&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=",
            ),
            &["part that does not belong there"],
        ),
        row(
            "A5, A4",
            wrong!(date_header: "date", authorization: "HMAC-SHA256 Credential=undefined&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="),
            &["part that does not belong there", "another header signed"],
        ),
        row(
            "A6",
            sent("SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="),
            &["scheme word lost"],
        ),
        row(
            "A6, A5",
            sent("Credential=id&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="),
            &["scheme word lost", "part that does not belong there"],
        ),
        row(
            "A6",
            sent("HMAC SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="),
            &["another scheme word"],
        ),
        row(
            "A19",
            sent("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256, Signature="),
            &["another separator"],
        ),
        row("A21", bearer, &["another kind of authorization"]),
        row(
            "A21",
            RIGHT
                .sent()
                .and("authorization", "Bearer eyJhbGciOiJub25lIn0"),
            &["something is there twice"],
        ),
        row("A22", forwarded, &["another host"]),
        row(
            "A22",
            RIGHT
                .sent()
                .to("/calling/callConnections/421f3500:play?api-version=2026-03-12&trace=1"),
            &["query pair left out"],
        ),
    ]
}

#[test]
fn every_mistake_of_the_list_is_named() {
    let rows = [
        url_rows(),
        query_rows(),
        header_rows(),
        body_rows(),
        key_rows(),
        text_rows(),
        time_rows(),
        pair_rows(),
    ];
    assert_named(&verifier(), &rows.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn a_right_request_has_nothing_wrong() {
    let right = RIGHT.sent();
    let diagnosis = verifier().diagnose(
        &right.parts,
        &right.body,
        signed_api_tests::at(signed_api_tests::NOW),
    );
    let diagnosis = diagnosis.unwrap();
    assert!(diagnosis.is_right(), "{diagnosis}");
}

/// What was given as the key is a longer text that holds it.
#[test]
fn a_connection_string_is_not_the_key() {
    let connection_string = format!("endpoint=https://{HOST}/;accesskey={KEY}");
    let acs = Acs {
        access_key: connection_string.into(),
    };
    let rows = [row("A15", RIGHT.sent(), &["part of a connection string"])];
    assert_named(&Verifier::new(acs).unwrap(), &rows);
}

/// What else might be wrong shows once there is a key to sign with.
#[test]
fn of_a_key_that_is_not_base64_nothing_else_is_guessed() {
    let acs = Acs {
        access_key: "not base64!".into(),
    };
    let sent = wrong!(key: || b"another".to_vec());
    let diagnosis = Verifier::new(acs).unwrap().diagnose(
        &sent.parts,
        &sent.body,
        signed_api_tests::at(signed_api_tests::NOW),
    );
    let diagnosis = diagnosis.unwrap();
    let first = &diagnosis.findings[0].mistakes[0];
    assert_eq!(first.name, "credential in another encoding");
    let said = diagnosis.to_string();
    assert!(!said.contains("What remains"), "{said}");
    assert!(
        said.contains("\n\nNothing could be signed, so no signature was compared."),
        "{said}"
    );
}
