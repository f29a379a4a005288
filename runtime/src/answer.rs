//! What a method returns.

use bytes::Bytes;
use http::Response;

use crate::{Error, FromResponse};

/// What a method of a signed API returns: `Result<T, E>`, where `T` can be read from a response
/// and `E` is [`Error`] or made from it.
#[diagnostic::on_unimplemented(
    message = "a method of a signed API cannot return `{Self}`",
    label = "expected `Result<T, signed_api::Error>`",
    note = "`T` is `()`, `String`, `Bytes`, `Vec<u8>`, `Response<_>` or implements `serde::Deserialize`; \
            instead of `signed_api::Error` any type that is `From<signed_api::Error>` will do"
)]
pub trait Answer: Sized + Send + 'static {
    /// What the `accept` header says.
    #[doc(hidden)]
    fn accept() -> &'static str;

    /// A response of success, or what went wrong before, to a call of this name.
    #[doc(hidden)]
    fn from_outcome(call: &'static str, outcome: Result<Response<Bytes>, Error>) -> Self;
}

impl<T, E> Answer for Result<T, E>
where
    T: FromResponse,
    E: From<Error> + Send + 'static,
{
    fn accept() -> &'static str {
        T::accept()
    }

    fn from_outcome(call: &'static str, outcome: Result<Response<Bytes>, Error>) -> Self {
        let value = outcome.and_then(T::from_response);
        value.map_err(|error| E::from(error.of_call(Some(call))))
    }
}
