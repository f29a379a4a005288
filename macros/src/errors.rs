//! Errors of one stage, collected.

use std::fmt::Display;

use quote::ToTokens;

/// The problems found so far.
#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
    count: usize,
}

impl Errors {
    /// A problem with these tokens, all of which are underlined.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.count += 1;
        match &mut self.all {
            Some(all) => all.combine(error),
            None => self.all = Some(error),
        }
    }

    /// The value, or nothing and its problem kept.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Nothing is wrong so far.
    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are, to see whether a step adds any.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// The end of a stage: its problems, if there are any.
    pub(crate) fn finish(self) -> syn::Result<()> {
        self.all.map_or(Ok(()), Err)
    }
}
