//! How long something may take, whatever does it.

use std::{
    fmt,
    task::{Context, Poll},
    time::Duration,
};

use futures_timer::Delay;
use futures_util::{
    FutureExt as _,
    future::{Either, select},
};

use crate::Options;

/// The end of a time, or none. It needs no executor: a thread of its own wakes whoever waits.
pub(crate) struct Deadline(Option<(Late, Delay)>);

impl Deadline {
    /// The end of a time that begins now, and whose it is.
    pub(crate) fn after(time: Option<(Duration, Late)>) -> Self {
        Self(time.map(|(time, late)| (late, Delay::new(time))))
    }

    /// The end of an attempt that begins now, when some time of its call has passed: its own, or that
    /// of the whole call if it is nearer.
    pub(crate) fn of_attempt(options: &Options, passed: Duration) -> Self {
        Self::after(left(options, passed))
    }

    /// What a future gives, if it does so in time. It is pinned, so that it is not moved about.
    pub(crate) async fn within<F>(&mut self, future: F) -> Result<F::Output, Late>
    where
        F: Future + Unpin,
    {
        let Some((late, delay)) = &mut self.0 else {
            return Ok(future.await);
        };
        match select(future, delay).await {
            Either::Left((output, _)) => Ok(output),
            Either::Right(_) => Err(*late),
        }
    }
}

/// The longest wait for each of several things, as the pieces of a body. No time passes until one is asked
/// for; then it does, also if whoever asked gives up.
pub(crate) struct Patience {
    longest: Option<Duration>,
    /// From the beginning of a wait.
    delay: Option<Delay>,
}

impl Patience {
    pub(crate) const fn of(longest: Option<Duration>) -> Self {
        let delay = None;
        Self { longest, delay }
    }

    /// What came, if it did in time.
    pub(crate) fn poll<T>(
        &mut self,
        came: Poll<T>,
        context: &mut Context<'_>,
    ) -> Poll<Result<T, Late>> {
        if let Poll::Ready(came) = came {
            self.delay = None;
            return Poll::Ready(Ok(came));
        }
        let Some(longest) = self.longest else {
            return Poll::Pending;
        };
        let delay = self.delay.get_or_insert_with(|| Delay::new(longest));
        delay
            .poll_unpin(context)
            .map(|()| Err(Late::Attempt(longest)))
    }
}

/// How long an attempt may take, and whose time that is.
pub(crate) fn left(options: &Options, passed: Duration) -> Option<(Duration, Late)> {
    let own = options.time().map(|time| (time, Late::Attempt(time)));
    let Some(time) = options.time_of_call() else {
        return own;
    };
    let of_call = (time.saturating_sub(passed), Late::Call(time));
    Some(own.filter(|own| own.0 <= of_call.0).unwrap_or(of_call))
}

/// A time that is over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Late {
    /// An attempt's.
    Attempt(Duration),
    /// That of the whole call.
    Call(Duration),
}

/// `within 1.5s`
impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attempt(time) => write!(f, "within {time:?}"),
            Self::Call(time) => write!(f, "before the call's deadline of {time:?}"),
        }
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
            let mut deadline = Deadline::after(timeout.map(|time| (time, Late::Attempt(time))));
            assert_eq!(deadline.within(ready(7)).await.unwrap(), 7);
        }
        let short = Duration::from_millis(5);
        let mut deadline = Deadline::after(Some((short, Late::Attempt(short))));
        for _ in 0..2 {
            let late = deadline.within(pending::<()>()).await.unwrap_err();
            assert_eq!(late.to_string(), "within 5ms");
        }
    }
}
