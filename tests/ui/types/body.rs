use signed_api::{Error, schemes::Acs, signed_api};

struct Play;

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls")]
    async fn play(&self, #[body] play: &Play) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn play(&self, _: &Play) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.play(&Play).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
