//! Three APIs, as a user would describe them.

use serde::{Deserialize, Serialize};
use signed_api::{Body, Error, signed_api};

type Result<T> = core::result::Result<T, Error>;

/// Azure Communication Services, Call Automation.
#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
pub trait CallAutomation {
    /// Places an outbound call.
    #[post("/calling/callConnections")]
    async fn create_call(&self, #[body] call: &CreateCall) -> Result<CallConnection>;

    /// Plays into a call.
    #[post("/calling/callConnections/{call_connection_id}:play")]
    async fn play(&self, call_connection_id: &str, #[body] play: &Play) -> Result<()>;

    /// Leaves a call.
    #[delete("/calling/callConnections/{call_connection_id}")]
    async fn hang_up(&self, call_connection_id: &str) -> Result<()>;

    /// One participant of a call.
    #[get("/calling/callConnections/{call_connection_id}/participants/{raw_id}?only&state=a:b")]
    async fn participant(
        &self,
        call_connection_id: &str,
        raw_id: &str,
        #[query("$filter")] filter: &str,
        #[query] expand: &[&str],
        #[header("x-ms-client-request-id")] request_id: Option<&str>,
    ) -> Result<String>;

    /// Anything, as it is.
    #[post("/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<()>;
}

/// The body of [`CallAutomation::create_call`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateCall {
    /// Who is called.
    pub targets: Vec<Identifier>,
    /// Where events go.
    pub callback_uri: String,
}

/// A party of a call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identifier {
    /// As `4:+14255550123`.
    pub raw_id: String,
}

/// The body of [`CallAutomation::play`].
#[derive(Serialize)]
pub struct Play {
    /// What is said.
    pub text: String,
}

/// The answer to [`CallAutomation::create_call`].
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallConnection {
    /// Its id, for the calls that follow.
    pub call_connection_id: String,
}

/// Sinch Voice.
#[signed_api(scheme = "sinch-application")]
pub trait Voice {
    /// Places a call.
    #[post("/calling/v1/callouts")]
    async fn callout(
        &self,
        #[body] callout: &Callout,
        #[setting] auth_scheme: Option<&str>,
    ) -> Result<Placed>;

    /// What is known of a call.
    #[get("/calling/v1/calls/id/{call_id}")]
    async fn call(&self, call_id: &str) -> Result<String>;

    /// Directs one leg of a call.
    #[patch("/calling/v1/calls/id/{call_id}/leg/{call_leg}")]
    async fn leg(&self, call_id: &str, call_leg: Leg, #[body] play: &Play) -> Result<()>;

    /// Takes a number from an application: a `DELETE` that has a body.
    #[delete("/v1/configuration/numbers")]
    async fn unassign(&self, #[body] number: &Number) -> Result<()>;

    /// Anything, as it is.
    #[post("/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<()>;
}

/// The body of [`Voice::callout`].
#[derive(Serialize)]
#[serde(tag = "method", content = "ttsCallout", rename_all = "camelCase")]
pub enum Callout {
    /// A text is spoken. As JSON: `{"method":"ttsCallout","ttsCallout":{…}}`.
    TtsCallout(TtsCallout),
}

/// A text, and who hears it.
#[derive(Serialize)]
pub struct TtsCallout {
    /// Who calls.
    pub cli: String,
    /// Who is called.
    pub destination: Destination,
    /// The language of the voice.
    pub locale: String,
    /// What is said.
    pub text: String,
}

/// Who is called.
#[derive(Serialize)]
pub struct Destination {
    /// `number` or `username`.
    pub r#type: String,
    /// The number or name.
    pub endpoint: String,
}

/// The answer to [`Voice::callout`].
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    /// The call's id.
    pub call_id: String,
}

/// A leg of a call.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Leg {
    /// Who calls.
    Caller,
    /// Who is called.
    Callee,
}

/// The body of [`Voice::unassign`].
#[derive(Serialize)]
pub struct Number {
    /// The number.
    pub number: String,
}

/// Something behind an AWS API gateway.
#[signed_api(scheme = "aws-sigv4", service = "execute-api")]
pub trait Gateway {
    /// Looks for things.
    #[get("/prod/things/{kind}?flag")]
    async fn find(
        &self,
        kind: &str,
        #[query("q")] query: &str,
        #[header("x-trace")] trace: &str,
        #[setting] region: Option<&str>,
    ) -> Result<String>;

    /// Stores a thing without signing it.
    #[post("/prod/things")]
    async fn store(&self, #[body] body: Body, #[setting] payload: &str) -> Result<()>;
}
