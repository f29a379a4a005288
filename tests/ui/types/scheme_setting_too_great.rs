use signed_api::{Error, schemes::AwsSigv4Query, signed_api};

#[signed_api(scheme = AwsSigv4Query, service = "s3", expires = "a week")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(aws: AwsSigv4Query) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", aws)?;
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
