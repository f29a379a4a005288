//! What a method that lists says of its pages, as data.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};

use super::at;
use crate::model::{Api, Method, Next, Paging, Place, Style};

/// What a request gives that is sent by itself: of a list one page, as it is read.
pub(super) fn answer(api: &Api, method: &Method) -> TokenStream {
    let (answer, krate) = (&method.answer, &api.krate);
    let Some(paging) = &method.paging else {
        return answer.to_token_stream();
    };
    let span = at(method.name.span());
    let json = || quote_spanned!(span=> #krate::__private::Value);
    let page = paging
        .page
        .as_ref()
        .map_or_else(json, ToTokens::to_token_stream);
    quote_spanned!(span=> #krate::__private::Result<#page, #krate::Error>)
}

/// Emits where the pages are.
pub(super) fn expand(api: &Api, method: &Method, request: &TokenStream) -> Option<TokenStream> {
    let Paging {
        page,
        items,
        next,
        into,
        stop_on_same_token,
    } = method.paging.as_ref()?;
    let (span, krate, pages) = (at(method.name.span()), &api.krate, &method.answer);
    let own = |page| quote_spanned!(span=> OwnPage<#page>);
    let json = || quote_spanned!(span=> JsonPage);
    let read = page.as_ref().map_or_else(json, own);
    let way = match api.style {
        Style::Blocking => quote_spanned!(span=> Waiting),
        Style::Async | Style::Both => quote_spanned!(span=> Async),
    };
    let next = match next {
        Next::Member(names) => quote_spanned!(span=> Member(&[#(#names),*])),
        Next::Header(name) => quote_spanned!(span=> Header(#name)),
        Next::Listing => quote_spanned!(span=> Listing),
    };
    let into = match into {
        Place::Link => quote_spanned!(span=> Link),
        Place::Query(name) => quote_spanned!(span=> Query(#name)),
        Place::Header(name) => quote_spanned!(span=> Header(#name)),
        Place::Body(names) => quote_spanned!(span=> Body(&[#(#names),*])),
        Place::Form(name) => quote_spanned!(span=> Form(#name)),
    };
    Some(quote_spanned! {span=>
        impl #krate::pages::ListRequest for #request {
            type Pages = #pages;
            type Read = #krate::__private::#read;
            type Way = #krate::__private::#way;
            const PAGING: #krate::pages::Paging = #krate::pages::Paging {
                items: &[#(#items),*],
                next: #krate::pages::Next::#next,
                into: #krate::pages::Place::#into,
                stop_on_same_token: #stop_on_same_token,
            };
        }
    })
}
