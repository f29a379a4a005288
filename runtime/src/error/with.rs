//! Errors whose body is of a declared type.

use std::{error::Error as StdError, fmt, ops::Deref};

use serde_core::de::DeserializeOwned;

use super::{Error, ErrorKind};

/// An [`Error`], and what the server said in it, if that can be read as `B`.
///
/// A method that returns `Result<T, ErrorWith<B>>` declares what a refusal says. It is all that an
/// [`Error`] is (it dereferences to one), and `?` makes one of it.
///
/// ```
/// use serde::Deserialize;
/// use signed_api::{Error, ErrorWith};
///
/// #[derive(Deserialize)]
/// struct Said {
///     code: String,
/// }
///
/// fn play() -> Result<(), ErrorWith<Said>> {
///     let gone = http::Response::builder().status(404).body(r#"{"code":"8522"}"#).unwrap();
///     Err(Error::refused(gone).into()) // what a fake answers
/// }
///
/// fn run() -> Result<(), Error> {
///     Ok(play()?)
/// }
///
/// let error = play().unwrap_err();
/// assert_eq!(error.declared().unwrap().code, "8522");
/// assert_eq!(error.status().unwrap(), 404);
/// assert_eq!(run().unwrap_err().to_string(), error.to_string());
/// ```
pub struct ErrorWith<B> {
    error: Error,
    declared: Option<Box<B>>,
}

impl<B> ErrorWith<B> {
    /// What the server said. `None` if it did not refuse the call, or said something else: then
    /// [`body`](Error::body) has the bytes.
    pub fn declared(&self) -> Option<&B> {
        self.declared.as_deref()
    }
}

/// What a refusal may be read as: anything that is `Deserialize` and borrows nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a refusal",
    label = "a refusal cannot say this",
    note = "what an `ErrorWith<_>` declares implements `serde::Deserialize` (and borrows nothing)"
)]
pub trait Declared: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<B: DeserializeOwned> Declared for B {}

/// Reads the body of a refusal, as JSON.
impl<B: Declared> From<Error> for ErrorWith<B> {
    fn from(error: Error) -> Self {
        let refused = error.kind() == ErrorKind::Refused;
        let declared = refused.then(|| error.json().map(Box::new)).flatten();
        Self { error, declared }
    }
}

impl<B> From<ErrorWith<B>> for Error {
    fn from(error: ErrorWith<B>) -> Self {
        error.error
    }
}

impl<B> Deref for ErrorWith<B> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.error
    }
}

/// As the [`Error`] is shown.
impl<B> fmt::Display for ErrorWith<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// As the [`Error`] is shown: what was declared is in its body.
impl<B> fmt::Debug for ErrorWith<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl<B> StdError for ErrorWith<B> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;

    type Said = ErrorWith<Vec<u32>>;

    #[test]
    fn only_a_refusal_is_read() {
        let refused = |body: &'static str| Said::from(Error::refused(Response::new(body)));
        assert_eq!(refused("[1,2]").declared(), Some(&vec![1, 2]));
        let other = refused("<html>");
        assert!(other.declared().is_none() && other.body().unwrap() == "<html>");
        let unread = Error::decode("unexpected JSON").with_answer(Response::new("[1]".into()));
        assert!(Said::from(unread).declared().is_none());
    }

    #[test]
    fn an_error_is_small() {
        assert_eq!((size_of::<Error>(), size_of::<Said>()), (8, 16));
        assert_eq!(size_of::<Result<(), Said>>(), 16);
    }

    #[test]
    fn it_is_shown_as_the_error_and_has_its_causes() {
        let error = || Error::transport("the request could not be sent").because("unplugged");
        let with = Said::from(error());
        assert_eq!(
            format!("{with:#} {with:?}"),
            format!("{:#} {:?}", error(), error())
        );
        assert_eq!(StdError::source(&with).unwrap().to_string(), "unplugged");
        let boxed: Box<dyn StdError + Send + Sync> = with.into();
        assert_eq!(
            boxed.to_string(),
            "the request could not be sent: unplugged"
        );
    }
}
