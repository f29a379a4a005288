use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    async fn call(&self) -> Result<String, Error>;
    #[get]
    async fn all(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call().await?;
    calls.all().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
