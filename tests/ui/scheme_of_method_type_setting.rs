use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = AwsSigv4, service = "execute-api")]
trait Calls {
    #[get("/calls", scheme = AwsSigv4)]
    async fn list(&self) -> Result<String, Error>;
    #[get("/others", scheme = AwsSigv4, service = "s", regoin = "eu")]
    async fn others(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    })?;
    calls.list().await?;
    calls.others().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
