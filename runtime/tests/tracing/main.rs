//! What `tracing` is told: of each call and each attempt what OpenTelemetry's conventions name, and
//! never a value of a header, a query, a path or a body, nor a secret.

mod journal;
mod spans;
mod values;

use std::{
    future::ready,
    time::{Duration, SystemTime},
};

use http::Response;
use serde::Serialize;
use signed_api::{Error, Options, Provider, schemes::Acs, signed_api, testing::Memory};

use self::journal::Journal;

#[derive(Serialize)]
struct Play {
    text: &'static str,
}

#[signed_api(scheme = "acs", query = "api-version=VERSION-1")]
trait Calls {
    #[post("/calls/{id}:play?mode=MODE-1", idempotency = "x-key")]
    async fn play(
        &self,
        id: &str,
        #[query] page: &str,
        #[header("x-trace")] trace: &str,
        #[body] play: &Play,
    ) -> Result<String, Error>;
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[http("PURGE", "/calls", unsigned)]
    async fn purge(&self) -> Result<String, Error>;
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<String> {
    let answer = Response::builder().status(status);
    let answer = headers
        .iter()
        .fold(answer, |answer, (name, value)| answer.header(*name, *value));
    answer.body(body.to_owned()).unwrap()
}

/// 2026-01-02T03:04:05Z
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

fn acs() -> Acs {
    Acs {
        access_key: "QUNTLVNFQ1JFVA==".into(),
    }
}

fn calls(memory: &Memory, credentials: impl Provider<Acs>) -> CallsClient {
    let client = CallsClient::builder("https://contoso.example:8443/base", credentials)
        .transport(memory.clone())
        .clock(now)
        .sleep(|_| ready(()))
        .options(
            Options::new()
                .attempts(3)
                .backoff(Duration::ZERO, Duration::ZERO),
        );
    client.build().unwrap()
}

async fn play(calls: &CallsClient) -> Result<String, Error> {
    let own = calls.with(Options::new().idempotency_key("ORDER-KEY-1"));
    own.play("PATH-1", "PAGE-1", "TRACE-1", &Play { text: "BODY-1" })
        .await
}
