//! Pairs that rules choose.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Error;
use super::evaluate::Evaluator;
use super::pair_functions::start_of;
use super::pairs::Pair;
use crate::data::{Choice, Rule, RuleKind, Run, SchemeData, Value};

/// The places of the pairs that rules choose, in their order.
pub(super) type Chosen = SmallVec<[usize; 16]>;

/// The items of a list setting.
pub(super) type Items<'r> = SmallVec<[Cow<'r, str>; 8]>;

/// Where a name comes that rules choose: by the place of its rule, its place in the list of that
/// rule, and its first eight bytes.
pub(super) type Order = u128;

/// What rules say of a name.
pub(super) struct Rules<'r> {
    data: &'r SchemeData<'r>,
    /// Those that take names.
    takes: &'r [Rule],
    /// Those that keep names out: by name, and by pattern.
    never: [&'r [Rule]; 2],
    /// What was told of them before there were names.
    choice: Choice,
    /// The items of the lists that rules name, each list with the place of its rule.
    lists: SmallVec<[(usize, Items<'r>); 1]>,
    /// What has these names, for errors.
    what: &'static str,
}

impl<'r> Evaluator<'r> {
    /// The pairs that rules choose, in the order of the rules; a name comes at its first place.
    pub(super) fn pick(&self, pairs: &[Pair<'r>], rules: &Rules<'r>) -> Result<Chosen, Error> {
        let mut chosen = SmallVec::<[(Order, &[u8], usize); 16]>::new();
        for (index, pair) in pairs.iter().enumerate() {
            let name = self.bytes(&pair.name);
            if let Some(order) = rules.order_of(name) {
                chosen.push((order, name, index));
            }
        }
        // What is equal stays in its order.
        chosen.sort_unstable();
        rules.demand(|wanted| {
            let found = chosen.iter().filter(|(_, name, _)| *name == wanted);
            found.count()
        })?;
        Ok(chosen.iter().map(|(.., index)| *index).collect())
    }

    /// Rules with what is given to them.
    pub(super) fn rules(&self, rules: Run, what: &'static str) -> Rules<'r> {
        let choice = self.data.choice(rules);
        let (takes, never) = self.data.rules(rules).split_at(choice.takes.into());
        let (names, patterns) = never.split_at(choice.never.into());
        let mut lists = SmallVec::new();
        if choice.lists {
            for (place, rule) in takes.iter().enumerate() {
                if rule.kind.is_list() {
                    lists.push((place, self.members(self.data.text(rule.text), what)));
                }
            }
        }
        Rules {
            data: self.data,
            takes,
            never: [names, patterns],
            choice,
            lists,
            what,
        }
    }

    /// The items of a list setting; names of headers in lower case, as they are compared.
    pub(super) fn members(&self, setting: &str, what: &str) -> Items<'r> {
        let is_upper = |byte: u8| byte.is_ascii_uppercase();
        let lower = |name: &'r str| match what {
            "header" if name.bytes().any(is_upper) => name.to_ascii_lowercase().into(),
            _ => name.into(),
        };
        let index = self.setting_named(setting);
        match index.and_then(|index| self.setting_value(index)) {
            Some(Value::List(items)) => items.iter().map(|item| lower(item)).collect(),
            Some(Value::Text(text)) => text.split(',').map(|item| lower(item.trim())).collect(),
            _ => Items::new(),
        }
    }

    /// The setting of this name.
    pub(super) fn setting_named(&self, name: &str) -> Option<u16> {
        let mut names = self
            .data
            .settings
            .iter()
            .map(|one| self.data.text(one.name));
        u16::try_from(names.position(|one| one == name)?).ok()
    }
}

impl Rules<'_> {
    /// The names that they take, and the patterns.
    pub(super) fn names(&self) -> SmallVec<[&str; 8]> {
        let mut names = SmallVec::new();
        for (place, rule) in self.takes.iter().enumerate() {
            match rule.kind {
                RuleKind::Members | RuleKind::OptionalMembers => {
                    names.extend(self.items(place).iter().map(|item| &**item));
                }
                _ => names.push(self.data.text(rule.text)),
            }
        }
        names
    }

    /// Where a name comes, if the rules choose it.
    #[inline]
    pub(super) fn order_of(&self, name: &[u8]) -> Option<Order> {
        let place = if self.choice.all {
            0
        } else {
            self.place_of(name)?
        };
        let is_never = self.choice.unwanted.may_hold(name) && self.is_never(name);
        (!is_never).then(|| place | Order::from(start_of(name)))
    }

    /// The place of the first rule that takes a name, with its place in the list of that rule.
    #[inline(never)]
    fn place_of(&self, name: &[u8]) -> Option<Order> {
        // A few are sooner looked through.
        if self.takes.len() > 8 && !self.choice.wanted.may_hold(name) {
            return None;
        }
        let mut takes = self.takes.iter().enumerate();
        // Names alone, of which there may be a hundred, are told by their length first.
        if self.choice.wanted.starts == 0 {
            let found = takes.find(|(_, rule)| self.is(rule, name));
            return found.map(|(place, _)| (place as Order) << 96);
        }
        takes.find_map(|(place, rule)| {
            let inside = match rule.kind {
                RuleKind::Never | RuleKind::NeverMatching => None,
                RuleKind::Matching => matches(self.data.bytes(rule.text), name).then_some(0),
                // Whoever gives a name means that name.
                RuleKind::Required | RuleKind::Optional => self.is(rule, name).then_some(0),
                RuleKind::Members | RuleKind::OptionalMembers => self.place_in_list(place, name),
            };
            Some((place as Order) << 96 | (inside? as Order) << 64)
        })
    }

    #[inline(never)]
    fn place_in_list(&self, place: usize, name: &[u8]) -> Option<usize> {
        let mut items = self.items(place).iter();
        items.position(|item| item.as_bytes() == name)
    }

    #[inline(never)]
    fn is_never(&self, name: &[u8]) -> bool {
        let [names, patterns] = self.never;
        let matches = |rule: &Rule| matches(self.data.bytes(rule.text), name);
        names.iter().any(|rule| self.is(rule, name)) || patterns.iter().any(matches)
    }

    /// Whether a rule is of this name: most are of another length.
    fn is(&self, rule: &Rule, name: &[u8]) -> bool {
        rule.text.len as usize == name.len() && {
            let known = self.data.bytes(rule.text);
            known.first() == name.first() && known == name
        }
    }

    /// The list that the rule at this place names.
    fn items(&self, place: usize) -> &[Cow<'_, str>] {
        let list = self.lists.iter().find(|(known, _)| *known == place);
        list.map_or(&[], |(_, items)| items)
    }

    /// Refuses names that lack one which rules demand, or hold it more than once; headers of one name
    /// are one.
    pub(super) fn demand(&self, count: impl Fn(&[u8]) -> usize) -> Result<(), Error> {
        let what = |name: &[u8]| format!("{} `{}`", self.what, String::from_utf8_lossy(name));
        let demand = |name: &[u8], once: bool| match count(name) {
            0 => Err(Error::Missing { what: what(name) }),
            2.. if once => Err(Error::Repeated { what: what(name) }),
            _ => Ok(()),
        };
        // Most rules demand nothing.
        if !self.choice.demands {
            return Ok(());
        }
        for (place, rule) in self.takes.iter().enumerate() {
            match rule.kind {
                RuleKind::Required => demand(self.data.bytes(rule.text), false)?,
                RuleKind::Members => {
                    let mut items = self.items(place).iter();
                    items.try_for_each(|item| demand(item.as_bytes(), self.what != "header"))?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a pattern, in which `*` is any number of characters, matches a name.
#[inline]
pub fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // Most patterns and names differ at once.
    match (pattern, name) {
        ([b'*'], _) => true,
        ([pattern, ..], [name, ..]) if pattern != name && *pattern != b'*' => false,
        // Most patterns end with their only star; another one in a name is matched by a star too.
        ([start @ .., b'*'], _) if name.starts_with(start) => true,
        _ => pattern == name || matches_whole(pattern, name),
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
