use signed_api::{Error, schemes::Hawk, signed_api};

#[signed_api(scheme = Hawk)]
trait Notes {
    #[get("/notes/{id}")]
    async fn note(&self, id: &str) -> Result<String, Error>;
}

struct Fake;

impl Notes for Fake {
    async fn note(&self, _: &str) -> Result<String, Error> {
        unreachable!()
    }
}

async fn used() -> Result<(), Error> {
    let notes = NotesClient::from_connection_string("endpoint=https://notes.example")?;
    notes.note("7").await?;
    Ok(())
}

fn main() {
    let _ = (used, Fake);
}
