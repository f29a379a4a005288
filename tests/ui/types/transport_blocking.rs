use signed_api::{BoxError, Error, Outgoing, schemes::Acs, signed_api};

async fn send(_: Outgoing) -> Result<http::Response<String>, BoxError> {
    Ok(http::Response::new(String::new()))
}

#[signed_api(scheme = "acs")]
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
    let calls = CallsClient::builder("https://contoso.example", acs).transport(send).build()?;
    calls.call("7")?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
