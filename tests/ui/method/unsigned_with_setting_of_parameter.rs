use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = "aws-sigv4", service = "s3")]
trait Calls {
    #[get("/ping", unsigned)]
    async fn call(&self, #[setting] region: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
