//! Lists that come in pages, and wait.

use std::fmt;

use super::wait::wait;
use crate::{
    AnswerError, Error, Page, Unsigned,
    pages::{Async, Lists, Paging, Send, Waiting},
};

/// A list that comes in pages, as an `Iterator`: see [`Pages`](crate::Pages).
///
/// ```
/// use signed_api::{Error, blocking::Pages, schemes::Acs, signed_api, testing::Memory};
///
/// #[signed_api(scheme = "acs")]
/// trait Numbers {
///     #[get("/numbers", items = "value", next = "nextLink")]
///     fn all(&self) -> Pages<u32>;
///     #[get("/numbers/{id}")]
///     fn one(&self, id: u32) -> Result<u32, Error>;
/// }
///
/// # let network = Memory::new();
/// # network.answer(http::Response::new(r#"{"value":[1,2],"nextLink":"/numbers?skip=2"}"#));
/// # network.answer(http::Response::new(r#"{"value":[3]}"#));
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// # let numbers = NumbersClient::builder("https://contoso.example", acs).transport(network).build()?;
/// let all: Vec<u32> = numbers.all().collect::<Result<_, _>>()?;
/// assert_eq!(all, [1, 2, 3]);
/// # Ok::<(), Error>(())
/// ```
#[must_use = "a list does nothing until its items are asked for"]
pub struct Pages<T, E = Error>(crate::Pages<T, E>);

impl<T, E> Pages<T, E> {
    /// A list that is all there, in one page: for fakes of a trait.
    pub fn of(items: impl IntoIterator<Item = T>) -> Self {
        Self(crate::Pages::of(items))
    }

    /// The same list, from the page on that [`Page::next`] told: see
    /// [`Pages::starting_at`](crate::Pages::starting_at).
    pub fn starting_at(self, next: impl Into<String>) -> Self {
        Self(self.0.starting_at(next))
    }

    /// Where the list goes on after the items at hand: see
    /// [`Pages::next_token`](crate::Pages::next_token).
    pub fn next_token(&self) -> Option<&str> {
        self.0.next_token()
    }
}

impl<T: 'static, E: AnswerError> Pages<T, E> {
    /// The next page as a whole, or `None` after the last: see
    /// [`Pages::next_page`](crate::Pages::next_page).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn next_page(&mut self) -> Option<Result<Page<T>, E>> {
        wait(self.0.next_page()).unwrap_or_else(|error| Some(Err(E::from_error(error))))
    }
}

impl<T: 'static, E: AnswerError> Iterator for Pages<T, E> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next()).unwrap_or_else(|error| Some(Err(E::from_error(error))))
    }
}

impl<T, E> FromIterator<Result<T, E>> for Pages<T, E> {
    fn from_iter<I: IntoIterator<Item = Result<T, E>>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T, E, R> Lists<R, Waiting> for Pages<T, E>
where
    crate::Pages<T, E>: Lists<R, Async>,
{
    fn list(first: Result<Unsigned, Error>, paging: &'static Paging, send: Send) -> Self {
        Self(crate::Pages::list(first, paging, send))
    }
}

/// A list, and as it is in a client that waits.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a method that lists cannot return `{Self}`",
    label = "expected `signed_api::Pages<T>`, or `signed_api::blocking::Pages<T>` in a blocking trait",
    note = "with an error of your own it is `Pages<T, E>`"
)]
pub trait Waits {
    /// As it is there.
    type Pages;

    /// Makes it that.
    fn waiting(self) -> Self::Pages;
}

impl<T, E> Waits for crate::Pages<T, E> {
    type Pages = Pages<T, E>;

    fn waiting(self) -> Pages<T, E> {
        Pages(self)
    }
}

impl<T, E> Waits for Pages<T, E> {
    type Pages = Self;

    fn waiting(self) -> Self {
        self
    }
}

/// As that of an async list.
impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
