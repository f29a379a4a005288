//! Nothing is told.

use std::time::Duration;

use http::StatusCode;

use crate::{Error, Unsigned, skew::Found};

/// No span.
pub(crate) struct Span;

#[allow(clippy::unused_self, reason = "a span that is told has one")]
impl Span {
    pub(crate) const fn none() -> Self {
        Self
    }

    pub(crate) const fn of_call(_: &Unsigned) -> Self {
        Self
    }

    pub(crate) const fn of_attempt(_: &Unsigned, _: u32) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) fn within<T>(&self, read: impl FnOnce() -> T) -> T {
        read()
    }

    pub(crate) const fn ended(&self, _: Option<StatusCode>, _: Option<&Error>) {}
}

pub(crate) const fn waits(_: Duration) {}

pub(crate) const fn clock_corrected(_: Found) {}

pub(crate) const fn credentials_refreshed(_: bool) {}
