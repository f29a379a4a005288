//! From written to checked: what a trait, its methods and their parameters may be.

mod body;
mod collisions;
mod headers;
mod idempotency;
mod method;
mod paging;
mod parameter;
mod settings;
mod style;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::Lifetime;

pub(crate) use self::{
    headers::{of_method, of_trait},
    method::request,
    settings::gives,
    style::{HAS_BLOCKING, style},
};
use crate::{
    arguments::Arguments, errors::Errors, model::Method, names, scheme::Found, written::Written,
};

/// Checks everything that the scheme's absence leaves to check.
pub(crate) fn methods(
    written: &Written,
    arguments: &Arguments,
    krate: &TokenStream,
    found: Option<&Found>,
    errors: &mut Errors,
) -> Vec<Method> {
    whole_trait(written, errors);
    idempotency::of_trait(arguments, errors);
    collisions::check(written, arguments, found, errors);
    let api = method::Surroundings {
        name: &written.item.ident,
        common: &arguments.common,
        krate,
    };
    let methods: Vec<_> = written
        .methods
        .iter()
        .filter_map(|method| method::check(method, &api, errors))
        .collect();
    if methods.len() == written.methods.len() {
        idempotency::of_nobody(arguments, &methods, errors);
    }
    if let Some(found) = found {
        headers::check(found, arguments, &methods, errors);
        settings::check(
            found,
            arguments,
            &methods,
            written.methods.len() == methods.len(),
            errors,
        );
    }
    methods
}

/// The error of a trait that names no scheme.
pub(crate) fn no_scheme(arguments: &Arguments) -> syn::Error {
    let meant = arguments
        .common
        .settings
        .iter()
        .find(|given| names::nearest(&given.name.to_string(), ["scheme"]).is_some());
    match meant {
        Some(given) => syn::Error::new_spanned(
            &given.name,
            format!("there is no `{}`; did you mean `scheme`?", given.name),
        ),
        None => syn::Error::new(
            Span::call_site(),
            "which scheme signs it? `#[signed_api(scheme = \"acs\")]`, a file (`scheme = \"specs/acme.toml\"`) or a type (`scheme = Acme`)",
        ),
    }
}

/// The error of a trait whose futures are boxed already.
pub(crate) fn boxed(left: &Lifetime) -> syn::Error {
    syn::Error::new_spanned(
        left,
        "`#[async_trait]` was here before `#[signed_api]`: put it under it, to be handed on to the client",
    )
}

fn whole_trait(written: &Written, errors: &mut Errors) {
    let item = &written.item;
    if !item.generics.params.is_empty() {
        errors.at(
            &item.generics.params,
            "a trait of a signed API has no parameters of its own: one trait is one client",
        );
    }
    if let Some(word) = &item.unsafety {
        errors.at(
            word,
            "a trait of a signed API is not `unsafe`: whoever implements it promises nothing",
        );
    }
    if let Some(clause) = &item.generics.where_clause {
        errors.at(
            clause,
            "a trait of a signed API has no `where` clause: its client is a plain struct",
        );
    }
    for other in &written.others {
        errors.at(
            other.to_token_stream(),
            "a trait of a signed API holds methods only",
        );
    }
}
