use signed_api::{ErrorWith, schemes::Acs, signed_api};

struct Said;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, ErrorWith<Said>>;
}

async fn used() -> Result<(), signed_api::Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
