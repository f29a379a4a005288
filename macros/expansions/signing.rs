//! Calls that are not signed as their trait is.

use signed_api::{
    Error,
    schemes::{Acs, AcsDate},
    signed_api,
};

/// Signing.
#[signed_api(scheme = "acs", header = "x-a: b")]
pub trait Signing {
    /// Not at all.
    #[get("/ping", unsigned)]
    async fn ping(&self) -> Result<String, Error>;
    /// By a variant of the scheme.
    #[get("/dated", scheme = "acs-date")]
    async fn dated(&self) -> Result<(), Error>;
    /// By a type.
    #[post("/typed/{id}", scheme = Other, header = "x-a: c")]
    async fn typed(&self, id: &str) -> Result<(), Error>;
}

/// The type by which [`Signing::typed`] is signed.
pub type Other = AcsDate;

/// The type whose credentials it takes.
pub type Whole = Acs;
