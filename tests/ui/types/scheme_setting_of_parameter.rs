use signed_api::{Error, schemes::AwsSigv4, signed_api};

#[signed_api(scheme = AwsSigv4, service = "dynamodb")]
trait Calls {
    #[get("/one")]
    async fn one(&self, #[setting] lifetime: u32) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn one(&self, _: u32) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.one(7).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
