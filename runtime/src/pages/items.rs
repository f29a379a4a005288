//! The items of a page, until they are taken.

use std::collections::VecDeque;

use crate::Error;

/// The items of a page that were not taken yet.
pub(super) enum Items<T, E> {
    /// Those of a fake.
    There(VecDeque<Result<T, E>>),
    /// Those of an answer: each may be read only when it is taken.
    Unread(Box<dyn ExactSizeIterator<Item = Result<T, E>> + Send>),
}

impl<T, E> Items<T, E> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::There(items) => items.len(),
            Self::Unread(items) => items.len(),
        }
    }
}

impl<T: 'static> Items<T, Error> {
    pub(super) fn map_err<E: 'static>(self, error: fn(Error) -> E) -> Items<T, E> {
        let own = move |item: Result<T, Error>| item.map_err(error);
        match self {
            Self::There(items) => Items::There(items.into_iter().map(own).collect()),
            Self::Unread(items) => Items::Unread(Box::new(items.map(own))),
        }
    }
}

impl<T, E> Iterator for Items<T, E> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::There(items) => items.pop_front(),
            Self::Unread(items) => items.next(),
        }
    }
}
