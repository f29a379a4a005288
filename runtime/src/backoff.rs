//! How long to wait between attempts.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use crate::Options;

/// Waits that grow, each with a random part.
pub(crate) struct Backoff {
    next: Duration,
    longest: Duration,
}

impl Backoff {
    pub(crate) fn new(options: &Options) -> Self {
        let (first, longest) = options.waits();
        Self {
            next: first.min(longest),
            longest,
        }
    }

    /// The next wait: half of it is certain, and each may be twice the one before. A server that asks for
    /// a longer one gets it.
    pub(crate) fn next(&mut self, asked: Option<Duration>) -> Duration {
        let half = self.next / 2;
        self.next = self.next.saturating_mul(2).min(self.longest);
        let own = half.saturating_add(half.mul_f64(part()));
        own.max(asked.unwrap_or_default())
    }
}

/// A random part of one. Clients that wait must not come back together, which the keys of the standard
/// library's hash maps are random enough for.
fn part() -> f64 {
    let bits = RandomState::new().hash_one(()) >> 32;
    f64::from(u32::try_from(bits).unwrap_or(u32::MAX)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(options: &Options) -> Vec<Duration> {
        let mut backoff = Backoff::new(options);
        (0..6).map(|_| backoff.next(None)).collect()
    }

    #[test]
    fn waits_grow_to_the_longest_and_differ() {
        let ms = Duration::from_millis;
        let options = Options::new().backoff(ms(100), ms(1_000));
        let (one, other) = (waits(&options), waits(&options));
        let most = [100, 200, 400, 800, 1_000, 1_000].map(ms);
        for (wait, most) in one.iter().zip(most) {
            assert!(most / 2 <= *wait && *wait <= most, "{wait:?} of {most:?}");
        }
        assert_ne!(one, other);
        let mut backoff = Backoff::new(&options);
        assert_eq!(backoff.next(Some(ms(7_000))), ms(7_000));
        assert!(backoff.next(Some(ms(1))) >= ms(100));
    }

    #[test]
    fn any_waits_will_do() {
        let max = Duration::MAX;
        for (first, longest) in [(max, max), (max, Duration::ZERO), (Duration::ZERO, max)] {
            assert_eq!(waits(&Options::new().backoff(first, longest)).len(), 6);
        }
    }
}
