//! Pairs that rules choose.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Error;
use super::evaluate::Evaluator;
use super::pairs::{Pair, Pairs};
use crate::data::{Rule, RuleKind, Value};

impl<'r> Evaluator<'r> {
    /// The pairs that rules choose, in the order of the rules; a name comes once, at its first
    /// place.
    pub(super) fn pick(
        &self,
        pairs: &Pairs<'r>,
        rules: &[Rule],
        what: &str,
    ) -> Result<Pairs<'r>, Error> {
        let never = |name: &[u8]| {
            let never = |rule: &&Rule| rule.kind == RuleKind::Never;
            let mut never = rules.iter().filter(never);
            never.any(|rule| matches(self.data.bytes(rule.text), name))
        };
        let allowed = pairs.iter().filter(|pair| !never(self.bytes(&pair.name)));
        let allowed: SmallVec<[&Pair<'r>; 8]> = allowed.collect();
        let mut picked = Pairs::new();
        for rule in rules {
            let text = self.data.text(rule.text);
            match rule.kind {
                RuleKind::Never => {}
                RuleKind::Required | RuleKind::Optional | RuleKind::Matching => {
                    self.choose(&allowed, text, rule.kind, what, &mut picked)?;
                }
                RuleKind::Members | RuleKind::OptionalMembers => {
                    for member in self.members(text, what) {
                        self.choose(&allowed, &member, rule.kind, what, &mut picked)?;
                    }
                }
            }
        }
        Ok(picked)
    }

    /// The pairs of a name or pattern that are not chosen yet.
    fn choose(
        &self,
        pairs: &[&Pair<'r>],
        wanted: &str,
        kind: RuleKind,
        what: &str,
        picked: &mut Pairs<'r>,
    ) -> Result<(), Error> {
        // Whoever gives a name means that name.
        let member = matches!(kind, RuleKind::Members | RuleKind::OptionalMembers);
        let fits = |pair: &&&Pair<'r>| {
            let name = self.bytes(&pair.name);
            wanted.as_bytes() == name || !member && matches(wanted.as_bytes(), name)
        };
        let mut found = pairs.iter().filter(fits);
        let named = || format!("{what} `{wanted}`");
        let Some(first) = found.next() else {
            // Most names are not there.
            return match kind {
                RuleKind::Required | RuleKind::Members => Err(Error::Missing { what: named() }),
                _ => Ok(()),
            };
        };
        let mut all: SmallVec<[&Pair<'r>; 8]> = SmallVec::new();
        all.push(first);
        all.extend(found.copied());
        if kind == RuleKind::Members && what != "header" && all.len() > 1 {
            return Err(Error::Repeated { what: named() });
        }
        if all.len() > 1 {
            all.sort_by_key(|pair| self.bytes(&pair.name));
        }
        let start = picked.len();
        for pair in all {
            let name = self.bytes(&pair.name);
            let same = |one: &Pair<'r>| self.bytes(&one.name) == name;
            if !picked[..start].iter().any(same) {
                picked.push(*pair);
            }
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
pub(crate) fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // Most patterns and names differ at once.
    if let ([pattern, ..], [name, ..]) = (pattern, name)
        && pattern != name
        && *pattern != b'*'
    {
        return false;
    }
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
