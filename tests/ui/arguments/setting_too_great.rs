use signed_api::{Error, schemes::AwsSigv4Query, signed_api};

#[signed_api(scheme = "aws-sigv4-query", service = "s3", expires = "604801")]
trait Calls {
    #[get("/")]
    async fn call(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4Query) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.call().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
