use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", blocking)]
trait Calls {
    #[get("/calls/{id}")]
    fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7")?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
