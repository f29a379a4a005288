//! Where a signature or a time stands, and how it is written.

use std::collections::BTreeMap;

use http::Method;
use signed_api_reader::HttpText;
use signed_api_specs::Reading;

use crate::scheme::{Given, refused, scheme, signed, verdict, with_header};

const GET: &str = "GET https://h.example/x\n\n";
const FORM: &str =
    "POST https://h.example/x\ncontent-type: application/x-www-form-urlencoded\n\na=1";

#[test]
fn a_signature_stands_in_one_of_two_places() {
    let scheme = scheme(
        "[headers]\nx-signature = '''{signature | hex | when(method, 'GET')?}'''\n\
         [form]\nsignature = '''{signature | hex | unless(method, 'GET')?}'''",
        "string_to_sign = '{path}'",
    );
    let got = signed(&scheme, &Given::default(), GET).unwrap();
    let posted = signed(&scheme, &Given::default(), FORM).unwrap();
    for sent in [&got, &posted] {
        assert_eq!(verdict(&scheme, &Given::default(), sent), Ok(()));
    }
    let mut none = got.clone();
    none.headers.remove("x-signature");
    assert_eq!(
        refused(&scheme, &none),
        "the header `x-signature` is missing"
    );
    // What is left out of a request for its method may not be there either.
    let signature = got.headers["x-signature"].to_str().unwrap();
    assert_eq!(
        refused(&scheme, &with_header(&posted, "x-signature", signature)),
        "the header `x-signature` is not what this request makes of it"
    );
    // A right signature counts only where it belongs.
    let elsewhere = HttpText {
        method: Method::POST,
        ..got
    };
    assert_eq!(
        refused(&scheme, &elsewhere),
        "the header `x-signature` is not what this request makes of it"
    );
}

#[test]
fn a_time_is_read_through_what_it_is_encoded_with() {
    for time in [
        "now | unix_seconds | base64",
        "now | unix_milliseconds | base64_url | unpadded",
        "now | rfc3339 | percent_encode",
        "now | http_date | quoted",
        "now | unix_seconds | hex_number",
        "now | format('%Y%m%d%H%M%S') | hex | upper_case",
    ] {
        let scheme = scheme(
            &format!("[headers]\nx-time = \"{{{time}}}\"\nx-signature = '{{signature | hex}}'"),
            "string_to_sign = '{now | rfc3339}{path}'",
        );
        let sent = signed(&scheme, &Given::default(), GET).unwrap();
        assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()), "{time}");
        let other = with_header(&sent, "x-time", "OTk5OTk=");
        assert!(
            verdict(&scheme, &Given::default(), &other).is_err(),
            "{time}"
        );
    }
}

#[test]
fn a_value_is_read_with_what_percent_encoding_keeps() {
    let scheme = scheme(
        "[settings]\nscope = { from_request = true }\n\
         [headers]\nx-sign = \"{scope | percent_encode('/')},{signature | hex}\"",
        "string_to_sign = '{scope}{path}'",
    );
    let given = Given(BTreeMap::from([("scope", "a b/c")]));
    let sent = signed(&scheme, &given, GET).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
}

#[test]
fn a_dash_ends_a_unix_time() {
    let scheme = scheme(
        "[headers]\nx-sign = '{now | unix_seconds}-{nonce}-{signature | hex}'",
        "string_to_sign = '{path}-{now | unix_seconds}-{nonce}'",
    );
    let sent = signed(&scheme, &Given::default(), GET).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let sign = sent.headers["x-sign"].to_str().unwrap();
    for to in ["1-17", "0-18", "-1-17", "017"] {
        let other = with_header(&sent, "x-sign", &sign.replacen("0-17", to, 1));
        assert!(verdict(&scheme, &Given::default(), &other).is_err(), "{to}");
    }
}

#[test]
fn a_text_that_may_be_left_out_is_read() {
    let scheme = scheme(
        "[let]\nhash = '{body | non_empty | sha256 | hex?}'\n[headers]\nx-hash = '{hash?}'\n\
         x-signature = \"\"\"headers=host [{'hash' | when(hash)?} ]date, {signature | hex}\"\"\"",
        "string_to_sign = '''{path}{hash or ''}'''",
    );
    for request in [GET, "POST https://h.example/x\n\nbody"] {
        let sent = signed(&scheme, &Given::default(), request).unwrap();
        assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
        let value = sent.headers["x-signature"].to_str().unwrap();
        let other = with_header(&sent, "x-signature", &value.replace("host ", "host hash "));
        assert!(verdict(&scheme, &Given::default(), &other).is_err());
    }
}

