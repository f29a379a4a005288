//! Schemes of no provider, and requests signed and verified by them.

use std::collections::BTreeMap;

use signed_api_reader::{HttpText, Scheme, parse_http, read};
use signed_api_specs::Timestamp;
use signed_api_specs::data::{Value, Values};
use signed_api_specs::{Input, Reading, RequestView, SigningKey, Verification, Verified};

/// Settings; the one secret is always the same.
#[derive(Default)]
pub(crate) struct Given(pub(crate) BTreeMap<&'static str, &'static str>);

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let text = (name == "secret").then_some("s3cret");
        text.or_else(|| self.0.get(name).copied()).map(Value::Text)
    }
}

pub(crate) fn scheme(sections: &str, string_to_sign: &str) -> Scheme {
    let text = format!(
        "title = 'Of no provider'\n{sections}\n[credentials]\nsecret = {{ secret = true }}\n\
         [signature]\nalgorithm = 'hmac-sha256'\nkey = '{{secret}}'\n{string_to_sign}\n"
    );
    read("of-no-provider.toml", &text, &mut |_| None).unwrap_or_else(|wrong| panic!("{wrong}"))
}

pub(crate) fn signed(scheme: &Scheme, given: &Given, request: &str) -> Result<HttpText, String> {
    let data = scheme.data();
    let mut request = parse_http(request.as_bytes()).unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: given,
        now: Timestamp::UNIX_EPOCH,
        nonce: "17",
    };
    let signing = SigningKey::new(&data)
        .sign(input)
        .map_err(|error| error.to_string())?;
    for header in signing.headers(&data) {
        let (Some(index), value) = header.map_err(|error| error.to_string())? else {
            continue;
        };
        let name: http::HeaderName = data.text(data.entries[index].name).parse().unwrap();
        request.headers.insert(name, value);
    }
    request.headers.insert("host", "h.example".parse().unwrap());
    if let Some(target) = signing.target() {
        request.uri = format!("https://h.example{target}").parse().unwrap();
    }
    request.body = signing.body.map_or(request.body, Into::into);
    Ok(request)
}

pub(crate) fn verdict(scheme: &Scheme, given: &Given, request: &HttpText) -> Result<(), String> {
    verified(scheme, given, request).map(drop)
}

pub(crate) fn verified(
    scheme: &Scheme,
    given: &Given,
    request: &HttpText,
) -> Result<Verified, String> {
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
    let verified = reading.verify(&SigningKey::new(&data), received, verification);
    verified.map_err(|refusal| refusal.to_string())
}

pub(crate) fn refused(scheme: &Scheme, request: &HttpText) -> String {
    verdict(scheme, &Given::default(), request).expect_err("it is refused")
}

pub(crate) fn with_header(request: &HttpText, name: &'static str, value: &str) -> HttpText {
    let mut request = request.clone();
    request.headers.insert(name, value.parse().unwrap());
    request
}
