use signed_api::{Error, schemes::Acs, signed_api};

signed_api::scheme!(pub Other = "ui/specs/acme.toml");

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/others", scheme = "sinch-application")]
    async fn others(&self) -> Result<String, Error>;
    #[get("/more", scheme = Other)]
    async fn more(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.list().await?;
    calls.others().await?;
    calls.more().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
