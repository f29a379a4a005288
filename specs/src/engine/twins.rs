//! Items that are equal.

use smallvec::SmallVec;

/// So many items are sooner compared with each other than sorted.
const FEW: usize = 16;

/// Of each item, whether it is the first of its equals, and the next of them: itself if it is the
/// last.
pub(super) struct Twins(SmallVec<[(bool, usize); FEW]>);

impl Twins {
    /// Looks for equal items among so many.
    pub(super) fn among<T: Ord>(count: usize, item: impl Fn(usize) -> T) -> Self {
        let mut twins = Self((0..count).map(|index| (true, index)).collect());
        if count <= FEW {
            for later in 1..count {
                let wanted = item(later);
                let equal = |earlier: &usize| item(*earlier) == wanted;
                if let Some(earlier) = (0..later).rev().find(equal) {
                    twins.join(earlier, later);
                }
            }
            return twins;
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_unstable_by_key(|index| (item(*index), *index));
        for two in order.windows(2) {
            if item(two[0]) == item(two[1]) {
                twins.join(two[0], two[1]);
            }
        }
        twins
    }

    fn join(&mut self, earlier: usize, later: usize) {
        self.0[earlier].1 = later;
        self.0[later].0 = false;
    }

    /// Whether nothing before an item equals it.
    pub(super) fn is_first(&self, index: usize) -> bool {
        self.0[index].0
    }

    /// The next item that equals one.
    pub(super) fn next(&self, index: usize) -> Option<usize> {
        let next = self.0[index].1;
        (next != index).then_some(next)
    }

    /// The first item that equals one before it.
    pub(super) fn again(&self) -> Option<usize> {
        self.0.iter().position(|(first, _)| !first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_items_find_their_equals() {
        for count in [0, 1, FEW, FEW + 1, 100] {
            let twins = Twins::among(count, |index| index % 7);
            for index in 0..count {
                assert_eq!(twins.is_first(index), index < 7, "{index} of {count}");
                let next = Some(index + 7).filter(|next| *next < count);
                assert_eq!(twins.next(index), next, "{index} of {count}");
            }
            assert_eq!(twins.again(), (count > 7).then_some(7));
        }
    }
}
