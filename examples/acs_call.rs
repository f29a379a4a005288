//! "Create call works, but play is unauthorized": Azure Communication Services' Call Automation,
//! where both work. Places a call, plays a text into it, hangs up.
//!
//! Without settings it talks to a test server of its own that verifies every request. With
//! `ACS_ENDPOINT` (`https://NAME.communication.azure.com`) and `ACS_ACCESS_KEY` set, it talks to
//! that resource. Optional: `ACS_TARGET` (the phone number to call), `ACS_SOURCE` (one of yours).
//!
//! The API: <https://learn.microsoft.com/rest/api/communication/callautomation/>

mod show;

use std::{env, process::ExitCode};

use serde::{Deserialize, Serialize};
use signed_api::{Error, schemes::Acs, signed_api, testing::Server};

use show::{Printed, verdict};

/// Calls of a resource.
#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
pub trait CallAutomation {
    /// Places an outbound call.
    #[post("/calling/callConnections")]
    async fn create_call(&self, #[body] call: &CreateCall) -> Result<CallConnection, Error>;

    /// Plays speech into a call.
    #[post("/calling/callConnections/{call_connection_id}:play")]
    async fn play(&self, call_connection_id: &str, #[body] play: &Play) -> Result<(), Error>;

    /// Leaves a call.
    #[delete("/calling/callConnections/{call_connection_id}")]
    async fn hang_up(&self, call_connection_id: &str) -> Result<(), Error>;
}

/// What a call needs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateCall {
    targets: Vec<Identifier>,
    source_caller_id_number: PhoneNumber,
    callback_uri: String,
}

/// Somebody to call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identifier {
    kind: &'static str,
    phone_number: PhoneNumber,
}

/// A number in E.164 form.
#[derive(Serialize)]
pub struct PhoneNumber {
    value: String,
}

/// What to play.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Play {
    play_sources: Vec<PlaySource>,
}

/// A text to be spoken.
#[derive(Serialize)]
pub struct PlaySource {
    kind: &'static str,
    text: TextSource,
}

/// The text, and who says it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextSource {
    text: &'static str,
    voice_name: &'static str,
}

/// A call that was placed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallConnection {
    call_connection_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(run().await)
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    if let Ok(endpoint) = env::var("ACS_ENDPOINT") {
        return Ok(call(&client(&endpoint, Acs::from_env()?)?).await?);
    }
    let acs = Acs {
        access_key: "c2VjcmV0IG9mIHRoZSB0ZXN0IHNlcnZlcg==".into(),
    };
    let server = Server::builder()
        .scheme(acs.clone())?
        .answer(|seen| match (&seen.method, seen.target.contains(":play")) {
            (&http::Method::DELETE, _) => answer(204, ""),
            (_, true) => answer(202, ""),
            _ => answer(
                201,
                r#"{"callConnectionId":"421f3500-f5de-4c12-bf61-9e2641433687"}"#,
            ),
        })
        .start()?;
    call(&client(&server.url(), acs)?).await?;
    for seen in server.seen() {
        println!(
            "the server verified {} {}: {}",
            seen.method,
            seen.target,
            verdict(&seen)
        );
    }
    wrong_key(&server).await
}

fn answer(status: u16, body: &'static str) -> http::Response<&'static str> {
    let mut answer = http::Response::new(body);
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    answer
}

fn client(endpoint: &str, acs: Acs) -> Result<CallAutomationClient, Error> {
    CallAutomationClient::builder(endpoint, acs)
        .transport(Printed(signed_api::default_transport()?))
        .build()
}

async fn call(calls: &impl CallAutomation) -> Result<(), Error> {
    let number = |name, otherwise: &str| PhoneNumber {
        value: env::var(name).unwrap_or_else(|_| otherwise.to_owned()),
    };
    let placed = calls
        .create_call(&CreateCall {
            targets: vec![Identifier {
                kind: "phoneNumber",
                phone_number: number("ACS_TARGET", "+14255550123"),
            }],
            source_caller_id_number: number("ACS_SOURCE", "+14255550100"),
            callback_uri: "https://example.com/callbacks".to_owned(),
        })
        .await?;
    let hello = TextSource {
        text: "Hello.",
        voice_name: "en-US-NancyNeural",
    };
    let hello = Play {
        play_sources: vec![PlaySource {
            kind: "text",
            text: hello,
        }],
    };
    calls.play(&placed.call_connection_id, &hello).await?;
    calls.hang_up(&placed.call_connection_id).await
}

/// What one sees with the other key: the server's answer and what it means, the clocks, and how
/// the request was signed.
async fn wrong_key(server: &Server) -> Result<(), Box<dyn std::error::Error>> {
    println!("\nAnd with a wrong key:\n");
    let wrong = Acs {
        access_key: "YW5vdGhlciBrZXk=".into(),
    };
    let calls = CallAutomationClient::new(&server.url(), wrong)?;
    match calls.hang_up("421f3500-f5de-4c12-bf61-9e2641433687").await {
        Err(error) => println!("{error:#}"),
        Ok(()) => return Err("the server accepted a wrong key".into()),
    }
    if let Some(seen) = server.seen().last() {
        println!("\nthe server says to its operator: {}", verdict(seen));
    }
    Ok(())
}
