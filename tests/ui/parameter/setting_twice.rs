use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = "aws-sigv4", service = "s3")]
trait Calls {
    #[post("/calls")]
    async fn call(&self, #[setting] region: &str, #[setting("region")] other: &str) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str, _: &str) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.call("7", "7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
