//! What a sender tries, in schemes of no provider: each of these was accepted once, or took long.
#![cfg(feature = "read")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use signed_api_specs::data::{Value, Values};
use signed_api_specs::{
    HttpText, Input, Reading, RequestView, Scheme, SigningKey, Verification, parse_http, read,
};

/// Settings; the one secret is always the same.
#[derive(Default)]
struct Given(BTreeMap<&'static str, &'static str>);

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let text = (name == "secret").then_some("s3cret");
        text.or_else(|| self.0.get(name).copied()).map(Value::Text)
    }
}

fn scheme(sections: &str, string_to_sign: &str) -> Scheme {
    let text = format!(
        "title = 'Of no provider'\n{sections}\n[credentials]\nsecret = {{ secret = true }}\n\
         [signature]\nalgorithm = 'hmac-sha256'\nkey = '{{secret}}'\n{string_to_sign}\n"
    );
    read("of-no-provider.toml", &text, &mut |_| None).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn signed(scheme: &Scheme, given: &Given, request: &str) -> Result<HttpText, String> {
    let data = scheme.data();
    let mut request = parse_http(request.as_bytes()).unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: given,
        now: Timestamp::UNIX_EPOCH,
        nonce: "17",
    };
    let signing = data
        .sign(&SigningKey::default(), input)
        .map_err(|error| error.to_string())?;
    for header in signing.headers(&data) {
        let (Some(index), value) = header.map_err(|error| error.to_string())? else {
            continue;
        };
        let name: http::HeaderName = data.text(data.entries[index].name).parse().unwrap();
        request.headers.insert(name, value);
    }
    request.headers.insert("host", "h.example".parse().unwrap());
    request.body = signing.body.unwrap_or(request.body);
    Ok(request)
}

fn verdict(scheme: &Scheme, given: &Given, request: &HttpText) -> Result<(), String> {
    let data = scheme.data();
    let reading = Reading::new(&data).unwrap();
    let request: RequestView<'_> = request.view().unwrap();
    let verification = Verification {
        request,
        values: given,
        now: Timestamp::UNIX_EPOCH,
        limits: data.verify,
        required: &[],
    };
    let received = reading
        .read(&data, request)
        .map_err(|refusal| refusal.to_string())?;
    let verified = reading.verify(&data, &SigningKey::default(), received, verification);
    verified.map(drop).map_err(|refusal| refusal.to_string())
}

fn refused(scheme: &Scheme, request: &HttpText) -> String {
    verdict(scheme, &Given::default(), request).expect_err("it is refused")
}

fn with_header(request: &HttpText, name: &'static str, value: &str) -> HttpText {
    let mut request = request.clone();
    request.headers.insert(name, value.parse().unwrap());
    request
}

#[test]
fn a_hash_is_not_left_behind_by_its_body() {
    let scheme = scheme(
        "[headers]\nx-hash = '{body | non_empty | sha256 | hex?}'\nx-signature = '{signature | hex}'",
        "string_to_sign = '''{header.x-hash or ''}'''",
    );
    let sent = signed(
        &scheme,
        &Given::default(),
        "POST https://h.example/\n\nbody",
    )
    .unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let emptied = HttpText {
        body: Vec::new(),
        ..sent.clone()
    };
    assert_eq!(
        refused(&scheme, &emptied),
        "the header `x-hash` is not what this request makes of it"
    );
    // A signer does not send what no verifier would take.
    let own = signed(
        &scheme,
        &Given::default(),
        "GET https://h.example/\nx-hash: 00\n\n",
    );
    assert_eq!(
        own.unwrap_err(),
        "the request already has a header `x-hash`, which the scheme sets"
    );
}

#[test]
fn a_body_is_read_as_one_kind() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        r#"string_to_sign = "{form | each('{name}={value}') | join('&')}""#,
    );
    let request = "POST https://h.example/\ncontent-type: application/json\n\n{}";
    let mut sent = signed(&scheme, &Given::default(), request).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    // No form was signed; whoever takes the last of two headers would read one.
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    sent.headers.append("content-type", form);
    sent.body = b"amount=1000".to_vec();
    assert_eq!(
        refused(&scheme, &sent),
        "the header `content-type` is there more than once"
    );
    let twice = request.replace("\n\n", "\ncontent-type: text/plain\n\n");
    assert_eq!(
        signed(&scheme, &Given::default(), &twice).unwrap_err(),
        "the header `content-type` is there more than once, and the scheme reads one"
    );
}

