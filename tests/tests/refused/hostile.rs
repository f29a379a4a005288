//! Whoever answers may send anything: nothing panics, nothing takes long, and nothing that is shown
//! breaks a line or holds a secret.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use signed_api::{
    Scheme, Signer, Unsigned,
    refused::Refused,
    schemes::{AlibabaRpc, AwsSigv4, AwsSigv4S3},
};
use signed_api_tests::{NOW, moment};

use crate::{Line, answer, request};

fn s3() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "a-secret/+access&key".into(),
        session_token: Some("a-token/of+a<session>&more==".into()),
        region: "us-east-1".into(),
    }
}

fn rpc() -> AlibabaRpc {
    AlibabaRpc {
        access_key_id: "LTAI".into(),
        access_key_secret: "a-secret/+access&key".into(),
        security_token: Some("a-token/of+a<session>&more==".into()),
    }
}

fn get() -> Unsigned {
    request(
        "GET https://bucket.s3.us-east-1.amazonaws.com/a%20b?x=1&y=2
range: bytes=0-9",
    )
}

/// What is made of a body, in a time that does not depend on how long it is.
fn told<S: Scheme>(scheme: S, unsigned: &Unsigned, body: impl Into<Vec<u8>>) -> Refused {
    let answer = http::Response::builder().status(403);
    told_in(scheme, unsigned, &answer.body(body.into()).unwrap())
}

fn told_in<S: Scheme>(scheme: S, unsigned: &Unsigned, answer: &http::Response<Vec<u8>>) -> Refused {
    let start = Instant::now();
    let refused = Signer::new(scheme)
        .refused(unsigned, &moment(NOW), answer)
        .unwrap();
    let shown = format!("{}{refused}{refused:?}", Line(&refused));
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert!(shown.len() < 100_000, "{} bytes are shown", shown.len());
    for secret in ["a-token", "a-secret", "YS10b2tlbi9vZith"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    refused
}

const MEGABYTES: usize = 4 << 20;

#[test]
fn megabytes() {
    let long = |text: &str| text.repeat(MEGABYTES / text.len());
    let bodies = [
        long("a"),
        long("<"),
        long("<a>"),
        long("<a "),
        long("&amp;"),
        long("&"),
        long("["),
        long("{\"error\":"),
        long("\u{0}\r\n"),
        format!("<Error><Code>{}</Code></Error>", long("A ")),
        format!(
            "<Error><StringToSign>{}</StringToSign></Error>",
            long("a\n")
        ),
        format!("<Error><CanonicalRequest>{}", long("a&b=c%26&")),
        format!(
            "<Error><StringToSignBytes>{}</StringToSignBytes></Error>",
            long("0a ")
        ),
    ];
    for body in bodies {
        told(s3(), &get(), body);
    }
}

/// What is as long as is looked at.
#[test]
fn as_much_as_is_read() {
    let long = |text: &str| text.repeat((250 << 10) / text.len());
    let xml = |name: &str, text: &str| {
        format!("<Error><Code>SignatureDoesNotMatch</Code><{name}>{text}</{name}></Error>")
    };
    for text in [
        "a\n",
        "a&amp;",
        "x%26y%3D1&amp;",
        "a-tok\n",
        "%",
        "host:a\n",
        "a&amp;b=1&amp;",
    ] {
        let refused = told(s3(), &get(), xml("CanonicalRequest", &long(text)));
        assert_eq!(refused.differences[0].name, "canonical_request");
        told(s3(), &get(), xml("StringToSign", &long(text)));
    }
    let token = "a-token/of+a<session>&more=="
        .replace('&', "&amp;")
        .replace('<', "&lt;");
    told(s3(), &get(), xml("CanonicalRequest", &long(&token)));
    let json = format!(
        "{{\"Code\":\"x\",\"Message\":\"server string to sign is:{}\"}}",
        long("a%26b%3D&")
    );
    assert!(told(rpc(), &get(), json).told);
    let deep = format!("{{\"errors\":{}", long("[{\"errors\":"));
    told(rpc(), &get(), deep);
}

#[test]
fn what_is_broken_is_no_more_than_text() {
    let latin = b"<Error><Code>Signature\xdcberschritten".to_vec();
    let utf16: Vec<u8> = "<Error><Code>a</Code></Error>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for body in [
        latin,
        utf16,
        b"\xff\xfe<".to_vec(),
        b"{\"Code\":".to_vec(),
        Vec::new(),
        b"\xef\xbb\xbf".to_vec(),
    ] {
        let refused = told(s3(), &get(), body);
        assert!(refused.code.is_none() && !refused.told, "{refused}");
        assert!(refused.differences.is_empty());
    }
}

