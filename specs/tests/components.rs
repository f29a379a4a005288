//! Components of RFC 9421 that cannot be signed: each is refused, by its name.

use signed_api_reader::{builtin, parse_http};
use signed_api_specs::Timestamp;
use signed_api_specs::data::{Value, Values};
use signed_api_specs::{Input, SigningKey};

struct Given([String; 1]);

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        match name {
            "components" => Some(Value::List(&self.0)),
            "key_id" | "secret" => Some(Value::Text("any")),
            _ => None,
        }
    }
}

const REQUEST: &str = "GET https://h.example/?q=1&q=2&a*=3&ab=4
x-dict: a=1, b
x-twice: a, a
date: Tue, 20 Apr 2021 02:07:55 GMT

";

fn signed(component: &str) -> Result<String, String> {
    let scheme = builtin("rfc9421-hmac").expect("it is built in").unwrap();
    let request = parse_http(REQUEST.as_bytes()).unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: &Given([component.to_owned()]),
        now: Timestamp::UNIX_EPOCH,
        nonce: "",
    };
    let signing = SigningKey::new(&scheme.data()).sign(input);
    let signed = signing.map_err(|error| error.to_string())?;
    let text = signed.string_to_sign.to_string();
    Ok(text.lines().next().unwrap().to_owned())
}

#[test]
fn one_that_there_is_is_signed() {
    let dict = signed("\"x-dict\";sf");
    assert_eq!(dict.as_deref(), Ok("\"x-dict\";sf: a=1, b"));
}

#[test]
fn an_asterisk_in_a_name_is_one() {
    let param = signed("\"@query-param\";name=\"a*\"");
    assert_eq!(param.as_deref(), Ok("\"@query-param\";name=\"a*\": 3"));
}

#[test]
fn one_that_a_request_cannot_have_is_named() {
    let missing = [
        "\"date\";req",
        "\"x-dict\";tr",
        "\"x-dict\";key=\"c\"",
        "\"date\";key=\"a\"",
        "\"date\";sf",
        "\"x-twice\";sf",
        "@status",
        "@signature-params",
        "X-Dict",
    ];
    for component in missing {
        let expected = format!("the scheme signs pair `{component}`, and the request has none");
        assert_eq!(signed(component), Err(expected));
    }
}

#[test]
fn a_query_parameter_that_comes_twice_is_none() {
    assert_eq!(
        signed("\"@query-param\";name=\"q\""),
        Err("the pair `\"@query-param\";name=\"q\"` is there more than once, and the scheme reads one".to_owned())
    );
}
