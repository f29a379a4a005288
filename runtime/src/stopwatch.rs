//! How long something takes, by a clock that nobody sets.

use std::time::{Duration, Instant};

/// When it began. Not everywhere is there such a clock.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Option<Instant>);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        let has_one = !cfg!(all(target_family = "wasm", target_os = "unknown"));
        Self(has_one.then(Instant::now))
    }

    pub(crate) fn elapsed(self) -> Option<Duration> {
        self.0.map(|began| began.elapsed())
    }
}
