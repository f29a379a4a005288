//! How much of a body was sent, or came.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use futures_util::{Stream, StreamExt as _};

/// How much of a body was sent, or came, as it goes on: [`Body::progress`](crate::Body::progress)
/// makes it.
///
/// It gives the latest count, so one that is asked seldom misses counts and holds nothing up. It
/// ends when the body was read to its end, or when nobody has it any more. A body that is sent again
/// is counted from zero again, as long as it had not come to its end.
///
/// It is a `Stream`; with the feature `blocking` a program that waits goes through it by `for`.
pub struct Progress {
    state: Arc<Mutex<State>>,
    told: Option<u64>,
}

/// A count of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Count {
    /// So many so far.
    pub bytes: u64,
    /// So many in all, if that is known.
    pub total: Option<u64>,
}

/// What a body tells of itself.
pub(crate) struct Meter(Arc<Mutex<State>>);

struct State {
    count: Count,
    /// How many bodies tell.
    meters: usize,
    ended: bool,
    waits: Option<Waker>,
}

/// A meter, and what it shows.
pub(crate) fn of(total: Option<u64>) -> (Meter, Progress) {
    let state = Arc::new(Mutex::new(State {
        count: Count { bytes: 0, total },
        meters: 1,
        ended: false,
        waits: None,
    }));
    let progress = Progress {
        state: Arc::clone(&state),
        told: None,
    };
    (Meter(state), progress)
}

impl Meter {
    /// Somebody begins to read.
    pub(crate) fn begin(&self, total: Option<u64>) {
        self.change(|state| state.count = Count { bytes: 0, total });
    }

    /// So many more bytes were read.
    pub(crate) fn tell(&self, more: u64, ended: bool) {
        self.change(|state| {
            state.count.bytes += more;
            state.ended |= ended;
        });
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = lock(&self.0);
        change(&mut state);
        let waits = state.waits.take();
        drop(state);
        if let Some(waker) = waits {
            waker.wake();
        }
    }
}

impl Clone for Meter {
    fn clone(&self) -> Self {
        self.change(|state| state.meters += 1);
        Self(Arc::clone(&self.0))
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.change(|state| {
            state.meters -= 1;
            state.ended |= state.meters == 0;
        });
    }
}

impl Progress {
    /// The latest count, as soon as there is another than the last; `None` at the end.
    pub async fn next(&mut self) -> Option<Count> {
        poll_fn(|context| self.poll_next_unpin(context)).await
    }
}

impl Stream for Progress {
    type Item = Count;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Count>> {
        let mut state = lock(&self.state);
        let count = state.count;
        if count.bytes > 0 && self.told != Some(count.bytes) {
            drop(state);
            self.told = Some(count.bytes);
            return Poll::Ready(Some(count));
        }
        if state.ended {
            return Poll::Ready(None);
        }
        state.waits = Some(context.waker().clone());
        Poll::Pending
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = lock(&self.state).count;
        f.debug_struct("Progress")
            .field("count", &count)
            .finish_non_exhaustive()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // Nothing panics while it holds the lock.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
