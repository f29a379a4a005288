//! What a generated client sends: the exact target, every header, every byte of the body. The
//! expected signatures are made by hand, or are those that the providers' own SDKs made.

mod clients;
mod sdk;
mod signing;

use clients::{ACS_KEY, DATE, SINCH_KEY, SINCH_SECRET, acs, callout, sent, sinch};
use signed_api::{schemes::AwsSigv4, testing::Memory};
use signed_api_tests::{
    Incoming, NOW,
    api::{
        CallAutomation as _, CreateCall, Gateway as _, GatewayClient, Identifier, Leg, Play,
        Voice as _,
    },
    at,
    by_hand::{base64, hex, hmac_sha256, md5, sha256, signature},
    now_or_never,
};

/// Method, target, body, and all headers: these and no others.
fn assert_sent(sent: &Incoming, line: &str, headers: &[(&str, &str)], body: &str) {
    assert_eq!(format!("{} {}", sent.parts.method, sent.target()), line);
    assert_eq!(String::from_utf8_lossy(&sent.body), body);
    let mut found: Vec<_> = sent
        .parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    found.sort_unstable();
    assert_eq!(found, headers);
}

/// The `Authorization` of a call to Azure Communication Services.
fn acs_authorization(line: &str, body: &str) -> String {
    let line = line.replacen(' ', "\n", 1);
    let text = format!(
        "{line}\n{DATE};contoso-calls.communication.azure.com;{}",
        base64(&sha256(body.as_bytes()))
    );
    format!(
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={}",
        signature(ACS_KEY, &text)
    )
}

