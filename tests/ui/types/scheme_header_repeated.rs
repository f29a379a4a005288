use signed_api::{Error, schemes::AzureStorageSharedKey, signed_api};

#[signed_api(scheme = AzureStorageSharedKey)]
trait Calls {
    #[get("/calls")]
    async fn call(&self, #[header("if-match")] tags: &[&str]) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &[&str]) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(azure: AzureStorageSharedKey) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", azure)?;
    calls.call(&["7"]).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
