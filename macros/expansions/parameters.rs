//! Every place that a parameter can have, by reference and by value.

use serde::Serialize;
use signed_api::{Error, signed_api};

/// Parameters.
#[allow(clippy::too_many_arguments, reason = "one of each")]
#[signed_api(scheme = "sinch-application")]
pub trait Parameters {
    /// Path, query and header.
    #[get("/people/{id}/{kind}")]
    async fn find(
        &self,
        id: &str,
        kind: Kind,
        #[query] page: Option<u32>,
        #[query("$filter")] filter: &str,
        #[query("ids", join = ",")] ids: &[u64],
        #[header("X-Trace")] trace: Option<&str>,
        #[header("x-fields", join = ", ")] fields: Vec<String>,
        #[setting] auth_scheme: &str,
    ) -> Result<String, Error>;

    /// A form.
    #[post("/people")]
    async fn add(
        &self,
        #[form("First Name")] first: &str,
        #[form(join = ";")] phones: &[&str],
    ) -> Result<(), Error>;
}

/// A word of a path.
#[derive(Serialize)]
pub enum Kind {
    /// One of few.
    Caller,
}
