//! What the compiler asserts of a scheme that the macro could not read, because it is a type.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use signed_api_specs::data::SettingKind;

use super::{at, runtime_at};
use crate::{
    check::gives,
    model::{Api, Role},
    names,
    setting::Given,
};

/// Emits the assertions.
pub(super) fn expand(api: &Api) -> TokenStream {
    if api.scheme.scheme.is_some() {
        return TokenStream::new();
    }
    let literals = literals(api).into_iter().map(|given| literal(api, given));
    let parameters = api
        .methods
        .iter()
        .flat_map(|method| &method.parameters)
        .filter_map(|parameter| match &parameter.role {
            Role::Setting(name) => Some(known(api, name, parameter.name.span())),
            _ => None,
        });
    let settled = settled(api);
    literals.chain(parameters).chain([settled]).collect()
}

/// Every literal once, though each method has those of its trait.
fn literals(api: &Api) -> Vec<&Given> {
    let inherited = api.methods.iter().flat_map(|method| &method.call.settings);
    let mut seen = BTreeSet::new();
    inherited
        .filter(|given| !given.inherited || seen.insert(given.name.to_string()))
        .collect()
}

fn literal(api: &Api, given: &Given) -> TokenStream {
    let span = at(given.name.span());
    let (krate, data) = (runtime_at(&api.krate, span), data(api, span));
    let (name, kind) = (names::plain(&given.name), kind(given.value.kind(), span));
    let message = format!(
        "scheme `{}` has no setting `{name}` that is {}",
        api.scheme.name,
        article(given.value.kind())
    );
    let message = escaped(&message);
    quote_spanned! {span=>
        const _: () = ::core::assert!(#krate::__private::has_setting(#data, #name, #krate::__private::data::SettingKind::#kind), #message);
    }
}

fn known(api: &Api, name: &str, span: Span) -> TokenStream {
    let span = at(span);
    let (krate, data) = (runtime_at(&api.krate, span), data(api, span));
    let message = escaped(&format!(
        "scheme `{}` has no setting `{name}`",
        api.scheme.name
    ));
    quote_spanned!(span=> const _: () = ::core::assert!(#krate::__private::knows_setting(#data, #name), #message);)
}

/// What trait, or every method, gives must include all that the scheme leaves to the trait.
fn settled(api: &Api) -> TokenStream {
    let span = at(api.scheme.span);
    let (krate, data) = (runtime_at(&api.krate, span), data(api, span));
    let names: BTreeSet<String> = api.methods.iter().flat_map(given).collect();
    let names = names
        .into_iter()
        .filter(|name| api.methods.iter().all(|method| gives(method, name)));
    quote_spanned!(span=> const _: () = #krate::__private::assert_settled(#data, &[#(#names),*]);)
}

fn given(method: &crate::model::Method) -> Vec<String> {
    let literals = method
        .call
        .settings
        .iter()
        .map(|given| names::plain(&given.name));
    let parameters = method
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.role {
            Role::Setting(name) => Some(name.clone()),
            _ => None,
        });
    literals.chain(parameters).collect()
}

fn data(api: &Api, span: Span) -> TokenStream {
    let (krate, scheme) = (runtime_at(&api.krate, span), &api.scheme.ty);
    quote_spanned!(span=> <#scheme as #krate::Scheme>::DATA)
}

fn kind(kind: SettingKind, span: Span) -> proc_macro2::Ident {
    proc_macro2::Ident::new(&format!("{kind:?}"), span)
}

/// What the literal is.
const fn article(kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::Text => "a text",
        SettingKind::List => "a list",
        SettingKind::Switch => "a switch",
    }
}

/// The message of an assertion is a format.
fn escaped(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}")
}
