//! `signed-api diagnose`.

use crate::{Ended, run_with, written};

const KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";

/// Signed by azure-communication-callautomation 1.6.0 of `PyPI`.
const RIGHT: &str = "GET https://contoso-calls.communication.azure.com/a?api-version=1
x-ms-date: Tue, 29 Feb 2028 23:59:59 GMT
x-ms-content-sha256: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
authorization: HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=SIz79MrGODAviK7z1S0relctOpH53I+c6wlKMFigqOw=

";

fn diagnosed(request: &str, variables: &[(&str, &str)], more: &[&str]) -> Ended {
    let arguments = [&["diagnose", "--scheme", "acs", "-"], more].concat();
    let variables = [&[("ACS_ACCESS_KEY", KEY)], variables].concat();
    let ended = run_with(&arguments, &variables, request.as_bytes());
    assert!(!ended.out.contains(KEY) && !ended.err.contains(KEY));
    ended
}

#[test]
fn what_is_right_is_said_to_be() {
    let ended = diagnosed(RIGHT, &[], &[]);
    assert_eq!((ended.code, &*ended.err), (Some(0), ""));
    assert!(ended.out.starts_with("nothing is wrong: "), "{}", ended.out);
}

#[test]
fn a_header_that_was_signed_and_is_not_sent() {
    let hash = "x-ms-content-sha256: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let ended = diagnosed(&RIGHT.replace(hash, ""), &[], &[]);
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(
        ended.out.starts_with("signed header lost\n")
            && ended
                .out
                .contains("\n  where: header `x-ms-content-sha256`\n")
            && ended
                .out
                .contains("\n  With this, the signature comes out as it was sent.\n"),
        "{}",
        ended.out
    );
}

#[test]
fn the_time_counts_only_if_it_is_said_when_it_was_received() {
    let ended = diagnosed(RIGHT, &[], &["--now", "2028-03-01T00:59:58Z"]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.out.starts_with("local time instead of UTC\n"),
        "{}",
        ended.out
    );
    let ended = diagnosed(RIGHT, &[], &["--now", "2028-03-01T00:20:07Z"]);
    assert!(ended.out.starts_with("request too old\n"), "{}", ended.out);
}

/// The provider's clock is eight hours ahead, and its day keys the MAC; signed by `hmac` of Python.
#[test]
fn a_time_of_another_zone_is_as_the_scheme_writes_it() {
    let scheme = r#"
title = "Acme"
[credentials]
key = { secret = true }
[let]
local = "{now | plus(28800)}"
time  = "{local | format('%Y-%m-%d %H:%M:%S')}"
[signature]
algorithm      = "hmac-sha256"
key            = ["{key}", "{local | format('%Y%m%d')}"]
string_to_sign = """
{method} {path}
{time}"""
[headers]
x-time = "{time}"
x-sign = "{signature | hex}"
"#;
    let scheme = written("zone", "zone.toml", scheme);
    let request = "POST https://acme.example/a\nx-time: 2026-01-02 20:00:00\nx-sign: \
                   27d0fb1c15508fd0311057f272ceef9b03364802bc711ababc559f224aab8d02\n\n";
    let scheme = scheme.to_str().unwrap();
    for now in ["2026-01-02T12:00:00Z", "2026-03-02T12:00:00Z"] {
        let late = now != "2026-01-02T12:00:00Z";
        let arguments = ["diagnose", "--scheme", scheme, "-", "--now", now];
        let variables = [("ZONE_KEY", "acme-secret")];
        let ended = run_with(&arguments, &variables, request.as_bytes());
        assert_eq!((ended.code, &*ended.err), (Some(1), ""));
        assert!(ended.out.contains("another method\n"), "{}", ended.out);
        let told = "signed at 2026-01-02T12:00:00Z";
        assert_eq!(ended.out.contains(told), late, "{}", ended.out);
        assert!(!ended.out.contains("local time"), "{}", ended.out);
    }
}

#[test]
fn the_first_answer_stands_on_top() {
    let wrong = RIGHT.replace("/a?api-version=1", "/a?api-version=1&trace=7");
    let ended = diagnosed(&wrong, &[], &[]);
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(
        ended.out.starts_with("query pair left out\n"),
        "{}",
        ended.out
    );
}

