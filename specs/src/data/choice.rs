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
    /// The names that are taken.
    pub wanted: Marked,
    /// The names that are kept out.
    pub unwanted: Marked,
}

/// What is known of names without a look at each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The marks of those that are told: [`mark`].
    pub names: u64,
    /// The marks of how those start that patterns tell.
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

impl Marked {
    fn add(&mut self, name: &[u8]) {
        self.names |= mark(name);
    }

    fn add_pattern(&mut self, pattern: &[u8]) {
        self.starts |= match pattern {
            [b'*', ..] => u64::MAX,
            pattern => mark_of_start(pattern),
        };
    }

    /// Whether a name may be one of them: of most this is known at once.
    #[inline]
    pub(crate) fn may_hold(&self, name: &[u8]) -> bool {
        self.names & mark(name) | self.starts & mark_of_start(name) != 0
    }
}

impl Choice {
    /// How a list of rules chooses.
    pub fn of(data: &SchemeData<'_>, rules: Run) -> Self {
        use RuleKind::{
            Matching, Members, Never, NeverMatching, Optional, OptionalMembers, Required,
        };
        let mut choice = Self::default();
        for rule in data.rules(rules) {
            let text = data.bytes(rule.text);
            match rule.kind {
                Never => {
                    choice.never += 1;
                    choice.unwanted.add(text);
                    continue;
                }
                NeverMatching => {
                    choice.unwanted.add_pattern(text);
                    continue;
                }
                Required | Optional => choice.wanted.add(text),
                Matching => choice.wanted.add_pattern(text),
                // Its names are not known yet.
                Members | OptionalMembers => choice.wanted.add_pattern(b"*"),
            }
            choice.all |= choice.takes == 0 && text == b"*";
            choice.lists |= matches!(rule.kind, Members | OptionalMembers);
            choice.demands |= matches!(rule.kind, Required | Members);
            choice.takes += 1;
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
