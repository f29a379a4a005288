use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "sinch-application")]
trait Voice {
    #[get("/ping")]
    async fn ping(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.send(VoicePing {}).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