#[test]
fn what_nothing_explains_has_a_code_of_its_own() {
    let wrong = RIGHT.replace("SIz79M", "AAAAAA");
    let ended = diagnosed(&wrong, &[], &[]);
    assert_eq!((ended.code, &*ended.err), (Some(3), ""));
    assert!(
        ended.out.starts_with("The signature was not reproduced: "),
        "{}",
        ended.out
    );
    let cut = diagnosed(&wrong, &[], &["--attempts", "10"]);
    assert!(cut.out.contains(": 10 attempts, "), "{}", cut.out);
    assert!(
        cut.out.contains("until the bound was reached"),
        "{}",
        cut.out
    );
    for option in ["`--placeholder NAME` ", "`--other-key VARIABLE` "] {
        assert!(ended.out.contains(option), "{}", ended.out);
    }
    assert!(!ended.out.contains("`--attempts"), "{}", ended.out);
    assert!(cut.out.contains("`--attempts NUMBER` "), "{}", cut.out);
    let none = diagnosed(&wrong, &[], &["--attempts", "0"]);
    assert!(none.out.contains(": 0 attempts, "), "{}", none.out);
}

#[test]
fn a_request_without_a_signature_is_compared_with_none() {
    let (unsigned, _) = RIGHT.split_once("authorization").unwrap();
    let ended = diagnosed(&format!("{unsigned}\n"), &[], &[]);
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(ended.out.starts_with("not signed\n"), "{}", ended.out);
    assert!(
        ended
            .out
            .contains("\n\nNo signature could be read, so none was compared.\n"),
        "{}",
        ended.out
    );
}

#[test]
fn the_line_end_of_an_editor_is_told() {
    let hint = "if an editor has ended the last line, take that line end away.\n";
    let without_body = diagnosed(&format!("{RIGHT}\n"), &[], &[]);
    let signed = run_with(
        &["sign", "--scheme=acs", "-"],
        &[("ACS_ACCESS_KEY", KEY)],
        b"POST https://contoso-calls.communication.azure.com/a\n\n{}",
    );
    let with_body = diagnosed(&format!("{}\n", signed.out), &[], &[]);
    for ended in [without_body, with_body] {
        assert_eq!((ended.code, &*ended.err), (Some(1), ""));
        assert!(ended.out.ends_with(hint), "{}", ended.out);
    }
}

#[test]
fn another_key_of_the_account() {
    let variables = [("OTHER", KEY)];
    let arguments = [
        "diagnose",
        "--scheme=acs",
        "--credential=access_key=c2VjcmV0",
        "--other-key=OTHER",
        "-",
    ];
    let ended = run_with(&arguments, &variables, RIGHT.as_bytes());
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.out.starts_with("another credential as the key\n"),
        "{}",
        ended.out
    );
    let missing = run_with(&arguments, &[], RIGHT.as_bytes());
    assert_eq!(
        (missing.code, &*missing.err),
        (Some(2), "the variable `OTHER` is not set\n")
    );
}

/// The SDK's signature, and a request whose client would sign another path.
#[test]
fn a_signature_of_a_client_that_works() {
    let request = "GET https://contoso-calls.communication.azure.com/a?api-version=1\n\n";
    let signature = "SIz79MrGODAviK7z1S0relctOpH53I+c6wlKMFigqOw=";
    let with =
        |request: &str, now| diagnosed(request, &[], &["--signature", signature, "--now", now]);
    let right = with(request, "2028-02-29T23:59:59Z");
    assert_eq!(right.code, Some(0), "{}", right.out);
    let wrong = with(&request.replace("/a?", "/a/?"), "2028-02-29T23:59:59Z");
    let heading = "what the other client does otherwise than this scheme:\n\ntrailing slash\n";
    assert!(wrong.out.starts_with(heading), "{}", wrong.out);
    let late = with(request, "2028-03-01T00:00:04Z");
    assert!(
        late.out.contains("\nsecond look at the clock\n"),
        "{}",
        late.out
    );
}

