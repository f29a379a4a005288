use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[delete("/calls/{id}")]
    async fn hang_up(&self, id: &str);
}

struct Fake;

impl Calls for Fake {
    async fn hang_up(&self, _: &str) {
        unreachable!()
    }
}

async fn used(acs: Acs) -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", acs)?;
    calls.hang_up("7").await;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
