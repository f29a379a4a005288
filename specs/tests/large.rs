//! Templates near the limits of their length are read in little time, and sign as they are written.

use std::time::{Duration, Instant};

use signed_api_reader::{parse_http, read};
use signed_api_specs::{Input, SigningKey, Value, Values};

struct Given;

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        (name == "secret").then_some(Value::Text("hunter2"))
    }
}

/// The string to sign of `GET https://acme.example/a`.
fn signed(template: &str) -> String {
    let file = format!(
        "title = 'Acme'
[credentials]
secret = {{ secret = true }}
[signature]
algorithm = 'hmac-sha256'
key = '{{secret}}'
string_to_sign = '''{template}'''
[headers]
x-signature = '{{signature | hex}}'
"
    );
    let scheme = read("acme.toml", &file, &mut |_| None);
    let scheme = scheme.unwrap_or_else(|problems| panic!("{problems}"));
    let request = parse_http(b"GET https://acme.example/a").unwrap();
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given,
        now,
        nonce: "",
    };
    let signing = scheme.data().sign(&SigningKey::default(), input).unwrap();
    signing.string_to_sign.to_string()
}

#[test]
fn thousands_of_values_in_quotes_in_quotes() {
    for levels in 0..=11 {
        let inner = "{url}{path}".repeat(3_500);
        let template = (0..levels).fold(inner, |inner, level| {
            let quote = ['\'', '"'][level % 2];
            format!("{level:x}{{{quote}{inner}{quote}}}")
        });
        let before = (0..levels).rev().map(|level| format!("{level:x}"));
        let before = before.collect::<Vec<_>>().concat();
        let expected = format!("{before}{}", "https://acme.example/a/a".repeat(3_500));
        assert_eq!(signed(&template), expected, "{levels} levels");
    }
}

#[test]
fn thousands_of_texts_in_quotes() {
    let digits = |index: u32| format!("{:08x}", index.wrapping_mul(2_654_435_761));
    let quoted = |index| format!("{{'{}'}}", digits(index));
    let template = (0..4_000).map(quoted).collect::<Vec<_>>().concat();
    let expected: String = (0..4_000).map(digits).collect();
    let begun = Instant::now();
    assert_eq!(signed(&template), expected);
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(10), "{taken:?}");
}
