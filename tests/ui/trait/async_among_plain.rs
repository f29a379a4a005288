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

struct Fake;

impl Calls for Fake {
    fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
    fn list(&self) -> Result<String, Error> {
        unreachable!()
    }
    async fn hang_up(&self, _: &str) -> Result<(), Error> {
        unreachable!()
    }
}

fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7")?;
    calls.list()?;
    drop(calls.hang_up("7"));
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
