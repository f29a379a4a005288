//! The third stage: templates to typed expressions. What an expression is, and whether it may be
//! absent, is known here for every part of it.

mod arguments;
mod calls;
mod expressions;
mod lets;
mod shape;
mod texts;
mod values;

use std::collections::HashMap;
use std::ops::Range;

use signed_api_specs::data::{Id, Node, Op, Run, Text, Type};

use super::document::{Field, Key};
use super::problem::Findings;
use crate::Scheme;

pub(crate) use lets::{LetState, NamedValue};
pub(crate) use values::is_taken;

/// An expression that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    pub(crate) id: Id,
    pub(crate) kind: Type,
    pub(crate) absence: Absence,
}

impl Lowered {
    /// An expression that is always there.
    fn present(id: Id, kind: Type) -> Self {
        Self {
            id,
            kind,
            absence: Absence::Never,
        }
    }
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

/// Where a template stands: what names mean, and what a `?` leaves out, depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scope {
    /// In `[let]`: names mean what will be sent.
    Let,
    /// In `[signature]`: the same, and it cannot be absent.
    Signature,
    /// In an entry of `[headers]`: `header.x` and `headers` are the request's own.
    Headers,
    /// In an entry of `[query]`: `query.x` and `query` are the request's own.
    Query,
    /// In an entry of `[form]`: the same of `form`.
    Form,
    /// In an entry of `[json]`: the same of `json`.
    Json,
}

/// What a name of the file stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named {
    Credential(u16),
    Setting(u16),
    Let(u16),
}

/// Puts templates into the tables of a scheme.
pub(crate) struct Lower<'f> {
    pub(crate) scheme: Scheme,
    pub(crate) names: HashMap<String, (Named, Key)>,
    pub(crate) lets: Vec<NamedValue>,
    pub(crate) findings: &'f mut Findings,
    /// Which names of the file have been used.
    pub(crate) used: Vec<Named>,
    /// For each entry of the scheme, its key and templates.
    pub(crate) written: Vec<(Key, Vec<Field>)>,
    scope: Scope,
    /// In brackets.
    bracketed: bool,
    /// In a part of an entry.
    pub(crate) in_part: bool,
    /// In a template of `each`: what it works on.
    each: Option<Type>,
    /// The named values that are being lowered, outermost first.
    open: Vec<u16>,
    nodes: HashMap<Node, Id>,
    runs: HashMap<Vec<Id>, Run>,
}

impl<'f> Lower<'f> {
    pub(crate) fn new(scheme: Scheme, findings: &'f mut Findings) -> Self {
        Self {
            scheme,
            names: HashMap::new(),
            lets: Vec::new(),
            findings,
            used: Vec::new(),
            written: Vec::new(),
            scope: Scope::Let,
            bracketed: false,
            in_part: false,
            each: None,
            open: Vec::new(),
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
        let id = index(self.scheme.nodes.len());
        self.scheme.nodes.push(node);
        self.nodes.insert(node, id);
        id
    }

    pub(crate) fn run(&mut self, ids: Vec<Id>) -> Run {
        if let Some(run) = self.runs.get(&ids) {
            return *run;
        }
        let run = Run {
            at: index(self.scheme.links.len()),
            len: index(ids.len()),
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
        Lowered::present(self.node(Type::Text, Op::Text(text)), Type::Text)
    }

    /// JSON as text, or as pairs; anything else as it is.
    pub(crate) fn converted(&mut self, value: Lowered, kind: Type) -> Lowered {
        if value.kind != Type::Json {
            return value;
        }
        Lowered {
            id: self.node(kind, Op::Convert(value.id)),
            kind,
            ..value
        }
    }

    fn error(&mut self, field: &Field, range: &Range<usize>, message: impl Into<String>) {
        self.findings.error(&field.part(range), message);
    }
}

/// The index of a table's next entry. That it fits has been made sure of: see `limits`.
pub(crate) fn index(len: usize) -> u16 {
    u16::try_from(len).unwrap_or(u16::MAX)
}
