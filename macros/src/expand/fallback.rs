//! What is emitted beside an error: the trait, and stand-ins for its client and requests, so that
//! whatever uses them compiles and the error stands alone.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{
    FnArg, GenericParam, ItemTrait, Pat, ReturnType, Signature, TraitItem, TraitItemFn, Type,
};

use super::{
    SchemeType,
    client::{conversions, may_connect},
    client_name, runtime, r#trait, twin_client,
};
use crate::{
    arguments::{Arguments, Reference},
    check, lifetimes,
    model::{Parameter, Role, Style},
    scheme::{self, Found},
    types,
    written::{self, Method, Written},
};

/// Emits the trait with its stand-ins.
pub(crate) fn fallback(
    written: &Written,
    arguments: &Arguments,
    krate: &TokenStream,
    found: Option<&Found>,
    style: Style,
) -> TokenStream {
    let lists: Vec<_> = written
        .methods
        .iter()
        .filter(|method| method.lists())
        .map(|method| method.name().clone())
        .collect();
    let definition = r#trait::expand(&written.item, &lists, krate, style);
    let (scheme, made) = scheme(written, arguments, krate, found);
    let (item, name) = (&written.item, client_name(written, arguments));
    let taken = (!made.is_empty()).then(|| format!("{}Scheme", item.ident));
    let taken = [item.ident.to_string(), name.to_string()]
        .into_iter()
        .chain(taken)
        .collect();
    let alias = found.and_then(|found| super::scheme::alias(found, krate));
    let alias = alias.into_iter().flatten();
    let named = found.map_or_else(|| scheme.clone(), Found::named);
    let connects = found.is_some_and(may_connect);
    let requests = requests(written, taken, krate, &scheme);
    let client = client(
        item,
        &name,
        krate,
        (&scheme, &named, connects),
        style == Style::Blocking,
    );
    let twin = (style == Style::Both).then(|| {
        let name = twin_client(&item.ident);
        let twin = r#trait::twin(item, &lists, krate);
        self::client(&twin, &name, krate, (&scheme, &named, connects), true)
    });
    quote!(#definition #made #(#alias)* #requests #client #twin)
}

/// The request types, each name once.
fn requests(
    written: &Written,
    mut made: Vec<String>,
    krate: &TokenStream,
    scheme: &TokenStream,
) -> TokenStream {
    let api = &written.item.ident;
    let mut all = TokenStream::new();
    for method in &written.methods {
        let name = check::request(api, method.name(), method.request().as_ref());
        if written.boxed.is_some() || made.contains(&name.to_string()) {
            continue;
        }
        if method.cfgs.is_empty() {
            made.push(name.to_string());
        }
        all.extend(request(written, method, &name, krate, scheme));
    }
    all
}

/// The scheme's type, and the type itself if the trait would have made it. A scheme that was not
/// found is stood in for by one that exists.
fn scheme(
    written: &Written,
    arguments: &Arguments,
    krate: &TokenStream,
    found: Option<&Found>,
) -> (TokenStream, TokenStream) {
    let vis = &written.item.vis;
    match (found, &arguments.scheme) {
        (Some(found), _) => (found.ty.clone(), super::scheme::of_trait(found, krate, vis)),
        (None, Some(Reference::Named(file))) => {
            let name = format_ident!("{}Scheme", written.item.ident);
            let made = SchemeType {
                krate,
                docs: &[],
                vis,
                name: &name,
            }
            .stand_in(&scheme::outline(file).unwrap_or_default());
            (quote!(#name), made)
        }
        (None, _) => (
            quote_spanned!(Span::mixed_site()=> #krate::schemes::Acs),
            TokenStream::new(),
        ),
    }
}

/// The request type of a method whose parameters have names and types.
fn request(
    written: &Written,
    method: &Method,
    name: &Ident,
    krate: &TokenStream,
    scheme: &TokenStream,
) -> TokenStream {
    let (Some(parameters), ReturnType::Type(_, answer)) =
        (parameters(method), &method.signature.output)
    else {
        return TokenStream::new();
    };
    // No answer is this, which has been said.
    if matches!(**answer, Type::ImplTrait(_)) || types::reference(answer).is_some() {
        return TokenStream::new();
    }
    let (types, generics) = lifetimes::of_request(&method.signature.generics, &parameters);
    // What one page is, its pages may not say.
    let page = method
        .lists()
        .then(|| quote_spanned!(Span::mixed_site()=> #krate::__private::Result<(), #krate::Error>));
    let answer = page.unwrap_or_else(|| answer.to_token_stream());
    let (vis, cfgs) = (&written.item.vis, &method.cfgs);
    let names = parameters.iter().map(|parameter| &parameter.name);
    let lifetimes: Vec<_> = generics
        .lifetimes()
        .map(|_| quote_spanned!(Span::mixed_site()=> '_))
        .collect();
    quote_spanned! {Span::mixed_site()=>
        #(#cfgs)* #[allow(dead_code, missing_docs)]
        #vis struct #name #generics { #(#vis #names: #types),* }
        #(#cfgs)*
        impl #krate::Request for #name<#(#lifetimes),*> {
            type Scheme = #scheme;
            type Answer = #answer;
            const CALL: #krate::Call =
                #krate::Call { name: "", method: "", path: "", headers: &[], signing: #krate::Signing::Scheme, idempotency: #krate::__private::Option::None, settings: &[] };
            fn write(&self, _: &mut #krate::Draft) {}
        }
        #(#cfgs)*
        impl #krate::__private::Debug for #name<#(#lifetimes),*> {
            fn fmt(&self, _: &mut #krate::__private::fmt::Formatter<'_>) -> #krate::__private::fmt::Result {
                ::core::unreachable!()
            }
        }
    }
}

/// The parameters, if all of them have names and types that a field may have. Their roles are
/// nobody's business here.
fn parameters(method: &Method) -> Option<Vec<Parameter>> {
    let mut generics = method.signature.generics.params.iter();
    if !generics.all(|parameter| matches!(parameter, GenericParam::Lifetime(_))) {
        return None;
    }
    let parameter = |parameter: &written::Parameter| {
        let is_field = !matches!(parameter.ty, Type::ImplTrait(_));
        Some(Parameter {
            name: parameter.name().filter(|_| is_field)?.clone(),
            ty: parameter.ty.clone(),
            role: Role::Path,
        })
    };
    let mut all: Vec<Parameter> = method
        .parameters
        .iter()
        .map(parameter)
        .collect::<Option<_>>()?;
    let mut names = Vec::new();
    all.retain(|one| {
        let is_first = !names.contains(&one.name);
        names.push(one.name.clone());
        is_first
    });
    Some(all)
}

fn client(
    item: &ItemTrait,
    client: &Ident,
    krate: &TokenStream,
    (scheme, named, connects): (&TokenStream, &TokenStream, bool),
    blocking: bool,
) -> TokenStream {
    let (vis, runtime) = (&item.vis, runtime(krate, blocking));
    let conversions = conversions(client, krate, &runtime, scheme, named);
    let implementation = implementation(item, client, krate);
    // A trait that has its own is refused for that; where it is called, its own is meant.
    let with = (!methods(item).any(|method| method.sig.ident == "with")).then(|| {
        quote_spanned! {Span::mixed_site()=>
            #vis fn with(&self, _: #krate::Options) -> Self {
                ::core::unreachable!()
            }
        }
    });
    let connection = connects.then(|| {
        quote_spanned! {Span::mixed_site()=>
            #vis fn from_connection_string(_: &::core::primitive::str) -> #krate::__private::Result<Self, #krate::Error> {
                ::core::unreachable!()
            }

            #vis fn from_env() -> #krate::__private::Result<Self, #krate::Error> {
                ::core::unreachable!()
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        #[allow(missing_docs)]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #vis struct #client(#runtime::Client<#scheme>);

        #[allow(dead_code, missing_docs)]
        impl #client {
            #vis fn new(_: &::core::primitive::str, _: impl ::core::marker::Sized) -> #krate::__private::Result<Self, #krate::Error> {
                ::core::unreachable!()
            }

            #vis fn builder(_: &::core::primitive::str, _: impl ::core::marker::Sized) -> #runtime::Builder<Self, #scheme> {
                ::core::unreachable!()
            }

            #with
            #connection
        }

        #conversions
        #implementation
    }
}

/// The trait, unless it holds more than methods: an associated type or constant would need a value.
fn implementation(item: &ItemTrait, client: &Ident, krate: &TokenStream) -> TokenStream {
    if methods(item).count() < item.items.len() {
        return TokenStream::new();
    }
    let (unsafety, name, parameters) = (&item.unsafety, &item.ident, &item.generics);
    let (_, generics, clause) = parameters.split_for_impl();
    let boxed = r#trait::async_trait(item);
    let methods = methods(item).map(|method| {
        let sends = boxed.is_none() && !r#trait::stays(method);
        stub(&method.sig, Some(krate).filter(|_| sends))
    });
    quote_spanned! {Span::mixed_site()=>
        #[allow(unused_variables)]
        #boxed
        #unsafety impl #parameters #name #generics for #client #clause { #(#methods)* }
    }
}

fn methods(item: &ItemTrait) -> impl Iterator<Item = &TraitItemFn> {
    item.items.iter().filter_map(|inner| match inner {
        TraitItem::Fn(method) => Some(method),
        _ => None,
    })
}

/// A method that is never reached: the program does not compile. A future that has to be `Send` holds
/// nothing: a parameter of a type parameter's type would make it another error.
fn stub(signature: &Signature, krate: Option<&TokenStream>) -> TokenStream {
    let mut signature = signature.clone();
    let waits = signature.asyncness.is_some();
    for argument in &mut signature.inputs {
        if let FnArg::Typed(argument) = argument {
            *argument.pat = Pat::Wild(syn::PatWild {
                attrs: Vec::new(),
                underscore_token: <syn::Token![_]>::default(),
            });
        }
    }
    if let Some(krate) = krate.filter(|_| waits) {
        r#trait::send(&mut signature, krate);
        return quote_spanned!(Span::mixed_site()=> #signature { async { ::core::unreachable!() } });
    }
    quote_spanned!(Span::mixed_site()=> #signature { ::core::unreachable!() })
}
