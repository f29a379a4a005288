//! Sinch: the rows, and the samples of its pages.
//!
//! Three rows are no matter of a signature and not here: another host (S13, which is not signed), members of
//! another name in the body (S14), and a log that shows a header (S15).

use signed_api_tests::{
    Incoming,
    by_hand::{base64, md5},
};

use super::{Row, assert_named, row};
use crate::sinch_client::{BODY, ByHand, GET, RIGHT, SECRET, verifier};

/// The same, with a part changed.
macro_rules! wrong {
    ($($change:tt)*) => { ByHand { $($change)*, ..RIGHT }.sent() };
}

fn url_rows() -> Vec<Row> {
    let path = |path, signed_path| wrong!(path, signed_path);
    vec![
        row(
            "PHP",
            path("/calling/v1/callouts", "/calling/v1/callouts/"),
            &["trailing slash"],
        ),
        row(
            "pseudocode",
            path("/calling/v1/callouts", "calling/v1/callouts"),
            &["leading slash lost"],
        ),
        row("S1", path("/raw", "raw"), &["leading slash lost"]),
        row("S2", path("/raw", "/raw/"), &["trailing slash"]),
        row("S2", path("/raw/", "/raw"), &["trailing slash"]),
        row("S3", path("/raw?a=1", "/raw?a=1"), &["query signed too"]),
        row("S4", path("/id/a%20b", "/id/a b"), &["path decoded"]),
        row(
            "S4",
            path("/number/%2B467", "/number/+467"),
            &["path decoded"],
        ),
        row("S4", path("/id/r%C3%A9", "/id/ré"), &["path decoded"]),
        row(
            "-",
            path(
                "/calling/v1/calls/id/4398599d",
                "/calling/v1/calls/id/{callId}",
            ),
            &["placeholder not filled in"],
        ),
        row(
            "-",
            path("/calling/v1/callouts", "/v1/callouts"),
            &["prefix of the path"],
        ),
        row(
            "-",
            path("/raw", "https://calling.api.sinch.com/raw"),
            &["whole URL signed"],
        ),
    ]
}

fn header_rows() -> Vec<Row> {
    let sent = |content_type| wrong!(content_type: Some(content_type));
    let word = |word: &str| {
        let right = RIGHT.sent();
        let signed = right
            .header("authorization")
            .replacen("application ", word, 1);
        right.with("authorization", &signed)
    };
    vec![
        row(
            "S5",
            sent("application/json; charset=utf-8"),
            &["content type"],
        ),
        row(
            "S5",
            sent("application/json; charset=UTF-8"),
            &["content type"],
        ),
        row(
            "S5",
            sent("application/json;charset=UTF-8"),
            &["content type"],
        ),
        row("S5", sent("Application/JSON"), &["content type"]),
        row(
            "S5",
            wrong!(signed_content_type: "application/json; charset=utf-8"),
            &["content type"],
        ),
        row(
            "S5",
            wrong!(content_type: Some("application/json; charset=utf-8"), signed_content_type: "application/json;charset=utf-8"),
            &["content type"],
        ),
        row(
            "S8",
            ByHand {
                content_type: None,
                ..GET
            }
            .sent(),
            &["content type"],
        ),
        row(
            "S8",
            ByHand {
                content_type: None,
                signed_content_type: "",
                ..GET
            }
            .sent(),
            &["header not sent"],
        ),
        row("-", word(""), &["scheme word lost"]),
        row("-", word("Basic "), &["another scheme word"]),
        row("-", RIGHT.sent().without("authorization"), &["not signed"]),
        row(
            "S9",
            wrong!(signed_time: "x-timestamp:2026-01-02T03:04:05.001Z"),
            &["second look at the clock"],
        ),
        row(
            "S9",
            wrong!(signed_time: "x-timestamp:2026-01-02T03:04:06.000Z"),
            &["second look at the clock"],
        ),
        row(
            "S9",
            wrong!(time: "2026-01-02T03:04:05Z"),
            &["time in another form"],
        ),
        row(
            "S9",
            wrong!(signed_time: "x-timestamp:2026-01-02T03:04:05+00:00"),
            &["time in another form"],
        ),
        row(
            "Python",
            wrong!(time: "2026-01-02T03:04:05+01:00", signed_time: "x-timestamp:2026-01-02T03:04:05+01:00"),
            &["local time instead of UTC"],
        ),
        row(
            "S10",
            wrong!(signed_time: "X-Timestamp:2026-01-02T03:04:05.000Z"),
            &["text between values"],
        ),
        row(
            "pseudocode",
            wrong!(signed_time: "x-timestamp: 2026-01-02T03:04:05.000Z"),
            &["text between values"],
        ),
        row(
            "S16",
            wrong!(time: "2026-01-02T02:40:00.000Z", signed_time: "x-timestamp:2026-01-02T02:40:00.000Z"),
            &["request too old"],
        ),
    ]
}

