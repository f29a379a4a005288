//! The call as one writes it by hand on reqwest.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::{Play, Played};

/// A client of one call.
pub(crate) struct ByHand {
    client: reqwest::Client,
    endpoint: String,
    host: String,
    key: Hmac<Sha256>,
}

impl ByHand {
    pub(crate) fn new(client: reqwest::Client, endpoint: &str, access_key: &str) -> Self {
        let key = STANDARD.decode(access_key).expect("base64");
        Self {
            client,
            endpoint: endpoint.to_owned(),
            host: endpoint.trim_start_matches("http://").to_owned(),
            key: Hmac::new_from_slice(&key).expect("a key"),
        }
    }

    /// As <https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial>.
    pub(crate) async fn play(
        &self,
        call_connection_id: &str,
        play: &Play,
    ) -> Result<Played, Box<dyn std::error::Error>> {
        let path =
            format!("/calling/callConnections/{call_connection_id}:play?api-version=2026-03-12");
        let body = serde_json::to_vec(play)?;
        let date = Timestamp::now()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        let content_hash = STANDARD.encode(Sha256::digest(&body));
        let string_to_sign = format!("POST\n{path}\n{date};{};{content_hash}", self.host);
        let signature = self.key.clone().chain_update(string_to_sign).finalize();
        let signature = STANDARD.encode(signature.into_bytes());
        let authorization = format!(
            "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
        );
        let answer = self
            .client
            .post(format!("{}{path}", self.endpoint))
            .header(CONTENT_TYPE, "application/json")
            .header("x-ms-date", date)
            .header("x-ms-content-sha256", content_hash)
            .header(AUTHORIZATION, authorization)
            .body(body)
            .send()
            .await?;
        let answer = answer.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice(&answer)?)
    }
}
