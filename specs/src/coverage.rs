//! What a signature depends on.

use crate::data::{Entry, Function, Id, Location, Op, Part, Rule, RuleKind, Run, SchemeData};
use crate::language::matches;

impl SchemeData<'_> {
    /// Whether what is signed is made of something, or the key is: by itself, or through what the file
    /// sends. What only decides whether something is there is not signed.
    pub fn signs(&self, wanted: &dyn Fn(Op) -> bool) -> bool {
        self.signs_with(&|entry| self.takes(entry, |_| true), wanted)
    }

    /// The same where these headers of the file are among those that are signed.
    pub(crate) fn signs_with(
        &self,
        listed: &dyn Fn(&Entry) -> bool,
        wanted: &dyn Fn(Op) -> bool,
    ) -> bool {
        let mut coverage = Coverage {
            data: self,
            listed,
            wanted,
            seen: vec![false; self.nodes.len()],
        };
        let keys = self.links(self.signature.key).iter().copied();
        let mut signed = keys.chain([self.signature.string_to_sign]);
        signed.any(|id| coverage.holds(id))
    }

    /// Whether a header of the file is signed whenever it is sent.
    pub(crate) fn always_signs(&self, entry: &Entry) -> bool {
        self.takes(entry, |rule| !rule.kind.is_list())
    }

    /// Whether such rules of `signed_headers` take a header of the file.
    fn takes(&self, entry: &Entry, such: impl Fn(&Rule) -> bool) -> bool {
        let by_pattern = !self.is_of_headers(entry.value);
        let rules = self.signature.signed_headers;
        let such = |rule: &Rule| such(rule) && (by_pattern || rule.kind != RuleKind::Matching);
        self.take(rules, self.text(entry.lower), such)
    }

    /// Whether such rules take a name; a list may name any.
    fn take(&self, rules: Run, name: &str, such: impl Fn(&Rule) -> bool) -> bool {
        let rules = self.rules(rules);
        let fits = |text| matches(self.bytes(text), name.as_bytes());
        let never = |rule: &Rule| rule.kind.is_never() && fits(rule.text);
        let takes = |rule: &Rule| match rule.kind {
            RuleKind::Required | RuleKind::Optional => self.text(rule.text) == name,
            RuleKind::Matching => fits(rule.text),
            RuleKind::Members | RuleKind::OptionalMembers => true,
            RuleKind::Never | RuleKind::NeverMatching => false,
        };
        let mut taking = rules.iter().filter(|rule| such(rule));
        taking.any(takes) && !rules.iter().any(never)
    }
}

struct Coverage<'d> {
    data: &'d SchemeData<'d>,
    /// Whether a header is among those that are signed.
    listed: &'d dyn Fn(&Entry) -> bool,
    wanted: &'d dyn Fn(Op) -> bool,
    /// What was looked at already, by ids.
    seen: Vec<bool>,
}

