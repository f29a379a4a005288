use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    let signed = calls.sign(CallsCall { id: "7" }).await?;
    signed.http().headers_mut().clear();
    Ok(())
}

fn main() {
    let _ = used();
}
