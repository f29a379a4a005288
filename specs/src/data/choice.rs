//! How rules choose: what can be told of them before there are names.

use super::{RuleKind, Run, SchemeData};

/// How the rules of one list choose. Those that keep names out come last, of these the patterns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// How many of them take names.
    pub takes: u16,
    /// The first of these takes all.
    pub all: bool,
    /// How many of those behind keep one name out.
    pub never: u16,
    /// The marks of these names: [`mark`].
    pub marks: u64,
}

/// A bit that tells most names apart, by how long they are and how they start.
pub fn mark(name: &[u8]) -> u64 {
    let first = name
        .first()
        .map_or(0, |byte| usize::from(byte.to_ascii_lowercase()));
    1 << ((first + 5 * name.len()) % 64)
}

impl SchemeData<'_> {
    /// How a list of rules chooses.
    pub fn choice(&self, rules: Run) -> Choice {
        let mut choice = Choice::default();
        for rule in self.rules(rules) {
            match rule.kind {
                RuleKind::Never => {
                    choice.never += 1;
                    choice.marks |= mark(self.bytes(rule.text));
                }
                RuleKind::NeverMatching => {}
                _ => {
                    choice.all |= choice.takes == 0 && self.bytes(rule.text) == b"*";
                    choice.takes += 1;
                }
            }
        }
        choice
    }
}
