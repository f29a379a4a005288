//! What a method returns.

use crate::{Error, FromResponse, outcome::Outcome};

/// What a method of a signed API returns: `Result<T, E>`, where `T` can be read from a response
/// and `E` is [`Error`] or made from it.
#[diagnostic::on_unimplemented(
    message = "a method of a signed API cannot return `{Self}`",
    label = "expected `Result<T, signed_api::Error>`",
    note = "`T` is `()`, `String`, `Bytes` (feature `bytes`), `Vec<u8>`, `Body`, `Response<_>` or implements `serde::Deserialize`; \
            instead of `signed_api::Error` any type that is `From<signed_api::Error>` will do"
)]
pub trait Answer: Sized + Send + 'static {
    /// What the `accept` header says.
    #[doc(hidden)]
    fn accept() -> &'static str;

    /// Whether it is read as it comes.
    #[doc(hidden)]
    const STREAMS: bool;

    /// Of what came of a call of this name.
    #[doc(hidden)]
    fn from_outcome(call: &'static str, outcome: Outcome) -> Self;
}

/// The error of a call: [`Error`], or what is made from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a call",
    label = "an error of a call cannot be this",
    note = "the error of a call is `signed_api::Error`, an `ErrorWith<T>` whose `T` implements `serde::Deserialize` (and borrows nothing), \
            or a type of your own that is `From<signed_api::Error>` and `Send`"
)]
pub trait AnswerError: Send + 'static {
    /// Makes it from what went wrong.
    #[doc(hidden)]
    fn from_error(error: Error) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<Error> + Send + 'static> AnswerError for E {
    fn from_error(error: Error) -> Self {
        error.into()
    }
}

impl<T: FromResponse, E: AnswerError> Answer for Result<T, E> {
    fn accept() -> &'static str {
        T::accept()
    }

    const STREAMS: bool = T::STREAMS;

    fn from_outcome(call: &'static str, outcome: Outcome) -> Self {
        let value = outcome.read(T::from_body);
        value.map_err(|error| E::from_error(error.of_call(Some(call))))
    }
}