fn body_rows() -> Vec<Row> {
    let accent = "{\"text\":\"é\"}";
    let twice =
        wrong!(body: accent.as_bytes(), hash: || base64(&md5("{\"text\":\"Ã©\"}".as_bytes())));
    let php = wrong!(body: br#"{"text":"\u00e9"}"#, hash: || base64(&md5("{\"text\":\"Ã©\"}".as_bytes())));
    let without_line = {
        let text = [
            "GET",
            "application/json",
            "x-timestamp:2026-01-02T03:04:05.000Z",
            "/raw",
        ];
        resigned(GET.sent(), &text.join("\n"))
    };
    vec![
        row("Node", twice, &["text encoded twice"]),
        row("PHP", php, &["body serialised again", "text encoded twice"]),
        row(
            "S6",
            wrong!(body: br#"{"message": "Hello world"}"#),
            &["body serialised again"],
        ),
        row(
            "S6",
            wrong!(hash: || base64(&md5(br#"{"message": "Hello world"}"#))),
            &["body serialised again"],
        ),
        row(
            "S7",
            ByHand {
                hash: || base64(&md5(b"")),
                ..GET
            }
            .sent(),
            &["empty body hashed"],
        ),
        row("S7", without_line, &["line left out"]),
        row(
            "S12",
            wrong!(method: "DELETE", hash: String::new),
            &["body left out"],
        ),
        row(
            "S12",
            wrong!(method: "PATCH", hash: String::new),
            &["body left out"],
        ),
        row(
            "-",
            wrong!(hash: || signed_api_tests::by_hand::hex(&md5(BODY.as_bytes()))),
            &["hexadecimal and base64 confused"],
        ),
        row(
            "-",
            wrong!(hash: || base64(signed_api_tests::by_hand::hex(&md5(BODY.as_bytes())).as_bytes())),
            &["hexadecimal digits in base64"],
        ),
        row(
            "-",
            wrong!(hash: || base64(&signed_api_tests::by_hand::sha256(BODY.as_bytes()))),
            &["another hash in a step"],
        ),
    ]
}

/// The same request with the signature of this text.
fn resigned(sent: Incoming, text: &str) -> Incoming {
    let signature = signed_api_tests::by_hand::signature(SECRET, text);
    let authorization = format!("application {}:{signature}", crate::sinch_client::KEY);
    sent.with("authorization", &authorization)
}

fn key_rows() -> Vec<Row> {
    vec![
        row(
            "S11",
            wrong!(key: || SECRET.as_bytes().to_vec()),
            &["key not decoded"],
        ),
        row(
            "-",
            wrong!(key: || crate::sinch_client::KEY.as_bytes().to_vec()),
            &["key not decoded", "another credential as the key"],
        ),
        row("Java", wrong!(newline: "\r\n"), &["line ends"]),
        row("PHP", wrong!(newline: "\\n"), &["line ends"]),
    ]
}

#[test]
fn every_mistake_of_the_list_is_named() {
    let rows = [url_rows(), header_rows(), body_rows(), key_rows()];
    assert_named(&verifier(), &rows.into_iter().flatten().collect::<Vec<_>>());
}
