//! A page.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::items::Items;
use crate::{Error, Response};

/// One page of a list, as [`Pages::next_page`](crate::Pages::next_page) gives it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is in it, in its order.
    pub items: Vec<T>,
    /// Where the page after it is, if there is one: a link or a token, for
    /// [`Pages::starting_at`](crate::Pages::starting_at). If what the answer says of it is none, the next
    /// page is the error that tells so. It may be kept, and is as secret as the list.
    pub next: Option<String>,
    /// The answer that it was read from: status, headers and what else its body says. A fake has none,
    /// and here an empty one.
    pub answer: Response<Bytes>,
}

impl Page<()> {
    /// A page with what is in it.
    pub(super) fn with<T>(self, items: Vec<T>) -> Page<T> {
        Page {
            items,
            next: self.next,
            answer: self.answer,
        }
    }

    pub(super) fn answer(&self) -> http::Response<Bytes> {
        let mut answer = http::Response::new(self.answer.value.clone());
        *answer.status_mut() = self.answer.status;
        answer.headers_mut().clone_from(&self.answer.headers);
        answer
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            next: None,
            answer: Response {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                value: Bytes::new(),
            },
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// The items; of the rest only whether there is a next page, and the status.
impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("has_next", &self.next.is_some())
            .field("status", &self.answer.status)
            .finish()
    }
}

/// A page that was read, item by item, and everything of it but the items.
pub struct Came<T, E = Error> {
    pub(super) items: Items<T, E>,
    pub(super) page: Page<()>,
    /// Why the list cannot go on after it.
    pub(super) stuck: Option<Error>,
}

impl<T: 'static> Came<T> {
    /// Whatever it says of the page after it, its items came.
    pub(super) fn new(
        items: impl ExactSizeIterator<Item = Result<T, Error>> + Send + 'static,
        next: Result<Option<String>, Error>,
        answer: http::Response<Bytes>,
    ) -> Self {
        let (next, stuck) = match next {
            Ok(next) => (next, None),
            Err(error) => (None, Some(error.with_answer(answer.clone()))),
        };
        let (parts, value) = answer.into_parts();
        let answer = Response {
            status: parts.status,
            headers: parts.headers,
            value,
        };
        let page = Page {
            items: Vec::new(),
            next,
            answer,
        };
        Self {
            items: Items::Unread(Box::new(items)),
            page,
            stuck,
        }
    }

    pub(super) fn map_err<E: 'static>(self, error: fn(Error) -> E) -> Came<T, E> {
        Came {
            items: self.items.map_err(error),
            page: self.page,
            stuck: self.stuck,
        }
    }
}
