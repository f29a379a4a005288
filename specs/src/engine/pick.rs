//! Pairs that rules choose.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Error;
use super::evaluate::Evaluator;
use super::pairs::{Pair, Pairs};
use crate::data::{Rule, RuleKind, Value};

/// What rules choose from.
struct Offer<'p, 'r> {
    names: SmallVec<[&'p [u8]; 16]>,
    pairs: &'p [Pair<'r>],
    /// Patterns of names that are never chosen.
    never: SmallVec<[&'p [u8]; 16]>,
    /// What a pair is, as `header`.
    what: &'p str,
}

impl<'r> Evaluator<'r> {
    /// The pairs that rules choose, in the order of the rules; a name comes once, at its first
    /// place.
    pub(super) fn pick(
        &self,
        pairs: &[Pair<'r>],
        rules: &[Rule],
        what: &str,
    ) -> Result<Pairs<'r>, Error> {
        let names = pairs.iter().map(|pair| self.bytes(&pair.name));
        let never = rules.iter().filter(|rule| rule.kind == RuleKind::Never);
        let offer = Offer {
            names: names.collect(),
            pairs,
            never: never.map(|rule| self.data.bytes(rule.text)).collect(),
            what,
        };
        let mut picked = Pairs::with_capacity(pairs.len());
        for rule in rules {
            let text = self.data.bytes(rule.text);
            match rule.kind {
                RuleKind::Never => {}
                // Most of the names that may be there are not.
                RuleKind::Optional if !offer.names.contains(&text) => {}
                RuleKind::Required | RuleKind::Optional | RuleKind::Matching => {
                    self.choose(&offer, text, rule.kind, &mut picked)?;
                }
                RuleKind::Members | RuleKind::OptionalMembers => {
                    for member in self.members(self.data.text(rule.text), what) {
                        self.choose(&offer, member.as_bytes(), rule.kind, &mut picked)?;
                    }
                }
            }
        }
        Ok(picked)
    }

    /// Adds the pairs of a name or pattern that are not chosen yet.
    fn choose(
        &self,
        offer: &Offer<'_, 'r>,
        wanted: &[u8],
        kind: RuleKind,
        picked: &mut Pairs<'r>,
    ) -> Result<(), Error> {
        let (start, mut found) = (picked.len(), 0);
        for (name, pair) in offer.names.iter().zip(offer.pairs) {
            // Whoever gives a name means that name.
            let fits = match kind {
                RuleKind::Matching => matches(wanted, name),
                _ => wanted == *name,
            };
            if !fits || offer.never.iter().any(|never| matches(never, name)) {
                continue;
            }
            found += 1;
            let same = |one: &Pair<'r>| self.bytes(&one.name) == *name;
            if !picked[..start].iter().any(same) {
                picked.push(*pair);
            }
        }
        let named = || format!("{} `{}`", offer.what, String::from_utf8_lossy(wanted));
        if found == 0 && matches!(kind, RuleKind::Required | RuleKind::Members) {
            return Err(Error::Missing { what: named() });
        }
        if found > 1 {
            if kind == RuleKind::Members && offer.what != "header" {
                return Err(Error::Repeated { what: named() });
            }
            picked[start..].sort_by_key(|pair| self.bytes(&pair.name));
        }
        Ok(())
    }

    /// The items of a list setting; names of headers in lower case, as they are compared.
    pub(super) fn members(&self, setting: &str, what: &str) -> Vec<Cow<'r, str>> {
        let index = self
            .data
            .settings
            .iter()
            .position(|one| self.data.text(one.name) == setting);
        let members: Vec<&'r str> = match index
            .and_then(|index| u16::try_from(index).ok())
            .and_then(|index| self.setting_value(index))
        {
            Some(Value::List(items)) => items.iter().map(String::as_str).collect(),
            Some(Value::Text(text)) => text.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        };
        let lower = |name: &'r str| match what {
            "header" => name.to_ascii_lowercase().into(),
            _ => name.into(),
        };
        members.into_iter().map(lower).collect()
    }
}

/// Whether a pattern, in which `*` is any number of characters, matches a name.
#[inline]
pub(crate) fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // Most patterns and names differ at once.
    match (pattern, name) {
        ([b'*'], _) => true,
        ([pattern, ..], [name, ..]) if pattern != name && *pattern != b'*' => false,
        _ => matches_whole(pattern, name),
    }
}

fn matches_whole(pattern: &[u8], name: &[u8]) -> bool {
    let Some(star) = pattern.iter().position(|byte| *byte == b'*') else {
        return pattern == name;
    };
    let (start, rest) = (&pattern[..star], &pattern[star + 1..]);
    let Some(mut name) = name.strip_prefix(start) else {
        return false;
    };
    let mut pieces = rest.split(|byte| *byte == b'*').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return name.ends_with(piece);
        }
        let Some(at) = find(name, piece) else {
            return false;
        };
        name = &name[at + piece.len()..];
    }
    true
}

fn find(text: &[u8], piece: &[u8]) -> Option<usize> {
    if piece.is_empty() {
        return Some(0);
    }
    text.windows(piece.len()).position(|window| window == piece)
}
