use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn clone(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn clone(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    Calls::clone(&calls).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
