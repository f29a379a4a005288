//! What a scheme computes from a secret is never shown, however it is kept on the way.
#![cfg(feature = "read")]

use signed_api_specs::{Input, SigningKey, Value, Values, parse_http, read};

struct Given;

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        (name == "secret").then_some(Value::Text("hunter2"))
    }
}

fn shown(lets: &str, string_to_sign: &str) -> String {
    let file = format!(
        r#"
title = "A secret on its way"
[credentials]
secret = {{ secret = true }}
[let]
{lets}
[signature]
algorithm = "sha256"
string_to_sign = "{string_to_sign}"
[headers]
x-signature = "{{signature | hex}}"
"#
    );
    let scheme =
        read("acme.toml", &file, &mut |_| None).unwrap_or_else(|problems| panic!("{problems}"));
    let request = parse_http(b"GET https://acme.example/?a=1&b=2").unwrap();
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given,
        now,
        nonce: "",
    };
    let signing = scheme.data().sign(&SigningKey::default(), input).unwrap();
    let exposed = String::from_utf8_lossy(signing.string_to_sign.expose()).into_owned();
    assert!(
        exposed.contains("hunter2"),
        "the secret is signed: {exposed}"
    );
    let shown = signing.string_to_sign.to_string();
    assert!(
        !format!("{:?}{shown}", signing.string_to_sign).contains("hunter2"),
        "{shown}"
    );
    shown
}

#[test]
fn a_secret_as_it_is_has_its_name() {
    assert_eq!(shown("", "{path}:{secret}"), "/:‹secret›");
}

#[test]
fn in_a_named_text() {
    assert_eq!(
        shown(r#"salted = "{path}{secret}""#, "{salted}!"),
        "/‹secret›!"
    );
}

#[test]
fn in_a_named_list() {
    let list = r#"salted = "{query | each('{name}{secret}')}""#;
    let shown = shown(list, "{salted | join('&')}");
    assert_eq!(shown.matches("‹secret›").count(), 2, "{shown}");
}

#[test]
fn in_named_pairs() {
    let pairs = r#"salted = "{query | each('{name}', '{value}{secret}')}""#;
    let shown = shown(pairs, "{salted | each('{name}={value}') | join('&')}");
    assert_eq!(shown.matches("‹secret›").count(), 2, "{shown}");
}
