use signed_api::{Error, signed_api};

#[signed_api(scheme = "ui/specs/acmee.toml")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", CallsScheme::from_env()?)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
