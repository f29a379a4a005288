use signed_api::{Error, signed_api};

#[derive(Clone)]
struct Acme {
    _key: String,
}

#[signed_api(scheme = Acme)]
trait Calls {
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn list(&self) -> Result<String, Error> {
        unreachable!()
    }
    async fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acme: Acme) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acme)?;
    calls.list().await?;
    calls.call("7").await?;
    calls.sign(CallsCall { id: "7" }).await?;
    let shared = CallsClient::from((*calls).clone());
    println!("{shared:?} {}", shared.endpoint());
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
