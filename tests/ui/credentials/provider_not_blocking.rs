use signed_api::{BoxError, Error, Provider, schemes::Acs, signed_api};

struct Vault;

impl Provider<Acs> for Vault {
    async fn provide(&self) -> Result<Acs, BoxError> {
        Ok(Acs { access_key: "c2VjcmV0".into() })
    }
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    fn call(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Calls for Fake {
    fn call(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

fn used(vault: Vault) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", vault)?;
    calls.call("7")?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
