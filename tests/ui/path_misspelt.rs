use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{cal_id}")]
    async fn call(&self, call_id: &str) -> Result<String, Error>;
    #[get("/legs/{id}/{leg}")]
    async fn leg(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call("7").await?;
    calls.leg("7").await?;
    let _ = calls.sign(&CallsCall { call_id: "7" }).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
