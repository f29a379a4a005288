//! An explanation says what signing does, by the very steps of signing, and no secret.

use signed_api_reader::{HttpText, Scheme, builtin, parse_http, read};
use signed_api_specs::explain::{Explanation, Outcome, Stretch};
use signed_api_specs::{Input, SigningKey, Value, Values, builtin_names};

/// Every secret is the one, everything else `plain`; settings that need not be given are not.
struct Given<'s>(&'s Scheme);

/// Hexadecimal digits, and base64 too.
const SECRET: &str = "5eac12e75eac12e7";

impl Values for Given<'_> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let data = self.0.data();
        let mut settings = data.settings.iter();
        let setting = settings.find(|one| data.text(one.name) == name);
        let left = setting.is_some_and(|one| one.default.is_some() || one.optional);
        let choice = setting.and_then(|one| data.choices(one.one_of).next());
        let mut credentials = data.credentials.iter();
        let secret = credentials.any(|one| one.secret && data.text(one.name) == name);
        (!left).then_some(Value::Text(if secret {
            SECRET
        } else {
            choice.unwrap_or("plain")
        }))
    }
}

fn written(file: &str) -> Scheme {
    read("acme.toml", file, &mut |_| None).unwrap_or_else(|problems| panic!("{problems}"))
}

fn request(text: &str) -> HttpText {
    parse_http(text.as_bytes()).unwrap()
}

fn input<'i>(request: &'i HttpText, values: &'i Given<'_>) -> Input<'i> {
    Input {
        request: request.view().unwrap(),
        values,
        now: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        nonce: "a nonce",
    }
}

fn explained(file: &str, text: &str) -> Explanation {
    let (scheme, request) = (written(file), request(text));
    scheme.data().explain(input(&request, &Given(&scheme)))
}

fn text(stretches: &[Stretch]) -> String {
    stretches.iter().map(|one| one.text.as_str()).collect()
}

const ACME: &str = r#"
title = "Acme"
[credentials]
key_id = {}
secret = { secret = true }
[settings]
region = { default = "eu" }
[let]
day       = "{now | format('%Y%m%d')}"
scope     = "{day}/{region}"
own       = "{header.x-own}"
names     = "{query | names}"
parts     = "{query | each('{name}', '{value}{secret}')}"
salted    = "{path | replace('/', secret)}"
then      = "{now | plus('60')}"
canonical = """
{method}
[x-range: {header.range?}
]{signed_headers | each('{name}:{value}') | join('\n')}
tail {names | join(',')} {salted} {parts | values | join} {then | unix_seconds}"""
[signature]
algorithm      = "hmac-sha256"
key            = ["A{secret}", "{day}"]
signed_headers = ["host", "x-nonce"]
string_to_sign = """
{scope}
{canonical | sha256 | hex}"""
[headers]
x-nonce       = "{nonce}"
x-copy        = "{own}"
x-range       = "{header.range?}"
authorization = "{key_id}:{signature | hex}"
"#;

/// Schemes that want a list of headers, a time, or members of the body that these requests lack.
const NEED_MORE: [&str; 7] = [
    "adyen-webhook",
    "azure-storage-account-sas",
    "baidu-bce-listed",
    "baidu-bce-query-listed",
    "cryptocom-number",
    "rfc9421-hmac",
    "rfc9421-hmac-base64",
];

/// Requests of which nearly every scheme signs one.
const REQUESTS: [&str; 3] = [
    "POST https://host.example/a/b?x=1&y=2\ncontent-type: application/json\n\n{\"id\":1,\"method\":\"m\"}",
    "POST https://host.example/a/b\ncontent-type: application/x-www-form-urlencoded\n\nx=1&y=2",
    "GET https://host.example/a/b?x=1&y=2",
];

#[test]
fn the_string_to_sign_is_that_of_signing_for_every_built_in_scheme() {
    let mut unsigned = Vec::new();
    for name in builtin_names() {
        let scheme = builtin(name).unwrap().unwrap();
        let signs = REQUESTS.map(|text| explanation_is_of_signing(&scheme, &request(text)));
        if !signs.contains(&true) {
            unsigned.push(name);
        }
    }
    assert_eq!(unsigned, NEED_MORE);
}

