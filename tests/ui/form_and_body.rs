use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls")]
    async fn create(&self, #[body] call: &u8, #[form] to: &str, #[form] from: &str) -> Result<(), Error>;
    #[put("/calls")]
    async fn change(&self, #[form] to: &str, #[form] from: &str, #[body] call: &u8) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.create(&7, "a", "b").await?;
    calls.change("a", "b", &7).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
