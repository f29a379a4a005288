//! JSON that is given as text, or that a request brings: one reading, or a refusal.

use std::collections::BTreeMap;

use crate::scheme::{Given, scheme, signed, verdict};

const PAYLOAD: &str = "[settings]\npayload = {}\n[json]\n'auth.data' = '{payload | from_json}'\n\
                       'auth.nonce' = '{nonce}'\n'auth.signature' = '{signature | hex}'";

fn payload(text: &'static str) -> Given {
    Given(BTreeMap::from([("payload", text)]))
}

fn body(scheme: &signed_api_reader::Scheme, given: &Given, body: &str) -> Result<String, String> {
    let request = format!("POST https://h.example/x\ncontent-type: application/json\n\n{body}");
    let sent = signed(scheme, given, &request)?;
    Ok(String::from_utf8(sent.body).unwrap())
}

#[test]
fn a_value_that_nests_too_deep_where_it_stands_is_refused() {
    let scheme = scheme(PAYLOAD, "string_to_sign = '{json.auth.data}{nonce}'");
    let deep: &'static str = format!("{}{}", "[".repeat(63), "]".repeat(63)).leak();
    for own in [r#"{"auth":{}}"#, "{}", r#"{"auth":{"é":1}}"#] {
        let error = body(&scheme, &payload(deep), own).unwrap_err();
        assert_eq!(
            error,
            "`json.auth.data` is not JSON at most 64 deep, with all that it stands in"
        );
    }
}

#[test]
fn white_space_around_a_given_value_is_neither_sent_nor_signed() {
    let sections = "[settings]\npayload = {}\n[let]\ndata = '{payload | from_json}'\n\
                    [json]\ndata = '{data}'\nsignature = '{signature | hex}'";
    let plain = scheme(sections, "string_to_sign = '{data}'");
    let sent = |text| body(&plain, &payload(text), "{}").unwrap();
    assert_eq!(sent("7\n"), sent("7"));
    assert_eq!(sent(" \"a b\"\t"), sent("\"a b\""));
    let error = body(&plain, &payload(" {\"a\":1}"), "{}").unwrap_err();
    assert!(error.contains("is an object or a list"), "{error}");
}

#[test]
fn a_string_that_is_no_text_is_no_json() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{json | flatten}'",
    );
    let request = |note: &str| {
        format!(
            "POST https://h.example/x\ncontent-type: application/json\n\n{{\"note\":\"{note}\"}}"
        )
    };
    signed(&scheme, &Given::default(), &request("\\ud83d\\ude00")).unwrap();
    for half in ["\\ud800", "x\\udc00", "\\ud83dx", "\\ud83d\\u0041"] {
        let error = signed(&scheme, &Given::default(), &request(half)).unwrap_err();
        let wanted = "the body holds half a character at line 1, column 10";
        let wanted = wanted.replace("10", if half.starts_with('x') { "11" } else { "10" });
        assert!(error.starts_with(&wanted), "{half}: {error}");
    }
}

#[test]
fn what_counts_is_a_whole_number() {
    let scheme = scheme(
        "[settings]\npayload = {}\n[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{path | truncate(payload)}'",
    );
    for count in ["-1", "1.5", "one"] {
        let error = signed(&scheme, &payload(count), "GET https://h.example/x\n\n");
        assert_eq!(error.unwrap_err(), "`payload` is no whole number");
    }
}

/// In a file it is refused when the file is checked.
#[test]
fn a_setting_cannot_cut_all_of_a_text_off() {
    let scheme = scheme(
        "[settings]\npayload = {}\n[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{method}{body | sha256 | truncate(payload) | hex}'",
    );
    let request = "POST https://h.example/x\n\nwhatever";
    let sent = signed(&scheme, &payload("1"), request).unwrap();
    assert_eq!(verdict(&scheme, &payload("1"), &sent), Ok(()));
    let nothing = "`payload` is 0, and `truncate` would leave nothing: it takes 1 or more";
    for zero in ["0", "00", "+0"] {
        let error = signed(&scheme, &payload(zero), request).unwrap_err();
        assert_eq!(error, nothing, "{zero}");
        assert_eq!(
            verdict(&scheme, &payload(zero), &sent),
            Err(nothing.to_owned())
        );
    }
}

#[test]
fn what_is_wrong_with_a_body_is_said_with_its_place() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{json | flatten}'",
    );
    let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
    for (body, wanted) in [
        (
            "{\"a\":1,\n\"b\":}",
            "the body is no JSON: it breaks off or goes wrong at line 2, column 5",
        ),
        (
            &deep,
            "the body is nested deeper than 64 at line 1, column 65",
        ),
        (
            "{\"a\":{\"b\":1,\"b\":2}}",
            "the body names the member \"b\" again at line 1, column 13",
        ),
    ] {
        let request = format!("POST https://h.example/x\ncontent-type: application/json\n\n{body}");
        let error = signed(&scheme, &Given::default(), &request).unwrap_err();
        assert!(error.starts_with(wanted), "{error}");
    }
}

#[test]
fn what_is_wrong_with_a_value_that_is_given_as_json_is_said() {
    let scheme = scheme(PAYLOAD, "string_to_sign = '{json.auth.data}{nonce}'");
    for (text, wanted) in [
        ("{\"a\":1", "is not JSON"),
        ("{\"a\":1,\"a\":2}", "is not JSON that names a member once"),
        ("[\"\\ude00\"]", "is not JSON of whole characters"),
    ] {
        let error = body(&scheme, &payload(text), "{}").unwrap_err();
        let said = error.split("` ").nth(1).unwrap_or_default();
        assert!(
            said == wanted || said.starts_with(&format!("{wanted}:")),
            "{error}"
        );
    }
}
