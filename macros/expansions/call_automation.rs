//! The trait of the README.

use serde::{Deserialize, Serialize};
use signed_api::{Error, signed_api};

/// Calls of Azure Communication Services.
#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
pub trait CallAutomation {
    /// Places an outbound call.
    #[post("/calling/callConnections")]
    async fn create_call(&self, #[body] call: &CreateCall) -> Result<CallConnection, Error>;

    /// Plays speech into a call.
    #[post("/calling/callConnections/{call_connection_id}:play")]
    async fn play(&self, call_connection_id: &str, #[body] play: &Play) -> Result<(), Error>;
}

/// Whom to call.
#[derive(Serialize)]
pub struct CreateCall {}

/// What to play.
#[derive(Serialize)]
pub struct Play {}

/// A call that was placed.
#[derive(Deserialize)]
pub struct CallConnection {}
