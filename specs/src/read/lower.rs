//! The third stage: templates to typed expressions. What an expression is, and whether it may be
//! absent, is known here for every part of it.

use std::collections::HashMap;
use std::ops::Range;

use super::document::Field;
use super::problem::{Findings, Place, did_you_mean};
use super::template::{self, Expression, Hole, Kind, Part as Piece};
use crate::data::{Id, Node, Op, Part, Run, Scheme, SettingKind, Text, Type};

/// An expression that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    pub(crate) id: Id,
    pub(crate) kind: Type,
    pub(crate) absence: Absence,
}

/// Whether an expression may be absent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Absence {
    /// It is always there.
    Never,
    /// If the request lacks it. Unmarked, the request is refused.
    Request,
    /// A bare name has no value. Unmarked, it is empty text.
    Bare,
    /// If this is absent; it has to be said what that means.
    Declared(String),
}

/// Where a template stands: what names mean depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scope {
    /// Names mean what will be sent.
    Sent,
    /// In an entry of `[headers]`: `header.x` and `headers` are the request's own.
    Headers,
    /// In an entry of `[query]`: `query.x` and `query` are the request's own.
    Query,
}

/// What a name of the file stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named {
    Credential(u16),
    Setting(u16),
    Let(u16),
}

/// A `[let]` on its way to an expression.
#[derive(Clone, Debug)]
pub(crate) enum LetState {
    Waiting(Field),
    Open,
    Done(Option<Lowered>),
}

/// Puts templates into the tables of a scheme.
pub(crate) struct Lower<'f> {
    pub(crate) scheme: Scheme,
    pub(crate) names: HashMap<String, Named>,
    pub(crate) lets: Vec<(String, LetState)>,
    pub(crate) let_places: Vec<Place>,
    pub(crate) findings: &'f mut Findings,
    /// Which names of the file have been used.
    pub(crate) used: Vec<Named>,
    pub(super) scope: Scope,
    pub(super) in_each: bool,
    nodes: HashMap<Node, Id>,
    runs: HashMap<Vec<Id>, Run>,
}

/// The names that every template knows.
pub(crate) const VALUES: &[(&str, Op, Type)] = &[
    ("method", Op::Part(Part::Method), Type::Text),
    ("scheme", Op::Part(Part::Scheme), Type::Text),
    ("url", Op::Part(Part::Url), Type::Text),
    ("host", Op::Part(Part::Host), Type::Text),
    ("host_name", Op::Part(Part::HostName), Type::Text),
    ("port", Op::Part(Part::Port), Type::Text),
    ("path", Op::Part(Part::Path), Type::Text),
    ("path_and_query", Op::Part(Part::PathAndQuery), Type::Text),
    ("raw_query", Op::Part(Part::RawQuery), Type::Text),
    ("query", Op::Part(Part::Query), Type::Pairs),
    ("form", Op::Part(Part::Form), Type::Pairs),
    ("body", Op::Part(Part::Body), Type::Bytes),
    ("headers", Op::Part(Part::Headers), Type::Pairs),
    ("signed_headers", Op::Part(Part::SignedHeaders), Type::Pairs),
    ("now", Op::Now, Type::Time),
    ("nonce", Op::Nonce, Type::Text),
    ("signature", Op::Signature, Type::Bytes),
    ("name", Op::Name, Type::Text),
    ("value", Op::Value, Type::Text),
];

impl<'f> Lower<'f> {
    pub(crate) fn new(scheme: Scheme, findings: &'f mut Findings) -> Self {
        Self {
            scheme,
            names: HashMap::new(),
            lets: Vec::new(),
            let_places: Vec::new(),
            findings,
            used: Vec::new(),
            scope: Scope::Sent,
            in_each: false,
            nodes: HashMap::new(),
            runs: HashMap::new(),
        }
    }

    /// The same expression is one node, wherever it stands.
    pub(crate) fn node(&mut self, kind: Type, op: Op) -> Id {
        let node = Node { kind, op };
        if let Some(id) = self.nodes.get(&node) {
            return *id;
        }
        // Checked once, in `Limits`.
        let id = Id::try_from(self.scheme.nodes.len()).unwrap_or(Id::MAX);
        self.scheme.nodes.push(node);
        self.nodes.insert(node, id);
        id
    }

