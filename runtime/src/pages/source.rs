//! What asks for pages.

use std::{
    mem,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Response, Uri};

use super::{Came, Paging, Place, link, place, trail::Trail};
use crate::{Body, BoxFuture, Error, Unsigned, outcome::Outcome};

/// Sends a request as the client of the list does any other.
pub(crate) type Send =
    Box<dyn Fn(Unsigned) -> BoxFuture<'static, Outcome> + std::marker::Send + Sync>;

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
    /// By what the next page is asked for, or was: an answer said it, unless that page is the first.
    token: Option<String>,
    number: usize,
    trail: Trail,
}

/// The next page.
enum Next {
    /// It is to be asked for.
    Wanted,
    /// It was asked for, there.
    Coming(BoxFuture<'static, Outcome>, Uri),
    /// It cannot be asked for.
    Stuck(Error),
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
            next: Next::Wanted,
            token: None,
            number: 0,
            trail,
        }
    }

    /// Goes on at a page, whatever came before it: that page may come again, and lead where it led.
    pub(super) fn start(&mut self, next: String) {
        self.trail = Trail::default();
        self.trail.returns(&next);
        self.token = Some(next);
        self.next = Next::Wanted;
    }

    /// By what the next page is asked for, or the one that failed.
    pub(super) fn next_token(&self) -> Option<&str> {
        self.token.as_deref()
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
            // Whatever fails ends the list.
            match mem::replace(&mut self.next, Next::Over) {
                Next::Wanted => match self.ask() {
                    Ok(coming) => self.next = coming,
                    Err(error) => break Err(error),
                },
                Next::Coming(mut outcome, uri) => {
                    let Poll::Ready(outcome) = outcome.as_mut().poll(context) else {
                        self.next = Next::Coming(outcome, uri);
                        return Poll::Pending;
                    };
                    break outcome.read(|answer| self.came(answer, &uri));
                }
                Next::Stuck(error) => break Err(error),
                Next::Over => return Poll::Ready(None),
            }
        };
        let (call, error) = (self.call(), self.error);
        let came = came.map(|came| came.map_err(error));
        Poll::Ready(Some(came.map_err(|own| error(own.of_call(call)))))
    }

    fn ask(&mut self) -> Result<Next, Error> {
        self.number += 1;
        let mut unsigned = self.first.clone();
        if let Some(token) = &self.token {
            place::put(&mut unsigned, self.paging.into, token)?;
        }
        let uri = unsigned.uri().clone();
        Ok(Next::Coming((self.send)(unsigned), uri))
    }

    /// Reads what was asked for, and where the list goes on.
    fn came(&mut self, answer: Response<Body>, uri: &Uri) -> Result<Came<T>, Error> {
        let answer = answer.map(|body| body.into_bytes().unwrap_or_default());
        let asked = Asked {
            paging: self.paging,
            call: self.call(),
            number: self.number,
            uri,
        };
        let mut came = (self.read)(&asked, answer)?;
        self.next = self.after(&mut came);
        self.token.clone_from(&came.page.next);
        Ok(came)
    }

    /// What comes after a page.
    fn after(&mut self, came: &mut Came<T>) -> Next {
        if let Some(error) = came.stuck.take() {
            return Next::Stuck(error);
        }
        let Some(next) = came.page.next.as_deref() else {
            return Next::Over;
        };
        let stays = self.trail.stays(next);
        if stays && self.paging.stop_on_same_token {
            came.page.next = None;
            return Next::Over;
        }
        if !self.trail.returns(next) {
            return Next::Wanted;
        }
        let number = self.number;
        let message = if stays {
            format!(
                "page {number} leads to itself; if the last page does so here, its method says `stop_on_same_token`"
            )
        } else {
            format!("page {number} leads back to one that came before it: the list would never end")
        };
        Next::Stuck(Error::decode(message).with_answer(came.page.answer()))
    }
}
