use signed_api::{Error, signed_api};

signed_api::scheme!(pub Misspelt = "ui/specs/misspelt.toml");

#[signed_api(scheme = Misspelt)]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Misspelt { key: "k".into() })?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
