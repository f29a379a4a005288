use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/others", scheme = "sinch-application")]
    async fn others(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn list(&self) -> Result<String, Error> {
        unreachable!()
    }
    async fn others(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.list().await?;
    calls.others().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
