//! Sinch Voice: calls a number and speaks a text, then asks for the state of the call.
//!
//! Without settings it talks to a test server of its own that verifies every request. With
//! `SINCH_ENDPOINT` (`https://calling.api.sinch.com`), `SINCH_APPLICATION_KEY` and
//! `SINCH_APPLICATION_SECRET` set, it talks to Sinch. Optional: `SINCH_TARGET` (the number).
//!
//! The API: <https://developers.sinch.com/docs/voice/api-reference/voice/>

mod show;

use std::{env, process::ExitCode};

use serde::{Deserialize, Serialize};
use signed_api::{Error, schemes::SinchApplication, signed_api, testing::Server};

use show::{Printed, verdict};

/// Calls of an application.
#[signed_api(scheme = "sinch-application")]
pub trait Voice {
    /// Calls somebody.
    #[post("/calling/v1/callouts")]
    async fn callout(&self, #[body] callout: &Callout) -> Result<Placed, Error>;

    /// What became of a call.
    #[get("/calling/v1/calls/id/{call_id}")]
    async fn call(&self, call_id: &str) -> Result<Call, Error>;
}

/// A call to place.
#[derive(Serialize)]
#[serde(tag = "method", rename_all = "camelCase")]
pub enum Callout {
    /// A text is spoken to whoever answers.
    #[serde(rename_all = "camelCase")]
    TtsCallout {
        /// The call.
        tts_callout: TtsCallout,
    },
}

/// Whom to call, and what to say.
#[derive(Serialize)]
pub struct TtsCallout {
    destination: Destination,
    locale: &'static str,
    text: &'static str,
}

/// A number in E.164 form.
#[derive(Serialize)]
pub struct Destination {
    r#type: &'static str,
    endpoint: String,
}

/// A call that was placed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    call_id: String,
}

/// The state of a call.
#[derive(Deserialize)]
pub struct Call {
    status: String,
    /// In seconds; a call that goes on has none yet.
    duration: Option<u64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(run().await)
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    if let Ok(endpoint) = env::var("SINCH_ENDPOINT") {
        return Ok(call(&client(&endpoint, SinchApplication::from_env()?)?).await?);
    }
    let sinch = SinchApplication {
        application_key: "669E367E-6BBA-48AB-AF15-266871C28135".into(),
        application_secret: "c2VjcmV0IG9mIHRoZSB0ZXN0IHNlcnZlcg==".into(),
    };
    let server = Server::builder()
        .scheme(sinch.clone())?
        .answer(|seen| match seen.method {
            http::Method::POST => {
                http::Response::new(r#"{"callId":"4398599d1ba84ef3bde0a82dfb61abed"}"#)
            }
            _ => http::Response::new(r#"{"status":"FINAL","duration":7}"#),
        })
        .start()?;
    call(&client(&server.url(), sinch.clone())?).await?;
    for seen in server.seen() {
        println!(
            "the server verified {} {}: {}",
            seen.method,
            seen.target,
            verdict(&seen)
        );
    }
    wrong_secret(&server, sinch).await
}

fn client(endpoint: &str, sinch: SinchApplication) -> Result<VoiceClient, Error> {
    VoiceClient::builder(endpoint, sinch)
        .transport(Printed(signed_api::default_transport()?))
        .build()
}

async fn call(voice: &impl Voice) -> Result<(), Error> {
    let number = env::var("SINCH_TARGET").unwrap_or_else(|_| "+14155550123".to_owned());
    let destination = Destination {
        r#type: "number",
        endpoint: number,
    };
    let tts_callout = TtsCallout {
        destination,
        locale: "en-US",
        text: "Hello, this is a call from Sinch.",
    };
    let placed = voice.callout(&Callout::TtsCallout { tts_callout }).await?;
    let state = voice.call(&placed.call_id).await?;
    match state.duration {
        Some(seconds) => println!("the call is {} after {seconds} s\n", state.status),
        None => println!("the call is {}\n", state.status),
    }
    Ok(())
}

/// What one sees with another secret: the server's answer and what it means, the clocks, and how
/// the request was signed.
async fn wrong_secret(
    server: &Server,
    sinch: SinchApplication,
) -> Result<(), Box<dyn std::error::Error>> {
    println!("\nAnd with a wrong secret:\n");
    let wrong = SinchApplication {
        application_secret: "YW5vdGhlciBzZWNyZXQ=".into(),
        ..sinch
    };
    match VoiceClient::new(&server.url(), wrong)?
        .call("4398599d1ba84ef3bde0a82dfb61abed")
        .await
    {
        Err(error) => println!("{error:#}"),
        Ok(_) => return Err("the server accepted a wrong secret".into()),
    }
    if let Some(seen) = server.seen().last() {
        println!("\nthe server says to its operator: {}", verdict(seen));
    }
    Ok(())
}