#[test]
fn what_a_form_holds_comes_as_a_form() {
    let scheme = scheme(
        "[form]\nkind = 'a'\nsignature = '{signature | hex}'",
        "string_to_sign = '{body}'",
    );
    let form = "POST https://h.example/\ncontent-type: application/x-www-form-urlencoded\n\nx=1";
    let sent = signed(&scheme, &Given::default(), form).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let other = with_header(&sent, "content-type", "application/json");
    let refusal = "the scheme takes a form as the body, and this request has another";
    assert_eq!(refused(&scheme, &other), refusal);
    let mut none = sent.clone();
    none.headers.remove("content-type");
    assert_eq!(refused(&scheme, &none), refusal);
}

#[test]
fn a_number_is_no_string() {
    let scheme = scheme(
        "[json]\nnonce = '{nonce}'\nsignature = '{signature | hex}'",
        "string_to_sign = '{json.nonce}'",
    );
    let request = "POST https://h.example/\ncontent-type: application/json\n\n{\"x\":1}";
    let sent = signed(&scheme, &Given::default(), request).unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
    let body = String::from_utf8(sent.body.clone()).unwrap();
    let number = HttpText {
        body: body.replace("\"17\"", "17").into_bytes(),
        ..sent.clone()
    };
    assert_eq!(
        refused(&scheme, &number),
        "the JSON member `nonce` is missing"
    );
    let escaped = HttpText {
        body: body.replace("\"17\"", r#""\u00317""#).into_bytes(),
        ..sent
    };
    assert_eq!(verdict(&scheme, &Given::default(), &escaped), Ok(()));
}

const LISTED: &str = "[settings]\nnames = { list = true }\n[headers]\n\
    x-signature = \"{signed_headers | names | join(';')}:{signature | hex}\"";
const LISTED_TEXT: &str = "signed_headers = ['{names}']\n\
    string_to_sign = \"{signed_headers | each('{name}:{value}') | join(';')}\"";

#[test]
fn a_sender_signs_at_least_what_the_verifiers_list_says() {
    let scheme = scheme(LISTED, LISTED_TEXT);
    let given = |names| Given(BTreeMap::from([("names", names)]));
    let request = "GET https://h.example/\nx-a: 1\nx-b: 2\n\n";
    let sent = signed(&scheme, &given("x-a"), request).unwrap();
    assert_eq!(verdict(&scheme, &given("x-a"), &sent), Ok(()));
    assert_eq!(
        verdict(&scheme, &given("x-a,x-b"), &sent).unwrap_err(),
        "the header `x-b` is not signed, and has to be"
    );
}

#[test]
fn long_lists_are_read_quickly() {
    let start = Instant::now();
    let listed = scheme(LISTED, LISTED_TEXT);
    let names: Vec<String> = (0..60_000).map(|index| format!("x-{index}")).collect();
    let list = format!("{}:00", names.join(";"));
    let given = Given(BTreeMap::from([("names", "x-a")]));
    let sent = signed(&listed, &given, "GET https://h.example/\nx-a: 1\n\n").unwrap();
    assert!(verdict(&listed, &given, &with_header(&sent, "x-signature", &list)).is_err());

    let pairs = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        r#"string_to_sign = "{query | unique | merge(',') | each('{name}={value}') | unique | join}{query | unique | merge(',') | to_json}""#,
    );
    let query: Vec<String> = (0..8_000).map(|index| format!("{index}=")).collect();
    let request = format!("GET https://h.example/?{}\n\n", query.join("&"));
    let sent = signed(&pairs, &Given::default(), &request).unwrap();
    assert_eq!(verdict(&pairs, &Given::default(), &sent), Ok(()));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_setting_is_tried_unless_the_verifier_has_it() {
    let scheme = scheme(
        "[settings]\nkind = { default = 'a', one_of = ['a', 'b', 'c'], tried = true }\n\
         [headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{kind}{path}'",
    );
    let given = |kind| Given(BTreeMap::from([("kind", kind)]));
    let request = "GET https://h.example/x\n\n";
    for kind in ["a", "b", "c"] {
        let sent = signed(&scheme, &given(kind), request).unwrap();
        assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()), "{kind}");
        let known = verdict(&scheme, &given("c"), &sent);
        assert_eq!(known.is_ok(), kind == "c", "{kind}");
        let other = HttpText {
            uri: "https://h.example/y".parse().unwrap(),
            ..sent
        };
        assert_eq!(refused(&scheme, &other), "the signature does not match");
    }
}

