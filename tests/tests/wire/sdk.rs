//! The same calls as the providers' own SDKs made them.

use crate::clients::{ACS, ACS_KEY, callout, sent, sinch};
use serde_json::Value;
use signed_api::{Body, Error, schemes::Acs, signed_api, testing::Memory};
use signed_api_tests::{Incoming, NOW, api::Voice as _, at, by_hand::decoded, now_or_never};

/// The same calls with bodies as somebody else wrote them.
#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
trait AsWritten {
    #[post("/calling/callConnections")]
    async fn create_call(&self, #[body("application/json")] body: Body) -> Result<(), Error>;
    #[post("/calling/callConnections/{id}:play")]
    async fn play(&self, id: &str, #[body("application/json")] body: Body) -> Result<(), Error>;
}

#[test]
fn calls_have_the_signatures_of_the_providers_own_sdks() {
    let rows = include_str!("../../vectors/acs.jsonl");
    let (create, play) = (row(rows, "create-call"), row(rows, "play-file"));
    let memory = Memory::new();
    memory
        .answer(http::Response::new(""))
        .answer(http::Response::new(""));
    let calls = AsWrittenClient::builder(
        ACS,
        Acs {
            access_key: ACS_KEY.into(),
        },
    );
    let calls = calls
        .transport(memory.clone())
        .clock(|| at(NOW))
        .build()
        .unwrap();
    now_or_never(calls.create_call(body(&create))).unwrap();
    now_or_never(calls.play("421f3500-f5de-4c12-bf61-9e2641433687", body(&play))).unwrap();
    assert_signed_as(&Incoming::of(&memory.requests()[0]), &create);
    assert_signed_as(&Incoming::of(&memory.requests()[1]), &play);

    let row = row(
        include_str!("../../vectors/sinch-application.jsonl"),
        "sdk-tts-callout",
    );
    let (voice, memory) = sinch(r#"{"callId":"7"}"#);
    let text = "Hello, this is a call from Sinch. Congratulations! You made your first call.";
    now_or_never(voice.callout(&callout(text), Some("Application"))).unwrap();
    assert_eq!(sent(&memory).body, body(&row).as_bytes().unwrap());
    assert_signed_as(&sent(&memory), &row);
}

fn row(rows: &str, case: &str) -> Value {
    let mut rows = rows
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.find(|row| row["case"] == case).unwrap()
}

fn body(row: &Value) -> Body {
    Body::from(decoded(row["request"]["body_base64"].as_str().unwrap()))
}

/// Every header that the SDK's signing added is there, with its value.
fn assert_signed_as(sent: &Incoming, row: &Value) {
    for pair in row["signed"]["headers"].as_array().unwrap() {
        let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        assert_eq!(sent.header(name), value, "{name}");
    }
}
