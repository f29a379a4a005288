use signed_api::{Error, schemes::Acs, signed_api};

struct Refused;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Refused>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Refused> {
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
