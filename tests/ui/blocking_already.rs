use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", blocking)]
trait Calls {
    #[get("/calls/{id}")]
    fn call(&self, id: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "acs", blocking = true)]
trait Messages {
    #[get("/messages/{id}")]
    async fn message(&self, id: &str) -> Result<String, Error>;
}

fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call("7")?;
    Ok(())
}

async fn read(messages: &MessagesClient) -> Result<String, Error> {
    messages.message("7").await
}

fn main() {
    let _ = (used(), read);
}
