//! Dependency decides order: what uses the signature is made after it, everything else before. A
//! circle is an error.

use signed_api_specs::data::{
    AlgorithmChoice, Function, Id, Location, Op, Part, Role, RuleKind, SchemeData, Step, Text,
};
use signed_api_specs::language::matches;

use super::document::{Field, Key};
use super::draft::{Draft, declared};
use super::lower::{Lower, index as number};
use super::problem::Place;
use super::rules::signed_before_it_is_made;
use super::scheme::Scheme;
use super::template::mentioned;

/// Puts the steps of a scheme in order, and marks what comes after the signature.
pub(crate) fn order(lower: &mut Lower<'_>, draft: &Draft, top: &Place) {
    mark(&mut lower.scheme);
    let data = lower.scheme.data();
    let key = data.links(data.signature.key).iter().copied();
    let varying = key.filter(|id| !fixed(&data, *id)).collect();
    lower.scheme.signature.key_varies = lower.run(varying);
    signed_before_it_is_made(lower, draft);
    if !lower.findings.is_empty() {
        return; // It would be a circle, and less clear.
    }
    let lists = lists(&lower.scheme.data());
    for index in lists {
        lower.scheme.entries[index].role = Role::Lists;
    }
    let data = lower.scheme.data();
    let mut sorter = Sorter {
        data: &data,
        done: Vec::new(),
        open: Vec::new(),
        circle: None,
    };
    sorter.visit(Step::StringToSign);
    sorter.visit(Step::Sign);
    let made = data.entries.iter().enumerate();
    let made = made.filter(|(_, entry)| entry.role != Role::Place);
    for (index, _) in made {
        sorter.visit(Step::Entry(number(index)));
    }
    // A verifier looks at named values that nothing else needs.
    let mut looked_at = Vec::new();
    for id in [data.verify.since, data.verify.until].into_iter().flatten() {
        sorter.collect(id, &mut looked_at);
    }
    for step in looked_at {
        sorter.visit(step);
    }
    match (sorter.circle, sorter.done) {
        (None, order) => lower.scheme.order = order,
        (Some(circle), _) => {
            let message = circle_message(&data, &circle);
            // An entry tells most; a circle without one is in `[signature]` alone.
            let is_entry = |step: &&Step| !matches!(step, Step::StringToSign | Step::Sign);
            let entry = circle.iter().find(is_entry);
            let place = place_of(*entry.unwrap_or(&Step::Sign), draft, &lower.written);
            lower
                .findings
                .error(&place.unwrap_or_else(|| top.clone()), message);
        }
    }
}

/// Marks the entries that need the signature, and the named values that are sent as they are.
fn mark(scheme: &mut Scheme) {
    let data = scheme.data();
    let is_signature = |op| op == Op::Signature;
    let after = data.entries.iter();
    let after = after.map(|entry| data.reaches(entry.value, &is_signature));
    let after: Vec<bool> = after.collect();
    for (entry, after) in scheme.entries.iter_mut().zip(after) {
        entry.after = after;
    }
    let data = scheme.data();
    let sent: Vec<bool> = (0..scheme.lets.len())
        .map(|index| is_sent(&data, index))
        .collect();
    for (named, sent) in scheme.lets.iter_mut().zip(sent) {
        named.sent = sent;
    }
}

/// The headers that have to be signed, and list the names of those that are.
fn lists(data: &SchemeData<'_>) -> Vec<usize> {
    let rules = data.rules(data.signature.signed_headers);
    let has_to_be = |name: Text| {
        let mut required = rules.iter().filter(|rule| rule.kind == RuleKind::Required);
        required.any(|rule| data.text(rule.text) == data.text(name))
    };
    let headers = data.entries_in(Location::Headers);
    let lists = headers.filter(|(_, entry)| {
        let names = |op| names_of_signed(data, op);
        !entry.after && has_to_be(entry.lower) && data.reaches(entry.value, &names)
    });
    lists.map(|(index, _)| index).collect()
}

/// `signed_headers | names`.
fn names_of_signed(data: &SchemeData<'_>, op: Op) -> bool {
    matches!(op, Op::Call(Function::Names, of, _) if data.node(of).op == Op::Part(Part::SignedHeaders))
}

