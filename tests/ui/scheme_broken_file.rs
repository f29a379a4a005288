use signed_api::{Error, signed_api};

signed_api::scheme!(pub Broken = "ui/specs/broken.toml");

#[signed_api(scheme = Broken)]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Broken { key: "k".into() })?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
