use signed_api::{Error, Outgoing, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    fn call(&self, id: &str) -> Result<String, Error>;
}

async fn send(_: Outgoing) -> Result<http::Response<String>, signed_api::BoxError> {
    Ok(http::Response::new(String::new()))
}

fn used() -> Result<(), Error> {
    let acs = Acs { access_key: "c2VjcmV0".into() };
    let calls = CallsClient::builder("https://contoso.example", acs).transport(send).build()?;
    calls.call("7")?;
    Ok(())
}

fn main() {
    let _ = used();
}
