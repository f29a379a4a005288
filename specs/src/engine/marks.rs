//! What is known of many names without a look at each.

use crate::data::mark;

/// The marks of names, of which most names have their own.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    all: u64,
    /// Those that came more than once.
    again: u64,
}

impl Marks {
    pub(super) fn add(&mut self, name: &[u8]) {
        let mark = mark(name);
        self.again |= self.all & mark;
        self.all |= mark;
    }

    /// Whether a name may be among them.
    pub(super) fn may_hold(self, name: &[u8]) -> bool {
        self.all & mark(name) != 0
    }

    /// Whether any name may be among them more than once.
    pub(super) fn may_repeat_any(self) -> bool {
        self.again != 0
    }

    /// Whether a name may be among them more than once.
    pub(super) fn may_repeat(self, name: &[u8]) -> bool {
        self.again & mark(name) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_came_are_held_and_those_that_came_twice_may_repeat() {
        let mut marks = Marks::default();
        for name in ["Action", "Version", "Action", ""] {
            marks.add(name.as_bytes());
        }
        for name in ["Action", "Version", ""] {
            assert!(marks.may_hold(name.as_bytes()), "{name}");
        }
        assert!(marks.may_repeat(b"Action"));
        assert!(marks.may_repeat_any());
        assert!(!marks.may_repeat(b"Version"));
        assert!(!marks.may_hold(b"Timestamp"));
    }
}
