//! `idempotency = "Idempotency-Key"`, `first_sent = "..."`: the headers by which a server knows the
//! attempts of one call.

use proc_macro2::Ident;
use syn::LitStr;

use crate::{
    arguments::{Value, error, once, wrong},
    names, wire,
};

/// The headers, as far as they are named.
#[derive(Clone, Default)]
pub(crate) struct Idempotency {
    /// That of the key.
    pub(crate) key: Option<Named>,
    /// That of the time of the first attempt.
    pub(crate) first_sent: Option<Named>,
}

/// A header, and the argument that names it.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) argument: Ident,
    pub(crate) literal: LitStr,
    /// In lower case.
    pub(crate) name: String,
    /// A method has it from its trait.
    pub(crate) inherited: bool,
}

impl Idempotency {
    /// Keeps `idempotency` or `first_sent`.
    pub(crate) fn take(&mut self, argument: &Ident, value: Value) -> syn::Result<()> {
        let is_key = *argument == "idempotency";
        let Value::Text(literal) = value else {
            let example = if is_key {
                "`idempotency = \"Idempotency-Key\"`"
            } else {
                "`first_sent = \"Repeatability-First-Sent\"`"
            };
            let message = format!("`{argument}` names a header: {example}");
            return Err(wrong(argument, &value, &message));
        };
        let name = literal.value().to_ascii_lowercase();
        if let Some(why) = wire::header_name(&literal.value()) {
            return Err(syn::Error::new(literal.span(), why));
        }
        let (place, other) = if is_key {
            (&mut self.key, &self.first_sent)
        } else {
            (&mut self.first_sent, &self.key)
        };
        if other.as_ref().is_some_and(|other| other.name == name) {
            let message = format!("`{name}` is the key's header, or that of the time: not both");
            return Err(syn::Error::new(literal.span(), message));
        }
        let named = Named {
            argument: argument.clone(),
            literal,
            name,
            inherited: false,
        };
        once(argument, place, named)
    }

    /// These, and what they do not name as others do.
    pub(crate) fn over(self, far: &Self) -> Self {
        let inherited = |named: &Option<Named>| {
            let named = named.clone();
            named.map(|named| Named {
                inherited: true,
                ..named
            })
        };
        Self {
            key: self.key.or_else(|| inherited(&far.key)),
            first_sent: self.first_sent.or_else(|| inherited(&far.first_sent)),
        }
    }

    /// All headers that are named.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Named> {
        self.key.iter().chain(&self.first_sent)
    }

    /// The error of a time that stands alone.
    pub(crate) fn without_key(&self) -> Option<syn::Error> {
        let alone = self.first_sent.as_ref().filter(|_| self.key.is_none())?;
        let message = "`first_sent` tells when a call with an idempotency key was first attempted\nhelp: name the key's header beside it: `idempotency = \"...\"`";
        Some(error(&alone.argument, message))
    }
}

/// Whether an argument is one of these.
pub(crate) fn is_one(argument: &Ident) -> bool {
    ["idempotency", "first_sent"].contains(&names::plain(argument).as_str())
}
