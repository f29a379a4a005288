use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn count() -> Result<u32, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn count() -> Result<u32, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    drop(calls);
    CallsClient::count().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