/// An element without text tells nothing, so nothing differs from it.
#[test]
fn what_is_empty_tells_nothing() {
    for body in [
        "<Error><StringToSign></StringToSign><CanonicalRequest/></Error>",
        "<Error><StringToSignBytes>0a</StringToSignBytes><StringToSign> </StringToSign></Error>",
    ] {
        let refused = told(s3(), &get(), body);
        assert!(!refused.told && refused.differences.is_empty(), "{refused}");
    }
}

/// A line of a log stays one, and a terminal is not spoken to.
#[test]
fn controls_are_escaped() {
    let refused = told(
        s3(),
        &get(),
        "<Error><Code>a\u{1b}[2J</Code><StringToSign>\u{1b}]0;x\u{7}\u{202e}\u{2028}b</StringToSign></Error>",
    );
    let shown = refused.to_string();
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{2028}']),
        "{shown:?}"
    );
    assert!(
        !Line(&refused).to_string().contains(['\n', '\u{1b}']),
        "{}",
        Line(&refused)
    );
}

/// Servers repeat what they were sent: a session token, in every form.
#[test]
fn a_token_that_is_repeated_is_not_shown() {
    let token = "a-token/of+a<session>&more==";
    let xml = token
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let hex: Vec<String> = token.bytes().map(|byte| format!("{byte:02X}")).collect();
    let canonical = format!("GET\n/\n\nx-amz-security-token:{xml}\n");
    let bodies = [
        format!("<Error><Code>{xml}</Code><Message>{xml}</Message></Error>"),
        format!("<Error><CanonicalRequest>{canonical}</CanonicalRequest></Error>"),
        format!(
            "<Error><CanonicalRequestBytes>{}</CanonicalRequestBytes></Error>",
            hex.join(" ")
        ),
        format!(
            "<Error><StringToSign>a-token%2Fof%2Ba%3Csession%3E%26more%3D%3D {}</StringToSign></Error>",
            hex.concat()
        ),
        token.to_owned(),
    ];
    for body in bodies {
        told(s3(), &get(), body.clone());
        let shown = told(s3(), &get(), body).to_string();
        assert!(shown.contains("‹session_token›"), "{shown}");
        assert!(
            !shown.contains(&hex.concat()) && !shown.contains(&hex.join(" ")),
            "{shown}"
        );
    }
    let twice = "a-token%252Fof%252Ba%253Csession%253E%2526more%253D%253D";
    let json = format!(
        "{{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"server string to sign is:GET&%2F&SecurityToken%3D{twice}\"}}"
    );
    let shown = told(rpc(), &get(), json).to_string();
    assert!(shown.contains("SecurityToken%3D‹secret›"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A real answer with a piece of it cut out, doubled or changed.
    #[test]
    fn answers_that_were_changed(name in 0..4_usize, at in 0..3000_usize, len in 0..200_usize, with in any::<Vec<u8>>()) {
        let name = ["s3", "aws_json", "aws_query", "alibaba_rpc"][name];
        let mut body = answer(name).into_body().into_bytes();
        let at = at.min(body.len());
        let end = (at + len).min(body.len());
        body.splice(at..end, with);
        told(s3(), &get(), body.clone());
        told(rpc(), &get(), body.clone());
        let plain = AwsSigv4 {
            access_key_id: "AKID".into(),
            secret_access_key: "a-secret/+access&key".into(),
            session_token: None,
            region: "us-east-1".into(),
        };
        let mut get = get();
        get.set("service", "es");
        told(plain, &get, body);
    }
}

/// A diagnosis may come from anybody.
#[test]
fn a_diagnosis() {
    let said = format!("a-secret/+access&key\t{}", "a".repeat(1 << 20));
    let answer = http::Response::builder().status(403);
    let answer = answer.header("signed-api-diagnosis", said);
    let refused = told_in(s3(), &get(), &answer.body(Vec::new()).unwrap());
    let shown = refused.to_string();
    let start = "\n\nthe server's diagnosis\n  ‹secret_access_key›\\taaaa";
    assert!(shown.contains(start), "{shown}");
    assert!(shown.contains("aaaa…\n"), "{shown}");
}
