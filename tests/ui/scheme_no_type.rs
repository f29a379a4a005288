use signed_api::{Error, signed_api};

#[derive(Clone)]
struct Acme;

#[signed_api(scheme = Acme)]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acme)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
