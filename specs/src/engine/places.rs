//! Where pairs stand among many, looked for one after another.

/// Among so many a look at each is the fastest.
const FEW: usize = 64;

/// A search that goes on behind what was found last, and begins anew at the end.
#[derive(Default)]
pub(super) struct Places {
    /// Behind the last that was found.
    next: usize,
    /// Places by what stands there; of many, once what is looked for does not come next.
    sorted: Option<Vec<usize>>,
}

impl Places {
    /// Where the first pair stands that is this one, of so many places of which some hold none.
    pub(super) fn find<'p>(
        &mut self,
        pair: (&[u8], &[u8]),
        len: usize,
        at: &impl Fn(usize) -> Option<(&'p [u8], &'p [u8])>,
    ) -> Option<usize> {
        let same = |place: &usize| at(*place) == Some(pair);
        let found = if len <= FEW {
            (self.next..len).chain(0..self.next).find(same)?
        } else if self.next < len && same(&self.next) {
            self.next
        } else {
            let sorted = self.sorted.get_or_insert_with(|| {
                let mut places: Vec<_> = (0..len).filter(|place| at(*place).is_some()).collect();
                places.sort_unstable_by_key(|place| (at(*place), *place));
                places
            });
            let first_from = |place: usize| {
                let before = sorted.partition_point(|one| (at(*one), *one) < (Some(pair), place));
                sorted.get(before).copied().filter(same)
            };
            first_from(self.next).or_else(|| first_from(0))?
        };
        self.next = found + 1;
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of which many are alike, in no order.
    fn pairs(len: usize) -> Vec<Option<(Vec<u8>, Vec<u8>)>> {
        let digit = |number: usize| (number.wrapping_mul(2_654_435_761) >> 7).to_string();
        let short = |text: String| text.as_bytes()[..2].to_vec();
        let pair = |at| (short(digit(at)), short(digit(at + 1)));
        let made = (10..10 + len).map(|at| (at % 9 > 0).then(|| pair(at)));
        made.collect()
    }

    #[test]
    fn of_few_and_of_many_each_is_found_behind_the_last() {
        for len in [0, 1, 2, FEW, FEW + 1, 3_000] {
            let all = pairs(len);
            let at = |place: usize| {
                let (name, value) = all[place].as_ref()?;
                Some((&**name, &**value))
            };
            let (mut places, mut next) = (Places::default(), 0);
            for (name, value) in pairs(len + 40).iter().rev().flatten() {
                let pair = (&**name, &**value);
                let mut each = (next..len).chain(0..next);
                let expected = each.find(|place| at(*place) == Some(pair));
                assert_eq!(places.find(pair, len, &at), expected, "of {len}");
                next = expected.map_or(next, |found| found + 1);
            }
        }
    }
}
