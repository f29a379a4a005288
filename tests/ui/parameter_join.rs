use signed_api::{Error, schemes::Acs, signed_api};

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/calls/{id}")]
    async fn call(
        &self,
        id: &str,
        #[query(join = "&")] any: &[u8],
        #[query("ids", join = "")] ids: &[u8],
        #[query("tags", join = "|")] tags: &[&str],
        #[header(join = ",")] fields: &[&str],
        #[header("x-fields", joined = ",")] more: &[&str],
        #[body(text, join = ",")] body: &str,
    ) -> Result<(), Error>;
    #[post("/people")]
    async fn people(&self, #[form("")] name: &str, #[form(name)] nick: &str) -> Result<(), Error>;
}

async fn used() -> Result<(), Error> {
    let calls = CallsClient::new("https://contoso.example", Acs { access_key: "c2VjcmV0".into() })?;
    calls.call("7", &[], &[], &[], &[], &[], "a").await?;
    calls.people("a", "b").await?;
    Ok(())
}

fn main() {
    let _ = used();
}
