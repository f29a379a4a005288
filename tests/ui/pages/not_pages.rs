use serde::Deserialize;
use signed_api::{Error, schemes::Acs, signed_api};

#[derive(Deserialize)]
struct Item;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
    #[get("/calls", items = "value", next = "nextLink")]
    fn list(&self) -> Result<Vec<Item>, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
    fn list(&self) -> Result<Vec<Item>, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7").await?;
    let _ = calls.list()?;
    let _ = CallsList {};
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
