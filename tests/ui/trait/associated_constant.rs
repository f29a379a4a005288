use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    const VERSION: &str;
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    const VERSION: &str = "1";
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    Fake.call(Fake::VERSION).await?;
    drop(calls);
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
