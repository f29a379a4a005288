//! Settings of a scheme that the macro cannot read: the compiler asserts what it would have checked.

use signed_api::{Error, schemes::AwsSigv4, signed_api};

/// Settings of a type.
#[signed_api(scheme = AwsSigv4, service = "execute-api")]
pub trait TypedSettings {
    /// The trait's.
    #[get("/trait")]
    async fn far(&self) -> Result<(), Error>;
    /// The method's, and a parameter's.
    #[get("/method", service = 7)]
    async fn near(&self, #[setting] region: &str) -> Result<(), Error>;
    /// Those of a scheme of its own.
    #[get("/own", scheme = AwsSigv4, service = "dynamodb")]
    async fn own(&self, #[setting] payload: Option<&str>) -> Result<(), Error>;
}
