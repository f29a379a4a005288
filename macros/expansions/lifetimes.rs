//! Lifetimes, declared and elided, names that are keywords, and what is compiled at times only.

use std::borrow::Cow;

use signed_api::{Error, signed_api};

/// Lifetimes.
#[signed_api(scheme = "acs")]
pub trait Lifetimes {
    /// Declared, one with a bound.
    #[get("/{type}/{b}")]
    async fn declared<'a, 'b: 'a>(
        &self,
        r#type: &'a str,
        b: &'b str,
        #[query] c: &str,
    ) -> Result<(), Error>;
    /// Elided, also inside a type.
    #[get("/{match}")]
    async fn r#loop(&self, r#match: Cow<'_, str>, #[query] all: &[&str]) -> Result<(), Error>;
    /// None, and only in some builds.
    #[cfg(not(test))]
    #[get("/")]
    #[must_use]
    async fn none(&self, #[query] id: u64) -> Result<(), Error>;
}
