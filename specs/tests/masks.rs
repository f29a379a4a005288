//! What a scheme computes from a secret is never shown, however it is kept on the way.

use signed_api_reader::{parse_http, read};
use signed_api_specs::{Input, Signing, SigningKey, Value, Values};

struct Given;

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        (name == "secret").then_some(Value::Text("hunter2"))
    }
}

fn signed(file: &str) -> Signing {
    signed_request(file, "GET https://acme.example/?a=1&b=2")
}

fn signed_request(file: &str, request: &str) -> Signing {
    let scheme =
        read("acme.toml", file, &mut |_| None).unwrap_or_else(|problems| panic!("{problems}"));
    let request = parse_http(request.as_bytes()).unwrap();
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given,
        now,
        nonce: "",
    };
    scheme.data().sign(&SigningKey::default(), input).unwrap()
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
    let signing = signed(&file);
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

#[test]
fn in_an_argument() {
    let replaced = r#"salted = "{path | replace('/', secret)}""#;
    assert_eq!(shown(replaced, "{salted}!"), "‹secret›!");
}

#[test]
fn in_a_query_pair_that_is_sent() {
    let file = r#"
title = "A secret in the query"
[credentials]
secret = { secret = true, sent = true }
[signature]
algorithm = "sha256"
string_to_sign = "{path_and_query} {url} {raw_query} {query | each('{name}={value}') | join('&')}"
[headers]
x-signature = "{signature | hex}"
[query]
token = "{secret}"
at = "{now | unix_seconds}"
"#;
    let signing = signed(file);
    let exposed = String::from_utf8_lossy(signing.string_to_sign.expose()).into_owned();
    assert_eq!(exposed.matches("token=hunter2").count(), 4, "{exposed}");
    let shown = "a=1&b=2&token=‹secret›&at=1767323045";
    assert_eq!(
        signing.string_to_sign.to_string(),
        format!("/?{shown} https://acme.example/?{shown} {shown} {shown}")
    );
}

#[test]
fn in_a_form_that_is_sent() {
    let file = r#"
title = "A secret in the body"
[credentials]
secret = { secret = true, sent = true }
[signature]
algorithm = "sha256"
string_to_sign = "{body} {form.password} {form | each('{name}={value}') | join('&')}"
[headers]
x-signature = "{signature | hex}"
[form]
password = "{secret}"
"*" = "{form}"
user = "{method}"
"#;
    let form = "POST https://acme.example/\ncontent-type: application/x-www-form-urlencoded\n\nnopassword=hunter2";
    let shown = signed_request(file, form).string_to_sign.to_string();
    let masked = "password=‹secret›&nopassword=hunter2&user=POST";
    assert_eq!(shown, format!("{masked} ‹secret› {masked}"));
}

#[test]
fn in_json_that_is_sent() {
    let file = r#"
title = "A secret in the body"
[credentials]
secret = { secret = true, sent = true }
[signature]
algorithm = "sha256"
string_to_sign = "{body} {json.password} {json | each('{name}={value}') | join('&')}"
[headers]
x-signature = "{signature | hex}"
[json]
password = "{secret}"
user = "{method}"
"#;
    let shown = signed_request(file, "POST https://acme.example/\n\n{}")
        .string_to_sign
        .to_string();
    assert_eq!(shown, "‹secret› ‹secret› password=‹secret›&user=‹secret›");
}

#[test]
fn in_named_pairs_that_are_sent() {
    let file = r#"
title = "A secret in the body"
[credentials]
secret = { secret = true, sent = true }
[let.login]
user = "{method}"
password = "{secret}"
[signature]
algorithm = "sha256"
string_to_sign = "{body} {form | each('{name}={value}') | join('&')}"
[headers]
x-signature = "{signature | hex}"
[form]
"*" = "{form + login | sort}"
"#;
    let form = "POST https://acme.example/\ncontent-type: application/x-www-form-urlencoded\n\na=1";
    let shown = signed_request(file, form).string_to_sign.to_string();
    let masked = "a=1&password=‹secret›&user=POST";
    assert_eq!(shown, format!("{masked} {masked}"));
}
