//! What stands inside `{ }`: `or`, `+`, texts in quotes.

use signed_api_specs::data::{Op, Type};

use super::texts::first_absence;
use super::{Absence, Lower, Lowered};
use crate::document::Field;
use crate::template::{Expression, Kind};

impl Lower<'_> {
    pub(super) fn expression(&mut self, field: &Field, expression: &Expression) -> Option<Lowered> {
        match &expression.kind {
            Kind::Or(choices) => self.or(field, choices),
            Kind::Sum(terms) => self.sum(field, terms, expression),
            Kind::Call(of, call) => self.call(field, of, call, &expression.range),
            Kind::Quoted(parts) => self.template(field, parts),
            Kind::Name(name, segments) => self.name(field, name, segments, &expression.range),
            Kind::Number(number) => Some(self.literal(&number.to_string())),
        }
    }

    /// Every one of them, so that all that is wrong is said; `None` if something is.
    fn every(&mut self, field: &Field, several: &[Expression]) -> Option<Vec<Lowered>> {
        let lowered: Vec<Option<Lowered>> = several
            .iter()
            .map(|one| self.expression(field, one))
            .collect();
        lowered.into_iter().collect()
    }

    fn or(&mut self, field: &Field, choices: &[Expression]) -> Option<Lowered> {
        let mut lowered = self.every(field, choices)?;
        let (_, earlier) = lowered.split_last()?;
        let never = earlier.iter().position(|one| one.absence == Absence::Never);
        if let Some(index) = never.filter(|_| field.is_inherited()) {
            lowered.truncate(index + 1);
        } else if let Some(index) = never {
            let range = &choices[index].range;
            let name = &field.text[range.clone()];
            let message =
                format!("`{name}` is always there, so what comes after this `or` is never used");
            self.error(field, range, message);
            return None;
        }
        let Some(kind) = common_kind(lowered.iter().map(|one| one.kind)) else {
            let range = choices[0].range.start..choices[choices.len() - 1].range.end;
            let kinds: Vec<&str> = lowered.iter().map(|one| one.kind.a_name()).collect();
            let message = format!("these are not of one type: {}", kinds.join(", and "));
            self.error(field, &range, message);
            return None;
        };
        // JSON beside text is text, beside pairs it is pairs.
        let ids = lowered.iter().map(|one| match kind {
            Type::Json => one.id,
            Type::Bytes => self.converted(one.clone(), Type::Text).id,
            kind => self.converted(one.clone(), kind).id,
        });
        let ids = ids.collect();
        let absence = lowered.last()?.absence.clone();
        let run = self.run(ids);
        Some(Lowered {
            id: self.node(kind, Op::Or(run)),
            kind,
            absence,
        })
    }

    fn sum(&mut self, field: &Field, terms: &[Expression], whole: &Expression) -> Option<Lowered> {
        let lowered = self.every(field, terms)?;
        let pairs = lowered.iter().any(|term| term.kind == Type::Pairs);
        let wanted = if pairs { Type::Pairs } else { Type::Text };
        let lowered: Vec<Lowered> = lowered
            .into_iter()
            .map(|term| self.converted(term, wanted))
            .collect();
        let run = self.run(lowered.iter().map(|term| term.id).collect());
        if lowered.iter().all(|term| term.kind == Type::Pairs) {
            return Some(Lowered {
                id: self.node(Type::Pairs, Op::Sum(run)),
                kind: Type::Pairs,
                absence: first_absence(&lowered),
            });
        }
        let is_text = |term: &Lowered| matches!(term.kind, Type::Text | Type::Bytes);
        if lowered.iter().all(is_text) {
            return Some(self.joined(&lowered, Op::Template(run)));
        }
        let kinds: Vec<&str> = lowered.iter().map(|term| term.kind.a_name()).collect();
        let message = format!(
            "`+` joins text and bytes, or pairs and pairs, and this is {}",
            kinds.join(" + ")
        );
        self.error(field, &whole.range, message);
        None
    }
}

/// The type of one of several values: text passes where bytes are wanted, nothing else converts.
fn common_kind(mut kinds: impl Iterator<Item = Type>) -> Option<Type> {
    let first = kinds.next()?;
    kinds.try_fold(first, |kind, next| match (kind, next) {
        (Type::Text | Type::Json, Type::Bytes) | (Type::Bytes, Type::Text | Type::Json) => {
            Some(Type::Bytes)
        }
        (Type::Text, Type::Json) | (Type::Json, Type::Text) => Some(Type::Text),
        (Type::Pairs, Type::Json) | (Type::Json, Type::Pairs) => Some(Type::Pairs),
        _ => (kind == next).then_some(kind),
    })
}
