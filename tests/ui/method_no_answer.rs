use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[delete("/calls/{id}")]
    async fn hang_up(&self, id: &str);
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.hang_up("7").await;
    Ok(())
}

fn main() {
    let _ = used();
}
