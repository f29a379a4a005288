use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs", unsigned, request = Call, query)]
trait Calls {
    #[get("/calls", client = Others, crate = signed_api)]
    async fn list(&self) -> Result<String, Error>;
    #[get("/others", request = "Others")]
    async fn others(&self) -> Result<String, Error>;
    #[get("/more", request = More, header)]
    async fn more(&self) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.list().await?;
    calls.others().await?;
    calls.send(CallsOthers {}).await?;
    calls.send(More {}).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
