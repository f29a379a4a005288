use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls", scheme = "specs/acme.toml")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/others", scheme = "acs-data")]
    async fn others(&self) -> Result<String, Error>;
    #[get("/more", scheme = true)]
    async fn more(&self) -> Result<String, Error>;
    #[get("/twice", scheme = "acs-date", scheme = "acs-date")]
    async fn twice(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.list().await?;
    calls.others().await?;
    calls.more().await?;
    calls.twice().await?;
    Ok(())
}

fn main() {
    let _ = used();
}
