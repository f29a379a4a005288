//! The trait: as written, its futures `Send`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{ItemTrait, ReturnType, Signature, TraitItem, Type};

/// Emits the trait.
pub(super) fn expand(item: &ItemTrait, krate: &TokenStream) -> TokenStream {
    let mut item = item.clone();
    for inner in &mut item.items {
        match inner {
            // There is an error about the body, which stays, as it was written.
            TraitItem::Fn(method) if method.default.is_some() => {
                method
                    .attrs
                    .push(syn::parse_quote!(#[allow(async_fn_in_trait)]));
            }
            TraitItem::Fn(method) => send(&mut method.sig, krate),
            _ => {}
        }
    }
    quote!(#item)
}

/// `async fn f(...) -> R` as `fn f(...) -> impl Future<Output = R> + Send`: callers may then spawn
/// the calls of a client that they know only by its trait.
fn send(signature: &mut Signature, krate: &TokenStream) {
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
