use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls", scheme = "acs-date", scheme = "acs-date")]
    async fn call(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
