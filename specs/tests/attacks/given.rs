//! What settings say: readings that are tried, times as text, empty texts; and raw URLs.

use std::collections::BTreeMap;

use signed_api_specs::{HttpText, parse_http};

use crate::scheme::{Given, refused, scheme, signed, verdict};

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
    let given = Given(BTreeMap::from([("expiry", "soon")]));
    assert_eq!(
        signed(&scheme, &given, "GET https://h.example/\n\n").unwrap_err(),
        "`expiry` is not a time, as `2026-01-02T03:04:05Z`"
    );
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
