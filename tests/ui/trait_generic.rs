use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls<T> {
    const VERSION: &'static str;
    #[get("/calls")]
    async fn all(&self) -> Result<T, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    let _ = calls;
    Ok(())
}

fn main() {
    let _ = used();
}
