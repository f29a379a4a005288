//! Queries and headers that are always the same: the trait's come first, a method's own replaces
//! the trait's header of its name.

use signed_api::{Error, signed_api};

/// Literals.
#[signed_api(
    scheme = "acs",
    query = "a=1",
    query = "flag",
    header = "X-Trait: a: b",
    header = "x-both: trait"
)]
pub trait Literals {
    /// The trait's alone.
    #[get("/plain")]
    async fn plain(&self) -> Result<(), Error>;
    /// The trait's and the method's.
    #[get(
        "/{id}/more?b=2",
        query = "c=%20",
        header = "X-Both: method",
        header = "accept: text/plain"
    )]
    async fn more(&self, id: u64, #[query("d[]")] d: &[u64]) -> Result<String, Error>;
    /// A parameter's header replaces the trait's, too.
    #[get("/parameter")]
    async fn parameter(&self, #[header("x-trait")] value: &str) -> Result<(), Error>;
}
