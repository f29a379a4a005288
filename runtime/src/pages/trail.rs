//! A list that does not end.

/// The way that a list has taken: enough of it to see that it goes round.
///
/// It compares with the step before, and with one that is moved on at distances that double (R. P.
/// Brent, "An improved Monte Carlo factorization algorithm", 1980): so a circle of any length is seen,
/// and two steps are kept however long the list is.
#[derive(Default)]
pub(super) struct Trail {
    before: Option<String>,
    mark: Option<String>,
    steps: usize,
    distance: usize,
}

impl Trail {
    /// Whether a step leads to where the list is.
    pub(super) fn stays(&self, next: &str) -> bool {
        self.before.as_deref() == Some(next)
    }

    /// Goes a step on, and says whether that leads back.
    pub(super) fn returns(&mut self, next: &str) -> bool {
        if self.stays(next) || self.mark.as_deref() == Some(next) {
            return true;
        }
        if self.steps == self.distance {
            self.mark = Some(next.to_owned());
            self.steps = 0;
            self.distance = (self.distance * 2).max(1);
        }
        self.steps += 1;
        self.before = Some(next.to_owned());
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After how many steps a list is stopped that goes straight on and then round.
    fn stopped(straight: usize, round: usize) -> Option<usize> {
        let mut trail = Trail::default();
        let step = |at: usize| match at.checked_sub(straight) {
            Some(beyond) if round > 0 => straight + beyond % round,
            _ => at,
        };
        (0..10_000).find(|&at| trail.returns(&step(at).to_string()))
    }

    #[test]
    fn circles_are_seen_and_only_they() {
        assert_eq!(stopped(0, 0), None);
        assert_eq!(
            [stopped(0, 1), stopped(7, 1), stopped(1_000, 1)],
            [Some(1), Some(8), Some(1_001)]
        );
        for (straight, round) in (0..40).flat_map(|straight| (2..40).map(move |r| (straight, r))) {
            let steps = stopped(straight, round).unwrap();
            let first = straight + round;
            assert!(
                (first..=3 * first.max(2)).contains(&steps),
                "{straight} {round} {steps}"
            );
        }
    }
}
