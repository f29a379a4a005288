use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", blocking)]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str, limit: u32) -> Result<String, Error>;
}

fn used() -> Result<(), Error> {
    let acs = Acs { access_key: "c2VjcmV0".into() };
    let calls = CallsBlockingClient::builder("https://contoso.example", acs).build()?;
    calls.call("7", 3)?;
    calls.send(CallsCall { id: "7", limit: 3 })?;
    fake(&calls)
}

fn fake(calls: &impl CallsBlocking) -> Result<(), Error> {
    calls.call("7", 3).map(drop)
}

fn main() {
    let _ = used();
}