#[test]
fn a_call_is_created() {
    let (calls, memory) = acs(r#"{"callConnectionId":"421f3500"}"#);
    let call = CreateCall {
        targets: vec![Identifier {
            raw_id: "4:+14255550123".to_owned(),
        }],
        callback_uri: "https://app.example/é?a=1&b=2".to_owned(),
    };
    let connection = now_or_never(calls.create_call(&call)).unwrap();
    assert_eq!(connection.call_connection_id, "421f3500");
    let line = "POST /calling/callConnections?api-version=2026-03-12";
    let body =
        r#"{"targets":[{"rawId":"4:+14255550123"}],"callbackUri":"https://app.example/é?a=1&b=2"}"#;
    let headers = [
        ("accept", "application/json"),
        ("authorization", &*acs_authorization(line, body)),
        ("content-length", &body.len().to_string()),
        ("content-type", "application/json"),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-ms-content-sha256", &base64(&sha256(body.as_bytes()))),
        ("x-ms-date", DATE),
    ];
    assert_sent(&sent(&memory), line, &headers, body);
}

#[test]
fn speech_is_played_to_a_call_of_any_id() {
    for (id, segment) in [
        (
            "421f3500-f5de-4c12-bf61-9e2641433687",
            "421f3500-f5de-4c12-bf61-9e2641433687",
        ),
        ("4:+1 555", "4%3A%2B1%20555"),
        ("a/b?c#d%", "a%2Fb%3Fc%23d%25"),
        ("réunion", "r%C3%A9union"),
    ] {
        let (calls, memory) = acs("");
        now_or_never(calls.play(
            id,
            &Play {
                text: "Hello".to_owned(),
            },
        ))
        .unwrap();
        let line = format!("POST /calling/callConnections/{segment}:play?api-version=2026-03-12");
        let body = r#"{"text":"Hello"}"#;
        let headers = [
            ("accept", "*/*"),
            ("authorization", &*acs_authorization(&line, body)),
            ("content-length", &body.len().to_string()),
            ("content-type", "application/json"),
            ("host", "contoso-calls.communication.azure.com"),
            ("x-ms-content-sha256", &base64(&sha256(body.as_bytes()))),
            ("x-ms-date", DATE),
        ];
        assert_sent(&sent(&memory), &line, &headers, body);
    }
}

#[test]
fn a_call_is_left_without_a_body() {
    let (calls, memory) = acs("");
    now_or_never(calls.hang_up("421f3500")).unwrap();
    let line = "DELETE /calling/callConnections/421f3500?api-version=2026-03-12";
    let headers = [
        ("accept", "*/*"),
        ("authorization", &*acs_authorization(line, "")),
        ("host", "contoso-calls.communication.azure.com"),
        (
            "x-ms-content-sha256",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ),
        ("x-ms-date", DATE),
    ];
    assert_sent(&sent(&memory), line, &headers, "");
}

#[test]
fn a_participant_is_asked_for_with_query_and_header() {
    let (calls, memory) = acs("{}");
    let asked = calls.participant(
        "c",
        "4:+1 555",
        "kind eq 'a&b'",
        &["x", "y=z"],
        Some("id-1"),
    );
    now_or_never(asked).unwrap();
    let query = "api-version=2026-03-12&only&state=a:b&$filter=kind%20eq%20%27a%26b%27&expand=x&expand=y%3Dz";
    let line = format!("GET /calling/callConnections/c/participants/4%3A%2B1%20555?{query}");
    let headers = [
        ("accept", "*/*"),
        ("authorization", &*acs_authorization(&line, "")),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-ms-client-request-id", "id-1"),
        (
            "x-ms-content-sha256",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ),
        ("x-ms-date", DATE),
    ];
    assert_sent(&sent(&memory), &line, &headers, "");
}

/// The `Authorization` of a call to Sinch.
fn sinch_authorization(word: &str, line: &str, body: &str, content_type: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap();
    let hash = if body.is_empty() {
        String::new()
    } else {
        base64(&md5(body.as_bytes()))
    };
    let text = [
        method,
        &hash,
        content_type,
        "x-timestamp:2026-01-02T03:04:05.678Z",
        path,
    ]
    .join("\n");
    format!("{word} {SINCH_KEY}:{}", signature(SINCH_SECRET, &text))
}

#[test]
fn a_callout_is_placed() {
    let (voice, memory) = sinch(r#"{"callId":"7"}"#);
    assert_eq!(
        now_or_never(voice.callout(&callout("Héllo"), None))
            .unwrap()
            .call_id,
        "7"
    );
    let line = "POST /calling/v1/callouts";
    let body = concat!(
        r#"{"method":"ttsCallout","ttsCallout":{"cli":"+14155550100","#,
        r#""destination":{"type":"number","endpoint":"+14155550123"},"locale":"en-US","text":"Héllo"}}"#,
    );
    let headers = [
        ("accept", "application/json"),
        (
            "authorization",
            &*sinch_authorization("application", line, body, "application/json"),
        ),
        ("content-length", &body.len().to_string()),
        ("content-type", "application/json"),
        ("host", "calling.api.sinch.com"),
        ("x-timestamp", "2026-01-02T03:04:05.678Z"),
    ];
    assert_sent(&sent(&memory), line, &headers, body);
}

#[test]
fn a_call_is_looked_up() {
    let (voice, memory) = sinch("{}");
    now_or_never(voice.call("822aa4b7_257 +")).unwrap();
    let line = "GET /calling/v1/calls/id/822aa4b7_257%20%2B";
    let headers = [
        ("accept", "*/*"),
        (
            "authorization",
            &*sinch_authorization("application", line, "", "application/json"),
        ),
        ("content-type", "application/json"),
        ("host", "calling.api.sinch.com"),
        ("x-timestamp", "2026-01-02T03:04:05.678Z"),
    ];
    assert_sent(&sent(&memory), line, &headers, "");
}

#[test]
fn a_leg_is_named_by_an_enum() {
    let (voice, memory) = sinch("");
    now_or_never(voice.leg(
        "a",
        Leg::Callee,
        &Play {
            text: String::new(),
        },
    ))
    .unwrap();
    let sent = sent(&memory);
    let line = "PATCH /calling/v1/calls/id/a/leg/callee";
    assert_eq!(format!("{} {}", sent.parts.method, sent.target()), line);
    assert_eq!(
        sent.header("authorization"),
        sinch_authorization("application", line, r#"{"text":""}"#, "application/json")
    );
}

#[test]
fn a_setting_of_a_call_reaches_the_signature() {
    let scheme = AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "us-east-1".into(),
    };
    for (region, named) in [(None, "us-east-1"), (Some("eu-west-3"), "eu-west-3")] {
        let memory = Memory::new();
        memory.answer(http::Response::new(""));
        let gateway = GatewayClient::builder("https://api.example.com", scheme.clone());
        let gateway = gateway
            .transport(memory.clone())
            .clock(|| at(NOW))
            .build()
            .unwrap();
        now_or_never(gateway.find("a b", "x+y z", "t  1", region)).unwrap();
        let scope = format!("20260102/{named}/execute-api/aws4_request");
        let canonical = concat!(
            "GET\n/prod/things/a%2520b\nflag=&q=x%2By%20z\n",
            "accept:*/*\nhost:api.example.com\nx-amz-date:20260102T030405Z\nx-trace:t 1\n\n",
            "accept;host;x-amz-date;x-trace\n",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        let text = format!(
            "AWS4-HMAC-SHA256\n20260102T030405Z\n{scope}\n{}",
            hex(&sha256(canonical.as_bytes()))
        );
        let key = ["20260102", named, "execute-api", "aws4_request"]
            .iter()
            .fold(b"AWS4secret".to_vec(), |key, part| {
                hmac_sha256(&key, part.as_bytes())
            });
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKID/{scope}, SignedHeaders=accept;host;x-amz-date;x-trace, Signature={}",
            hex(&hmac_sha256(&key, text.as_bytes())),
        );
        let headers = [
            ("accept", "*/*"),
            ("authorization", &*authorization),
            ("host", "api.example.com"),
            ("x-amz-date", "20260102T030405Z"),
            ("x-trace", "t  1"),
        ];
        assert_sent(
            &sent(&memory),
            "GET /prod/things/a%20b?flag&q=x%2By%20z",
            &headers,
            "",
        );
    }
}
