use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls")]
    async fn call(&self, #[body] bytes: Vec<u8>) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: Vec<u8>) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call(Vec::new()).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
