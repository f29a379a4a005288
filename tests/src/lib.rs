//! What the tests share: requests as a server receives them, and the arithmetic of signatures
//! written out by hand.

pub mod api;
pub mod by_hand;
mod incoming;

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use signed_api::Moment;

pub use incoming::Incoming;

/// `Fri, 02 Jan 2026 03:04:05 GMT`, the moment at which most vectors were made.
pub const NOW: u64 = 1_767_323_045;

/// A time by its Unix seconds.
pub fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A moment by its Unix seconds, for schemes without a nonce.
pub fn moment(seconds: u64) -> Moment {
    Moment {
        now: at(seconds),
        nonce: String::new(),
    }
}

/// The result of a future that has nobody to wait for: the transport is in memory.
///
/// # Panics
///
/// If it waits all the same.
pub fn now_or_never<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a call waits, and nothing here would ever wake it"),
    }
}

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
