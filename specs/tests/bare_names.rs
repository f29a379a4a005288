//! A pair of a bare name has no value: what a line of `each` makes of that is empty text, or leaves
//! the line out where the template says with `?` that it may be missing.

use signed_api_reader::{parse_http, read};
use signed_api_specs::{Input, SigningKey, Value, Values};

struct Given;

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        (name == "secret").then_some(Value::Text("hunter2"))
    }
}

/// The lines that a template makes of `a=1&e=&flag`.
fn lines(template: &str) -> String {
    let file = format!(
        "title = 'Acme'
[credentials]
secret = {{ secret = true }}
[signature]
algorithm = 'hmac-sha256'
key = '{{secret}}'
string_to_sign = '''{{query | each(\"{template}\") | join('&')}}'''
[headers]
x-signature = '{{signature | hex}}'
"
    );
    let scheme = read("acme.toml", &file, &mut |_| None);
    let scheme = scheme.unwrap_or_else(|problems| panic!("{problems}"));
    let request = parse_http(b"GET https://acme.example/?a=1&e=&flag").unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given,
        now: "2026-01-02T03:04:05Z".parse().unwrap(),
        nonce: "",
    };
    let explained = scheme.data().explain(input);
    let signing = scheme.data().sign(&SigningKey::default(), input).unwrap();
    let lines = signing.string_to_sign.to_string();
    let shown = format!("| {lines}\n");
    assert!(
        explained.to_string().contains(&shown),
        "{lines}\n{explained}"
    );
    lines
}

#[test]
fn are_empty_text() {
    for (template, expected) in [
        ("{name}={value}", "a=1&e=&flag="),
        ("{name}={value | upper_case}", "a=1&e=&flag="),
        ("{name}={value | quoted}", "a=\"1\"&e=\"\"&flag="),
        ("{name}={value | base64}", "a=MQ==&e=&flag="),
        ("{name}[={value | non_empty?}]", "a=1&e&flag"),
        ("{name}{value | unless(name, 'a') or '-'}", "a-&e&flag-"),
    ] {
        assert_eq!(lines(template), expected, "{template}");
    }
}

#[test]
fn leave_out_the_line() {
    for (template, expected) in [
        ("{name}={value?}", "a=1&e="),
        ("{name}={value | upper_case?}", "a=1&e="),
        ("{name}={value | base64?}", "a=MQ==&e="),
        ("{name}={value | non_empty?}", "a=1"),
        ("{name}={value | when(name, 'a', 'flag')?}", "a=1"),
        ("{name}={value | unless(name, 'a')?}", "e="),
    ] {
        assert_eq!(lines(template), expected, "{template}");
    }
}
