//! Settings of a scheme that the macro can read: what is given is checked when it expands.

use signed_api::{Error, signed_api};

/// Settings.
#[signed_api(scheme = "aws-sigv4", service = "execute-api")]
pub trait Settings {
    /// The trait's.
    #[get("/trait")]
    async fn far(&self) -> Result<(), Error>;
    /// The method's wins.
    #[get("/method", service = "s3", payload = "UNSIGNED-PAYLOAD")]
    async fn near(&self) -> Result<(), Error>;
    /// The parameter's wins over both.
    #[get("/parameter")]
    async fn nearest(&self, #[setting("service")] named: Option<&str>) -> Result<(), Error>;
    /// Those of a scheme of its own are the method's to say.
    #[get("/own", scheme = "aws-sigv4", service = "dynamodb")]
    async fn own(&self) -> Result<(), Error>;
}
