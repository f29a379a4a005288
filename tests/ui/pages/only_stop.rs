use serde::Deserialize;
use signed_api::{Error, Pages, schemes::Acs, signed_api};

#[derive(Deserialize)]
struct Item;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
    #[get("/calls", stop_on_same_token)]
    fn list(&self) -> Pages<Item>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
    fn list(&self) -> Pages<Item> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7").await?;
    let _ = calls.list().next().await;
    let _ = CallsList {};
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
