//! What asks for pages.

use std::task::{Context, Poll, ready};

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
    next: Next,
    number: usize,
    trail: Trail,
}

/// The next page.
enum Next {
    /// It is to be asked for: by what an answer said, unless it is the first.
    At(Option<String>),
    /// It was asked for, there.
    Coming(BoxFuture<'static, Result<Response<Bytes>, Error>>, Uri),
    /// There is none, or it failed.
    Over,
}

/// What a page was asked for with.
pub struct Asked<'a> {
    pub(super) paging: &'static Paging,
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
            next: Next::At(None),
            number: 0,
            trail,
        }
    }

    /// Goes on at a page, whatever came before it: that page may come again, and lead where it led.
    pub(super) fn start(&mut self, next: String) {
        self.trail = Trail::default();
        self.trail.returns(&next);
        self.next = Next::At(Some(next));
    }

    /// There is no page to ask for, or to wait for.
    pub(super) const fn is_over(&self) -> bool {
        matches!(self.next, Next::Over)
    }

    /// The call that gives the pages.
    pub(super) fn call(&self) -> Option<&'static str> {
        self.first.call()
    }
}

impl<T: 'static, E: 'static> Source<T, E> {
    /// The next page, or `None` after the last and after one that failed.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Came<T, E>, E>>> {
        let came = loop {
            match &mut self.next {
                Next::At(next) => {
                    let next = next.take();
                    if let Err(error) = self.ask(next) {
                        break Err(error);
                    }
                }
                Next::Coming(answer, uri) => {
                    let answer = ready!(answer.as_mut().poll(context));
                    let uri = std::mem::take(uri);
                    self.next = Next::Over;
                    break answer.and_then(|answer| self.came(answer, &uri));
                }
                Next::Over => return Poll::Ready(None),
            }
        };
        let (call, error) = (self.call(), self.error);
        if came.is_err() {
            self.next = Next::Over;
        }
        let came = came.map(|came| came.map_err(error));
        Poll::Ready(Some(came.map_err(|own| error(own.of_call(call)))))
    }

    fn ask(&mut self, next: Option<String>) -> Result<(), Error> {
        self.number += 1;
        let mut unsigned = self.first.clone();
        if let Some(next) = next {
            place::put(&mut unsigned, self.paging.into, &next)?;
        }
        let uri = unsigned.uri().clone();
        self.next = Next::Coming((self.send)(unsigned), uri);
        Ok(())
    }

    /// Reads what was asked for, and where the list goes on.
    fn came(&mut self, answer: Response<Bytes>, uri: &Uri) -> Result<Came<T>, Error> {
        let asked = Asked {
            paging: self.paging,
            call: self.call(),
            number: self.number,
            uri,
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
        self.next = Next::At(Some(next));
        Ok(came)
    }
}