fn place_of(step: Step, draft: &Draft, written: &[(Key, Vec<Field>)]) -> Option<Place> {
    match step {
        Step::Let(index) => declared(&draft.lets)
            .nth(index.into())
            .map(|key| key.place.clone()),
        Step::Entry(index) => {
            let (key, _) = written.get(usize::from(index))?;
            Some(key.place.clone())
        }
        Step::StringToSign | Step::Sign => {
            let signature = &draft.signature;
            let mut fields = signature.keys().iter().chain(signature.string_to_sign());
            fields.find_map(|field| mentioned(field, "signature"))
        }
    }
}

/// `` `signature` needs `string_to_sign`, which needs `authorization`, which needs `signature` ``.
fn circle_message(data: &SchemeData<'_>, circle: &[Step]) -> String {
    let name = |step: &Step| match *step {
        Step::Let(index) => data.text(data.lets[usize::from(index)].name).to_owned(),
        Step::Entry(index) => data.text(data.entries[usize::from(index)].name).to_owned(),
        Step::StringToSign => "string_to_sign".to_owned(),
        Step::Sign => "signature".to_owned(),
    };
    let start = circle
        .iter()
        .position(|step| *step == Step::Sign)
        .unwrap_or(0);
    let turned: Vec<String> = circle[start..]
        .iter()
        .chain(&circle[..start])
        .map(name)
        .collect();
    let first = &turned[0];
    if turned.len() == 1 {
        return format!("`{first}` needs itself{}", advice(data, circle));
    }
    let way: Vec<String> = turned[1..]
        .iter()
        .chain([first])
        .map(|name| format!("needs `{name}`"))
        .collect();
    let advice = advice(data, circle);
    format!("`{first}` {}{advice}", way.join(", which "))
}

/// How a circle may be broken.
fn advice(data: &SchemeData<'_>, circle: &[Step]) -> String {
    let names = |op| names_of_signed(data, op);
    let lists = |step: &Step| match *step {
        Step::Entry(index) => data.reaches(data.entries[usize::from(index)].value, &names),
        _ => false,
    };
    if circle.iter().any(lists) && !circle.contains(&Step::Sign) {
        return "; a header can list itself if `signed_headers` names it without `?`, and it takes \
             `{signed_headers | names}` alone"
            .to_owned();
    }
    own_part(data, circle).map_or(String::new(), |part| {
        format!("; in an entry of `[{part}]` itself, `{part}` is what the request brings")
    })
}

/// The section of an entry in a circle that a named value closes, and what it is part of: the entry
/// could do without what the scheme adds.
fn own_part(data: &SchemeData<'_>, circle: &[Step]) -> Option<&'static str> {
    let named = circle.iter().any(|step| matches!(step, Step::Let(_)));
    let part = |step: &Step| match *step {
        Step::Entry(index) => match data.entries[usize::from(index)].location {
            Location::Headers => None,
            Location::Query => Some("query"),
            Location::Form => Some("form"),
            Location::Json => Some("json"),
        },
        _ => None,
    };
    let part = circle.iter().rev().find_map(part);
    part.filter(|_| named && !circle.contains(&Step::Sign))
}

struct Sorter<'d> {
    data: &'d SchemeData<'d>,
    done: Vec<Step>,
    open: Vec<Step>,
    circle: Option<Vec<Step>>,
}

