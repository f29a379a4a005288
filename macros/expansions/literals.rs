//! Queries and headers that are always the same: the trait's come first, a method's own replaces
//! the trait's header of its name. Those of an idempotency key are the same in their names.

use signed_api::{Error, signed_api};

/// Literals.
#[signed_api(
    scheme = "acs",
    query = "a=1",
    query = "flag",
    header = "X-Trait: a: b",
    header = "x-both: trait",
    idempotency = "Idempotency-Key",
    first_sent = "X-First-Sent"
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
    /// The trait's key.
    #[post("/posted")]
    async fn posted(&self, #[header("idempotency-key")] key: Option<&str>) -> Result<(), Error>;
    /// A key of its own.
    #[put("/put", idempotency = "X-Once")]
    async fn put(&self) -> Result<(), Error>;
}
