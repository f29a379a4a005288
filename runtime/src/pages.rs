//! Lists that come in pages.

mod elements;
mod items;
mod json;
mod link;
mod listing;
mod member;
mod page;
mod paging;
mod place;
mod request;
mod source;
mod trail;

use std::{
    fmt, future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::Stream;

pub(crate) use self::page::Came;
#[cfg(feature = "blocking")]
pub(crate) use self::source::Send;
use self::{items::Items, source::Source};
pub use self::{
    json::{JsonItem, JsonPage},
    listing::{Listing, OwnPage},
    page::Page,
    paging::{Next, Paging, Place},
    request::{Async, ListRequest, Lists, ReadPage, Waiting},
};
use crate::Error;

/// A list that comes in pages: what a method with `items` or `page` returns.
///
/// Nothing is sent before the first item is asked for. Then each page is one call, signed and sent as
/// any other, when the items before it have been taken; a page may be empty and go on.
///
/// ```
/// use serde::Deserialize;
/// use signed_api::{Error, Pages, schemes::Acs, signed_api};
///
/// #[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
/// trait Calls {
///     /// Who takes part in a call.
///     #[get("/calling/callConnections/{id}/participants", items = "value", next = "nextLink")]
///     fn participants(&self, id: &str) -> Pages<Participant>;
/// }
///
/// #[derive(Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Participant {
///     is_muted: bool,
/// }
///
/// # async fn run(acs: Acs) -> Result<(), Error> {
/// let calls = CallsClient::new("https://contoso.communication.azure.com", acs)?;
/// let mut participants = calls.participants("421f3500");
/// while let Some(participant) = participants.next().await {
///     println!("muted: {}", participant?.is_muted);
/// }
/// # Ok(()) }
/// ```
///
/// It is a `Stream` too, for what the crate `futures` does with those; its twin in
/// [`blocking`](crate::blocking) is an `Iterator`. An error of a page (a refusal, an answer that is no
/// page) ends the list, which [`next_token`](Self::next_token) tells how to go on with; that of an item
/// names the page and the item, and the list goes on after it. What cannot be said of the page after
/// one (a link to another host, a token that leads back) is the error after its items, never instead
/// of them.
///
/// A fake returns [`Pages::of`] what it has, or collects `Result`s.
#[must_use = "a list does nothing until its items are asked for"]
pub struct Pages<T, E = Error> {
    /// What is left of the page that is handed out.
    current: Option<Came<T, E>>,
    /// What asks for the pages after it, unless this is a fake.
    source: Option<Box<Source<T, E>>>,
}

impl<T, E> Pages<T, E> {
    /// A list that is all there, in one page: for fakes of a trait.
    ///
    /// ```
    /// # use signed_api::{Error, Pages};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let mut numbers: Pages<u32> = Pages::of(vec![1, 2]);
    /// assert_eq!(numbers.next().await.unwrap()?, 1);
    /// # Ok::<_, Error>(()) });
    /// ```
    pub fn of(items: impl IntoIterator<Item = T>) -> Self {
        items.into_iter().map(Ok).collect()
    }

    /// The same list, from the page on that [`Page::next`] or [`next_token`](Self::next_token) told. The
    /// text is as it came: a link, which
    /// has to lead to the client's own endpoint, or a token.
    ///
    /// A list of which pages have been asked for goes on there, also one that has ended, or of which a
    /// page failed: first comes what is left of the page that is handed out, and one that is still on
    /// its way is dropped. A fake has no pages to go to, and stays as it is.
    pub fn starting_at(mut self, next: impl Into<String>) -> Self {
        if let Some(source) = &mut self.source {
            source.start(next.into());
        }
        self
    }

    /// Where the list goes on after the items at hand, for [`starting_at`](Self::starting_at): the link
    /// or token of the next page, or of the one that failed or is on its way. `None` before the first
    /// page came, and after the last.
    ///
    /// ```
    /// # use signed_api::{Error, Pages};
    /// # fn keep(next: Option<&str>) {}
    /// async fn all(mut calls: Pages<String>) -> Result<Vec<String>, Error> {
    ///     let mut all = Vec::new();
    ///     while let Some(call) = calls.next().await {
    ///         match call {
    ///             Ok(call) => all.push(call),
    ///             Err(error) => {
    ///                 keep(calls.next_token()); // what came is there, and the rest can be asked for
    ///                 return Err(error);
    ///             }
    ///         }
    ///     }
    ///     Ok(all)
    /// }
    /// ```
    ///
    /// It is as secret as the list.
    pub fn next_token(&self) -> Option<&str> {
        self.source.as_ref()?.next_token()
    }

    fn from_source(source: Source<T, E>) -> Self {
        Self {
            current: None,
            source: Some(Box::new(source)),
        }
    }
}

impl<T: 'static, E: 'static> Pages<T, E> {
    /// The next item, or `None` after the last.
    ///
    /// It may be dropped while it waits: the page is still on its way when the next item is asked for.
    ///
    /// # Errors
    ///
    /// Those of a call; and of kind [`Decode`](crate::ErrorKind::Decode) if an answer is no page, if an
    /// item cannot be read, or if the list leads to another host or back to a page that came before
    /// (but see `stop_on_same_token` of [`signed_api`](macro@crate::signed_api)).
    pub async fn next(&mut self) -> Option<Result<T, E>> {
        future::poll_fn(|context| self.poll_item(context)).await
    }

    /// The next page as a whole, or `None` after the last. Of a page whose items were taken one by one
    /// it is what is left.
    ///
    /// # Errors
    ///
    /// As those of [`next`](Self::next); an item that cannot be read is the error of its whole page, and
    /// the next call gives the page after it.
    pub async fn next_page(&mut self) -> Option<Result<Page<T>, E>> {
        future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, E>>> {
        loop {
            let current = self.current.as_mut();
            if let Some(item) = current.and_then(|current| current.items.next()) {
                return Poll::Ready(Some(item));
            }
            self.current = None;
            match ready!(self.poll_rest(context)) {
                Some(Ok(came)) => self.current = Some(came),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, E>>> {
        let begun = self.current.take();
        let begun = begun.filter(|current| current.items.len() > 0);
        let current = match begun {
            Some(current) => Some(Ok(current)),
            None => ready!(self.poll_rest(context)),
        };
        Poll::Ready(current.map(|current| {
            let Came { items, page, .. } = current?;
            let items = items.collect::<Result<_, E>>()?;
            Ok(page.with(items))
        }))
    }

    /// Asks for the page after the current one.
    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Came<T, E>, E>>> {
        match &mut self.source {
            Some(source) => source.poll(context),
            None => Poll::Ready(None),
        }
    }
}

impl<T: 'static, E: 'static> Stream for Pages<T, E> {
    type Item = Result<T, E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// Nothing in it is pinned: what waits is in a box.
impl<T, E> Unpin for Pages<T, E> {}

/// A list that is all there, errors too: for fakes of a trait.
impl<T, E> FromIterator<Result<T, E>> for Pages<T, E> {
    fn from_iter<I: IntoIterator<Item = Result<T, E>>>(items: I) -> Self {
        let all = Came {
            items: Items::There(items.into_iter().collect()),
            page: Page::default(),
            stuck: None,
        };
        Self {
            current: Some(all),
            source: None,
        }
    }
}

/// How many items of the page are left, and the call that gives more: no values, and no token.
impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.current.as_ref().map(|current| current.items.len());
        let mut debug = f.debug_struct("Pages");
        debug.field("items", &items.unwrap_or_default());
        if let Some(source) = self.source.as_ref().filter(|source| !source.is_over()) {
            debug.field("more", &source.call());
        }
        debug.finish_non_exhaustive()
    }
}
