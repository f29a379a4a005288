//! What a sender tries, in schemes of no provider: each of these was accepted once, or took long.

mod given;
mod json;
mod keys;
mod listed;
mod parts;
mod places;
mod scheme;
mod told;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use signed_api_reader::HttpText;

use scheme::{Given, refused, scheme, signed, verdict, with_header};

#[test]
fn a_hash_is_not_left_behind_by_its_body() {
    let scheme = scheme(
        "[headers]\nx-hash = '{body | non_empty | sha256 | hex?}'\nx-signature = '{signature | hex}'",
        "string_to_sign = '''{header.x-hash or ''}'''",
    );
    let sent = signed(
        &scheme,
        &Given::default(),
        "POST https://h.example/\n\nbody",
    )
    .unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let emptied = HttpText {
        body: Vec::new(),
        ..sent.clone()
    };
    assert_eq!(
        refused(&scheme, &emptied),
        "the header `x-hash` is not what this request makes of it"
    );
    // A signer does not send what no verifier would take.
    let own = signed(
        &scheme,
        &Given::default(),
        "GET https://h.example/\nx-hash: 00\n\n",
    );
    assert_eq!(
        own.unwrap_err(),
        "the request already has a header `x-hash`, which the scheme sets"
    );
}

#[test]
fn a_body_is_read_as_one_kind() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        r#"string_to_sign = "{form | each('{name}={value}') | join('&')}""#,
    );
    let request = "POST https://h.example/\ncontent-type: application/json\n\n{}";
    let mut sent = signed(&scheme, &Given::default(), request).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    // No form was signed; whoever takes the last of two headers would read one.
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    sent.headers.append("content-type", form);
    sent.body = b"amount=1000".to_vec();
    assert_eq!(
        refused(&scheme, &sent),
        "the header `content-type` is there more than once"
    );
    let twice = request.replace("\n\n", "\ncontent-type: text/plain\n\n");
    assert_eq!(
        signed(&scheme, &Given::default(), &twice).unwrap_err(),
        "the header `content-type` is there more than once, and the scheme reads one"
    );
}

#[test]
fn what_a_form_holds_comes_as_a_form() {
    let scheme = scheme(
        "[form]\nkind = 'a'\nsignature = '{signature | hex}'",
        "string_to_sign = '{body}'",
    );
    let form = "POST https://h.example/\ncontent-type: application/x-www-form-urlencoded\n\nx=1";
    let sent = signed(&scheme, &Given::default(), form).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let other = with_header(&sent, "content-type", "application/json");
    let refusal = "the scheme takes a form as the body, and the `Content-Type` of this request is";
    assert_eq!(
        refused(&scheme, &other),
        format!("{refusal} `application/json`")
    );
    let mut none = sent.clone();
    none.headers.remove("content-type");
    assert_eq!(refused(&scheme, &none), format!("{refusal} missing"));
}

#[test]
fn a_number_is_no_string() {
    let scheme = scheme(
        "[json]\nnonce = '{nonce}'\nsignature = '{signature | hex}'",
        "string_to_sign = '{json.nonce}'",
    );
    let request = "POST https://h.example/\ncontent-type: application/json\n\n{\"x\":1}";
    let sent = signed(&scheme, &Given::default(), request).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let body = String::from_utf8(sent.body.clone()).unwrap();
    let number = HttpText {
        body: body.replace("\"17\"", "17").into_bytes(),
        ..sent.clone()
    };
    assert_eq!(
        refused(&scheme, &number),
        "the JSON member `nonce` is missing"
    );
    let escaped = HttpText {
        body: body.replace("\"17\"", r#""\u00317""#).into_bytes(),
        ..sent
    };
    assert_eq!(verdict(&scheme, &Given::default(), &escaped), Ok(()));
}

const LISTED: &str = "[settings]\nnames = { list = true }\n[headers]\n\
    x-signature = \"{signed_headers | names | join(';')}:{signature | hex}\"";
const LISTED_TEXT: &str = "signed_headers = ['{names}']\n\
    string_to_sign = \"{signed_headers | each('{name}:{value}') | join(';')}\"";

#[test]
fn a_sender_signs_at_least_what_the_verifiers_list_says() {
    let scheme = scheme(LISTED, LISTED_TEXT);
    let given = |names| Given(BTreeMap::from([("names", names)]));
    let request = "GET https://h.example/\nx-a: 1\nx-b: 2\n\n";
    let sent = signed(&scheme, &given("x-a"), request).unwrap();
    assert_eq!(verdict(&scheme, &given("x-a"), &sent), Ok(()));
    assert_eq!(
        verdict(&scheme, &given("x-a,x-b"), &sent).unwrap_err(),
        "the header `x-b` is not signed, and has to be"
    );
}

#[test]
fn long_lists_are_read_quickly() {
    let start = Instant::now();
    let listed = scheme(LISTED, LISTED_TEXT);
    let names: Vec<String> = (0..60_000).map(|index| format!("x-{index}")).collect();
    let list = format!("{}:00", names.join(";"));
    let given = Given(BTreeMap::from([("names", "x-a")]));
    let sent = signed(&listed, &given, "GET https://h.example/\nx-a: 1\n\n").unwrap();
    assert!(verdict(&listed, &given, &with_header(&sent, "x-signature", &list)).is_err());

    let pairs = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        r#"string_to_sign = "{query | unique | merge(',') | each('{name}={value}') | unique | join}{query | unique | merge(',') | to_json}""#,
    );
    let query: Vec<String> = (0..8_000).map(|index| format!("{index}=")).collect();
    let request = format!("GET https://h.example/?{}\n\n", query.join("&"));
    let sent = signed(&pairs, &Given::default(), &request).unwrap();
    assert_eq!(verdict(&pairs, &Given::default(), &sent), Ok(()));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}
