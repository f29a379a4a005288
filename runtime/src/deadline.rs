//! How long something may take, whatever does it.

use std::{fmt, pin::pin, time::Duration};

use futures_timer::Delay;
use futures_util::future::{Either, select};

/// The end of a time, or none. It needs no executor: a thread of its own wakes whoever waits.
pub(crate) struct Deadline(Option<(Duration, Delay)>);

impl Deadline {
    /// The end of a time that begins now.
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.map(|timeout| (timeout, Delay::new(timeout))))
    }

    /// What a future gives, if it does so in time.
    pub(crate) async fn within<F: Future>(&mut self, future: F) -> Result<F::Output, Late> {
        let Some((timeout, delay)) = &mut self.0 else {
            return Ok(future.await);
        };
        match select(pin!(future), delay).await {
            Either::Left((output, _)) => Ok(output),
            Either::Right(_) => Err(Late(*timeout)),
        }
    }
}

/// The time is over.
#[derive(Debug)]
pub(crate) struct Late(Duration);

/// `within 1.5s`
impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "within {:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn what_is_ready_is_in_time_and_what_is_not_is_late() {
        let forever = [None, Some(Duration::MAX)];
        for timeout in forever.into_iter().chain([Some(Duration::ZERO)]) {
            let mut deadline = Deadline::after(timeout);
            assert_eq!(deadline.within(ready(7)).await.unwrap(), 7);
        }
        let mut deadline = Deadline::after(Some(Duration::from_millis(5)));
        for _ in 0..2 {
            let late = deadline.within(pending::<()>()).await.unwrap_err();
            assert_eq!(late.to_string(), "within 5ms");
        }
    }
}
