//! Other names for client, request and runtime, in a trait that is its crate's own.

use signed_api as signing;
use signed_api::{Error, schemes::Acs};

/// Names.
#[signing::signed_api(scheme = "acs", client = Directory, crate = signing)]
pub(crate) trait Names {
    /// Looks for a name.
    #[get("/names/{name}", request = Lookup)]
    async fn look_up(&self, name: &str) -> Result<String, Error>;
}

/// Looks for a name.
///
/// # Errors
///
/// Those of the call.
pub async fn found(name: &str) -> Result<String, Error> {
    let directory = Directory::new("https://names.example", Acs::from_env()?)?;
    directory.look_up(name).await
}
