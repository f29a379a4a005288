//! A header that lists the signed headers, and may list itself.

use super::{Given, refused, scheme, signed, verdict, with_header};

const REQUEST: &str = "GET https://h.example/\nx-acme-a: 1\nx-other: 2\n\n";

/// A scheme that lists its signed headers in a header of its own.
fn listing(rules: &str) -> signed_api_reader::Scheme {
    scheme(
        "[headers]\nx-acme-list = \"{signed_headers | names | join(',')}\"\nx-signature = '{signature | hex}'",
        &format!(
            "signed_headers = [{rules}]\n\
             string_to_sign = \"{{signed_headers | each('{{name}}:{{value}}') | join(';')}}\""
        ),
    )
}

#[test]
fn a_header_may_list_itself() {
    for (rules, list) in [
        ("'x-acme-list', 'host'", "x-acme-list,host"),
        (
            "'host', 'x-acme-*', 'x-acme-list'",
            "host,x-acme-a,x-acme-list",
        ),
        (
            "'*', 'x-acme-list', '!x-other'",
            "host,x-acme-a,x-acme-list",
        ),
    ] {
        let scheme = listing(rules);
        // A header of the caller's that is replaced is no other list.
        for request in [
            REQUEST.to_owned(),
            REQUEST.replace("\nx-other", "\nx-acme-list: zz\nx-other"),
        ] {
            let sent = signed(&scheme, &Given::default(), &request).unwrap();
            assert_eq!(sent.headers["x-acme-list"], list);
            assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
            let shorter = list.replace(",x-acme-list", "").replace("x-acme-list,", "");
            let without = with_header(&sent, "x-acme-list", &shorter);
            assert_eq!(
                refused(&scheme, &without),
                "the header `x-acme-list` is not signed, and has to be"
            );
            let longer = with_header(&sent, "x-acme-list", &format!("{list},x-other"));
            assert_eq!(refused(&scheme, &longer), "the signature does not match");
        }
    }
}

#[test]
fn a_pattern_takes_no_list() {
    let scheme = listing("'host', 'x-acme-*'");
    let sent = signed(&scheme, &Given::default(), REQUEST).unwrap();
    assert_eq!(sent.headers["x-acme-list"], "host,x-acme-a");
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
}
