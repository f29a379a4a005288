use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}", idempotency = "Idempotency-Key")]
    async fn call(
        &self,
        id: &str,
        #[header("idempotency-key")] keys: &[&str],
    ) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str, _: &[&str]) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.call("7", &["8"]).await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
