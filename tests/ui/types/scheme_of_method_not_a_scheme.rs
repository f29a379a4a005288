use signed_api::{Error, schemes::Acs, signed_api};

struct Acme;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/more", scheme = Acme)]
    async fn more(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn list(&self) -> Result<String, Error> {
        unreachable!()
    }
    async fn more(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.list().await?;
    calls.more().await?;
    calls.sign(CallsMore).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
