use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/text")]
    async fn text(&self, #[body] text: &str) -> Result<(), Error>;
    #[post("/bytes")]
    async fn bytes(&self, #[body] bytes: Vec<u8>) -> Result<(), Error>;
    #[post("/html")]
    async fn html(&self, #[body(html)] html: &str) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.text("a").await?;
    calls.bytes(vec![1]).await?;
    calls.html("a").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
