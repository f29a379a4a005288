//! Pages in formats of one's own.

use std::marker::PhantomData;

use bytes::Bytes;

use super::{Came, ReadPage, source::Asked};
use crate::{Error, FromResponse};

/// A page in a format of one's own, as S3's XML, or one whose next token has to be worked out: a type
/// that a method names after its path.
///
/// ```
/// use serde::Deserialize;
/// use signed_api::{Listing, Pages, signed_api};
///
/// #[signed_api(scheme = "acs")]
/// trait Charges {
///     /// The next page begins after the last item of this one.
///     #[get("/v1/charges", page = Charged, into = query("starting_after"))]
///     fn charges(&self) -> Pages<Charge>;
/// }
///
/// #[derive(Deserialize)]
/// struct Charged {
///     data: Vec<Charge>,
///     has_more: bool,
/// }
///
/// #[derive(Deserialize)]
/// struct Charge {
///     id: String,
/// }
///
/// impl Listing for Charged {
///     type Item = Charge;
///
///     fn next(&self) -> Option<String> {
///         let last = self.data.last().filter(|_| self.has_more)?;
///         Some(last.id.clone())
///     }
///
///     fn into_items(self) -> Vec<Charge> {
///         self.data
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no page of a list",
    label = "`page` is a type that implements `signed_api::Listing`",
    note = "for a page that is JSON there is also `items = \"...\", next = \"...\"`"
)]
pub trait Listing: FromResponse {
    /// What is in it.
    type Item: Send + 'static;

    /// Where the page after it is, if there is one: a token as the method's `into` sends it, or, if
    /// that says nothing, a link. The token by which this page was asked for is an error, or, where the
    /// method says `stop_on_same_token`, the end.
    fn next(&self) -> Option<String>;

    /// The items, in their order.
    fn into_items(self) -> Vec<Self::Item>;
}

/// Reads pages of a type of one's own.
#[derive(Debug)]
pub struct OwnPage<X>(PhantomData<fn() -> X>);

impl<X: Listing<Item = T>, T: Send + 'static> ReadPage<T> for OwnPage<X> {
    fn read(asked: &Asked<'_>, answer: http::Response<Bytes>) -> Result<Came<T>, Error> {
        let page = X::from_response(answer.clone())?;
        let next = page.next().map_or(Ok(None), |next| asked.said(next));
        let next = next.map_err(|why| {
            Error::decode(format!("what page {} says of the next {why}", asked.number))
        });
        let items = page.into_items().into_iter().map(Ok);
        Ok(Came::new(items, next, answer))
    }
}
