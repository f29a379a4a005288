use signed_api::{Error, schemes::Acs, signed_api};


#[derive(serde::Serialize)]
pub struct Play {
    text: String,
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls")]
    async fn play(&self, #[body] play: &Play, #[body] again: &Play) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    let play = Play { text: String::new() };
    calls.play(&play, &play).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
