//! Azure Communication Services: the body, the key, the text that is signed, and the clock.

use signed_api_tests::{
    Incoming,
    by_hand::{decoded, hex, sha256},
};

use super::{Row, row};
use crate::acs_client::{BODY, ByHand, KEY, RIGHT};

/// The same, with a part changed.
macro_rules! wrong {
    ($($change:tt)*) => { ByHand { $($change)*, ..RIGHT }.sent() };
}

/// A body that is sent, and what was hashed in its place.
fn body(sent: &'static [u8], hashed: &'static [u8]) -> Incoming {
    wrong!(body: sent, hashed)
}

pub(super) fn body_rows() -> Vec<Row> {
    let latin = body("{\"text\":\"é\"}".as_bytes(), b"{\"text\":\"\xe9\"}");
    let twice = body(
        "{\"text\":\"é\"}".as_bytes(),
        "{\"text\":\"Ã©\"}".as_bytes(),
    );
    let hexed = wrong!(hash: |body| hex(&sha256(body)));
    vec![
        row(
            "A2",
            wrong!(hashed: br#"{"text":"{{greeting}}"}"#),
            &["body changed after hashing"],
        ),
        row(
            "A13",
            body(br#"{ "text": "Hello" }"#, BODY.as_bytes()),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(BODY.as_bytes(), b"{\"text\": \"Hello\"}"),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(BODY.as_bytes(), b"{\n  \"text\": \"Hello\"\n}"),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(br#"{"b":1,"a":2}"#, br#"{"a":2,"b":1}"#),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(
                br#"{"price": 1.0, "count": 1e3}"#,
                br#"{"price":1,"count":1000}"#,
            ),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(br#"{"text":"\u00e9"}"#, "{\"text\":\"é\"}".as_bytes()),
            &["body serialised again"],
        ),
        row(
            "A13",
            body("{\"text\":\"é\"}".as_bytes(), br#"{"text":"\u00e9"}"#),
            &["body serialised again"],
        ),
        row(
            "A13",
            body(b"\xef\xbb\xbf{\"text\":\"Hello\"}", BODY.as_bytes()),
            &["byte order mark"],
        ),
        row(
            "A13",
            body(b"{\"text\":\"Hello\"}\r\n", BODY.as_bytes()),
            &["blanks around the body"],
        ),
        row("A13", body(b"a\r\nb", b"a\nb"), &["body serialised again"]),
        row("A14", latin, &["another charset"]),
        row("A14", twice, &["text encoded twice"]),
        row("A14", hexed, &["hexadecimal and base64 confused"]),
        row("A14", body(b"", b"null"), &["no body signed as a text"]),
        row(
            "A14",
            body(b"", b"undefined"),
            &["no body signed as a text"],
        ),
        row("A14", body(b"", b"{}"), &["no body signed as a text"]),
        row("A14", body(BODY.as_bytes(), b""), &["body left out"]),
        row(
            "A22",
            Incoming {
                body: b"{}".to_vec(),
                ..RIGHT.sent()
            },
            &["body changed after hashing"],
        ),
    ]
}

pub(super) fn key_rows() -> Vec<Row> {
    vec![
        row(
            "A15",
            wrong!(key: || KEY.as_bytes().to_vec()),
            &["key not decoded"],
        ),
        row(
            "A15",
            wrong!(key: || format!("{KEY}\n").into_bytes()),
            &["key not decoded", "blanks around the key"],
        ),
        row(
            "A15",
            wrong!(key: || format!(" {KEY}").into_bytes()),
            &["key not decoded", "blanks around the key"],
        ),
        row(
            "A15",
            wrong!(key: || hex(&decoded(KEY)).into_bytes()),
            &["key in hexadecimal"],
        ),
    ]
}

pub(super) fn text_rows() -> Vec<Row> {
    vec![
        row("A16", wrong!(newline: "\r\n"), &["line ends"]),
        row("A16", wrong!(newline: "\\n"), &["line ends"]),
        row("A16", wrong!(end: "\n"), &["line end at the end"]),
        row("A16", wrong!(between: "; "), &["text between values"]),
        row("A16", wrong!(between: ","), &["text between values"]),
        row(
            "A16",
            wrong!(authorization: "HMAC-SHA256 SignedHeaders=host;x-ms-date;x-ms-content-sha256&Signature="),
            &["header order"],
        ),
    ]
}

pub(super) fn time_rows() -> Vec<Row> {
    let same = |date| wrong!(date, signed_date: date);
    let signed = |date| wrong!(signed_date: date);
    vec![
        row(
            "A17",
            same("Fri, 02 Jan 2026 03:04:05 +0000"),
            &["time in another form"],
        ),
        row(
            "A17",
            same("2026-01-02T03:04:05Z"),
            &["time in another form"],
        ),
        row("A17", same("Fri, 02 Jan 26"), &["time in another form"]),
        row(
            "A17",
            same("Fri, 02 Jan 2026 04:04:05 GMT"),
            &["local time instead of UTC"],
        ),
        row(
            "A17",
            same("Fri, 02 Jan 2026 08:34:05 GMT"),
            &["local time instead of UTC"],
        ),
        row(
            "A17",
            same("Fri, 02 Jan 2026 02:50:01 GMT"),
            &["request too old"],
        ),
        row(
            "A17",
            signed("Fri, 02 Jan 2026 03:04:06 GMT"),
            &["second look at the clock"],
        ),
        row(
            "A17",
            signed("Fri, 02 Jan 2026 03:04:03 GMT"),
            &["second look at the clock"],
        ),
        row(
            "A17",
            signed("Fri, 02 Jan 2026 04:04:05 GMT"),
            &["time of another zone"],
        ),
        row(
            "A17",
            signed("2026-01-02T03:04:05Z"),
            &["time in another form"],
        ),
        row("A17", signed("1767323045"), &["time in another form"]),
        row(
            "A22",
            same("Fri, 02 Jan 2026 02:57:00 GMT"),
            &["request too old"],
        ),
    ]
}

/// Two mistakes at once.
pub(super) fn pair_rows() -> Vec<Row> {
    vec![
        row(
            "A17, A15",
            wrong!(signed_date: "Fri, 02 Jan 2026 03:04:06 GMT", key: || KEY.as_bytes().to_vec()),
            &["key not decoded", "second look at the clock"],
        ),
        row(
            "A17, A16",
            wrong!(signed_date: "Fri, 02 Jan 2026 05:04:05 GMT", newline: "\r\n"),
            &["line ends", "time of another zone"],
        ),
        row(
            "A10, A15",
            wrong!(signed_target: "/calling/callConnections/421f3500:play", key: || KEY.as_bytes().to_vec()),
            &["query left out", "key not decoded"],
        ),
        row(
            "A7, A16",
            wrong!(signed_host: "https://contoso.communication.azure.com", newline: "\r\n"),
            &["host with its scheme", "line ends"],
        ),
        row(
            "A18, A10",
            wrong!(signed_method: "post", signed_target: "/calling/callConnections/421f3500:play"),
            &["query left out", "method in lower case"],
        ),
    ]
}
