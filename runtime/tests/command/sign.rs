//! `signed-api sign` and `signed-api verify`: what providers' SDKs have signed, and the way back.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use signed_api_specs::{HttpText, builtin_names, parse_http};

use crate::{run, run_with, vectors, written};

/// A case of a vector file as arguments and text.
struct Case {
    row: Value,
    scheme: String,
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
                    scheme.push_str("-microseconds")
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
            scheme,
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
        text += &format!(
            "{}: {}\r\n",
            pair[0].as_str().unwrap(),
            pair[1].as_str().unwrap()
        );
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
    let mut seen = Vec::new();
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
            seen.push(case.scheme);
        }
    }
    // What the platform signs is in a test of its own.
    seen.push("sinch-callback".to_owned());
    for name in builtin_names() {
        assert!(seen.iter().any(|scheme| scheme == name), "{name}: {seen:?}");
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

const KEY: [(&str, &str); 1] = [("ACS_ACCESS_KEY", "pw==")];
const NOW: &str = "--now=2022-04-13T18:09:12Z";

fn acs(command: &str, input: &[u8]) -> crate::Ended {
    run_with(&[command, "--scheme", "acs", NOW, "-"], &KEY, input)
}

/// The known answer of an SDK's own tests.
const SIGNED: &str = "DGdgwggJWnQyc6EHjR/Vbqg1ES64KpD6U2XwTDDj3tU=";
/// The same for a `Host` with its port, computed by Python's `hmac`.
const WITH_PORT: &str = "nLNaEftcvbTWrAjirrmroIiiFk1mCOqjWSo7/8lsip0=";

#[test]
fn the_text_stays_as_it_was_written_but_for_what_is_set() {
    let set = "x-ms-date: Wed, 13 Apr 2022 18:09:12 GMT
x-ms-content-sha256: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
authorization: HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    let head = format!("{set}{SIGNED}\n\n");
    let target = "/testPath?testQuery=test";
    let url = format!("https://example.com{target}");
    let host = "Host: example.com\n";
    let full = format!("GET {url} HTTP/1.1\n");
    for (given, printed) in [
        (format!("GET {url}"), format!("{full}{host}{head}")),
        (format!("GET {url}\n\n"), format!("{full}{host}{head}")),
        (
            format!("GET {target} HTTP/1.1\nX-A:  1\nHost: example.com\nX-Ms-Date: old\nX-A: 2\n"),
            format!("GET {target} HTTP/1.1\nX-A:  1\nHost: example.com\nX-A: 2\n{head}"),
        ),
        (
            format!("GET {url} HTTP/1.0\r\nHost: example.com:443\r\n\r\n"),
            format!("GET {target} HTTP/1.1\nHost: example.com:443\n{set}{WITH_PORT}\n\n")
                .replace('\n', "\r\n"),
        ),
    ] {
        let ended = acs("sign", given.as_bytes());
        assert_eq!((ended.code, &*ended.err), (Some(0), ""), "{given}");
        assert_eq!(ended.out, printed, "{given}");
        assert_eq!(acs("verify", ended.out.as_bytes()).code, Some(0), "{given}");
        // What was signed once is signed again, not twice.
        assert_eq!(acs("sign", ended.out.as_bytes()).out, ended.out, "{given}");
    }
}

#[test]
fn bodies_are_bytes() {
    let signed = run_with(
        &["sign", "--scheme", "acs", "-"],
        &KEY,
        b"POST https://example.com/\n\n \r\n{}\n\n",
    );
    assert!(signed.out.ends_with("\n\n \r\n{}\n\n"), "{signed:?}");
    assert_eq!(
        run_with(
            &["verify", "--scheme", "acs", "-"],
            &KEY,
            signed.out.as_bytes()
        )
        .code,
        Some(0)
    );
}

#[test]
fn a_refusal_has_its_reason() {
    let signed = acs("sign", b"POST https://example.com/a\n\nbanana").out;
    for (changed, reason) in [
        (
            signed.replace("/a ", "/b "),
            "refused: the signature does not match\nwhat the verifier signed:\nPOST⏎\n/b⏎\nWed,·13·Apr·2022",
        ),
        (
            signed.replace("banana", "bananas"),
            "refused: the header `x-ms-content-sha256` is not what this request makes of it\n",
        ),
        (
            signed.replace("authorization: ", "x-authorization: "),
            "refused: the header `authorization` is missing\n",
        ),
    ] {
        let ended = acs("verify", changed.as_bytes());
        assert_eq!((ended.code, &*ended.err), (Some(1), ""), "{changed}");
        assert!(ended.out.starts_with(reason), "{ended:?}");
    }
    let later = ["verify", "--scheme", "acs", "--now", "1649873653", "-"];
    let ended = run_with(&later, &KEY, signed.as_bytes());
    assert_eq!(
        (ended.code, &*ended.out),
        (Some(1), "refused: the request is 301 s old\n")
    );
    let earlier = ["verify", "--scheme", "acs", "--now", "-1", "-"];
    assert_eq!(run_with(&earlier, &KEY, signed.as_bytes()).code, Some(1));
}

#[test]
fn what_cannot_be_signed_or_judged_is_said() {
    let forwards = written(
        "forwards",
        "acme.toml",
        &NONCE.replace("x-nonce = \"{nonce}\"\n", ""),
    );
    let scheme = ["verify", "--scheme", forwards.to_str().unwrap(), "-"];
    let ended = run_with(&scheme, &[("ACME_SECRET", "s")], b"GET https://a.example/");
    assert_eq!(ended.code, Some(2));
    assert!(
        ended
            .err
            .starts_with("scheme `acme` can sign, and cannot verify: "),
        "{ended:?}"
    );
    let wrong_key = run_with(
        &["verify", "--scheme", "acs", NOW, "-"],
        &[("ACS_ACCESS_KEY", "!")],
        acs("sign", b"GET https://a.example/").out.as_bytes(),
    );
    assert_eq!(
        (wrong_key.code, &*wrong_key.err),
        (Some(2), "no verdict: `access_key` is not base64\n")
    );
    for (text, message) in [
        ("", "-: the first line is a request line"),
        (
            "GET /a\n",
            "-: the URL has no host, and there is no `Host` header",
        ),
        (
            "GET example.com/a\n",
            "-: `example.com/a` is no full URL, as `https://host/path`",
        ),
        (
            "GET https://a.example/\n{}\n",
            "-: `{}` is no header: it has no colon",
        ),
        (
            "GET https://u:p@a.example/\n",
            "the URL may not hold a user or password",
        ),
    ] {
        let ended = acs("sign", text.as_bytes());
        assert_eq!((ended.code, &*ended.out), (Some(2), ""), "{text}");
        assert!(ended.err.starts_with(message), "{ended:?}");
    }
    let unsigned = run_with(
        &[
            "sign",
            "--scheme",
            "acs",
            "--credential",
            "access_key=!",
            "-",
        ],
        &[],
        b"GET https://a.example/",
    );
    assert_eq!(
        (unsigned.code, &*unsigned.err),
        (Some(1), "not signed: `access_key` is not base64\n")
    );
    let ended = run(&[
        "sign",
        "--scheme",
        "acs",
        "--credential",
        "access_key=pw==",
        "nowhere.http",
    ]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.starts_with("nowhere.http: "), "{ended:?}");
}

const NONCE: &str = r#"
title = "A nonce"
nonce = "uuid"
[credentials]
secret = { secret = true }
[signature]
algorithm = "hmac-sha256"
key = "{secret}"
string_to_sign = "{nonce}{path}"
[headers]
x-nonce = "{nonce}"
x-signature = "{signature | hex}"
"#;

#[test]
fn a_nonce_is_new_or_the_one_that_is_given() {
    let file = written("nonce", "acme.toml", NONCE);
    let request = b"GET https://a.example/";
    let run = |command, nonce: &[&str], input: &[u8]| {
        let mut arguments = vec![command, "--scheme", file.to_str().unwrap(), "-"];
        arguments.extend(nonce);
        run_with(&arguments, &[("ACME_SECRET", "s")], input)
    };
    let [first, second] = [0, 1].map(|_| run("sign", &[], request).out);
    assert_ne!(first, second);
    let nonce = first
        .split("x-nonce: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    assert_eq!(nonce.split('-').count(), 5, "{nonce}");
    assert_eq!(run("sign", &["--nonce", nonce], request).out, first);
    let same = run("verify", &["--nonce", nonce], first.as_bytes());
    assert_eq!(
        (same.code, &*same.out),
        (Some(0), &*format!("accepted, nonce {nonce}\n"))
    );
    let other = run("verify", &["--nonce", nonce], second.as_bytes());
    assert_eq!(
        (other.code, &*other.out),
        (Some(1), "refused: the request has another nonce\n")
    );
}
