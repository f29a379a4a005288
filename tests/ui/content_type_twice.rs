use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", header = "content-type: application/json")]
trait Calls {
    #[post("/calls", header = "content-type: text/json")]
    async fn create(&self, #[body("application/vnd.call+json")] call: &[u32]) -> Result<(), Error>;
    #[patch("/calls/{id}")]
    async fn change(
        &self,
        id: &str,
        #[header("content-type")] kind: &str,
        #[body("application/merge-patch+json")] change: &[u32],
    ) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.create(&[1]).await?;
    calls.change("7", "application/json", &[1]).await
}

fn main() {
    let _ = used();
}
