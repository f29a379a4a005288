use signed_api::{Error, schemes::TencentTc3, signed_api};

#[signed_api(scheme = "tencent-tc3", service = "cvm")]
trait Calls {
    #[get("/calls")]
    async fn call(&self) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(tencent: TencentTc3) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", tencent)?;
    calls.call().await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
