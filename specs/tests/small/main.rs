//! What small files sign.

mod bare_names;
mod canonical_query;
mod json;
mod large;
mod masks;
mod prepared;

use signed_api_reader::{Scheme, parse_http, read};
use signed_api_specs::data::SchemeData;
use signed_api_specs::{Input, Signing, SigningKey, Value, Values};

struct Given;

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        (name == "secret").then_some(Value::Text("hunter2"))
    }
}

/// A file that signs this by HMAC.
fn file(string_to_sign: &str) -> String {
    format!(
        "title = 'Acme'
[credentials]
secret = {{ secret = true }}
[signature]
algorithm = 'hmac-sha256'
key = '{{secret}}'
string_to_sign = '''{string_to_sign}'''
[headers]
x-signature = '{{signature | hex}}'
"
    )
}

fn scheme(file: &str) -> Scheme {
    let scheme = read("acme.toml", file, &mut |_| None);
    scheme.unwrap_or_else(|problems| panic!("{problems}"))
}

/// What becomes of a request by a file.
fn with<T>(file: &str, request: &str, by: impl FnOnce(&SchemeData<'_>, Input<'_>) -> T) -> T {
    let request = parse_http(request.as_bytes()).unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given,
        now: "2026-01-02T03:04:05Z".parse().unwrap(),
        nonce: "",
    };
    by(&scheme(file).data(), input)
}

fn signed(file: &str, request: &str) -> Signing {
    with(file, request, |data, input| {
        SigningKey::new(data).sign(input).unwrap()
    })
}