/// Whether the request can be signed. If so, the explanation has what signing gives.
fn explanation_is_of_signing(scheme: &Scheme, request: &HttpText) -> bool {
    let (data, values) = (scheme.data(), Given(scheme));
    let input = input(request, &values);
    let explanation = data.explain(input);
    assert!(
        !format!("{explanation:?}{explanation}").contains(SECRET),
        "{explanation}"
    );
    let signing = match SigningKey::new(&data).sign(input) {
        Ok(signing) => signing,
        Err(error) => {
            assert_eq!(explanation.error, Some(error));
            return false;
        }
    };
    assert_eq!(explanation.error, None, "{explanation}");
    let stretches = &explanation.string_to_sign;
    assert_eq!(text(stretches), signing.string_to_sign.to_string());
    for header in signing.headers(&data) {
        let (Some(index), value) = header.unwrap() else {
            continue;
        };
        let name = data.text(data.entries[index].name);
        let sent = explanation.sent.iter().find(|one| one.made.name == name);
        let Outcome::Text(stretches) = &sent.unwrap().made.outcome else {
            panic!("{name}")
        };
        let shown = text(stretches);
        assert!(
            shown == value.to_str().unwrap() || shown.contains('‹'),
            "{shown}"
        );
    }
    true
}

#[test]
fn every_step_is_shown_and_no_secret() {
    let explanation = explained(ACME, "GET https://h.example/p?b=2&a\nx-own: as it is\n");
    let shown = explanation.to_string();
    assert_eq!(
        shown,
        include_str!("explain/acme.txt").trim_end(),
        "\n{shown}"
    );
    assert!(!format!("{explanation:?}{shown}").contains(SECRET));
}

#[test]
fn what_cannot_be_signed_is_explained_as_far_as_it_goes() {
    let explanation = explained(ACME, "GET https://h.example/p");
    let error = "the scheme signs header `x-own`, and the request has none";
    assert_eq!(explanation.error.as_ref().unwrap().to_string(), error);
    let own = explanation
        .values
        .iter()
        .find(|made| made.name == "own")
        .unwrap();
    assert!(matches!(own.outcome, Outcome::Failed(_)), "{own:?}");
    assert!(
        explanation
            .to_string()
            .ends_with(&format!("not signed: {error}"))
    );

    let direct = ACME.replace("{scope}\n", "{scope} {header.absent}\n");
    let direct = explained(&direct, "GET https://h.example/p\nx-own: 1\n");
    let shown = direct.to_string();
    assert!(
        shown.contains("\n\nstring to sign\n  {scope} {header.absent}\n    | 20260102/eu·\n\n"),
        "{shown}"
    );
}

#[test]
fn a_text_with_marks_of_ours_cannot_pass_for_them() {
    let explanation = explained(ACME, "GET https://h.example/p\nx-own: a  b\n");
    assert!(explanation.to_string().contains("| a··b"));
    let file = ACME.replace("{method}\n", "{method}·⏎\\tx\n");
    let shown = explained(&file, "GET https://h.example/p\nx-own: 1\n").to_string();
    assert!(shown.contains(r"| GET\u{b7}\u{23ce}\tx⏎"), "{shown}");
}

#[test]
fn a_plain_hash_has_no_key() {
    let file = r#"
title = "Hash"
[credentials]
secret = { secret = true }
[signature]
algorithm = "sha256"
string_to_sign = "{path}{secret}"
[headers]
x-signature = "{signature | hex}"
"#;
    let explanation = explained(file, "GET https://h.example/p");
    assert!(explanation.key.is_empty());
    let shown = explanation.to_string();
    assert!(
        shown.contains("  {path}{secret}\n    | /p‹secret›\n\nhashed by sha256\n"),
        "{shown}"
    );
}

#[test]
fn bodies_named_pairs_and_parts_are_shown() {
    let file = r#"
title = "Body"
[credentials]
key_id = {}
secret = { secret = true }
[let.protocol]
at    = "{now | unix_seconds}"
token = "{header.x-token?}"
key   = "{key_id}"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{body}{protocol | each('{name}={value}') | join('&')}"
[headers]
authorization = { start = "Acme ", join = ", ", parts = ["t={header.x-token?}", "s={signature | hex}"] }
[json]
"meta.at" = "{now | unix_seconds}"
"#;
    let shown = explained(file, "POST https://h.example/p\n\n{\"a\":[1, 2]}").to_string();
    for part in [
        "\n\nnamed values\n  protocol\n    at = {now | unix_seconds}, token = {header.x-token?}, key = {key_id}\n      | at: 1767323045\n      | key: plain\n\n",
        "\n  JSON member meta.at\n    {now | unix_seconds}\n      | 1767323045\n",
        "\n    | {\"a\":[1,·2],\"meta\":{\"at\":\"1767323045\"}}at=1767323045&key=plain\n",
        "\n\nset after signing\n  header authorization\n    Acme t={header.x-token?}, s={signature | hex}\n      | Acme·s=",
    ] {
        assert!(shown.contains(part), "{part}\nis not in\n{shown}");
    }
}
