//! From a thread that blocks to a task that must not: a few items wait in between.
//!
//! It needs no executor, so that files can be read under any. Whoever gives waits for room; if
//! nobody takes any more, the thread is told, and ends.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    thread,
};

use futures_util::Stream;

/// How many items wait at most.
const ROOM: usize = 4;

/// The end that a thread puts items into.
pub(super) struct Feed<T>(Arc<Shared<T>>);

/// The end that a task takes items from.
pub(super) struct Pipe<T>(Arc<Shared<T>>);

struct Shared<T> {
    state: Mutex<State<T>>,
    room: Condvar,
}

struct State<T> {
    items: VecDeque<T>,
    waits: Option<Waker>,
    /// One end is gone.
    closed: bool,
}

/// Does something on a thread of its own, which gives items as they come.
pub(super) fn thread<T: Send + 'static>(
    work: impl FnOnce(&Feed<T>) + Send + 'static,
) -> io::Result<Pipe<T>> {
    let state = State {
        items: VecDeque::with_capacity(ROOM),
        waits: None,
        closed: false,
    };
    let shared = Arc::new(Shared {
        state: Mutex::new(state),
        room: Condvar::new(),
    });
    let feed = Feed(Arc::clone(&shared));
    thread::Builder::new()
        .name("signed-api body".to_owned())
        .spawn(move || work(&feed))?;
    Ok(Pipe(shared))
}

impl<T> Feed<T> {
    /// Gives an item as soon as there is room; `false` if nobody wants it.
    pub(super) fn give(&self, item: T) -> bool {
        let state = self.0.state();
        let full = |state: &mut State<T>| !state.closed && state.items.len() >= ROOM;
        let mut state = self
            .0
            .room
            .wait_while(state, full)
            .unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return false;
        }
        state.items.push_back(item);
        wake(state);
        true
    }

    /// Whether there is still somebody who takes what is given.
    pub(super) fn is_wanted(&self) -> bool {
        !self.0.state().closed
    }
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes who waits, once the lock is free.
fn wake<T>(mut state: MutexGuard<'_, State<T>>) {
    let waits = state.waits.take();
    drop(state);
    if let Some(waker) = waits {
        waker.wake();
    }
}

impl<T> Stream for Pipe<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = self.0.state();
        if let Some(item) = state.items.pop_front() {
            drop(state);
            self.0.room.notify_one();
            return Poll::Ready(Some(item));
        }
        if state.closed {
            return Poll::Ready(None);
        }
        state.waits = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for Feed<T> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.closed = true;
        wake(state);
    }
}

impl<T> Drop for Pipe<T> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.room.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::StreamExt as _;

    use super::*;

    #[tokio::test]
    async fn items_come_in_order_and_end() {
        let pipe = thread(|feed| {
            for number in 0..100 {
                assert!(feed.give(number));
            }
        });
        let all: Vec<u32> = pipe.unwrap().collect().await;
        assert_eq!(all, (0..100).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_thread_ends_if_nobody_takes() {
        let (tell, told) = mpsc::channel();
        let mut pipe = thread(move |feed| {
            while feed.give(0) {}
            tell.send(feed.is_wanted()).unwrap();
        })
        .unwrap();
        assert_eq!(pipe.next().await, Some(0));
        drop(pipe);
        assert_eq!(told.recv(), Ok(false));
    }
}
