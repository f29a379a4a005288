use signed_api::{schemes::Acs, signed_api};

#[derive(Debug)]
struct Error;

impl From<signed_api::Error> for Box<Error> {
    fn from(_: signed_api::Error) -> Self {
        Box::new(Error)
    }
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() }).map_err(|_| Error)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
