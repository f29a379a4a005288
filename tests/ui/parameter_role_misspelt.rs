use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list(
        &self,
        #[quary] limit: u32,
        #[header] trace: &str,
        #[query(name)] from: &str,
        #[header = "x-to"] to: &str,
        #[path] id: &str,
    ) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.list(7, "a", "b", "c", "d").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
