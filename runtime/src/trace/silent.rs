//! Nothing is told.

use std::time::Duration;

use http::Response;

use crate::{Body, Error, Unsigned, skew::Found};

/// No span.
pub(crate) struct Span;

#[allow(clippy::unused_self, reason = "a span that is told has one")]
impl Span {
    pub(crate) const fn of_call(_: &Unsigned) -> Self {
        Self
    }

    pub(crate) const fn of_attempt(_: &Unsigned, _: u32) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) const fn ended(&self, _: &Result<Response<Body>, Error>) {}
}

pub(crate) const fn waits(_: Duration) {}

pub(crate) const fn clock_corrected(_: Found) {}

pub(crate) const fn credentials_refreshed(_: bool) {}
