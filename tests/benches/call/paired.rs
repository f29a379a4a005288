//! Two ways of doing the same, in pairs.

use std::{
    fmt,
    time::{Duration, Instant},
};

/// How many calls are timed at once.
const BATCH: u32 = 8;

/// The times of both ways, one of each a pair.
pub(crate) struct Paired(Vec<[Duration; 2]>);

impl Paired {
    /// Does both in turn, for so long; the first of each pair by turns, since the second finds
    /// the caches as the first left them.
    pub(crate) async fn of(one: impl AsyncFn(), other: impl AsyncFn(), duration: Duration) -> Self {
        for _ in 0..100 {
            one().await;
            other().await;
        }
        let mut pairs = Vec::new();
        let start = Instant::now();
        while {
            let pair = if pairs.len() % 2 == 0 {
                let first = batch(&one).await;
                [first, batch(&other).await]
            } else {
                let first = batch(&other).await;
                [batch(&one).await, first]
            };
            pairs.push(pair);
            start.elapsed() < duration
        } {}
        Self(pairs)
    }

    /// The microseconds of one call, by the median batch.
    fn micros(&self, way: usize) -> f64 {
        let mut times: Vec<f64> = self.0.iter().map(|pair| pair[way].as_secs_f64()).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] * 1e6 / f64::from(BATCH)
    }

    /// The median of the ratios, and the least and the most that it may be: the ratios whose ranks
    /// are 1.96 standard deviations of a binomial distribution away from the middle.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a rank is between nothing and the number of pairs"
    )]
    fn ratio(&self) -> [f64; 3] {
        let ratio = |[one, other]: &[Duration; 2]| one.as_secs_f64() / other.as_secs_f64();
        let mut ratios: Vec<f64> = self.0.iter().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        let (count, last) = (ratios.len() as f64, ratios.len() - 1);
        let away = 1.96 * count.sqrt() / 2.0;
        let rank = |rank: f64| ratios[(rank.max(0.0) as usize).min(last)];
        [count / 2.0, count / 2.0 - away, count / 2.0 + away].map(rank)
    }
}

/// The time of some calls, one after another.
async fn batch(call: &impl AsyncFn()) -> Duration {
    let start = Instant::now();
    for _ in 0..BATCH {
        call().await;
    }
    start.elapsed()
}

impl fmt::Display for Paired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, least, most] = self.ratio();
        writeln!(f, "{:<32} {:>8.1} µs", "signed-api", self.micros(0))?;
        writeln!(f, "{:<32} {:>8.1} µs", "by hand", self.micros(1))?;
        let pairs = self.0.len();
        write!(
            f,
            "{:<32} {median:>8.3} ({least:.3} to {most:.3}), {pairs} pairs",
            "ratio"
        )
    }
}
