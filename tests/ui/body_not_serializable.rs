use signed_api::{Error, schemes::Acs, signed_api};

struct Play {
    text: String,
}

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body] play: &Play) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    let play = Play { text: String::new() };
    let _ = &play.text;
    calls.play("7", &play).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
