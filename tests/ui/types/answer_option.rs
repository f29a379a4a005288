use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Option<String>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Option<String> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    drop(calls.call("7").await);
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
