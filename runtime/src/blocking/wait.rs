//! Waiting on the thread that asks.

use crate::Error;

/// Waits for what a future gives.
///
/// It is polled here, so it may borrow, and what blocks in it blocks nobody else. It may be inside
/// a task of another executor: then it counts as one step of that task, so the task's budget of
/// steps must not hold it up.
#[cfg(feature = "reqwest")]
pub(crate) fn wait<F: Future>(future: F) -> Result<F::Output, Error> {
    let handle = super::watch::handle().map_err(|error| {
        Error::transport("the thread of blocking calls did not start").because(error)
    })?;
    let _context = handle.enter();
    Ok(pollster::block_on(tokio::task::unconstrained(future)))
}

/// Waits for what a future gives. It is polled here, so it may borrow, and what blocks in it blocks
/// nobody else.
#[cfg(not(feature = "reqwest"))]
#[allow(
    clippy::unnecessary_wraps,
    reason = "for reqwest a thread has to start, and may not"
)]
pub(crate) fn wait<F: Future>(future: F) -> Result<F::Output, Error> {
    Ok(pollster::block_on(future))
}
