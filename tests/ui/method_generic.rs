use signed_api::{Error, schemes::Acs, signed_api};


#[derive(serde::Serialize)]
pub struct Play {
    text: String,
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play<B: serde::Serialize + Sync>(&self, id: &str, #[body] play: &B) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.play("7", &Play { text: String::new() }).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
