use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls")]
    async fn list<const N: usize>(&self, #[query] ids: [u32; N]) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn list<const N: usize>(&self, _: [u32; N]) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.list([7]).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
