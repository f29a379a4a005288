use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[pust("/calls/{id}")]
    async fn put(&self, id: &str) -> Result<(), Error>;
    #[purge("/calls")]
    async fn purge(&self) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.put("7").await?;
    calls.purge().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
