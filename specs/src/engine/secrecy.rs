//! What may not be shown of what is written.

use std::ops::Range;

/// A stretch of the buffer that is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mask {
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) kind: Secrecy,
}

impl Mask {
    /// Where what of it lies in a range stands when that is written again, at `at`.
    pub(super) fn again(self, range: &Range<usize>, at: usize) -> Option<Range<usize>> {
        let (start, end) = (self.at.max(range.start), self.end.min(range.end));
        (start < end).then(|| at + start - range.start..at + end - range.start)
    }

    /// Whether something of it lies in a range.
    #[inline]
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        self.at < range.end && self.end > range.start
    }
}

/// What is shown for a secret stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// A credential of this index, as it is: its name is shown.
    Credential { index: u16, sent: bool },
    /// Something computed from a secret: `‹secret›`.
    Computed { sent: bool },
}

impl Secrecy {
    pub(super) fn sent(self) -> bool {
        let (Self::Credential { sent, .. } | Self::Computed { sent }) = self;
        sent
    }

    /// Of what is computed from two texts.
    pub(crate) fn of_both(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(Self::Computed {
                sent: one.sent() && other.sent(),
            }),
            _ => one.or(other),
        }
    }
}
