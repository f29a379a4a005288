use signed_api::{Error, signed_api};

struct Calls;

#[signed_api(scheme = "acs")]
impl Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error> {
        Ok(id.to_owned())
    }
}

async fn used(calls: &Calls) -> Result<(), Error> {
    calls.call("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Calls);
}
