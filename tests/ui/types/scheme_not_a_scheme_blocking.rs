use std::time::Duration;

use signed_api::{Error, Options, signed_api};

struct Acme;

#[signed_api(scheme = self::Acme, blocking, service = "dynamodb")]
trait Calls {
    #[get("/calls/{id}", region = "eu")]
    async fn call(&self, id: &str, #[setting] payload: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

impl CallsBlocking for Fake {
    fn call(&self, _: &str, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acme: Acme) -> Result<(), Error> {
    let calls = CallsClient::builder("https://contoso.example", acme)
        .options(Options::new().timeout(Duration::from_secs(1)))
        .build()?;
    calls.call("7", "signed").await?;
    Ok(())
}

fn waited(acme: Acme) -> Result<(), Error> {
    let calls = CallsBlockingClient::new("https://contoso.example", acme)?;
    calls.call("7", "signed")?;
    let other = calls.with(Options::new().timeout(Duration::from_secs(1)));
    println!("{other:?} {}", other.endpoint());
    Ok(())
}

fn main() {
    let _ = (used, waited, Fake);
}
