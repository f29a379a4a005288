//! `signed-api sign` and `signed-api verify` over what providers' SDKs have signed.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use signed_api_reader::{HttpText, builtin, parse_http};
use signed_api_specs::data::SchemeData;
use signed_api_specs::{Reading, builtin_names};

use crate::{run_with, vectors};

/// A case of a vector file as arguments and text.
struct Case {
    row: Value,
    arguments: Vec<String>,
    text: Vec<u8>,
}

impl Case {
    fn of(file: &str, row: Value) -> Self {
        let mut scheme = file.to_owned();
        let mut arguments = Vec::new();
        for (name, value) in row["credentials"].as_object().unwrap() {
            if let Some(value) = value.as_str() {
                arguments.push(format!("--credential={name}={value}"));
            }
        }
        for (name, value) in row["params"].as_object().unwrap() {
            match (name.as_str(), value.as_str()) {
                ("timestamp", Some("iso8601-seconds-z")) if file == "sinch-application" => {
                    scheme.push_str("-seconds");
                }
                ("timestamp", Some("iso8601-microseconds-offset")) => {
                    scheme.push_str("-microseconds");
                }
                ("timestamp", _) | (_, None) => {}
                (name, Some(value)) => arguments.push(format!("--setting={name}={value}")),
            }
        }
        arguments.push(format!("--scheme={scheme}"));
        arguments.push(format!("--now={}", row["now"].as_str().unwrap()));
        let text = text(&row["request"]);
        Self {
            row,
            arguments,
            text,
        }
    }

    fn run(&self, command: &str, input: &[u8]) -> crate::Ended {
        let mut arguments = vec![command];
        arguments.extend(self.arguments.iter().map(String::as_str));
        arguments.push("-");
        run_with(&arguments, &[], input)
    }

    /// What the SDK has sent.
    fn expected(&self) -> HttpText {
        let mut request = parse_http(&self.text).unwrap();
        for pair in self.row["signed"]["headers"].as_array().unwrap() {
            let name: http::HeaderName = pair[0].as_str().unwrap().parse().unwrap();
            request
                .headers
                .insert(name, pair[1].as_str().unwrap().parse().unwrap());
        }
        request
    }
}

fn text(request: &Value) -> Vec<u8> {
    let mut text = format!(
        "{} {} HTTP/1.1\r\n",
        request["method"].as_str().unwrap(),
        request["url"].as_str().unwrap()
    );
    for pair in request["headers"].as_array().unwrap() {
        let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        text.extend([name, ": ", value, "\r\n"]);
    }
    let mut text = (text + "\r\n").into_bytes();
    text.extend(
        STANDARD
            .decode(request["body_base64"].as_str().unwrap_or_default())
            .unwrap(),
    );
    text
}

/// The cases of a vector file.
fn cases(file: &str) -> Vec<Case> {
    let text = fs::read_to_string(vectors(file)).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.map(|row| Case::of(file, row)).collect()
}

#[test]
fn what_is_printed_is_what_the_providers_sdks_have_sent_and_verifies() {
    for file in ["acs", "acs-date", "sinch-application", "aws-sigv4"] {
        for case in cases(file) {
            let signed = case.run("sign", &case.text);
            let name = &case.row["case"];
            assert_eq!((signed.code, &*signed.err), (Some(0), ""), "{name}");
            let sent = parse_http(&signed.bytes).unwrap();
            let expected = case.expected();
            assert_eq!(sent.body, expected.body, "{name}");
            assert_eq!(
                (sent.method, sent.uri.path_and_query()),
                (expected.method, expected.uri.path_and_query()),
                "{name}"
            );
            let mut headers = sent.headers;
            if !expected.headers.contains_key("host") {
                headers.remove("host");
            }
            assert_eq!(headers, expected.headers, "{name}");
            let verified = case.run("verify", &signed.bytes);
            assert_eq!(verified.code, Some(0), "{name}: {verified:?}");
        }
    }
}

#[test]
fn callbacks_have_the_verdict_that_they_should_have() {
    for case in cases("sinch-callback") {
        let name = &case.row["case"];
        let expected = case.expected();
        let mut text = format!("{} {}\n", expected.method, expected.uri).into_bytes();
        for (name, value) in &expected.headers {
            text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
        }
        text.extend([b"\n", &expected.body[..]].concat());
        let (code, verdict) = match case.row["expect"].as_str() {
            Some("reject") => (1, "refused: "),
            _ => (0, "accepted, signed at "),
        };
        let verified = case.run("verify", &text);
        assert_eq!(verified.code, Some(code), "{name}: {verified:?}");
        assert!(verified.out.starts_with(verdict), "{name}: {verified:?}");
        let signed = case.run("sign", &case.text);
        let verified = case.run("verify", &signed.bytes);
        assert_eq!(verified.code, Some(0), "{name}: {signed:?} {verified:?}");
    }
}

/// Requests of which nearly every scheme signs one.
const REQUESTS: [&str; 3] = [
    "POST https://host.example/a/b?x=1\ncontent-type: application/json\n\n{\"id\":1,\"method\":\"m\"}",
    "POST https://host.example/a/b\ncontent-type: application/x-www-form-urlencoded\n\nx=1&y=2",
    "GET https://host.example/a/b?x=1",
];

/// What a built-in scheme has to be given; the value is hexadecimal digits, and base64 too.
fn given(data: &SchemeData<'_>) -> Vec<String> {
    let value = "5eac12e75eac12e7";
    let credentials = data.credentials.iter();
    let credentials =
        credentials.map(|one| format!("--credential={}={value}", data.text(one.name)));
    let settings = data.settings.iter();
    let settings = settings.filter(|one| one.default.is_none() && !one.optional);
    let settings = settings.map(|one| {
        let choice = data.choices(one.one_of).next().unwrap_or(value);
        format!("--setting={}={choice}", data.text(one.name))
    });
    credentials.chain(settings).collect()
}

#[test]
fn what_is_signed_verifies_for_every_built_in_scheme() {
    let mut rest = Vec::new();
    for name in builtin_names() {
        let scheme = builtin(name).unwrap().unwrap();
        let data = scheme.data();
        let given = given(&data);
        let run = |command, input: &[u8]| {
            let mut arguments = vec![command, "--scheme", name, "--now=1767323045"];
            arguments.extend(given.iter().map(String::as_str));
            arguments.push("-");
            run_with(&arguments, &[], input)
        };
        let signed = REQUESTS.map(|request| run("sign", request.as_bytes()));
        let mut signed = signed.iter().filter(|signed| signed.code == Some(0));
        let Some(signed) = signed.next() else {
            rest.push(name);
            continue;
        };
        let verified = run("verify", &signed.bytes);
        let expected = if Reading::new(&data).is_ok() { 0 } else { 2 };
        assert_eq!(
            verified.code,
            Some(expected),
            "{name}: {signed:?} {verified:?}"
        );
    }
    assert_eq!(rest, NEED_MORE);
}

/// Schemes that want a list of headers, a time, or members of the body that these requests lack.
const NEED_MORE: [&str; 6] = [
    "adyen-webhook",
    "azure-storage-account-sas",
    "baidu-bce-listed",
    "baidu-bce-query-listed",
    "rfc9421-hmac",
    "rfc9421-hmac-base64",
];
