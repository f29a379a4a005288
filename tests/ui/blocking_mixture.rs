use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    fn call(&self, id: &str) -> Result<String, Error>;
    #[get("/calls")]
    fn list(&self) -> Result<String, Error>;
    #[delete("/calls/{id}")]
    async fn hang_up(&self, id: &str) -> Result<(), Error>;
}

fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call("7")?;
    drop(calls.hang_up("7"));
    Ok(())
}

fn main() {
    let _ = used();
}
