use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn call(&self) -> impl Send;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self) -> impl Send {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call().await;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
