//! Time and allocations of one way of signing.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// How many signings are timed at once: enough to hide the clock, few enough for the allocator to
/// answer as it does between requests.
const BATCH: u16 = 4;

/// How many batches are timed in each round.
const BATCHES: u16 = 8;

/// One way of signing.
pub(crate) struct Contender {
    batch: Box<dyn Fn() -> Duration>,
    /// Nanoseconds of one signing, the least so far.
    pub(crate) least: f64,
    /// How often one signing allocates.
    pub(crate) allocations: u64,
}

impl Contender {
    /// Signs what `ready` makes, and warms up for it.
    pub(crate) fn new<R: 'static, S: 'static>(
        ready: impl Fn() -> R + 'static,
        sign: impl Fn(R) -> S + 'static,
    ) -> Self {
        black_box(sign(ready()));
        let request = ready();
        let counted = allocation_counter::measure(|| {
            black_box(sign(black_box(request)));
        });
        Self {
            batch: Box::new(move || time(&ready, &sign)),
            least: f64::MAX,
            allocations: counted.count_total,
        }
    }

    /// Times some batches: the first of them bring code and data back into the caches.
    pub(crate) fn sample(&mut self) {
        // Nothing is counted here, for counting takes time.
        allocation_counter::opt_out(|| {
            for _ in 0..BATCHES {
                let each = (self.batch)().as_secs_f64() * 1e9 / f64::from(BATCH);
                self.least = self.least.min(each);
            }
        });
    }
}

/// The time of a batch, without making the requests and without dropping what comes of them.
fn time<R, S>(ready: &impl Fn() -> R, sign: &impl Fn(R) -> S) -> Duration {
    let mut requests = [(); BATCH as usize].map(|()| Some(ready()));
    let mut signed = [const { None }; BATCH as usize];
    let start = Instant::now();
    for (signed, request) in signed.iter_mut().zip(&mut requests) {
        *signed = black_box(request).take().map(sign);
    }
    let time = start.elapsed();
    black_box(&signed);
    time
}

/// Repeats a round for this long, once at least.
pub(crate) fn rounds(duration: Duration, mut round: impl FnMut()) {
    let start = Instant::now();
    while {
        round();
        start.elapsed() < duration
    } {}
}
