use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls")]
    async fn play(&self, #[body(bytes)] bytes: &u32) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn play(&self, _: &u32) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.play(&7).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
