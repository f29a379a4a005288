use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = "aws-sigv4")]
trait Calls {
    #[post("/")]
    async fn call(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.call().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