#[test]
fn times_that_are_given_as_text_are_looked_at() {
    let scheme = scheme(
        "[settings]\nstart = { optional = true, from_request = true }\nexpiry = { from_request = true }\n\
         [let]\ndeadline = '{expiry | time}'\n[verify]\nsince = '{start | time?}'\nuntil = '{deadline}'\n\
         [headers]\nx-start = '{start?}'\nx-expiry = '{expiry}'\nx-signature = '{signature | hex}'",
        "string_to_sign = '''{start or ''}\n{expiry}'''",
    );
    let verdict = |start, expiry| {
        let mut given = BTreeMap::from([("expiry", expiry)]);
        given.extend((start != "").then_some(("start", start)));
        let sent = signed(&scheme, &Given(given), "GET https://h.example/\n\n").unwrap();
        verdict(&scheme, &Given::default(), &sent)
    };
    // The clock says that it is the first second of 1970.
    for (start, expiry) in [
        ("", "1970-01-01T00:00:00.1Z"),
        ("", "1970-01-01T00:01Z"),
        ("1970-01-01T00:00:00Z", "1970-01-02"),
        ("-1", "1"),
    ] {
        assert_eq!(verdict(start, expiry), Ok(()), "{start} {expiry}");
    }
    let refused = [
        ("", "1970-01-01T00:00:00Z", "the request is 0 s old"),
        ("", "1969-12-31", "the request is 86400 s old"),
        ("60", "120", "the request is 60 s ahead of the clock"),
    ];
    for (start, expiry, why) in refused {
        assert_eq!(verdict(start, expiry), Err(why.to_owned()));
    }
    let given = Given(BTreeMap::from([("expiry", "soon")]));
    assert_eq!(
        signed(&scheme, &given, "GET https://h.example/\n\n").unwrap_err(),
        "`expiry` is not a time, as `2026-01-02T03:04:05Z`"
    );
}

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
        let keys = received.map(|received| received.by_key());
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

#[test]
fn an_empty_setting_is_not_looked_for() {
    for function in ["before(mark)", "replace(mark, '-')"] {
        let scheme = scheme(
            "[settings]\nmark = {}\n[headers]\nx-signature = '{signature | hex}'",
            &format!("string_to_sign = '''{{path | {function}}}'''"),
        );
        let with = |mark| Given(BTreeMap::from([("mark", mark)]));
        let request = "GET https://h.example/x\n\n";
        assert!(signed(&scheme, &with("x"), request).is_ok());
        let name = function.split('(').next().unwrap();
        assert_eq!(
            signed(&scheme, &with(""), request).unwrap_err(),
            format!("`mark` is empty, so `{name}` cannot look for it")
        );
    }
}

#[test]
fn a_url_that_is_not_encoded_is_not_signed() {
    let scheme = scheme(
        "[headers]\nx-signature = '{signature | hex}'",
        "string_to_sign = '{path}'",
    );
    for url in ["https://h.example/caf%C3%A9?q=é", "https://h.example/é"] {
        let request = parse_http(format!("GET {url}\n\n").as_bytes()).unwrap();
        assert_eq!(
            request.view().err().unwrap().to_string(),
            "the URL holds `é`, which has to be percent-encoded, as `%C3%A9`"
        );
    }
    assert!(
        signed(
            &scheme,
            &Given::default(),
            "GET https://h.example/caf%C3%A9\n\n"
        )
        .is_ok()
    );
}
