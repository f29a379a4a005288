use signed_api::{Error, ErrorWith, schemes::Acs, signed_api};

struct Said;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, ErrorWith<Said>>;
}

struct Fake;

impl Calls for Fake {
    async fn call(&self, _: &str) -> Result<String, ErrorWith<Said>> {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    drop(calls.call("7").await);
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
