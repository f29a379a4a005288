use signed_api::{Error, schemes::Acs, signed_api};

struct Id(u32);

struct Page;

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &Id, #[query] page: Page) -> Result<String, Error>;
    #[post("/calls")]
    async fn create(&self, #[form] page: Page, #[form(join = ",")] ids: &[Id]) -> Result<String, Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call(&Id(7), Page).await?;
    calls.create(Page, &[]).await?;
    Ok(())
}

fn main() {
    let _ = used();
}