    pub(crate) fn run(&mut self, ids: Vec<Id>) -> Run {
        if let Some(run) = self.runs.get(&ids) {
            return *run;
        }
        let at = u16::try_from(self.scheme.links.len()).unwrap_or(u16::MAX);
        let run = Run {
            at,
            len: u16::try_from(ids.len()).unwrap_or(u16::MAX),
        };
        self.scheme.links.extend_from_slice(&ids);
        self.runs.insert(ids, run);
        run
    }

    pub(crate) fn text(&mut self, text: &str) -> Text {
        let at = self.scheme.text.find(text).unwrap_or_else(|| {
            self.scheme.text.push_str(text);
            self.scheme.text.len() - text.len()
        });
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        Text {
            at: number(at),
            len: number(text.len()),
        }
    }

    /// A literal.
    pub(crate) fn literal(&mut self, text: &str) -> Lowered {
        let text = self.text(text);
        Lowered {
            id: self.node(Type::Text, Op::Text(text)),
            kind: Type::Text,
            absence: Absence::Never,
        }
    }

    /// A template that stands in a scope.
    pub(crate) fn field(&mut self, field: &Field, scope: Scope) -> Option<Lowered> {
        let parts = match template::parse(&field.text) {
            Ok(parts) => parts,
            Err(mistake) => {
                self.findings
                    .error(&field.part(&mistake.range), mistake.message);
                return None;
            }
        };
        let outer = std::mem::replace(&mut self.scope, scope);
        let lowered = self.template(field, &parts);
        self.scope = outer;
        lowered
    }

    pub(super) fn error(
        &mut self,
        field: &Field,
        range: &Range<usize>,
        message: impl Into<String>,
    ) {
        self.findings.error(&field.part(range), message);
    }

    /// Parts one after another; a single `{ }` keeps its type.
    pub(super) fn template(&mut self, field: &Field, parts: &[Piece]) -> Option<Lowered> {
        if let [Piece::Hole(hole)] = parts {
            return self.hole(field, hole);
        }
        if let [Piece::Text(text)] = parts {
            return Some(self.literal(text));
        }
        let mut whole = Some((Vec::new(), Type::Text, Absence::Never));
        for part in parts {
            let part = self.part(field, part);
            whole = whole.zip(part).map(|((mut ids, kind, absence), part)| {
                ids.push(part.id);
                let kind = if part.kind == Type::Bytes {
                    Type::Bytes
                } else {
                    kind
                };
                (
                    ids,
                    kind,
                    if absence == Absence::Never {
                        part.absence
                    } else {
                        absence
                    },
                )
            });
        }
        let (ids, kind, absence) = whole?;
        if ids.is_empty() {
            return Some(self.literal(""));
        }
        let run = self.run(ids);
        Some(Lowered {
            id: self.node(kind, Op::Template(run)),
            kind,
            absence,
        })
    }

    fn part(&mut self, field: &Field, part: &Piece) -> Option<Lowered> {
        match part {
            Piece::Text(text) => Some(self.literal(text)),
            Piece::Hole(hole) => {
                let lowered = self.hole(field, hole)?;
                self.must_be_text(field, &hole.range, lowered)
            }
            Piece::Optional(parts, range) => {
                let inner = self.template(field, parts)?;
                let inner = self.must_be_text(field, range, inner)?;
                if inner.absence == Absence::Never {
                    self.error(
                        field,
                        range,
                        "nothing in this `[ ]` can be absent; mark what can with `?`",
                    );
                }
                let id = self.node(inner.kind, Op::Optional(inner.id));
                Some(Lowered {
                    id,
                    kind: inner.kind,
                    absence: Absence::Never,
                })
            }
        }
    }

    /// Only text and bytes stand beside text.
    pub(super) fn must_be_text(
        &mut self,
        field: &Field,
        range: &Range<usize>,
        lowered: Lowered,
    ) -> Option<Lowered> {
        let advice = match lowered.kind {
            Type::Text | Type::Bytes => return Some(lowered),
            Type::Time => {
                "this is a time; write it with `http_date`, `rfc3339`, `unix_seconds` or `format('…')`"
            }
            Type::List => "this is a list; `join` it",
            Type::Pairs => {
                "these are pairs; make a list of them with `each('{name}={value}')`, and `join` it"
            }
            Type::Switch => "this is a switch; use it in `when(…)`",
        };
        self.error(field, range, advice);
        None
    }

