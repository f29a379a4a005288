//! What the macro makes compiles in a crate of edition 2021, which has the runtime under the name
//! `signing`, and trips none of these lints there.

#![deny(
    warnings,
    future_incompatible,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unused,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unnameable_types,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};
use signing::{signed_api, Body, Error, Response};

signing::scheme!(
    /// A scheme of the caller's own.
    pub Acme = "../ui/specs/acme.toml", crate = signing
);

impl From<signing::schemes::Acs> for Acme {
    fn from(acs: signing::schemes::Acs) -> Self {
        Self {
            key: acs.access_key,
        }
    }
}

/// A body.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Order {
    /// What is ordered.
    pub what: String,
}

/// An answer.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Placed {
    /// Its number.
    pub number: u64,
}

/// Everything that a trait, a method and a parameter may say.
#[signed_api(
    scheme = "acs",
    crate = ::signing,
    client = OrderClient,
    query = "api-version=1",
    header = "x-trait: 1"
)]
pub trait Orders {
    /// Places an order.
    #[post("/orders/{shop}", query = "a=b", header = "x-method: 1", request = Place)]
    async fn place<'x>(
        &self,
        shop: &'x str,
        #[query] dry: Option<bool>,
        #[query("tags", join = ",")] tags: &[&str],
        #[header("x-trace")] trace: &'x str,
        #[body] order: &Order,
    ) -> Result<Placed, Error>;
    /// Places an order by a form.
    #[put("/orders", scheme = Acme)]
    async fn by_form(
        &self,
        #[form] what: &str,
        #[form(join = ";")] sizes: Vec<u8>,
    ) -> Result<(), Error>;
    /// Notes on an order.
    #[patch("/orders/{number}", scheme = "acs-date")]
    async fn note(&self, number: u64, #[body(text)] note: String) -> Result<Option<Placed>, Error>;
    /// A picture of an order.
    #[post("/orders/{number}/picture")]
    async fn picture(&self, number: u64, #[body(bytes)] picture: &[u8]) -> Result<String, Error>;
    /// Anything else.
    #[post("/orders/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<Response<Vec<u8>>, Error>;
    /// Whether anybody is there.
    #[get("/ping", unsigned)]
    async fn ping(&self) -> Result<(), Error>;
}

/// One whose scheme is a file, known to its crate alone.
#[signed_api(scheme = "../ui/specs/acme.toml", crate = signing)]
pub(crate) trait Refunds {
    /// Looks at a refund.
    #[get("/refunds/{id}")]
    async fn refund(&self, id: &str) -> Result<String, Error>;
}

/// The answer to a refund, by any client.
///
/// # Errors
///
/// Those of the call.
pub async fn refunded(id: &str) -> Result<String, Error> {
    let scheme = RefundsScheme::from_env()?;
    let refunds = RefundsClient::new("https://acme.example", scheme)?;
    let refund = refunds.refund(id).await?;
    Ok(refund)
}
