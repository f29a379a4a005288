use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list<F: serde::Serialize>(&self, #[query] filter: F) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.list("active").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
