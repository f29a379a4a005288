//! What the attribute makes of methods that list.

use bytes::Bytes;
use http::Response;

use super::{
    Came, Pages, Paging, Source,
    source::{Asked, Send},
};
use crate::{AnswerError, Error, Request, Unsigned};

/// The request of a method that lists: that of its first page.
///
/// [`Client::list`](crate::Client::list) gives all of them. Signed or sent by itself it is as any other
/// request, and answered by one page.
pub trait ListRequest: Request {
    /// What the method returns.
    type Pages: Lists<Self::Read, Self::Way>;
    /// How a page is read.
    #[doc(hidden)]
    type Read;
    /// How it is waited for: [`Async`] or [`Waiting`].
    #[doc(hidden)]
    type Way;
    /// Where items and next page are.
    const PAGING: Paging;
}

/// What a method that lists returns: `Pages<T>` or, with another error, `Pages<T, E>`.
#[diagnostic::on_unimplemented(
    message = "a method that lists cannot return `{Self}`",
    label = "expected `signed_api::Pages<T>`, or `signed_api::blocking::Pages<T>` in a blocking trait",
    note = "with an error of your own it is `Pages<T, E>`"
)]
pub trait Lists<Read, Way>: Sized {
    /// The pages from the first one on, if that can be asked for.
    #[doc(hidden)]
    fn list(first: Result<Unsigned, Error>, paging: &'static Paging, send: Send) -> Self;
}

impl<T, E, R> Lists<R, Async> for Pages<T, E>
where
    T: std::marker::Send + 'static,
    E: AnswerError,
    R: ReadPage<T>,
{
    fn list(first: Result<Unsigned, Error>, paging: &'static Paging, send: Send) -> Self {
        match first {
            Ok(first) => {
                Self::from_source(Source::new(first, paging, send, R::read, E::from_error))
            }
            Err(error) => [Err(E::from_error(error))].into_iter().collect(),
        }
    }
}

/// The way of an async trait.
#[doc(hidden)]
#[derive(Debug)]
pub struct Async(());

/// The way of a blocking trait.
#[doc(hidden)]
#[derive(Debug)]
pub struct Waiting(());

/// A way to read pages of such items.
#[doc(hidden)]
pub trait ReadPage<T> {
    /// Reads an answer.
    fn read(asked: &Asked<'_>, answer: Response<Bytes>) -> Result<Came<T>, Error>;
}