#[test]
fn another_scheme_of_the_family() {
    let key =
        "LnIa21zg5877EYb9emoIfUIuKzjczr79h8fh3gLy9LdveYw/88ct73qIm96AeQbI4L8dwAj6eAFZ0CiaLP5s4w==";
    let variables = [
        ("AZURE_TABLE_SHARED_KEY_ACCOUNT_NAME", "contosostore1"),
        ("AZURE_TABLE_SHARED_KEY_ACCOUNT_KEY", key),
        ("AZURE_STORAGE_SHARED_KEY_ACCOUNT_NAME", "contosostore1"),
        ("AZURE_STORAGE_SHARED_KEY_ACCOUNT_KEY", key),
    ];
    let request = b"GET https://contosostore1.table.core.windows.net/Tables\n\n";
    let sign = ["sign", "--scheme", "azure-table-shared-key", "-"];
    let signed = run_with(&sign, &variables, request);
    assert_eq!((signed.code, &*signed.err), (Some(0), ""));
    let diagnose = ["diagnose", "--scheme", "azure-storage-shared-key", "-"];
    let ended = run_with(&diagnose, &variables, &signed.bytes);
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(ended.out.starts_with("another scheme\n"), "{}", ended.out);
    assert!(
        ended.out.contains("scheme `azure-table-shared-key`"),
        "{}",
        ended.out
    );
}

/// Signed by Python's `hmac`, over a form that is sent so.
#[test]
fn pairs_that_were_signed_as_they_are_sent() {
    let scheme = r#"
title = "Acme"
[credentials]
key = { secret = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{key}"
string_to_sign = "{form | sort | each('{name}={value}') | join('&')}"
[form]
sign = "{signature | hex}"
"#;
    let scheme = written("encoded", "encoded.toml", scheme);
    let request = "POST https://acme.example/a\nContent-Type: application/x-www-form-urlencoded\n\n\
                   b=%C3%A9%2F&a=1&sign=49c446a18cd53c18d45026eec3e043eb88ab1f17a0c59fbc55368d4a8ea3ff1c";
    let arguments = ["diagnose", "--scheme", scheme.to_str().unwrap(), "-"];
    let variables = [("ENCODED_KEY", "acme-secret")];
    let ended = run_with(&arguments, &variables, request.as_bytes());
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    let first = "pairs signed encoded\n";
    assert!(ended.out.starts_with(first), "{}", ended.out);
}

/// Signed by Python's `hmac`, over a query that its `urllib.parse.urlencode` has written.
#[test]
fn a_space_that_was_signed_as_a_plus() {
    let request = r#"POST https://api.example.com/items/a%20b?Action=List&x=a%20b
Content-Type: application/json
X-Amz-Date: 20260102T030405Z
Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=f360a1d94a302157ebfe2b4fa39f3101d4c4e1bcfdc5657946a4d0ddffb8d6d8

{"a":1}"#;
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKID"),
        (
            "AWS_SECRET_ACCESS_KEY",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ),
        ("AWS_REGION", "us-east-1"),
    ];
    let arguments = [
        "diagnose",
        "--scheme=aws-sigv4",
        "--setting=service=dynamodb",
        "-",
    ];
    let ended = run_with(&arguments, &variables, request.as_bytes());
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(ended.out.starts_with("space as a plus\n"), "{}", ended.out);
}

#[test]
fn what_cannot_be_read_is_said() {
    let ended = diagnosed("GET", &[], &[]);
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.err.contains("the first line is a request line"),
        "{}",
        ended.err
    );
    let empty = diagnosed(RIGHT, &[], &["--signature", ""]);
    assert_eq!((empty.code, &*empty.out), (Some(2), ""));
    assert!(empty.err.contains("'--signature <TEXT>'"), "{}", empty.err);
    let secret = run_with(
        &["diagnose", "--scheme=acs", "-"],
        &[("ACS_ACCESS_KEY", "no base64!")],
        RIGHT.as_bytes(),
    );
    assert_eq!(secret.code, Some(1));
    assert!(
        secret.out.contains("`access_key` is not base64"),
        "{}",
        secret.out
    );
}
