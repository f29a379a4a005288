//! `signed-api sign` and `signed-api verify`: what is printed, and how they end.

use crate::{run, run_with, written};

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
fn a_scheme_that_cannot_verify_is_said() {
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
}

#[test]
fn a_key_that_is_none_is_said() {
    let wrong_key = run_with(
        &["verify", "--scheme", "acs", NOW, "-"],
        &[("ACS_ACCESS_KEY", "!")],
        acs("sign", b"GET https://a.example/").out.as_bytes(),
    );
    assert_eq!(
        (wrong_key.code, &*wrong_key.err),
        (Some(2), "no verdict: `access_key` is not base64\n")
    );
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
}

#[test]
fn a_text_that_is_no_request_is_said() {
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

#[test]
fn a_nonce_that_is_not_signed_is_none() {
    let text = NONCE.replace("{nonce}{path}", "{path}");
    assert_ne!(text, NONCE);
    let file = written("nonce-unsigned", "acme.toml", &text);
    let run = |command, nonce: &[&str], input: &[u8]| {
        let mut arguments = vec![command, "--scheme", file.to_str().unwrap(), "-"];
        arguments.extend(nonce);
        run_with(&arguments, &[("ACME_SECRET", "s")], input)
    };
    let signed = run("sign", &["--nonce", "n"], b"GET https://a.example/").out;
    assert_eq!(run("verify", &[], signed.as_bytes()).out, "accepted\n");
    let asked = run("verify", &["--nonce", "n"], signed.as_bytes());
    let refused = "refused: the request has no nonce that is signed\n";
    assert_eq!((asked.code, &*asked.out), (Some(1), refused));
}

#[test]
fn a_body_that_signing_adds_to_is_printed_with_its_length() {
    let form = r#"
title = "A form"
[credentials]
key_id = {}
secret = { secret = true }
[form]
key = "{key_id}"
[signature]
algorithm = "hmac-sha256"
key = "{secret}"
string_to_sign = "{body}"
[headers]
x-signature = "{signature | hex}"
"#;
    let request = b"POST https://a.example/\nContent-Length: 3\nContent-Type: application/x-www-form-urlencoded\n\na=1";
    let file = written("form", "acme.toml", form);
    let run = |command, input: &[u8]| {
        let arguments = [command, "--scheme", file.to_str().unwrap(), "-"];
        run_with(
            &arguments,
            &[("ACME_KEY_ID", "k"), ("ACME_SECRET", "s")],
            input,
        )
    };
    let signed = run("sign", request);
    assert!(
        signed.out.ends_with("\nContent-Length: 9\n\na=1&key=k"),
        "{signed:?}"
    );
    assert_eq!(
        signed.out.matches("Content-Length").count(),
        1,
        "{signed:?}"
    );
    assert_eq!(run("verify", &signed.bytes).out, "accepted\n");
    assert_eq!(
        run("verify", &[&signed.bytes[..], b"2"].concat()).code,
        Some(1)
    );
}
