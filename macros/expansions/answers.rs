//! Answers as they are declared, and methods of HTTP. The macro never looks inside an answer.

use bytes::Bytes;
use signed_api::{Error, Response, signed_api};

/// What a call gives, or why not.
pub type Outcome<T> = Result<T, Failure>;

/// An error of the caller's own.
pub struct Failure;

impl From<Error> for Failure {
    fn from(_: Error) -> Self {
        Self
    }
}

/// Answers.
#[signed_api(scheme = "acs")]
pub trait Answers {
    /// Status and headers.
    #[head("/a")]
    async fn size(&self) -> Outcome<Response<()>>;
    /// Something, or nothing.
    #[options("/a")]
    async fn allowed(&self) -> Result<Option<String>, Error>;
    /// Bytes, by a method that has no attribute of its own.
    #[http("PURGE", "/a")]
    async fn purge(&self) -> Outcome<Bytes>;
}
