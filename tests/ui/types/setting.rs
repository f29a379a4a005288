use signed_api::{Error, schemes::SinchApplication, signed_api};

struct Id(u32);

#[signed_api(scheme = "sinch-application")]
trait Calls {
    #[post("/calls")]
    async fn call(&self, #[setting("auth_scheme")] id: Id) -> Result<(), Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: Id) -> Result<(), Error> {
        unreachable!()
    }
}

async fn used(sinch: SinchApplication) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", sinch)?;
    calls.call(Id(7)).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
