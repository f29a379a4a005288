use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call<'a>(&self, id: &'a str) -> Result<String, Error> where 'a: 'a;
}

struct Fake;

impl Calls for Fake {
    async fn call<'a>(&self, _: &'a str) -> Result<String, Error> where 'a: 'a {
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
