use signed_api::{Error, schemes::Acs, signed_api};

#[derive(serde::Deserialize)]
struct Call<'a> {
    name: &'a str,
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<Call<'static>, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<Call<'static>, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    let call = calls.call("7").await?;
    println!("{}", call.name);
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
