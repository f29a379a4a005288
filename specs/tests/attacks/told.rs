//! What a verifier tells of the time and the nonce: what is signed of them, and nothing else.

use signed_api_reader::Scheme;
use signed_api_specs::Reading;

use crate::scheme::{Given, scheme, signed, verified, with_header};

const FORM: &str =
    "POST https://h.example/x?a=1\ncontent-type: application/x-www-form-urlencoded\n\nb=2";
const JSON: &str = "POST https://h.example/x\ncontent-type: application/json\n\n{\"b\":2}";

/// What is told of a request that is signed, and then has this header instead.
fn told(scheme: &Scheme, request: &str, header: Option<(&'static str, &str)>) -> String {
    let mut sent = signed(scheme, &Given::default(), request).unwrap();
    if let Some((name, value)) = header {
        sent = with_header(&sent, name, value);
    }
    let received = verified(scheme, &Given::default(), &sent).unwrap().received;
    let time = received.time().map(|time| time.to_string());
    format!("{time:?} {:?}", received.nonce())
}

fn nonce(sections: &str, string_to_sign: &str, request: &str) -> bool {
    let scheme = scheme(
        &format!(
            "{sections}\n[headers]\nx-nonce = '{{nonce}}'\nx-signature = \"{{signature | hex}}\""
        ),
        string_to_sign,
    );
    assert!(Reading::new(&scheme.data()).is_ok());
    told(&scheme, request, None).contains("17")
}

#[test]
fn a_nonce_is_told_if_it_is_signed() {
    let listed = "string_to_sign = \"{signed_headers | each('{name}:{value}') | join}\"";
    for (string_to_sign, signs) in [
        ("string_to_sign = '{nonce}'".to_owned(), true),
        ("string_to_sign = '{path}'".to_owned(), false),
        (
            "string_to_sign = \"{path}[{path | when(nonce, '17')?}]\"".to_owned(),
            false,
        ),
        ("string_to_sign = '{header.x-nonce}'".to_owned(), true),
        (
            "string_to_sign = \"{headers | names | join}\"".to_owned(),
            false,
        ),
        (
            "string_to_sign = \"{headers | values | join}\"".to_owned(),
            true,
        ),
        (
            "string_to_sign = \"{headers | pick('x-n*') | values | join}\"".to_owned(),
            true,
        ),
        (
            "string_to_sign = \"{headers | pick('host', 'x-s*') | values | join}\"".to_owned(),
            false,
        ),
        (
            "string_to_sign = \"{headers | pick('*', '!x-no*') | values | join}\"".to_owned(),
            false,
        ),
        (
            "string_to_sign = \"{headers | each('{name}') | join}\"".to_owned(),
            false,
        ),
        (format!("signed_headers = ['x-nonce']\n{listed}"), true),
        (format!("signed_headers = ['host', 'x-*']\n{listed}"), true),
        (
            format!("signed_headers = ['*', '!x-nonce']\n{listed}"),
            false,
        ),
        (format!("signed_headers = ['*', '!x-n*']\n{listed}"), false),
        (format!("signed_headers = ['host']\n{listed}"), false),
    ] {
        let found = nonce("", &string_to_sign, FORM);
        assert_eq!(found, signs, "{string_to_sign}");
    }
}

#[test]
fn a_nonce_is_told_if_what_it_is_sent_in_is_signed() {
    for (section, string_to_sign, request, signs) in [
        ("query", "{path_and_query}", FORM, true),
        ("query", "{query.n}", FORM, true),
        ("query", "{query.a}", FORM, false),
        ("query", "{body | sha256 | hex}", FORM, false),
        (
            "query",
            "{query | pick('!n', '*') | values | join}",
            FORM,
            false,
        ),
        ("form", "{body | sha256 | hex}", FORM, true),
        ("form", "{form | sort | values | join}", FORM, true),
        ("form", "{form.b}", FORM, false),
        ("form", "{path_and_query}", FORM, false),
        ("json", "{body | sha256 | hex}", JSON, true),
        ("json", "{json | sorted_json}", JSON, true),
        ("json", "{json.n}", JSON, true),
        ("json", "{json.b}", JSON, false),
    ] {
        let sections = format!("[{section}]\nn = '{{nonce}}'");
        let found = nonce(
            &sections,
            &format!("string_to_sign = \"{string_to_sign}\""),
            request,
        );
        assert_eq!(found, signs, "{section} {string_to_sign}");
    }
    let group = "[let.all]\nn = '{nonce}'\nm = 'x'\n[query]\n'*' = '{all}'";
    assert!(nonce(group, "string_to_sign = '{query.n}'", FORM));
    assert!(!nonce(group, "string_to_sign = '{query.m}'", FORM));
}

#[test]
fn a_sender_may_sign_more_than_the_file_does() {
    let with = |never: &str| {
        scheme(
            "[headers]\nx-nonce = '{nonce}'\n\
             x-signature = \"{signed_headers | names | join(';')}:{signature | hex}\"",
            &format!(
                "signed_headers = ['*', 'host', '!content-type'{never}]\n\
                 string_to_sign = \"{{signed_headers | each('{{name}}:{{value}}') | join(';')}}\""
            ),
        )
    };
    let sent = signed(&with(""), &Given::default(), FORM).unwrap();
    let received = |never| {
        verified(&with(never), &Given::default(), &sent)
            .unwrap()
            .received
    };
    assert_eq!(received("").nonce(), Some("17"));
    assert_eq!(received(", '!x-nonce'").nonce(), Some("17"));
    let fewer = signed(&with(", '!x-nonce'"), &Given::default(), FORM).unwrap();
    let told = verified(&with(", '!x-nonce'"), &Given::default(), &fewer);
    assert_eq!(told.unwrap().received.nonce(), None);
}

#[test]
fn a_time_is_told_as_finely_as_it_is_signed() {
    let sent = |time: &str, string_to_sign: &str| {
        scheme(
            &format!("[headers]\nx-time = \"{{{time}}}\"\nx-signature = '{{signature | hex}}'"),
            &format!("string_to_sign = \"{{path}}{string_to_sign}\""),
        )
    };
    let rfc3339 = "now | rfc3339";
    for (time, string_to_sign, other, told_as) in [
        (
            rfc3339,
            "{now | unix_seconds}",
            "1970-01-01T00:00:00.250Z",
            Some("1970-01-01T00:00:00Z"),
        ),
        (
            "now | unix_milliseconds",
            "{now | unix_seconds}",
            "250",
            Some("1970-01-01T00:00:00Z"),
        ),
        (
            rfc3339,
            "{now | format('%Y%m%d')}",
            "1970-01-01T00:00:07Z",
            None,
        ),
        (rfc3339, "", "1970-01-01T00:00:07Z", None),
    ] {
        let scheme = sent(time, string_to_sign);
        let expected = format!("{told_as:?} None");
        assert_eq!(
            told(&scheme, FORM, Some(("x-time", other))),
            expected,
            "{time} {string_to_sign}"
        );
    }
}
