//! Requests: a struct for each method, and what it writes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::{Generics, Type};

use super::{at, docs, paging, scheme};
use crate::{
    idempotency::Idempotency,
    lifetimes,
    model::{Api, Method, Named, Parameter, Role, Signing},
    names, types,
};

/// Emits the request type of a method.
pub(super) fn expand(api: &Api, method: &Method) -> TokenStream {
    let (types, generics) = lifetimes::of_request(&method.generics, &method.parameters);
    let definition = definition(api, method, &types, &generics);
    let request = implementation(api, method, &generics);
    let pages = paging::expand(api, method, &anonymous(method, &generics));
    let debug = debug(api, method, &generics);
    let alias = match &method.signing {
        Signing::Other(scheme) => scheme::alias(scheme, &api.krate),
        Signing::Scheme | Signing::Unsigned => None,
    };
    let all = [definition, request, debug];
    let cfgs = &method.cfgs;
    let all = alias.into_iter().flatten().chain(all).chain(pages);
    all.map(|item| quote_spanned!(at(method.name.span())=> #(#cfgs)* #item))
        .collect()
}

fn definition(api: &Api, method: &Method, types: &[Type], generics: &Generics) -> TokenStream {
    let span = at(method.name.span());
    let (vis, name) = (&api.item.vis, &method.request);
    let doc = docs::request(api, method);
    if method.parameters.is_empty() {
        return quote_spanned!(span=> #[doc = #doc] #vis struct #name;);
    }
    let fields = method.parameters.iter().zip(types).map(|(parameter, ty)| {
        let (field, doc) = (&parameter.name, docs::field(parameter));
        quote_spanned!(span=> #[doc = #doc] #vis #field: #ty,)
    });
    quote_spanned!(span=> #[doc = #doc] #vis struct #name #generics { #(#fields)* })
}

fn implementation(api: &Api, method: &Method, generics: &Generics) -> TokenStream {
    let span = at(method.name.span());
    let (krate, answer) = (&api.krate, paging::answer(api, method));
    let scheme = match &method.signing {
        Signing::Other(scheme) => &scheme.ty,
        Signing::Scheme | Signing::Unsigned => &api.scheme.ty,
    };
    let (ty, call) = (anonymous(method, generics), call(api, method));
    let lines = lines(&method.parameters);
    let draft = if method.parameters.is_empty() {
        quote_spanned!(span=> _)
    } else {
        quote_spanned!(span=> draft)
    };
    quote_spanned! {span=>
        impl #krate::Request for #ty {
            type Scheme = #scheme;
            type Answer = #answer;
            const CALL: #krate::Call = #call;
            fn write(&self, #draft: &mut #krate::Draft) { #(#lines)* }
        }
    }
}

fn debug(api: &Api, method: &Method, generics: &Generics) -> TokenStream {
    let (krate, ty) = (&api.krate, anonymous(method, generics));
    quote_spanned! {at(method.name.span())=>
        impl #krate::__private::Debug for #ty {
            fn fmt(&self, f: &mut #krate::__private::fmt::Formatter<'_>) -> #krate::__private::fmt::Result {
                #krate::__private::describe(self, f)
            }
        }
    }
}

/// The type with `'_` for each lifetime: a name that is used once trips a lint.
fn anonymous(method: &Method, generics: &Generics) -> TokenStream {
    let (span, name) = (at(method.name.span()), &method.request);
    let lifetimes = generics.lifetimes().map(|_| quote_spanned!(span=> '_));
    if generics.params.is_empty() {
        name.to_token_stream()
    } else {
        quote_spanned!(span=> #name<#(#lifetimes),*>)
    }
}

fn call(api: &Api, method: &Method) -> TokenStream {
    let (span, krate, call) = (at(method.name.span()), &api.krate, &method.call);
    let name = format!(
        "{}::{}",
        names::plain(&api.item.ident),
        names::plain(&method.name)
    );
    let verb = &call.method;
    let path = if call.query.is_empty() {
        call.path.clone()
    } else {
        format!("{}?{}", call.path, call.query)
    };
    let headers = call.headers.iter().map(|header| {
        let (name, value) = (&header.name, &header.value);
        quote_spanned!(span=> (#name, #value))
    });
    let settings = call.settings.iter().map(|given| {
        let (name, value) = (names::plain(&given.name), given.value.tokens(krate));
        quote_spanned!(span=> (#name, #value))
    });
    let signing = match &method.signing {
        Signing::Unsigned => quote_spanned!(span=> #krate::Signing::Unsigned),
        Signing::Scheme | Signing::Other(_) => quote_spanned!(span=> #krate::Signing::Scheme),
    };
    let idempotency = idempotency(&call.idempotency, krate, span);
    quote_spanned! {span=>
        #krate::Call {
            name: #name,
            method: #verb,
            path: #path,
            headers: &[#(#headers),*],
            signing: #signing,
            idempotency: #idempotency,
            settings: &[#(#settings),*],
        }
    }
}

fn idempotency(named: &Idempotency, krate: &TokenStream, span: Span) -> TokenStream {
    let option = quote_spanned!(span=> #krate::__private::Option);
    let Some(key) = named.key.as_ref().map(|key| &key.name) else {
        return quote_spanned!(span=> #option::None);
    };
    let first_sent = named.first_sent.as_ref().map(|named| &named.name);
    let first_sent = first_sent.map_or_else(
        || quote_spanned!(span=> #option::None),
        |name| quote_spanned!(span=> #option::Some(#name)),
    );
    quote_spanned!(span=> #option::Some(#krate::Idempotency { key: #key, first_sent: #first_sent }))
}

/// One line for each parameter, at the place of its type: that is where the error belongs if the
/// type is not what its role needs. Headers come before the body, whose content type they may say.
fn lines(parameters: &[Parameter]) -> Vec<TokenStream> {
    let (bodies, others): (Vec<_>, Vec<_>) = parameters
        .iter()
        .partition(|parameter| parameter.role.is_body());
    others.into_iter().chain(bodies).map(line).collect()
}

fn line(parameter: &Parameter) -> TokenStream {
    let (span, value) = (at(types::place(&parameter.ty)), value(parameter));
    match &parameter.role {
        Role::Path => {
            let name = names::plain(&parameter.name);
            quote_spanned!(span=> draft.path(#name, #value);)
        }
        Role::Query(query) => pairs("query", query, &value, span),
        Role::Header(header) => pairs("header", header, &value, span),
        Role::Form(form) => pairs("form", form, &value, span),
        Role::Part(part) => pairs("part", part, &value, span),
        Role::Setting(Named { name, .. }) => {
            quote_spanned!(span=> draft.setting(#name, #value);)
        }
        Role::Body(None) => quote_spanned!(span=> draft.body(#value);),
        Role::Body(Some(content_type)) => {
            quote_spanned!(span=> draft.body_as(#content_type, #value);)
        }
        Role::Text => quote_spanned!(span=> draft.text(#value);),
        Role::Bytes => quote_spanned!(span=> draft.bytes(#value);),
    }
}

/// `query` has its twin `query_joined`, and so have the others.
fn pairs(
    role: &str,
    Named { name, join, .. }: &Named,
    value: &TokenStream,
    span: Span,
) -> TokenStream {
    match join {
        None => {
            let write = Ident::new(role, span);
            quote_spanned!(span=> draft.#write(#name, #value);)
        }
        Some(join) => {
            let write = format_ident!("{role}_joined", span = span);
            quote_spanned!(span=> draft.#write(#name, #join, #value);)
        }
    }
}

/// A reference to the field's value. What is a reference already is passed as it is, so that an
/// error names the type behind it.
fn value(parameter: &Parameter) -> TokenStream {
    let span = at(types::place(&parameter.ty));
    let mut name = parameter.name.clone();
    name.set_span(name.span().located_at(span));
    if types::is_reference(&parameter.ty) {
        quote_spanned!(span=> self.#name)
    } else {
        quote_spanned!(span=> &self.#name)
    }
}
