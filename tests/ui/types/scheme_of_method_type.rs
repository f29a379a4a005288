use signed_api::{Error, schemes::Acs, signed_api};

signed_api::scheme!(pub Other = "ui/specs/acme.toml");

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/more", scheme = Other)]
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
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
