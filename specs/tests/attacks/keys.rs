//! Requests that name several keys, each with its signature.

use std::collections::BTreeMap;

use signed_api_reader::{Scheme, parse_http, read};
use signed_api_specs::{Reading, Received};

use crate::scheme::{Given, signed, verdict, with_header};

/// Each signature of a header stands behind the id of its key.
fn of_several_keys() -> Scheme {
    let text = "title = 'Of no provider'\n[credentials]\nkey_id = {}\nsecret = { secret = true }\n\
         [signature]\nalgorithm = 'hmac-sha256'\nkey = '{secret}'\nstring_to_sign = '{body}'\n\
         [headers]\nx-signature = { join = ',', parts = ['{key_id}/SHA256/{signature | hex}'] }";
    read("of-no-provider.toml", text, &mut |_| None).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[test]
fn a_signature_belongs_to_the_key_that_stands_before_it() {
    let scheme = of_several_keys();
    let key = |id| Given(BTreeMap::from([("key_id", id)]));
    let one = |id| {
        let sent = signed(&scheme, &key(id), "POST https://h.example/\n\nbody").unwrap();
        let value = sent.headers["x-signature"].to_str().unwrap().to_owned();
        (sent, value)
    };
    let ((sent, old), (_, new)) = (one("old"), one("new"));
    let mac = old.strip_prefix("old").unwrap();
    let said = |value: &str| with_header(&sent, "x-signature", value);
    let unknown = Err("the request names another `key_id`".to_owned());
    let wrong = Err("the signature does not match".to_owned());
    // The MAC of another key: of the same text, with a digit changed.
    let other = mac.replace(['d', 'e', 'f'], "0");
    for (value, id, expected) in [
        (format!("{old},{new}"), "old", Ok(())),
        (format!("{old},{new}"), "new", Ok(())),
        (format!("{old},{new}"), "third", unknown.clone()),
        (format!("old{other},new{mac}"), "new", Ok(())),
        (format!("old{other},new{mac}"), "old", wrong.clone()),
        (format!("old{other},old{mac}"), "old", Ok(())),
        (format!("old/SHA512/00,{new}"), "new", Ok(())),
        (format!("other,{new}"), "new", Ok(())),
    ] {
        assert_eq!(
            verdict(&scheme, &key(id), &said(&value)),
            expected,
            "{value}"
        );
    }
    // What would end a part is not signed as a key id.
    assert_eq!(
        signed(&scheme, &key("a,b"), "POST https://h.example/\n\nbody").unwrap_err(),
        "`key_id` may not hold `,`, which ends it where it is sent"
    );
}

#[test]
fn the_keys_that_a_request_names_are_few() {
    let scheme = of_several_keys();
    let data = scheme.data();
    let named = |count: usize| {
        let parts: Vec<String> = (0..count)
            .map(|id| format!("{}/SHA256/00", id % 20))
            .collect();
        let text = format!(
            "POST https://h.example/\nx-signature: {}\n\n",
            parts.join(",")
        );
        let request = parse_http(text.as_bytes()).unwrap();
        let received = Reading::new(&data)
            .unwrap()
            .read(&data, request.view().unwrap());
        let keys = received.map(Received::by_key);
        keys.map(|keys| {
            let names = keys.iter().filter_map(|key| key.credential("key_id"));
            names.map(str::to_owned).collect::<Vec<_>>()
        })
    };
    assert_eq!(named(2).unwrap(), ["0", "1"]);
    assert_eq!(named(16).unwrap().len(), 16);
    assert_eq!(
        named(17).unwrap_err().to_string(),
        "the header `x-signature` does not have the form of this scheme"
    );
}
