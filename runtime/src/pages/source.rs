//! What asks for pages.

use bytes::Bytes;
use http::{Response, Uri};

use super::{Came, Paging, Place, link, place, trail::Trail};
use crate::{BoxFuture, Error, Unsigned};

/// Sends a request as the client of the list does any other.
pub(crate) type Send = Box<
    dyn Fn(Unsigned) -> BoxFuture<'static, Result<Response<Bytes>, Error>>
        + std::marker::Send
        + Sync,
>;

/// A page on its way, and what asks for the one after it.
pub(super) type Coming<T, E> = BoxFuture<'static, (Box<Source<T, E>>, Result<Came<T, E>, E>)>;

/// Reads the answer to one request of a list.
type Read<T> = fn(&Asked<'_>, Response<Bytes>) -> Result<Came<T>, Error>;

/// The pages of a list that have not been asked for.
pub(super) struct Source<T, E> {
    /// The request of the first page.
    first: Unsigned,
    paging: &'static Paging,
    send: Send,
    read: Read<T>,
    error: fn(Error) -> E,
    /// Where the next page is, unless it is the first.
    pub(super) next: Option<String>,
    number: usize,
    trail: Trail,
}

/// What a page was asked for with.
pub struct Asked<'a> {
    pub(super) paging: &'a Paging,
    pub(super) call: Option<&'static str>,
    /// Pages are counted from one.
    pub(super) number: usize,
    uri: &'a Uri,
}

impl Asked<'_> {
    /// What an answer says of the next page, as it is sent: a link in full, a token in a body of JSON
    /// as JSON. A page that says nothing is the last.
    pub(super) fn said(&self, next: String) -> Result<Option<String>, String> {
        if next.is_empty() {
            return Ok(None);
        }
        match self.paging.into {
            Place::Link => link::resolve(&next, self.uri).map(|link| Some(link.to_string())),
            Place::Body(_) => Ok(serde_json::to_string(&next).ok()),
            Place::Query(_) | Place::Header(_) | Place::Form(_) => Ok(Some(next)),
        }
    }
}

impl<T, E> Source<T, E> {
    /// `error` makes what the list gives of an error.
    pub(super) fn new(
        first: Unsigned,
        paging: &'static Paging,
        send: Send,
        read: Read<T>,
        error: fn(Error) -> E,
    ) -> Self {
        let mut trail = Trail::default();
        if matches!(paging.into, Place::Link) {
            trail.returns(&first.uri().to_string());
        }
        Self {
            first,
            paging,
            send,
            read,
            error,
            next: None,
            number: 0,
            trail,
        }
    }

    /// Begins elsewhere than at the first page.
    pub(super) fn start(&mut self, next: String) {
        self.trail.returns(&next);
        self.next = Some(next);
    }

    /// The call that gives the pages.
    pub(super) fn call(&self) -> Option<&'static str> {
        self.first.call()
    }
}

impl<T: 'static, E: 'static> Source<T, E> {
    /// The next page. Whether there is one after it is for `next` to say.
    pub(super) fn fetch(mut self: Box<Self>) -> Coming<T, E> {
        Box::pin(async move {
            let came = self.page().await;
            let (call, error) = (self.call(), self.error);
            let came = came.map(|came| came.map_err(error));
            (self, came.map_err(|own| error(own.of_call(call))))
        })
    }

    async fn page(&mut self) -> Result<Came<T>, Error> {
        self.number += 1;
        let mut unsigned = self.first.clone();
        if let Some(next) = self.next.take() {
            place::put(&mut unsigned, self.paging.into, &next)?;
        }
        let uri = unsigned.uri().clone();
        let answer = (self.send)(unsigned).await?;
        let asked = Asked {
            paging: self.paging,
            call: self.call(),
            number: self.number,
            uri: &uri,
        };
        let came = (self.read)(&asked, answer)?;
        let Some(next) = came.page.next.clone() else {
            return Ok(came);
        };
        if self.trail.returns(&next) {
            let message = format!(
                "page {} leads back to one that came before it: the list would never end",
                self.number
            );
            return Err(Error::decode(message).with_answer(came.page.into_answer()));
        }
        self.next = Some(next);
        Ok(came)
    }
}
