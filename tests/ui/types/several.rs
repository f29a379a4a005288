use signed_api::{Error, schemes::Acs, signed_api};

struct Id(u32);

struct Play;

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}")]
    async fn call(&self, id: &Id, #[query] page: Id, #[body] play: &Play) -> Result<Play, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &Id, _: Id, _: &Play) -> Result<Play, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call(&Id(7), Id(8), &Play).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
