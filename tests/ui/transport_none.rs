use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let acs = Acs { access_key: "c2VjcmV0".into() };
    let calls = CallsClient::builder("https://contoso.example", acs).transport("curl").build()?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
