//! A header that lists the signed headers, and may list itself.

use std::collections::BTreeMap;

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

/// A scheme that lists what a setting adds to its signed headers, and nothing else.
fn adding() -> signed_api_reader::Scheme {
    scheme(
        "[settings]\nmore = { list = true, optional = true, from_request = true }\n[headers]\n\
         x-signature = \"[list={signed_headers | pick('*', '!host', '!x-acme-*') | sort | names | join(';') \
         | non_empty?}:]{signature | hex}\"",
        "signed_headers = ['host', 'x-acme-*', '{more?}']\n\
         string_to_sign = \"{signed_headers | sort | each('{name}:{value}') | join(';')}\"",
    )
}

#[test]
fn what_a_setting_adds_to_the_list_is_told() {
    let scheme = adding();
    let given = |more| Given(BTreeMap::from([("more", more)]));
    let request = REQUEST.replace("\n\n", "\nx-more: 3\n\n");
    for (more, list) in [
        ("X-Other,x-more,absent", "list=x-more;x-other:"),
        ("x-other", "list=x-other:"),
        ("x-acme-a", ""),
    ] {
        let sent = signed(&scheme, &given(more), &request).unwrap();
        let value = sent.headers["x-signature"].to_str().unwrap();
        assert_eq!(&value[..value.len() - 64], list);
        assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()), "{more}");
        assert_eq!(verdict(&scheme, &given(more), &sent), Ok(()), "{more}");
    }
}

#[test]
fn a_list_that_is_told_is_that_of_what_is_signed() {
    let scheme = adding();
    let given = |more| Given(BTreeMap::from([("more", more)]));
    let sent = signed(&scheme, &given("x-other"), REQUEST).unwrap();
    let mac = &sent.headers["x-signature"].to_str().unwrap()["list=x-other".len()..];
    let differs = "the header `x-signature` is not what this request makes of it";
    let wrong = "the signature does not match";
    for (list, why) in [
        (
            "x-other;x-other",
            "the `x-other` in the list of signed headers is there more than once",
        ),
        ("x-other;absent", differs),
        ("x-other;x-acme-a", differs),
        ("x-other;host", differs),
        ("absent", wrong),
    ] {
        let other = with_header(&sent, "x-signature", &format!("list={list}{mac}"));
        assert_eq!(refused(&scheme, &other), why, "{list}");
    }
    let none = with_header(&sent, "x-signature", &mac[1..]);
    assert_eq!(refused(&scheme, &none), wrong);
    // A verifier's own list still holds every sender.
    assert_eq!(
        verdict(&scheme, &given("x-other,x-more"), &sent),
        Ok(()),
        "there is no `x-more`"
    );
    let more = with_header(&sent, "x-more", "3");
    assert_eq!(verdict(&scheme, &given("x-acme-a"), &more), Ok(()));
    assert_eq!(
        verdict(&scheme, &given("x-more"), &more).unwrap_err(),
        "the header `x-more` is not signed, and has to be"
    );
}
