//! The search: known ways of getting it wrong, one and two at a time, until one gives what was sent.

use std::collections::HashSet;

use super::case::Case;
use super::way::{Change, Hints, Way};

/// How many attempts a byte of the request costs less than: one that hashes a long body is dearer.
const BYTES_OF_AN_ATTEMPT: usize = 4096;

/// How many changes that show nothing by themselves are kept.
const HIDDEN: usize = 64;

/// A search with a bound.
pub(super) struct Search<'h, 'c> {
    pub(super) hints: &'h Hints<'c>,
    /// How many attempts are left.
    pub(super) left: usize,
    /// How many were made.
    pub(super) made: usize,
}

/// What is looked for.
pub(super) struct Goal<'g, 'c> {
    /// What a case makes.
    pub(super) make: &'g dyn Fn(&Case<'c>) -> Option<Vec<u8>>,
    /// Whether that is what was sent.
    pub(super) is: &'g dyn Fn(&[u8]) -> bool,
}

impl<'c> Search<'_, 'c> {
    /// Every single change that gives what was sent; if none does, the first two that do together.
    pub(super) fn find(&mut self, case: &Case<'c>, goal: &Goal<'_, 'c>) -> Vec<Vec<Change<'c>>> {
        let mut found = Vec::new();
        let mut live: Vec<(usize, Change<'c>)> = Vec::new();
        let own = (goal.make)(case);
        let mut seen: HashSet<Option<Vec<u8>>> = HashSet::from([own.clone()]);
        // Ways that change something here, and nothing of what is made.
        let mut idle = HashSet::new();
        // Changes that a step of the scheme undoes, so that they show once that step is left out.
        let mut hidden: Vec<Change<'c>> = Vec::new();
        for (index, way) in Way::all().enumerate() {
            let (mut tried, mut changed) = (false, false);
            for change in way.changes(case, self.hints) {
                if !self.may_go_on(&change.case) {
                    return found;
                }
                let made = (goal.make)(&change.case);
                if made.as_deref().is_some_and(goal.is) {
                    found.push(vec![change]);
                    break;
                }
                (tried, changed) = (true, changed || made != own);
                // What makes the same as another makes the same with a third, too.
                if way.pairs && seen.insert(made.clone()) {
                    live.push((index, change));
                } else if made == own && way.is_of_url() && hidden.len() < HIDDEN {
                    hidden.push(change);
                }
            }
            if !way.pairs || (tried && !changed) {
                idle.insert(index);
            }
        }
        if found.is_empty() {
            found.extend(self.uncovered(hidden, goal));
        }
        if found.is_empty() {
            found.extend(self.pair(live, &idle, goal));
        }
        found
    }

    /// A change of the URL, and a step left out that would have undone it.
    fn uncovered(
        &mut self,
        hidden: Vec<Change<'c>>,
        goal: &Goal<'_, 'c>,
    ) -> Option<Vec<Change<'c>>> {
        for change in hidden {
            for way in Way::all().filter(|way| way.is_step()) {
                for other in way.changes(&change.case, self.hints) {
                    if !self.may_go_on(&other.case) {
                        return None;
                    }
                    let made = (goal.make)(&other.case);
                    if made.as_deref().is_some_and(goal.is) {
                        return Some(vec![change, other]);
                    }
                }
            }
        }
        None
    }

    fn pair(
        &mut self,
        live: Vec<(usize, Change<'c>)>,
        idle: &HashSet<usize>,
        goal: &Goal<'_, 'c>,
    ) -> Option<Vec<Change<'c>>> {
        for (first, change) in live {
            let later = Way::all().enumerate().skip(first);
            for (_, way) in later.filter(|(index, _)| !idle.contains(index)) {
                for other in way.changes(&change.case, self.hints) {
                    if !self.may_go_on(&other.case) {
                        return None;
                    }
                    let made = (goal.make)(&other.case);
                    if made.as_deref().is_some_and(goal.is) {
                        return Some(vec![change, other]);
                    }
                }
            }
        }
        None
    }

    /// Pays for an attempt.
    fn may_go_on(&mut self, case: &Case<'_>) -> bool {
        let cost = 1 + (case.body.len() + case.target.len()) / BYTES_OF_AN_ATTEMPT;
        let enough = self.left >= cost;
        self.left = self.left.saturating_sub(cost);
        self.made += usize::from(enough);
        enough
    }
}
