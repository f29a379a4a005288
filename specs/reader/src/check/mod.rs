//! The third stage, in the order of a file: a draft becomes a scheme.

mod algorithm;
mod connection;
mod declarations;
mod entries;
mod refusal;
mod signature;
mod verify;

use signed_api_specs::Reading;
use signed_api_specs::data::{Guard, Let, NonceKind};

use super::draft::Draft;
use super::limits;
use super::lower::{LetState, Lower};
use super::problem::{Findings, Place, Problem, did_you_mean};
use super::written_out::write_out;
use super::{order, rules, warnings};
use crate::Scheme;

/// Checks a draft. What is wrong is among the findings; the scheme is whole only if nothing is.
pub(crate) fn check(draft: &Draft, scheme: Scheme, top: &Place, findings: &mut Findings) -> Scheme {
    if let Some(message) = limits::too_large(draft) {
        findings.error(top, message);
        return scheme;
    }
    let mut check = Check {
        lower: Lower::new(scheme, findings),
        draft,
    };
    check.head(top);
    check.names();
    check.connection_string();
    check.entries();
    check.signature(top);
    check.lets();
    check.refusal();
    check.verify();
    check.whole(top);
    check.lower.scheme
}

/// Only the credentials and settings of a draft.
pub(crate) fn outline(draft: &Draft, scheme: Scheme, findings: &mut Findings) -> Scheme {
    if limits::too_large(draft).is_some() {
        return scheme;
    }
    let lower = Lower::new(scheme, findings);
    let mut check = Check { lower, draft };
    check.names();
    check.connection_string();
    check.lower.scheme
}

struct Check<'c> {
    lower: Lower<'c>,
    draft: &'c Draft,
}

impl Check<'_> {
    fn error(&mut self, place: &Place, message: impl Into<String>) {
        self.lower.findings.error(place, message);
    }

    fn head(&mut self, top: &Place) {
        match &self.draft.title {
            Some(title) => self.lower.scheme.title.clone_from(&title.text),
            None => self.error(top, "a scheme file needs a `title`"),
        }
        if let Some(nonce) = &self.draft.nonce {
            let kinds = [
                ("random", NonceKind::Random),
                ("uuid", NonceKind::Uuid),
                ("increasing", NonceKind::Increasing),
                ("given", NonceKind::Given),
            ];
            if let Some((_, kind)) = kinds.iter().find(|(name, _)| *name == nonce.text) {
                self.lower.scheme.nonce = *kind;
            } else {
                let near = did_you_mean(&nonce.text, kinds.iter().map(|(name, _)| *name));
                let message = format!("a nonce is `random`, `uuid`, `increasing` or `given`{near}");
                self.error(&nonce.place, message);
            }
        }
        let covers = self.draft.covers.iter();
        let covers = covers.map(|(key, field)| (key.name.clone(), field.text.clone()));
        self.lower.scheme.covers = covers.collect();
    }

    /// Lowers every named value that nothing else has asked for yet.
    fn lets(&mut self) {
        for index in 0..self.lower.lets.len() {
            self.lower.lowered_let(super::lower::index(index));
        }
        for index in 0..self.lower.lets.len() {
            let named = self.lower.lets[index].clone();
            // One that is wrong keeps its place; its problem has been said.
            let value = match named.state {
                LetState::Done(Some(lowered)) => lowered.id,
                _ => 0,
            };
            let name = self.lower.text(&named.key.name);
            self.lower.scheme.lets.push(Let {
                name,
                value,
                signing: value,
                sent: false,
                once: false,
            });
        }
    }

    /// What can be said only of a file in which every part is right.
    fn whole(&mut self, top: &Place) {
        if self.lower.findings.is_empty() {
            let signed = self
                .draft
                .signature
                .string_to_sign()
                .map(|field| &field.place);
            limits::nesting(&mut self.lower, signed, top);
        }
        if self.lower.findings.is_empty() {
            order::order(&mut self.lower, self.draft, top);
        }
        if self.lower.findings.is_empty() {
            rules::rules(&mut self.lower, self.draft);
            warnings::warnings(&mut self.lower, self.draft);
            self.guards(top);
            self.reads();
            write_out(&mut self.lower);
        }
    }

    /// A file that can be read backwards says which values would break that; another, why it
    /// cannot.
    fn guards(&mut self, top: &Place) {
        let reading = match Reading::new(&self.lower.scheme.data()) {
            Ok(reading) => reading,
            Err(reason) => {
                let entry = reason
                    .entry()
                    .and_then(|index| self.lower.written.get(index));
                let signed = self.draft.signature.string_to_sign();
                let signed = signed.map(|field| &field.place);
                let place = entry.map(|(key, _)| &key.place).or(signed).unwrap_or(top);
                self.lower.scheme.unreadable = Some(Problem::new(place, reason.to_string()));
                return;
            }
        };
        for (node, mark) in reading.guards() {
            let guard = Guard {
                node,
                mark: self.lower.text(&mark),
            };
            if !self.lower.scheme.guards.contains(&guard) {
                self.lower.scheme.guards.push(guard);
            }
        }
    }
}
