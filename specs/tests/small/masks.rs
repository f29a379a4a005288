//! What a scheme computes from a secret is never shown, however it is kept on the way.

use signed_api_specs::Signing;

use super::{scheme, signed};

const REQUEST: &str = "GET https://acme.example/?a=1&b=2";

fn signed_text(lets: &str, string_to_sign: &str) -> Signing {
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
    signed(&file, REQUEST)
}

fn shown(lets: &str, string_to_sign: &str) -> String {
    let signing = signed_text(lets, string_to_sign);
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
    let signing = signed(file, REQUEST);
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
    let shown = signed(file, form).string_to_sign.to_string();
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
    let shown = signed(file, "POST https://acme.example/\n\n{}")
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
    let shown = signed(file, form).string_to_sign.to_string();
    let masked = "a=1&password=‹secret›&user=POST";
    assert_eq!(shown, format!("{masked} {masked}"));
}

/// A secret that only goes into a header, behind what is signed: the one is marked, the other is
/// shown, even where it says the same.
#[test]
fn beside_what_is_signed() {
    let file = r#"
title = "A secret beside what is signed"
[credentials]
secret = { secret = true, sent = true }
[let]
token = "Bearer {secret}"
[signature]
algorithm = "sha256"
string_to_sign = "{raw_query}"
[headers]
x-signature = "{signature | hex}"
x-token = "{token}"
x-path = "{path}"
"#;
    let request = "GET https://acme.example/?a=hunter2";
    let signing = signed(file, request);
    assert!(!signing.string_to_sign.holds_secret());
    assert_eq!(signing.string_to_sign.to_string(), "a=hunter2");
    assert_eq!(sensitive(file, &signing), [true, true, false]);
    // Where it is signed too, it is masked there, though it is sent as it is.
    let file = file.replace("{raw_query}", "{token}");
    let signing = signed(&file, request);
    assert_eq!(signing.string_to_sign.to_string(), "Bearer ‹secret›");
}

/// A hash of a secret in what is signed, through a name and without one, in every encoding.
#[test]
fn as_a_digest() {
    for (lets, signed) in [
        ("", "{secret | sha256 | hex}"),
        ("", "{path}{'{path}{secret}' | sha256 | hex}"),
        (r#"salted = "{path}{secret}""#, "{salted | sha256 | base64}"),
        (r#"hashed = "{secret | sha256 | hex}""#, "{hashed}"),
        (
            r#"hashed = "{secret | digest}""#,
            "{hashed | hex}{path | hmac(secret) | hex}",
        ),
    ] {
        let signing = signed_text(lets, signed);
        assert!(signing.string_to_sign.holds_secret(), "{signed}");
        let shown = signing.string_to_sign.to_string();
        let left = shown.replace("‹secret›", "").replace('/', "");
        assert_eq!(left, "", "{signed} is shown as {shown}");
    }
}

/// What is made of no secret has nothing to hide, whatever it says.
#[test]
fn nowhere() {
    let file = r#"
title = "No secret at all"
[let]
named = "{raw_query}"
[signature]
algorithm = "sha256"
string_to_sign = "{named}{named | sha256 | hex}"
[headers]
x-named = "{named}"
x-signature = "{signature | hex}"
"#;
    let signing = signed(file, "GET https://acme.example/?hunter2");
    assert!(!signing.string_to_sign.holds_secret());
    let shown = signing.string_to_sign.to_string();
    assert!(
        shown.starts_with("hunter2") && shown.len() == 7 + 64,
        "{shown}"
    );
    assert_eq!(sensitive(file, &signing), [false, true]);
}

/// Which of the headers that are set are marked, in the file's order.
fn sensitive(file: &str, signing: &Signing) -> Vec<bool> {
    let scheme = scheme(file);
    let data = scheme.data();
    let headers = signing.headers(&data);
    let set = headers
        .map(Result::unwrap)
        .filter(|(entry, _)| entry.is_some());
    set.map(|(_, value)| value.is_sensitive()).collect()
}
