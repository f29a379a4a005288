use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = "aws-sigv4", servise = "dynamodb", service = "dynamodb")]
trait Calls {
    #[post("/")]
    async fn call(&self) -> Result<String, Error>;
    #[post("/one", regoin = "eu")]
    async fn one(&self, #[setting("payloat")] payload: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    })?;
    calls.call().await?;
    calls.one("UNSIGNED-PAYLOAD").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
