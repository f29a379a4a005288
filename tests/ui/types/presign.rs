use std::time::Duration;

use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
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

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    let link = calls.presign(CallsCall { id: "7" }, Duration::from_secs(600)).await?;
    println!("{link}");
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
