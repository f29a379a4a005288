//! How long to wait between attempts.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use crate::Options;

/// Waits that grow, each with a random part.
pub(crate) struct Backoff(ExponentialBackoff);

impl Backoff {
    pub(crate) fn new(options: &Options) -> Self {
        let (first, longest) = options.waits();
        // The random part comes on top of a wait, and is as long at most: of each, half is certain.
        let waits = ExponentialBuilder::new()
            .with_jitter()
            .without_max_times()
            .with_min_delay(first.min(longest) / 2)
            .with_max_delay(longest / 2);
        Self(waits.build())
    }

    /// The next wait. A server that asks for a longer one gets it.
    pub(crate) fn next(&mut self, asked: Option<Duration>) -> Duration {
        let own = self.0.next().unwrap_or(Duration::MAX);
        own.max(asked.unwrap_or_default())
    }
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
