use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", servise = "calls")]
trait Calls {
    #[pust("/calls")]
    async fn create(&self, #[body] call: &u32) -> Result<String, Error>;
    #[get("/calls/{id")]
    async fn call(&self, id: &str) -> Result<String, Error>;
    async fn list(&self, limit: u32) -> Result<String, Error>;
    #[get("/calls/{id}/legs")]
    async fn legs(&mut self, id: &str, limit: u32);
}

struct Fake;

impl Calls for Fake {
    async fn create(&self, _: &u32) -> Result<String, Error> {
        unreachable!()
    }
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
    async fn list(&self, _: u32) -> Result<String, Error> {
        unreachable!()
    }
    async fn legs(&mut self, _: &str, _: u32) {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    let mut calls = calls;
    calls.create(&7).await?;
    calls.call("7").await?;
    calls.list(7).await?;
    calls.legs("7", 7).await;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
