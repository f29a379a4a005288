//! From the checked model to Rust. All logic is in the runtime: what is made here is thin.
//!
//! Generated tokens stand at the user's place where an error should land there, but resolve in our
//! own context, so that they trip neither the lints nor the edition of the user's crate.

mod assertion;
mod client;
mod docs;
mod fallback;
mod paging;
mod request;
mod sample;
mod scheme;
mod r#trait;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

pub(crate) use self::{fallback::fallback, scheme::SchemeType};
use crate::{arguments::Arguments, check::HAS_BLOCKING, model::Api, names, written::Written};

/// Everything that a trait becomes.
pub(crate) fn all(api: &Api) -> TokenStream {
    let lists: Vec<_> = api
        .methods
        .iter()
        .filter(|method| method.paging.is_some())
        .map(|method| method.name.clone())
        .collect();
    let definition = r#trait::expand(&api.item, &lists, &api.krate, api.style);
    let scheme = scheme::of_trait(&api.scheme, &api.krate, &api.item.vis);
    let alias = scheme::alias(&api.scheme, &api.krate);
    let alias = alias.into_iter().flatten();
    let requests = api
        .methods
        .iter()
        .map(|method| request::expand(api, method));
    let client = client::expand(api);
    let assertions = assertion::expand(api);
    quote!(#definition #scheme #(#alias)* #(#requests)* #client #assertions)
}

/// The client's name: the trait's and `Client`, unless another is given.
pub(crate) fn client_name(written: &Written, arguments: &Arguments) -> Ident {
    let name = &written.item.ident;
    arguments
        .client
        .clone()
        .unwrap_or_else(|| format_ident!("{}Client", names::plain(name), span = at(name.span())))
}

/// The name of the blocking twin of a trait.
fn twin_name(name: &Ident) -> Ident {
    format_ident!("{}Blocking", names::plain(name), span = at(name.span()))
}

/// The name of its client.
fn twin_client(name: &Ident) -> Ident {
    format_ident!(
        "{}BlockingClient",
        names::plain(name),
        span = at(name.span())
    )
}

/// Where the runtime has its clients. Without blocking ones, which is an error, the others stand in.
fn runtime(krate: &TokenStream, blocking: bool) -> TokenStream {
    if blocking && HAS_BLOCKING {
        quote!(#krate::blocking)
    } else {
        krate.clone()
    }
}

/// The runtime's path at a place: an error in what it begins is then underlined from there on.
fn runtime_at(krate: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    krate.clone().into_iter().map(moved).collect()
}

/// The user's place, our context.
fn at(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}