    /// `{ }`: what may be absent is marked, and only that.
    fn hole(&mut self, field: &Field, hole: &Hole) -> Option<Lowered> {
        let value = self.expression(field, &hole.value)?;
        if let Some(question) = hole.question {
            return match value.absence {
                Absence::Never => {
                    let name = &field.text[hole.value.range.clone()];
                    let message = format!("`{name}` is always there; take the `?` away");
                    self.error(field, &(question..question + 1), message);
                    None
                }
                _ => {
                    let name = field.text[hole.value.range.clone()].to_owned();
                    Some(Lowered {
                        absence: Absence::Declared(name),
                        ..value
                    })
                }
            };
        }
        self.marked(field, &hole.value.range, value)
    }

    /// What is not marked has to be there, or is refused.
    pub(super) fn marked(
        &mut self,
        field: &Field,
        range: &Range<usize>,
        value: Lowered,
    ) -> Option<Lowered> {
        match &value.absence {
            Absence::Never => Some(value),
            Absence::Request => {
                let id = self.node(value.kind, Op::Must(value.id));
                Some(Lowered {
                    id,
                    absence: Absence::Never,
                    ..value
                })
            }
            Absence::Bare => {
                let empty = self.literal("").id;
                let run = self.run(vec![value.id, empty]);
                let id = self.node(Type::Text, Op::Or(run));
                Some(Lowered {
                    id,
                    absence: Absence::Never,
                    ..value
                })
            }
            Absence::Declared(name) => {
                let whole = &field.text[range.clone()];
                let message = format!(
                    "`{name}` may be absent; say what that means: `{{{whole}?}}` leaves this entry out, \
                     `{{{whole} or ''}}` is empty text"
                );
                self.error(field, range, message);
                None
            }
        }
    }

    pub(super) fn expression(&mut self, field: &Field, expression: &Expression) -> Option<Lowered> {
        match &expression.kind {
            Kind::Or(choices) => self.or(field, choices),
            Kind::Sum(terms) => self.sum(field, terms, &expression.range),
            Kind::Call(of, call) => self.call(field, of, call),
            Kind::Quoted(parts) => self.template(field, parts),
            Kind::Name(name, segments) => self.name(field, name, segments, &expression.range),
            Kind::Number(number) => Some(self.literal(&number.to_string())),
        }
    }

    fn or(&mut self, field: &Field, choices: &[Expression]) -> Option<Lowered> {
        let mut lowered = Vec::new();
        for choice in choices {
            lowered.push((self.expression(field, choice)?, choice));
        }
        let (last, _) = lowered.last()?.clone();
        for (choice, written) in &lowered[..lowered.len() - 1] {
            if choice.absence == Absence::Never {
                let name = &field.text[written.range.clone()];
                let message = format!(
                    "`{name}` is always there, so what comes after this `or` is never used"
                );
                self.error(field, &written.range, message);
                return None;
            }
        }
        let kinds = || lowered.iter().map(|(choice, _)| choice.kind);
        let Some(kind) = common_kind(kinds()) else {
            let range = choices[0].range.start..choices[choices.len() - 1].range.end;
            let kinds: Vec<&str> = kinds().map(Type::a_name).collect();
            self.error(
                field,
                &range,
                format!("these are not of one type: {}", kinds.join(", and ")),
            );
            return None;
        };
        let run = self.run(lowered.iter().map(|(choice, _)| choice.id).collect());
        Some(Lowered {
            id: self.node(kind, Op::Or(run)),
            kind,
            absence: last.absence,
        })
    }