impl Coverage<'_> {
    /// Whether what an expression makes holds what is wanted.
    fn holds(&mut self, id: Id) -> bool {
        if std::mem::replace(&mut self.seen[usize::from(id)], true) {
            return false;
        }
        let data = self.data;
        let op = data.node(id).op;
        if (self.wanted)(op) {
            return true;
        }
        match op {
            Op::Let(index) => self.holds(data.lets[usize::from(index)].value),
            Op::Part(_) | Op::Pick(..) => self.holds_pairs(id, &|_| true),
            Op::Member(part, name) => {
                let name = data.member_name(part, name);
                self.holds_part(part, true, &|one| is_named(part, one, &name))
            }
            Op::Call(Function::When | Function::Unless, of, _) => self.holds(of),
            Op::Call(Function::Names, of, _) if self.is_named_by_others(of) => false,
            Op::Call(Function::Each, of, templates) => {
                let templates = data.links(templates);
                let shows = |op| {
                    templates
                        .iter()
                        .any(|id| data.reaches(*id, &|one| one == op))
                };
                let of_names = !shows(Op::Value) && self.is_named_by_others(of);
                templates.iter().any(|id| self.holds(*id)) || !of_names && self.holds(of)
            }
            _ => data.children(id).iter().any(|one| self.holds(*one)),
        }
    }

    /// The same of those among pairs whose names are taken.
    fn holds_pairs(&mut self, id: Id, takes: &dyn Fn(&str) -> bool) -> bool {
        use Function::{NonEmpty, Sort, Unique, Unless, When};
        let data = self.data;
        match data.node(id).op {
            Op::Let(index) => self.holds_pairs(data.lets[usize::from(index)].value, takes),
            Op::Must(of) | Op::Call(NonEmpty | Sort | Unique | Unless | When, of, _) => {
                self.holds_pairs(of, takes)
            }
            Op::Sum(run) | Op::Or(run) => {
                let mut parts = data.links(run).iter();
                parts.any(|part| self.holds_pairs(*part, takes))
            }
            Op::Group(run) => {
                let mut pairs = data.links(run).chunks_exact(2);
                pairs.any(|pair| match data.node(pair[0]).op {
                    Op::Text(name) if data.text(name) == "*" => self.holds_pairs(pair[1], takes),
                    Op::Text(name) => takes(data.text(name)) && self.holds(pair[1]),
                    _ => self.holds(pair[1]),
                })
            }
            Op::Pick(of, rules) => {
                let chosen = |name: &str| takes(name) && data.take(rules, name, |_| true);
                self.holds_pairs(of, &chosen)
            }
            Op::Part(part) => self.holds_part(part, false, takes),
            _ => self.holds(id),
        }
    }

    /// The same of what the file sends in a part of the request, if that is a part of what is signed.
    fn holds_part(&mut self, part: Part, by_name: bool, takes: &dyn Fn(&str) -> bool) -> bool {
        let data = self.data;
        let locations: &[Location] = match part {
            Part::Headers | Part::HeaderLines | Part::SignedHeaders => &[Location::Headers],
            Part::Query | Part::RawQuery | Part::PathAndQuery | Part::Url => &[Location::Query],
            Part::Form => &[Location::Form],
            Part::Json => &[Location::Json],
            Part::Body => &[Location::Form, Location::Json],
            _ => return false,
        };
        let is_there = |entry: &Entry| match part {
            Part::SignedHeaders => (self.listed)(entry),
            Part::Headers | Part::HeaderLines => by_name || !data.is_of_headers(entry.value),
            _ => true,
        };
        for (_, entry) in locations.iter().flat_map(|at| data.entries_in(*at)) {
            if entry.after || !is_there(entry) {
                continue;
            }
            let holds = match (entry.location, data.text(entry.name)) {
                (Location::Headers, _) => takes(data.text(entry.lower)) && self.holds(entry.value),
                (_, "*") => self.holds_pairs(entry.value, takes),
                (_, name) => takes(name) && self.holds(entry.value),
            };
            if holds {
                return true;
            }
        }
        false
    }

    /// Whether the names of pairs are those of the file or the request, whatever their values are.
    fn is_named_by_others(&self, id: Id) -> bool {
        use Function::{NonEmpty, Sort, Unique, Unless, When};
        let data = self.data;
        match data.node(id).op {
            Op::Part(_) | Op::Group(_) => true,
            Op::Let(index) => self.is_named_by_others(data.lets[usize::from(index)].value),
            Op::Must(of)
            | Op::Pick(of, _)
            | Op::Call(NonEmpty | Sort | Unique | Unless | When, of, _) => {
                self.is_named_by_others(of)
            }
            _ => false,
        }
    }
}

/// Whether what is sent by a name is in a member of that name: itself, what it stands in, or what
/// stands in it.
fn is_named(part: Part, sent: &str, member: &str) -> bool {
    let within = |outer: &str, inner: &str| {
        let rest = inner.strip_prefix(outer);
        part == Part::Json && rest.is_some_and(|rest| rest.starts_with('.'))
    };
    sent == member || within(sent, member) || within(member, sent)
}
