//! The trait: as written, its futures `Send`; and its blocking twin.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{
    Attribute, GenericParam, ItemTrait, ReturnType, Signature, TraitItem, TraitItemFn, Type,
};

use super::{at, runtime_at, twin_name};
use crate::{check::HAS_BLOCKING, model::Style, types};

/// Emits the trait, and its blocking twin.
pub(super) fn expand(
    item: &ItemTrait,
    lists: &[Ident],
    krate: &TokenStream,
    style: Style,
) -> TokenStream {
    let twin = (style == Style::Both).then(|| twin(item, lists, krate));
    let boxed = async_trait(item).is_some();
    let mut item = item.clone();
    for method in methods(&mut item) {
        if stays(method) {
            method
                .attrs
                .push(syn::parse_quote!(#[allow(async_fn_in_trait)]));
        } else if !boxed {
            send(&mut method.sig, krate);
        }
    }
    quote!(#item #twin)
}

/// A method that is refused, for its body or its type parameters: it stays as it was written, since a
/// future that has to be `Send` would ask for more of those.
pub(super) fn stays(method: &TraitItemFn) -> bool {
    let mut generics = method.sig.generics.params.iter();
    let is_lifetime = |one: &GenericParam| matches!(one, GenericParam::Lifetime(_));
    method.default.is_some() || !generics.all(is_lifetime)
}

/// The same trait under another name, its functions plain, and those that list with pages that wait.
/// What lints say of those, an async method was not asked for.
pub(super) fn twin(item: &ItemTrait, lists: &[Ident], krate: &TokenStream) -> ItemTrait {
    let mut twin = item.clone();
    twin.ident = twin_name(&item.ident);
    twin.attrs.retain(|attribute| !is_async_trait(attribute));
    twin.attrs
        .push(syn::parse_quote!(#[allow(clippy::missing_errors_doc)]));
    for method in methods(&mut twin) {
        method.sig.asyncness = None;
        if HAS_BLOCKING
            && lists.contains(&method.sig.ident)
            && let ReturnType::Type(_, pages) = &mut method.sig.output
        {
            **pages = waiting(pages, krate);
        }
    }
    twin
}

/// The pages that a blocking client has instead of these.
pub(super) fn waiting(pages: &Type, krate: &TokenStream) -> Type {
    let span = at(types::place(pages));
    let krate = runtime_at(krate, span);
    syn::parse_quote_spanned!(span=> <#pages as #krate::blocking::Waits>::Pages)
}

/// `#[async_trait]`, if it stands under ours: it makes the futures, and wants to see the `impl` too.
pub(super) fn async_trait(item: &ItemTrait) -> Option<&Attribute> {
    item.attrs
        .iter()
        .find(|attribute| is_async_trait(attribute))
}

fn is_async_trait(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|name| name.ident == "async_trait")
}

fn methods(item: &mut ItemTrait) -> impl Iterator<Item = &mut TraitItemFn> {
    item.items.iter_mut().filter_map(|inner| match inner {
        TraitItem::Fn(method) => Some(method),
        _ => None,
    })
}

/// `async fn f(...) -> R` as `fn f(...) -> impl Future<Output = R> + Send`: callers may then spawn
/// the calls of a client that they know only by its trait.
pub(super) fn send(signature: &mut Signature, krate: &TokenStream) {
    if signature.asyncness.take().is_none() {
        return;
    }
    let answer: Type = match &signature.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => syn::parse_quote!(()),
    };
    signature.output = syn::parse_quote_spanned! { Span::mixed_site()=>
        -> impl #krate::__private::Future<Output = #answer> + #krate::__private::Send
    };
}