    fn sum(
        &mut self,
        field: &Field,
        terms: &[Expression],
        range: &Range<usize>,
    ) -> Option<Lowered> {
        let mut lowered = Vec::new();
        for term in terms {
            lowered.push(self.expression(field, term)?);
        }
        let absence = lowered
            .iter()
            .map(|term| &term.absence)
            .find(|absence| **absence != Absence::Never);
        let absence = absence.cloned().unwrap_or(Absence::Never);
        let run = self.run(lowered.iter().map(|term| term.id).collect());
        if lowered.iter().all(|term| term.kind == Type::Pairs) {
            return Some(Lowered {
                id: self.node(Type::Pairs, Op::Sum(run)),
                kind: Type::Pairs,
                absence,
            });
        }
        if lowered
            .iter()
            .all(|term| matches!(term.kind, Type::Text | Type::Bytes))
        {
            let bytes = lowered.iter().any(|term| term.kind == Type::Bytes);
            let kind = if bytes { Type::Bytes } else { Type::Text };
            return Some(Lowered {
                id: self.node(kind, Op::Template(run)),
                kind,
                absence,
            });
        }
        let kinds: Vec<&str> = lowered.iter().map(|term| term.kind.a_name()).collect();
        let message = format!(
            "`+` joins text and bytes, or pairs and pairs, and this is {}",
            kinds.join(", and ")
        );
        self.error(field, range, message);
        None
    }

    fn name(
        &mut self,
        field: &Field,
        name: &str,
        segments: &[(String, Range<usize>)],
        range: &Range<usize>,
    ) -> Option<Lowered> {
        let own = range.start..range.start + name.len();
        if let Some(part) = member_part(name, self.scope) {
            let [(member, at)] = segments else {
                if segments.is_empty() && name != "header" {
                    return self.value(field, name, &own);
                }
                let message = match segments {
                    [] => "which header? Write `header.NAME`, as `header.content-type`".to_owned(),
                    _ => format!(
                        "a name in `{name}` that holds a dot stands in quotes: `{name}.'a.b'`"
                    ),
                };
                self.error(field, range, message);
                return None;
            };
            return self.member(field, part, member, at);
        }
        if let Some((segment, at)) = segments.first() {
            let message = format!("`{name}` has no parts, so there is no `{segment}` in it");
            self.error(field, at, message);
            return None;
        }
        self.value(field, name, &own)
    }

