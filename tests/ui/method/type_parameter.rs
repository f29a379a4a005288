use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play<B: serde::Serialize + Sync>(&self, id: &str, #[body] play: &B) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn play<B: serde::Serialize + Sync>(&self, _: &str, _: &B) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.play("7", &7).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
