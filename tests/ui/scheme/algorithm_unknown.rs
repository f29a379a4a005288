use signed_api::{Error, signed_api};

signed_api::scheme!(pub Acme = "ui/specs/algorithm_unknown.toml");

#[signed_api(scheme = Acme)]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acme { key: "k".into() })?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