    fn member(
        &mut self,
        field: &Field,
        part: Part,
        member: &str,
        at: &Range<usize>,
    ) -> Option<Lowered> {
        let is_header = matches!(part, Part::Headers | Part::OwnHeaders);
        if is_header && member.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let message = format!(
                "names of headers are written in lower case here: `{}`",
                member.to_ascii_lowercase()
            );
            self.error(field, at, message);
            return None;
        }
        if is_header && http::HeaderName::from_lowercase(member.as_bytes()).is_err() {
            self.error(
                field,
                at,
                format!("`{member}` cannot be the name of a header"),
            );
            return None;
        }
        let text = self.text(member);
        let id = self.node(Type::Text, Op::Member(part, text));
        let absence = if member == "host" && is_header {
            Absence::Never
        } else {
            Absence::Request
        };
        Some(Lowered {
            id,
            kind: Type::Text,
            absence,
        })
    }

    fn value(&mut self, field: &Field, name: &str, range: &Range<usize>) -> Option<Lowered> {
        if matches!(name, "name" | "value") && !self.in_each {
            self.error(
                field,
                range,
                format!("`{name}` stands inside `each('…')` only"),
            );
            return None;
        }
        if let Some((_, op, kind)) = VALUES.iter().find(|(known, ..)| *known == name) {
            let op = match (*op, self.scope) {
                (Op::Part(Part::Headers), Scope::Headers) => Op::Part(Part::OwnHeaders),
                (Op::Part(Part::Query), Scope::Query) => Op::Part(Part::OwnQuery),
                (op, _) => op,
            };
            let absence = if op == Op::Value {
                Absence::Bare
            } else {
                Absence::Never
            };
            return Some(Lowered {
                id: self.node(*kind, op),
                kind: *kind,
                absence,
            });
        }
        match self.names.get(name).copied() {
            Some(named) => {
                self.used.push(named);
                self.named(named)
            }
            None => {
                let known = VALUES.iter().map(|(known, ..)| *known).chain(["header"]);
                let near = did_you_mean(name, known.chain(self.names.keys().map(String::as_str)));
                self.error(field, range, format!("nothing is called `{name}`{near}"));
                None
            }
        }
    }

    fn named(&mut self, named: Named) -> Option<Lowered> {
        let data = self.scheme.data();
        match named {
            Named::Credential(index) => {
                let credential = data.credentials[usize::from(index)];
                let name = data.text(credential.name).to_owned();
                let absence = if credential.optional {
                    Absence::Declared(name)
                } else {
                    Absence::Never
                };
                Some(Lowered {
                    id: self.node(Type::Text, Op::Credential(index)),
                    kind: Type::Text,
                    absence,
                })
            }
            Named::Setting(index) => {
                let setting = data.settings[usize::from(index)];
                let name = data.text(setting.name).to_owned();
                let kind = match setting.kind {
                    SettingKind::Text => Type::Text,
                    SettingKind::List => Type::List,
                    SettingKind::Switch => Type::Switch,
                };
                let absence = if setting.optional {
                    Absence::Declared(name)
                } else {
                    Absence::Never
                };
                Some(Lowered {
                    id: self.node(kind, Op::Setting(index)),
                    kind,
                    absence,
                })
            }
            Named::Let(index) => {
                let inner = self.lowered_let(index)?;
                let id = self.node(inner.kind, Op::Let(index));
                let name = self.lets[usize::from(index)].0.clone();
                let absence = match inner.absence {
                    Absence::Never => Absence::Never,
                    _ => Absence::Declared(name),
                };
                Some(Lowered {
                    id,
                    kind: inner.kind,
                    absence,
                })
            }
        }
    }

    /// A named value, lowered when it is first asked for.
    pub(crate) fn lowered_let(&mut self, index: u16) -> Option<Lowered> {
        let at = usize::from(index);
        match std::mem::replace(&mut self.lets[at].1, LetState::Open) {
            LetState::Done(lowered) => {
                self.lets[at].1 = LetState::Done(lowered.clone());
                lowered
            }
            LetState::Waiting(field) => {
                let in_each = std::mem::replace(&mut self.in_each, false);
                let lowered = self.field(&field, Scope::Sent);
                self.in_each = in_each;
                if matches!(self.lets[at].1, LetState::Done(_)) {
                    return None; // A circle was found, and said, further in.
                }
                self.lets[at].1 = LetState::Done(lowered.clone());
                lowered
            }
            LetState::Open => {
                self.circle(index);
                None
            }
        }
    }

    fn circle(&mut self, index: u16) {
        let open = self
            .lets
            .iter()
            .filter(|(_, state)| matches!(state, LetState::Open));
        let mut names: Vec<&str> = open.map(|(name, _)| name.as_str()).collect();
        let name = self.lets[usize::from(index)].0.clone();
        names.retain(|other| *other != name);
        let way: String = names
            .iter()
            .map(|other| format!("`{other}`, which needs "))
            .collect();
        let message = format!("`{name}` needs {way}`{name}`");
        let place = self.let_places[usize::from(index)].clone();
        self.findings.error(&place, message);
        self.lets[usize::from(index)].1 = LetState::Done(None);
    }
}

impl Type {
    /// What a value of it is called in a message.
    pub(crate) fn a_name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Time => "a time",
            Self::List => "a list",
            Self::Pairs => "pairs",
            Self::Switch => "a switch",
        }
    }
}

/// The type of one of several values: text passes where bytes are wanted, nothing else converts.
fn common_kind(mut kinds: impl Iterator<Item = Type>) -> Option<Type> {
    let first = kinds.next()?;
    kinds.try_fold(first, |kind, next| match (kind, next) {
        (Type::Text, Type::Bytes) | (Type::Bytes, Type::Text) => Some(Type::Bytes),
        _ => (kind == next).then_some(kind),
    })
}

fn member_part(name: &str, scope: Scope) -> Option<Part> {
    match (name, scope) {
        ("header", Scope::Headers) => Some(Part::OwnHeaders),
        ("header", _) => Some(Part::Headers),
        ("query", Scope::Query) => Some(Part::OwnQuery),
        ("query", _) => Some(Part::Query),
        ("form", _) => Some(Part::Form),
        _ => None,
    }
}
