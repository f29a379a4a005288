use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn all(&mut self) -> Result<String, Error>;
    #[get("/count")]
    async fn count() -> Result<u32, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    let mut calls = calls;
    calls.all().await?;
    CallsClient::count().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
