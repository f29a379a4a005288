//! Pairs that rules choose.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Error;
use super::evaluate::Evaluator;
use super::pair_functions::start_of;
use super::pairs::Pair;
use crate::data::{Rule, RuleKind, SchemeData, Value};

/// The places of the pairs that rules choose, in their order.
pub(super) type Chosen = SmallVec<[usize; 16]>;

/// A pair that rules choose.
struct Candidate<'p> {
    /// Where it comes: its place by the rules, and how its name starts.
    order: (u64, u64),
    name: &'p [u8],
    index: usize,
}

/// What rules say of a name.
struct Choice<'p, 'r> {
    data: &'p SchemeData<'r>,
    rules: &'p [Rule],
    /// The rules that keep names out: by name, and by pattern.
    never: [&'p [Rule]; 2],
    /// The marks of the names that are kept out: most names have another.
    marks: u64,
    /// The items of the lists that rules name, each list with the place of its rule.
    lists: Vec<(usize, Vec<Cow<'r, str>>)>,
}

impl<'r> Evaluator<'r> {
    /// The pairs that rules choose, in the order of the rules; a name comes at its first place.
    pub(super) fn pick(
        &self,
        pairs: &[Pair<'r>],
        rules: &[Rule],
        what: &str,
    ) -> Result<Chosen, Error> {
        let choice = self.choice(rules, what);
        let mut chosen = SmallVec::<[Candidate<'_>; 16]>::new();
        for (index, pair) in pairs.iter().enumerate() {
            let name = self.bytes(&pair.name);
            if let Some(place) = choice.place_of(name) {
                chosen.push(Candidate {
                    order: (place, start_of(name)),
                    name,
                    index,
                });
            }
        }
        chosen.sort_by(|one, other| {
            let orders = one.order.cmp(&other.order);
            orders.then_with(|| one.name.cmp(other.name))
        });
        let count = |wanted: &[u8]| {
            let found = chosen.iter().filter(|one| one.name == wanted);
            found.count()
        };
        let named = |wanted: &[u8]| format!("{what} `{}`", String::from_utf8_lossy(wanted));
        // Most rules demand nothing.
        let demands = |kind| matches!(kind, RuleKind::Required | RuleKind::Members);
        let rules = choice.rules.iter().enumerate();
        for (place, rule) in rules.filter(|(_, rule)| demands(rule.kind)) {
            let text = self.data.bytes(rule.text);
            if rule.kind == RuleKind::Required && count(text) == 0 {
                let what = named(text);
                return Err(Error::Missing { what });
            }
            for item in choice.items(place).iter().map(|item| item.as_bytes()) {
                match count(item) {
                    0 => return Err(Error::Missing { what: named(item) }),
                    2.. if what != "header" => return Err(Error::Repeated { what: named(item) }),
                    _ => {}
                }
            }
        }
        Ok(chosen.iter().map(|one| one.index).collect())
    }

    fn choice<'p>(&'p self, rules: &'p [Rule], what: &str) -> Choice<'p, 'r> {
        let split = |rules: &'p [Rule], kind| {
            let at = rules.iter().position(|rule| rule.kind == kind);
            rules.split_at(at.unwrap_or(rules.len()))
        };
        let (rules, patterns) = split(rules, RuleKind::NeverMatching);
        let (rules, names) = split(rules, RuleKind::Never);
        let mut lists = Vec::new();
        for (place, rule) in rules.iter().enumerate() {
            if matches!(rule.kind, RuleKind::Members | RuleKind::OptionalMembers) {
                lists.push((place, self.members(self.data.text(rule.text), what)));
            }
        }
        Choice {
            data: self.data,
            rules,
            never: [names, patterns],
            marks: names
                .iter()
                .fold(0, |all, rule| all | mark(self.data.bytes(rule.text))),
            lists,
        }
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

impl Choice<'_, '_> {
    /// Where a name stands among those that are chosen: the place of the first rule that takes it,
    /// and in its list.
    fn place_of(&self, name: &[u8]) -> Option<u64> {
        let mut places = (0..).zip(self.rules);
        let place = places.find_map(|(place, rule)| {
            let inside = match rule.kind {
                RuleKind::Never | RuleKind::NeverMatching => None,
                RuleKind::Matching => matches(self.data.bytes(rule.text), name).then_some(0),
                // Whoever gives a name means that name.
                RuleKind::Required | RuleKind::Optional => self.is(rule, name).then_some(0),
                RuleKind::Members | RuleKind::OptionalMembers => {
                    let mut items = (0..).zip(self.items(place));
                    items.find_map(|(inside, item)| (item.as_bytes() == name).then_some(inside))
                }
            };
            Some((place as u64) << 32 | inside?)
        });
        place.filter(|_| !self.is_never(name))
    }

    fn is_never(&self, name: &[u8]) -> bool {
        let [names, patterns] = self.never;
        let matches = |rule: &Rule| matches(self.data.bytes(rule.text), name);
        let may_be = self.marks & mark(name) != 0;
        may_be && names.iter().any(|rule| self.is(rule, name)) || patterns.iter().any(matches)
    }

    /// Whether a rule is of this name: most are of another length.
    fn is(&self, rule: &Rule, name: &[u8]) -> bool {
        rule.text.len as usize == name.len() && self.data.bytes(rule.text) == name
    }

    /// The list that the rule at this place names.
    fn items(&self, place: usize) -> &[Cow<'_, str>] {
        let list = self.lists.iter().find(|(known, _)| *known == place);
        list.map_or(&[], |(_, items)| items)
    }
}

/// A bit that tells most names apart, by how long they are and how they start.
pub(super) fn mark(name: &[u8]) -> u64 {
    let first = name.first().map_or(0, |byte| usize::from(*byte));
    1 << ((first + 5 * name.len()) % 64)
}

/// Whether a pattern, in which `*` is any number of characters, matches a name.
#[inline]
pub fn matches(pattern: &[u8], name: &[u8]) -> bool {
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
