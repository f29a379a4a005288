use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = "aws-sigv4", service = "execute-api")]
trait Calls {
    #[get("/ping", unsigned, payload = "UNSIGNED-PAYLOAD")]
    async fn ping(&self, #[setting] region: &str) -> Result<String, Error>;
    #[get("/pong", unsigned, scheme = "acs")]
    async fn pong(&self) -> Result<String, Error>;
    #[get("/peng", unsigned = true)]
    async fn peng(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    })?;
    calls.ping("eu").await?;
    calls.pong().await?;
    calls.peng().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
