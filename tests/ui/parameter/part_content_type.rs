use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls", header = "content-type: multipart/form-data")]
    async fn call(&self, #[part] to: &str) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
