//! A program without `async`: Azure Communication Services' SMS. Sends a text message, waits for the
//! answer, and has no async runtime to do it with: the trait has plain `fn`s, and ureq sends.
//!
//! Without settings it talks to a test server of its own that verifies every request. With
//! `ACS_ENDPOINT` (`https://NAME.communication.azure.com`), `ACS_ACCESS_KEY`, `ACS_SOURCE` (one of
//! your numbers) and `ACS_TARGET` (the number to write to) set, it talks to that resource.
//!
//! A program of one's own that shall have no tokio at all depends on
//! `signed-api = { version = "0.1", default-features = false, features = ["aws-lc-rs", "ureq"] }`.
//!
//! The API: <https://learn.microsoft.com/rest/api/communication/sms/sms/send>

mod show;

use std::{env, error::Error as StdError, process::ExitCode, time::Duration};

use serde::{Deserialize, Serialize};
use signed_api::{
    Error, Options, blocking::default_agent, schemes::Acs, signed_api, testing::Server,
};

use show::{Printed, verdict};

/// Text messages of a resource. Its functions are not `async`, so its client waits.
#[signed_api(scheme = "acs", query = "api-version=2021-03-07")]
pub trait Sms {
    /// Sends a message to one or more numbers.
    ///
    /// # Errors
    ///
    /// If it is not accepted, or nobody answers.
    #[post("/sms")]
    fn send(&self, #[body] message: &NewMessage) -> Result<Sent, Error>;
}

/// A message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    from: String,
    sms_recipients: Vec<Recipient>,
    message: &'static str,
}

/// Somebody to write to.
#[derive(Serialize)]
pub struct Recipient {
    to: String,
}

/// What became of it.
#[derive(Deserialize)]
pub struct Sent {
    value: Vec<Outcome>,
}

/// What became of it for one number.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    to: String,
    successful: bool,
}

fn main() -> ExitCode {
    show::ended(run())
}

fn run() -> Result<(), Box<dyn StdError>> {
    if let Ok(endpoint) = env::var("ACS_ENDPOINT") {
        return Ok(send(&client(&endpoint, Acs::from_env()?)?)?);
    }
    let acs = Acs {
        access_key: "c2VjcmV0IG9mIHRoZSB0ZXN0IHNlcnZlcg==".into(),
    };
    let answer = r#"{"value":[{"to":"+14255550123","messageId":"Outgoing_2026_noam","httpStatusCode":202,"successful":true}]}"#;
    let server = Server::builder()
        .scheme(acs.clone())?
        .answer(move |_| {
            http::Response::builder()
                .status(202)
                .body(answer)
                .unwrap_or_default()
        })
        .start()?;
    send(&client(&server.url(), acs)?)?;
    for seen in server.seen() {
        let verdict = verdict(&seen);
        println!(
            "the server verified {} {}: {verdict}",
            seen.method, seen.target
        );
    }
    let wrong = Acs {
        access_key: "YW5vdGhlciBrZXk=".into(),
    };
    match send(&client(&server.url(), wrong)?) {
        Err(error) => println!("with a wrong key: {error}"),
        Ok(()) => return Err("the server accepted a wrong key".into()),
    }
    Ok(())
}

fn client(endpoint: &str, acs: Acs) -> Result<SmsClient, Error> {
    SmsClient::builder(endpoint, acs)
        .transport(Printed(default_agent()?))
        .options(Options::new().timeout(Duration::from_secs(10)))
        .build()
}

fn send(sms: &impl Sms) -> Result<(), Error> {
    let number = |name, otherwise: &str| env::var(name).unwrap_or_else(|_| otherwise.to_owned());
    let to = number("ACS_TARGET", "+14255550123");
    let sent = sms.send(&NewMessage {
        from: number("ACS_SOURCE", "+14255550100"),
        sms_recipients: vec![Recipient { to }],
        message: "Hello.",
    })?;
    for outcome in sent.value {
        let what = if outcome.successful {
            "sent"
        } else {
            "not sent"
        };
        println!("{}: {what}\n", outcome.to);
    }
    Ok(())
}
