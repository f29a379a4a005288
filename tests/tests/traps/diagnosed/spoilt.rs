//! The same mistakes for every scheme.

use signed_api::{Scheme, Verifier};
use signed_api_tests::{Incoming, NOW};

use super::hand::{Hand, Mac, SECRET};
use super::{Row, assert_named, row};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const BODY: &str = r#"{"a":1,"b":"x"}"#;
pub(super) const HOST: &str = "api.provider.example";

/// A request without a mistake.
pub(super) fn right(content_type: &'static str, body: &'static str) -> Hand {
    let time = i64::try_from(NOW).unwrap();
    Hand {
        method: "POST",
        signed_method: "POST",
        path: "/v1/orders/421f3500",
        signed_path: "/v1/orders/421f3500",
        query: "b=1&a=2",
        signed_query: "b=1&a=2",
        host: HOST,
        signed_host: HOST,
        content_type,
        signed_content_type: content_type,
        time,
        signed_time: time,
        body,
        signed_body: body,
        secret: SECRET,
        key_otherwise: false,
        newline: "\n",
        end: "",
        written_otherwise: false,
        capitals: false,
        mac: Mac::Right,
    }
}

/// What is spoilt, and what it should be called.
pub(super) type Trap = (&'static str, fn(&mut Hand), &'static [&'static str]);

pub(super) const TRAPS: &[Trap] = &[
    (
        "A1",
        |h| h.signed_path = "/v1/orders/{{orderId}}",
        &["placeholder not filled in"],
    ),
    (
        "A7",
        |h| h.signed_host = "https://api.provider.example",
        &["host with its scheme"],
    ),
    (
        "A8",
        |h| h.signed_host = "api.provider.example/",
        &["slash of the endpoint"],
    ),
    (
        "A9",
        |h| h.host = "api.provider.example:8443",
        &["host without its port"],
    ),
    ("A10", |h| h.signed_query = "", &["query left out"]),
    ("A10", |h| h.signed_query = "b=1", &["query pair left out"]),
    (
        "A11",
        |h| (h.query, h.signed_query) = ("x=a%20b", "x=a+b"),
        &["query serialised again"],
    ),
    (
        "A11",
        |h| (h.query, h.signed_query) = ("x=1:2", "x=1%3A2"),
        &["query serialised again"],
    ),
    (
        "A11",
        |h| (h.query, h.signed_query) = ("x", "x="),
        &["name without a value"],
    ),
    ("A11", |h| h.signed_query = "a=2&b=1", &["query sorted"]),
    (
        "A12",
        |h| (h.path, h.signed_path) = ("/v1/r%C3%A9", "/v1/ré"),
        &["path decoded"],
    ),
    (
        "A12",
        |h| (h.path, h.signed_path) = ("/v1/1:play", "/v1/1%3Aplay"),
        &["path encoded"],
    ),
    (
        "A12",
        |h| (h.path, h.signed_path) = ("/v1/a%2Cb", "/v1/a%252Cb"),
        &["path encoded twice"],
    ),
    (
        "S2",
        |h| h.signed_path = "/v1/orders/421f3500/",
        &["trailing slash"],
    ),
    ("A14", |h| h.signed_body = "", &["body left out"]),
    ("A16", |h| h.newline = "\r\n", &["line ends"]),
    ("A16", |h| h.newline = "\\n", &["line ends"]),
    ("A17", |h| h.signed_time += 1, &["second look at the clock"]),
    ("A17", |h| h.signed_time += 7200, &["time of another zone"]),
    (
        "A17",
        |h| (h.time, h.signed_time) = (h.time + 7200, h.time + 7200),
        &["local time instead of UTC"],
    ),
    (
        "S16",
        |h| (h.time, h.signed_time) = (h.time - 500, h.time - 500),
        &["request too old"],
    ),
    (
        "A18",
        |h| h.signed_method = "post",
        &["method in lower case"],
    ),
    ("A18", |h| h.method = "PUT", &["another method"]),
    ("-", |h| h.capitals = true, &["signature in other letters"]),
    ("-", |h| h.mac = Mac::OtherHash, &["another hash"]),
    ("-", |h| h.mac = Mac::NoKey, &["hash instead of a MAC"]),
];

/// Those of the slash that a path begins with.
pub(super) const SLASHES: [Trap; 2] = [
    (
        "A8",
        |h| h.signed_path = "//v1/orders/421f3500",
        &["slash of the endpoint"],
    ),
    (
        "S1",
        |h| h.signed_path = "v1/orders/421f3500",
        &["leading slash lost"],
    ),
];

/// Under a scheme that normalizes the path, it takes two: this step was left out as well.
pub(super) const SLASHES_KEPT: [Trap; 2] = [
    (
        "A8",
        SLASHES[0].1,
        &["slash of the endpoint", "step left out"],
    ),
    ("S1", SLASHES[1].1, &["leading slash lost", "step left out"]),
];

/// Those of a JSON body.
const JSON_TRAPS: &[Trap] = &[
    (
        "S5",
        |h| h.content_type = "application/json; charset=utf-8",
        &["content type"],
    ),
    (
        "A13",
        |h| h.signed_body = "{\"a\": 1, \"b\": \"x\"}",
        &["body serialised again"],
    ),
    (
        "A13",
        |h| h.signed_body = "{\"a\":1,\"b\":\"x\"}\n",
        &["blanks around the body"],
    ),
    (
        "A14",
        |h| (h.body, h.signed_body) = ("", "null"),
        &["no body signed as a text"],
    ),
];

/// Those of a form.
const FORM_TRAPS: &[Trap] = &[
    (
        "A13",
        |h| (h.body, h.signed_body) = ("a=x%20y", "a=x+y"),
        &["body serialised again"],
    ),
    (
        "A13",
        |h| (h.body, h.signed_body) = ("a=x:y", "a=x%3Ay"),
        &["body serialised again"],
    ),
];

/// Those whose name depends on how the scheme uses its key and writes its signature.
pub(super) fn own_traps(decodes: bool, in_base64: bool) -> [Trap; 3] {
    let decoding: &[&str] = if decodes {
        &["key not decoded"]
    } else {
        &["key decoded"]
    };
    let writing: &[&str] = if in_base64 {
        &["signature in hexadecimal"]
    } else {
        &["signature in base64"]
    };
    let newline: &[&str] = if decodes {
        &["key not decoded", "blanks around the key"]
    } else {
        &["blanks around the key"]
    };
    [
        ("A15", |h| h.key_otherwise = true, decoding),
        (
            "A15",
            |h| (h.secret, h.key_otherwise) = (WITH_NEWLINE, h.key_otherwise),
            newline,
        ),
        ("A14", |h| h.written_otherwise = true, writing),
    ]
}

pub(super) const WITH_NEWLINE: &str = "c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudCwgbWFkZSB1cA==\n";

/// Spoils a right request in each way, and leaves out those that the scheme does not mind: nothing
/// is wrong then. How many are left is counted, so that none gets lost.
pub(super) fn assert_traps<S: Scheme>(
    verifier: &Verifier<S>,
    right: &Hand,
    sign: fn(&Hand) -> Incoming,
    own: &[Trap],
    minded: usize,
) {
    sign(right).shown_to(verifier).unwrap();
    let of_body = if right.content_type == JSON {
        JSON_TRAPS
    } else {
        FORM_TRAPS
    };
    let mut rows: Vec<Row> = Vec::new();
    for (trap, spoil, named) in TRAPS.iter().chain(of_body).chain(own) {
        let mut hand = right.clone();
        spoil(&mut hand);
        let wrong = sign(&hand);
        if wrong.shown_to(verifier).is_err() {
            rows.push(row(trap, wrong, named));
        }
    }
    assert_named(verifier, &rows);
    assert_eq!(rows.len(), minded);
}

/// Of a scheme whose text ends with the body, a line end behind the one is a line end behind the other.
pub(super) const END: Trap = ("A16", |h| h.end = "\n", &["line end at the end"]);
pub(super) const END_OF_BODY: Trap = ("A16", |h| h.end = "\n", &["blanks around the body"]);
pub(super) const SWAPPED: Trap = ("-", |h| h.mac = Mac::Swapped, &["key and text swapped"]);
