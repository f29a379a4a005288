//! What settings say: readings that are tried, times as text, empty texts; and raw URLs.

use std::collections::BTreeMap;

use signed_api_reader::{HttpText, parse_http};

use crate::scheme::{Given, refused, scheme, signed, verdict, with_header};

#[test]
fn a_setting_is_tried_unless_the_verifier_has_it() {
    let scheme = scheme(
        "[settings]\nkind = { default = 'a', one_of = ['a', 'b', 'c'], tried = true }\n\
         [headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{kind}{path}'",
    );
    let given = |kind| Given(BTreeMap::from([("kind", kind)]));
    let request = "GET https://h.example/x\n\n";
    for kind in ["a", "b", "c"] {
        let sent = signed(&scheme, &given(kind), request).unwrap();
        assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()), "{kind}");
        let known = verdict(&scheme, &given("c"), &sent);
        assert_eq!(known.is_ok(), kind == "c", "{kind}");
        let other = HttpText {
            uri: "https://h.example/y".parse().unwrap(),
            ..sent
        };
        assert_eq!(refused(&scheme, &other), "the signature does not match");
    }
}

#[test]
fn times_that_are_given_as_text_are_looked_at() {
    let scheme = scheme(
        "[settings]\nstart = { optional = true, from_request = true }\nexpiry = { from_request = true }\n\
         [let]\ndeadline = '{expiry | time}'\n[verify]\nsince = '{start | time?}'\nuntil = '{deadline}'\n\
         [headers]\nx-start = '{start?}'\nx-expiry = '{expiry}'\nx-signature = '{signature | hex}'",
        "string_to_sign = '''{start or ''}\n{expiry}'''",
    );
    let verdict = |start: &'static str, expiry| {
        let mut given = BTreeMap::from([("expiry", expiry)]);
        given.extend((!start.is_empty()).then_some(("start", start)));
        let sent = signed(&scheme, &Given(given), "GET https://h.example/\n\n").unwrap();
        verdict(&scheme, &Given::default(), &sent)
    };
    // The clock says that it is the first second of 1970.
    for (start, expiry) in [
        ("", "1970-01-01T00:00:00.1Z"),
        ("", "1970-01-01T00:01Z"),
        ("", "1970-01-01T01:01+01:00"),
        ("", "9999-12-31"),
        ("1969-12-31T23:00:00-01:00", "9999-12-31T23:59:59Z"),
        ("1970-01-01T00:00:00Z", "1970-01-02"),
        ("-1", "1"),
    ] {
        assert_eq!(verdict(start, expiry), Ok(()), "{start} {expiry}");
    }
    let refused = [
        ("", "1970-01-01T00:00:00Z", "the request is 0 s old"),
        ("", "1969-12-31", "the request is 86400 s old"),
        ("60", "120", "the request is 60 s ahead of the clock"),
    ];
    for (start, expiry, why) in refused {
        assert_eq!(verdict(start, expiry), Err(why.to_owned()));
    }
    for none in ["soon", "1970-01-01T00:01.5Z", "1970-01-01T00:01:00"] {
        let given = Given(BTreeMap::from([("expiry", none)]));
        assert_eq!(
            signed(&scheme, &given, "GET https://h.example/\n\n").unwrap_err(),
            "`expiry` is not a time, as `2026-01-02T03:04:05Z`"
        );
    }
}

#[test]
fn a_time_is_read_in_any_zone_and_signed_as_received() {
    let scheme = scheme(
        "[headers]\nx-time = '{now | rfc3339}'\nx-signature = '{signature | hex}'",
        "string_to_sign = '{now | rfc3339}{path}'",
    );
    let request = "GET https://h.example/x\n\n";
    let sent = signed(&scheme, &Given::default(), request).unwrap();
    let verdict = |time: &str, signature: &str| {
        let sent = with_header(&sent, "x-time", time);
        verdict(
            &scheme,
            &Given::default(),
            &with_header(&sent, "x-signature", signature),
        )
    };
    // `hmac.new(b"s3cret", (time + "/x").encode(), "sha256").hexdigest()` of Python 3.11.
    let here = "703db0d9b8ed6d585fd1d4fecdb89dc4ada9a3421df839562387efe984d3bdee";
    let there = "d9d715b406d61f77b4c28fea9f84f31c5c7d8dafaeabca84d5d65464e4ccf1b3";
    let later = "73deea36bfe65e0d56f921060c6c900b54bfd5e4a6fead1f5b22a71fb3ace4f8";
    assert_eq!(verdict("1970-01-01T05:30:00+05:30", here), Ok(()));
    assert_eq!(verdict("1969-12-31T16:00:00.250-08:00", there), Ok(()));
    let refused = [
        (
            "1970-01-01T05:30:00+05:30",
            there,
            "the signature does not match",
        ),
        (
            "1970-01-01T01:00:00+02:00",
            later,
            "the request is 3600 s old",
        ),
    ];
    for (time, signature, why) in refused {
        assert_eq!(verdict(time, signature), Err(why.to_owned()));
    }
}

#[test]
fn an_empty_setting_is_not_looked_for() {
    for function in ["before(mark)", "replace(mark, '-')"] {
        let scheme = scheme(
            "[settings]\nmark = {}\n[headers]\nx-signature = '{signature | hex}'",
            &format!("string_to_sign = '''{{path | {function}}}'''"),
        );
        let with = |mark| Given(BTreeMap::from([("mark", mark)]));
        let request = "GET https://h.example/x\n\n";
        assert!(signed(&scheme, &with("x"), request).is_ok());
        let name = function.split('(').next().unwrap();
        assert_eq!(
            signed(&scheme, &with(""), request).unwrap_err(),
            format!("`mark` is empty, so `{name}` cannot look for it")
        );
    }
}

#[test]
fn a_url_that_is_not_encoded_is_not_signed() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{path}'",
    );
    for url in ["https://h.example/caf%C3%A9?q=é", "https://h.example/é"] {
        let request = parse_http(format!("GET {url}\n\n").as_bytes()).unwrap();
        assert_eq!(
            request.view().err().unwrap().to_string(),
            "the URL holds `é`, which has to be percent-encoded, as `%C3%A9`"
        );
    }
    assert!(
        signed(
            &scheme,
            &Given::default(),
            "GET https://h.example/caf%C3%A9\n\n"
        )
        .is_ok()
    );
}

#[test]
fn an_item_that_does_not_fit_is_named_as_what_a_function_was_given() {
    for (text, error) in [
        (
            "query | hex_number | values | join",
            "`query` is no whole number",
        ),
        (
            "query | values | hex_number | join",
            "`query | values` is no whole number",
        ),
        (
            "headers | values | percent_decode | join",
            "`headers | values`, decoded, is not UTF-8 text",
        ),
    ] {
        let scheme = scheme(
            "[headers]\nx-signature = '{signature | hex}'",
            &format!("string_to_sign = '{{{text}}}'"),
        );
        let request = "GET https://h.example/?a=b\nx-a: %ff\n\n";
        let refused = signed(&scheme, &Given::default(), request);
        assert_eq!(refused.unwrap_err(), error);
    }
}