#[test]
fn what_only_decides_does_not_stand_for_the_body() {
    let scheme = scheme(
        "[let]\nhash = '{body | non_empty | sha256 | hex?}'\n\
         [headers]\nx-hash = '{hash?}'\nx-signature = '{signature | hex}'",
        "string_to_sign = \"\"\"{path}[ {header.content-type or '' | when(hash)?} {hash?}]\"\"\"",
    );
    let warnings: Vec<_> = scheme.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn what_cannot_be_undone_is_said_where_the_scheme_is_checked() {
    let nothing_tells =
        |what: &str| format!("`{what}` is signed, and nothing that is sent tells it");
    let may_be_left_out = |begin: &str| {
        format!(
            "`{begin}` in `x-a` may be left out, and what follows may begin like it, so nobody can \
             tell whether it is there"
        )
    };
    for (sent, reason) in [
        ("{nonce | upper_case}", nothing_tells("nonce")),
        ("{nonce | base64 | lower_case}", nothing_tells("nonce")),
        ("{nonce | unpadded}", nothing_tells("nonce")),
        (
            "{nonce},{now | rfc3339 | lower_case}",
            nothing_tells("now") + " to the second",
        ),
        ("[{scope?}, ]{nonce}", may_be_left_out("{scope}")),
        ("{method},[, {scope?}], {nonce}", may_be_left_out(", ")),
    ] {
        let scheme = scheme(
            &format!(
                "[settings]\nscope = {{ optional = true, from_request = true }}\n\
                 [headers]\nx-a = \"{sent}\"\nx-signature = '{{signature | hex}}'"
            ),
            "string_to_sign = '''{scope or ''}{nonce}'''",
        );
        let unreadable = Reading::new(&scheme.data()).unwrap_err();
        assert_eq!(unreadable.to_string(), reason, "{sent}");
    }
}

#[test]
fn what_can_be_undone_is() {
    for sent in [
        "{nonce | hex | upper_case}",
        "{nonce | base64 | unpadded}",
        "{signed_headers | names | join(',') | base64},{nonce}",
        "[ {scope?},]{nonce}",
        "[{scope | quoted?},]{nonce | base64}",
        "[{scope | hex?}-]x{nonce}",
    ] {
        let scheme = scheme(
            &format!(
                "[settings]\nscope = {{ optional = true, from_request = true }}\n\
                 [headers]\nx-a = \"A={sent}\"\nx-signature = '{{signature | hex}}'"
            ),
            "signed_headers = ['host', 'range?']\n\
             string_to_sign = '''{scope or ''}{nonce}{signed_headers | names | join}'''",
        );
        for given in [BTreeMap::new(), BTreeMap::from([("scope", "s p")])] {
            let told = sent.contains("scope") || given.is_empty();
            let request = "GET https://h.example/x\nrange: bytes=0-1\n\n";
            let signed = signed(&scheme, &Given(given), request).unwrap();
            let verdict = verdict(&scheme, &Given::default(), &signed);
            assert_eq!(verdict.is_ok(), told, "{sent} {verdict:?}");
        }
    }
}

#[test]
fn what_is_not_there_tells_nothing() {
    for (sections, string_to_sign) in [
        (
            "[credentials.user]\noptional = true\nsecret = false\n\
             [headers]\nx-a = '''{user or ''}:{nonce}'''\nx-signature = '{signature | hex}'",
            "string_to_sign = '''{user or ''}{nonce}'''",
        ),
        (
            "[json]\nnonce = '''{nonce | when(method, 'POST')?}'''\n\
             [headers]\nx-nonce = '{nonce}'\nx-signature = '{signature | hex}'",
            "string_to_sign = '''{json.order or ''}{nonce}'''",
        ),
        (
            "[settings]\nscope = { optional = true }\n[headers]\nx-nonce = '{nonce}'\n\
             x-a = 'id=1, [;{scope?}]'\nx-signature = '{signature | hex}'",
            "string_to_sign = '{nonce}'",
        ),
    ] {
        let scheme = scheme(sections, string_to_sign);
        let sent = signed(&scheme, &Given::default(), GET).unwrap();
        let verdict = verdict(&scheme, &Given::default(), &sent);
        assert_eq!(verdict, Ok(()), "{sections}");
    }
}
