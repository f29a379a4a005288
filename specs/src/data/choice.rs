//! How rules choose: what can be told of them before there are names.

use super::{RuleKind, Run, SchemeData};

/// How the rules of one list choose. Those that keep names out come last, of these the patterns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// How many of them take names.
    pub takes: u16,
    /// The first of these takes all.
    pub all: bool,
    /// One of these names a list setting.
    pub lists: bool,
    /// One of these demands a name.
    pub demands: bool,
    /// How many of those behind keep one name out.
    pub never: u16,
    /// The marks of these names: [`mark`].
    pub marks: u64,
    /// The marks of how those names start that the patterns behind them keep out.
    pub starts: u64,
}

/// A bit that tells most names apart, by how long they are and how they start, in capitals or not.
pub fn mark(name: &[u8]) -> u64 {
    let first = name.first().map_or(0, |byte| usize::from(byte | 0x20));
    1 << ((first + 5 * name.len()) % 64)
}

/// The same by how a name starts alone.
fn mark_of_start(name: &[u8]) -> u64 {
    1 << (name.first().map_or(0, |byte| usize::from(*byte)) % 64)
}

impl Choice {
    /// Whether a name may be one that the rules keep out: of most this is known at once.
    #[inline]
    pub(crate) fn may_keep_out(&self, name: &[u8]) -> bool {
        self.marks & mark(name) | self.starts & mark_of_start(name) != 0
    }

    /// How a list of rules chooses.
    pub fn of(data: &SchemeData<'_>, rules: Run) -> Self {
        use RuleKind::{Members, Never, NeverMatching, OptionalMembers, Required};
        let mut choice = Self::default();
        for rule in data.rules(rules) {
            match rule.kind {
                Never => {
                    choice.never += 1;
                    choice.marks |= mark(data.bytes(rule.text));
                }
                NeverMatching => {
                    choice.starts |= match data.bytes(rule.text) {
                        [b'*', ..] => u64::MAX,
                        pattern => mark_of_start(pattern),
                    }
                }
                _ => {
                    choice.all |= choice.takes == 0 && data.bytes(rule.text) == b"*";
                    choice.lists |= matches!(rule.kind, Members | OptionalMembers);
                    choice.demands |= matches!(rule.kind, Required | Members);
                    choice.takes += 1;
                }
            }
        }
        choice
    }
}

impl SchemeData<'_> {
    /// How a list of rules chooses, as the checker has told.
    pub(crate) fn choice(&self, rules: Run) -> Choice {
        let known = self.rule_lists.iter().find(|(known, _)| *known == rules);
        known.map_or_else(|| Choice::of(self, rules), |(_, choice)| *choice)
    }
}
