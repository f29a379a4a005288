use signed_api::{Error, signed_api};

#[signed_api(scheme = "ui/specs/acmee.toml")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(credentials: CallsScheme) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", credentials)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