impl Sorter<'_> {
    fn visit(&mut self, step: Step) {
        if self.done.contains(&step) {
            return;
        }
        if let Some(start) = self.open.iter().position(|open| *open == step) {
            self.circle
                .get_or_insert_with(|| self.open[start..].to_vec());
            return;
        }
        self.open.push(step);
        for needed in self.needs(step) {
            self.visit(needed);
        }
        self.open.pop();
        self.done.push(step);
    }

    fn needs(&self, step: Step) -> Vec<Step> {
        let data = self.data;
        let mut needs = Vec::new();
        match step {
            Step::Let(index) => self.collect(data.lets[usize::from(index)].value, &mut needs),
            Step::Entry(index) => self.collect(data.entries[usize::from(index)].value, &mut needs),
            Step::StringToSign => self.collect(data.signature.string_to_sign, &mut needs),
            Step::Sign => {
                needs.push(Step::StringToSign);
                for id in data.links(data.signature.key) {
                    self.collect(*id, &mut needs);
                }
                if let AlgorithmChoice::Named(id) = data.signature.algorithm {
                    self.collect(id, &mut needs);
                }
            }
        }
        needs
    }

    fn collect(&self, id: Id, needs: &mut Vec<Step>) {
        let data = self.data;
        match data.node(id).op {
            Op::Let(index) => needs.push(Step::Let(index)),
            Op::Signature => needs.push(Step::Sign),
            Op::Member(Part::Headers, name) => {
                let name = data.text(name);
                needs.extend(self.headers(|header| header.eq_ignore_ascii_case(name), true));
            }
            Op::Part(Part::Headers | Part::HeaderLines) => {
                needs.extend(self.headers(|_| true, false));
            }
            Op::Part(Part::SignedHeaders) => needs.extend(self.signed_headers()),
            // A header that lists itself is known by name before it is made.
            op if names_of_signed(data, op) => {
                let lists = |step: &Step| match *step {
                    Step::Entry(index) => data.entries[usize::from(index)].role == Role::Lists,
                    _ => false,
                };
                let others = self
                    .signed_headers()
                    .into_iter()
                    .filter(|step| !lists(step));
                return needs.extend(others);
            }
            Op::Member(Part::Query, _)
            | Op::Part(Part::Query | Part::RawQuery | Part::PathAndQuery | Part::Url) => {
                needs.extend(self.before(&[Location::Query]));
            }
            Op::Member(Part::Form | Part::Json, _)
            | Op::Part(Part::Form | Part::Json | Part::Body) => {
                needs.extend(self.before(&[Location::Form, Location::Json]));
            }
            Op::Pick(of, _) => return self.collect_chosen(of, needs),
            _ => {}
        }
        for child in data.children(id) {
            self.collect(child, needs);
        }
    }

    /// What `pick` chooses from: of named pairs only those chosen are made, so they are no step.
    fn collect_chosen(&self, of: Id, needs: &mut Vec<Step>) {
        let data = self.data;
        match data.node(of).op {
            Op::Sum(run) => {
                let parts = data.links(run).iter();
                parts.for_each(|part| self.collect_chosen(*part, needs));
            }
            Op::Let(index) => self.collect_chosen(data.lets[usize::from(index)].value, needs),
            _ => self.collect(of, needs),
        }
    }

    /// The headers of the file that are signed.
    fn signed_headers(&self) -> Vec<Step> {
        let data = self.data;
        let rules = data.rules(data.signature.signed_headers).iter();
        let taking = rules.filter(|rule| !rule.kind.is_never());
        let signed = taking.flat_map(|rule| {
            let exact = matches!(rule.kind, RuleKind::Required | RuleKind::Optional);
            let listed = rule.kind.is_list();
            let fits = |header: &str| {
                let header = header.to_ascii_lowercase();
                listed || matches(data.text(rule.text).as_bytes(), header.as_bytes())
            };
            self.headers(fits, exact)
        });
        signed.collect()
    }

    /// The headers of the file that a name or pattern means: by name, whichever it is; by
    /// pattern, those made before the signature and not themselves made from all headers.
    fn headers(&self, fits: impl Fn(&str) -> bool, by_name: bool) -> Vec<Step> {
        let data = self.data;
        let found = data.entries_in(Location::Headers).filter(|(_, entry)| {
            fits(data.text(entry.name))
                && (by_name || !entry.after && !data.is_of_headers(entry.value))
        });
        found.map(|(index, _)| Step::Entry(number(index))).collect()
    }

    /// The entries of these locations that are made before the signature.
    fn before(&self, locations: &[Location]) -> Vec<Step> {
        let entries = self.data.entries.iter().enumerate();
        let before = entries.filter(|(_, entry)| {
            locations.contains(&entry.location) && !entry.after && entry.role != Role::Place
        });
        before
            .map(|(index, _)| Step::Entry(number(index)))
            .collect()
    }
}

/// Whether an expression depends on credentials alone.
fn fixed(data: &SchemeData<'_>, id: Id) -> bool {
    let varies = |op| {
        matches!(
            op,
            Op::Part(_) | Op::Member(..) | Op::Setting(_) | Op::Now | Op::Nonce | Op::Signature
        )
    };
    !data.reaches(id, &varies)
}

/// Whether a named value is sent as it is.
fn is_sent(data: &SchemeData<'_>, index: usize) -> bool {
    let this = Op::Let(number(index));
    data.entries.iter().any(|entry| {
        let op = data.node(entry.value).op;
        let parts = if let Op::Template(run) = op {
            data.links(run)
        } else {
            &[entry.value]
        };
        parts.iter().any(|part| data.node(*part).op == this)
    })
}
