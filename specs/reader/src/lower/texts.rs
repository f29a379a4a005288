//! Templates: texts, `{ }` and `[ ]`, one after another.

use std::ops::Range;

use signed_api_specs::data::{Op, Type};

use super::{Absence, Lower, Lowered, Scope};
use crate::document::Field;
use crate::problem::{Place, Problem};
use crate::template::{self, Hole, Part as Piece};

impl Lower<'_> {
    /// A template that stands in a scope.
    pub(crate) fn field(&mut self, field: &Field, scope: Scope) -> Option<Lowered> {
        match template::parse(field) {
            Ok(parts) => self.scoped(scope, |lower| lower.template(field, &parts)),
            Err(mistakes) => {
                for mistake in mistakes {
                    self.error(field, &mistake.range, mistake.message);
                }
                None
            }
        }
    }

    fn scoped<T>(&mut self, scope: Scope, inner: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (self.scope, self.bracketed, self.each);
        (self.scope, self.bracketed, self.each) = (scope, false, None);
        let result = inner(self);
        (self.scope, self.bracketed, self.each) = outer;
        result
    }

    /// Where in a template, which has been lowered before, the first part of a kind stands.
    pub(crate) fn place_of(&mut self, field: &Field, scope: Scope, wanted: Type) -> Place {
        let parts = template::parse(field).unwrap_or_default();
        let found = self.scoped(scope, |lower| lower.find(field, &parts, wanted));
        found.map_or_else(|| field.place.clone(), |range| field.part(&range))
    }

    fn find(&mut self, field: &Field, parts: &[Piece], wanted: Type) -> Option<Range<usize>> {
        parts.iter().find_map(|part| match part {
            Piece::Text(..) => None,
            Piece::Hole(hole) => {
                let lowered = self.expression(field, &hole.value)?;
                (lowered.kind == wanted).then(|| hole.range.clone())
            }
            Piece::Optional(inner, _) => self.find(field, inner, wanted),
        })
    }

    /// Parts one after another; a single `{ }` keeps its type.
    pub(super) fn template(&mut self, field: &Field, parts: &[Piece]) -> Option<Lowered> {
        match parts {
            [Piece::Hole(hole)] => return self.hole(field, hole),
            [Piece::Text(text, range)] => return Some(self.written(field, text, range)),
            [] => return Some(self.literal("")),
            _ => {}
        }
        let lowered: Vec<Option<Lowered>> =
            parts.iter().map(|part| self.part(field, part)).collect();
        let lowered: Vec<Lowered> = lowered.into_iter().collect::<Option<_>>()?;
        let run = self.run(lowered.iter().map(|part| part.id).collect());
        Some(self.joined(&lowered, Op::Template(run)))
    }

    /// Texts and bytes joined: bytes if there are any, absent if one of them is.
    pub(super) fn joined(&mut self, parts: &[Lowered], op: Op) -> Lowered {
        let bytes = parts.iter().any(|part| part.kind == Type::Bytes);
        let kind = if bytes { Type::Bytes } else { Type::Text };
        Lowered {
            id: self.node(kind, op),
            kind,
            absence: first_absence(parts),
        }
    }

    fn part(&mut self, field: &Field, part: &Piece) -> Option<Lowered> {
        match part {
            Piece::Text(text, range) => Some(self.written(field, text, range)),
            Piece::Hole(hole) => {
                let lowered = self.hole(field, hole)?;
                self.must_be_text(field, &hole.range, lowered)
            }
            Piece::Optional(parts, range) => self.optional(field, parts, range),
        }
    }

    /// A text as it stands there. What looks like an escape was none to TOML, so it is signed as it
    /// is written.
    fn written(&mut self, field: &Field, text: &str, range: &Range<usize>) -> Lowered {
        let written = &field.text[range.clone()];
        for (escape, name) in [(r"\n", "newline"), (r"\t", "tab")] {
            let Some(at) = written.find(escape).map(|at| range.start + at) else {
                continue;
            };
            let message = format!(
                "`{escape}` is a backslash and a letter here, no {name}; only in `\"…\"` does TOML read escapes, and there it takes one backslash"
            );
            let place = field.part(&(at..at + escape.len()));
            self.findings.add(Problem::warning(&place, message));
        }
        self.literal(text)
    }

    fn optional(
        &mut self,
        field: &Field,
        parts: &[Piece],
        range: &Range<usize>,
    ) -> Option<Lowered> {
        let outer = std::mem::replace(&mut self.bracketed, true);
        let inner = self.template(field, parts);
        self.bracketed = outer;
        let inner = self.must_be_text(field, range, inner?)?;
        if inner.absence == Absence::Never {
            let message = "nothing in this `[ ]` can be absent; mark what can with `?`, or write `[[` and `]]` for brackets";
            self.error(field, range, message);
            return None;
        }
        let id = self.node(inner.kind, Op::Optional(inner.id));
        Some(Lowered::present(id, inner.kind))
    }

    /// Only text and bytes stand beside text.
    pub(crate) fn must_be_text(
        &mut self,
        field: &Field,
        range: &Range<usize>,
        lowered: Lowered,
    ) -> Option<Lowered> {
        let advice = match lowered.kind {
            Type::Text | Type::Bytes => return Some(lowered),
            Type::Json => return Some(self.converted(lowered, Type::Text)),
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

    /// What is sent is text, and not bytes.
    pub(crate) fn no_bytes(
        &mut self,
        field: &Field,
        scope: Scope,
        value: Lowered,
        what: &str,
    ) -> Option<Lowered> {
        if value.kind != Type::Bytes {
            return Some(value);
        }
        let place = self.place_of(field, scope, Type::Bytes);
        let message = format!("this is bytes; {what} is text: `hex`? `base64`?");
        self.findings.error(&place, message);
        None
    }

    /// `{ }`: what may be absent is marked, and only that.
    fn hole(&mut self, field: &Field, hole: &Hole) -> Option<Lowered> {
        let value = self.expression(field, &hole.value)?;
        let Some(question) = hole.question else {
            return self.marked(field, &hole.value.range, &value);
        };
        let name = field.text[hole.value.range.clone()].to_owned();
        if value.absence == Absence::Never {
            if field.is_inherited() {
                return Some(value);
            }
            let message = format!("`{name}` is always there; take the `?` away");
            self.error(field, &(question..question + 1), message);
            return None;
        }
        Some(Lowered {
            absence: Absence::Declared(name),
            ..value
        })
    }

    /// What is not marked has to be there, or is refused.
    fn marked(&mut self, field: &Field, range: &Range<usize>, value: &Lowered) -> Option<Lowered> {
        let Absence::Declared(name) = &value.absence else {
            return Some(self.demanded(value));
        };
        let whole = &field.text[range.clone()];
        let absent = match self.scope {
            _ if self.bracketed => format!("`{{{whole}?}}` leaves this `[ ]` out"),
            _ if self.each.is_some() => format!("`{{{whole}?}}` leaves this item out"),
            _ if self.in_part => format!("`{{{whole}?}}` leaves this part out"),
            Scope::Let => format!("`{{{whole}?}}` makes this value absent too"),
            Scope::Signature => format!("`[{{{whole}?}}]` leaves it out"),
            Scope::Headers | Scope::Query | Scope::Form | Scope::Json => {
                format!("`{{{whole}?}}` leaves this entry out")
            }
        };
        let message = format!(
            "`{name}` may be absent; say what that means: {absent}, `{{{whole} or ''}}` is empty text"
        );
        self.error(field, range, message);
        None
    }

    /// An argument that has to be there.
    pub(super) fn there(
        &mut self,
        field: &Field,
        range: &Range<usize>,
        value: &Lowered,
    ) -> Option<Lowered> {
        let Absence::Declared(name) = &value.absence else {
            return Some(self.demanded(value));
        };
        let whole = &field.text[range.clone()];
        let message =
            format!("`{name}` may be absent; say what to take then: `{whole} or ''` is empty text");
        self.error(field, range, message);
        None
    }

    /// What the request lacks is refused; a name without a value is empty text.
    fn demanded(&mut self, value: &Lowered) -> Lowered {
        let id = match value.absence {
            Absence::Request => self.node(value.kind, Op::Must(value.id)),
            Absence::Bare => {
                let empty = self.literal("").id;
                let run = self.run(vec![value.id, empty]);
                self.node(Type::Text, Op::Or(run))
            }
            _ => value.id,
        };
        Lowered::present(id, value.kind)
    }
}

/// Whether one of several values may be absent.
pub(super) fn first_absence(parts: &[Lowered]) -> Absence {
    let mut absences = parts.iter().map(|part| &part.absence);
    let first = absences.find(|absence| **absence != Absence::Never);
    first.cloned().unwrap_or(Absence::Never)
}
