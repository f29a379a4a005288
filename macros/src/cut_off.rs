//! What is still being written: every trait of `expansions`, cut off after each of its tokens. Nothing
//! panics, there is an error that has its place, and what can be read as a trait is still there.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{File, FnArg, Item, ItemTrait, TraitItem};

use crate::{api, expansions, written::without_helpers};

/// The tokens up to each of them, also inside of groups, which an editor closes.
fn cuts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut before: Vec<TokenTree> = Vec::new();
    let mut all = Vec::new();
    for tree in tokens {
        all.push(before.iter().cloned().collect());
        if let TokenTree::Group(group) = &tree {
            for inside in cuts(group.stream()) {
                let cut = closed(group, inside);
                all.push(before.iter().cloned().chain([cut]).collect());
            }
        }
        before.push(tree);
    }
    all
}

/// The group with other contents, at its place.
fn closed(group: &Group, inside: TokenStream) -> TokenTree {
    let mut closed = Group::new(group.delimiter(), inside);
    closed.set_span(group.span());
    closed.into()
}

/// The trait of this name, in what was expanded.
fn emitted(expansion: &TokenStream, name: &str) -> ItemTrait {
    let file: File =
        syn::parse2(expansion.clone()).unwrap_or_else(|error| panic!("{error}: {expansion}"));
    let is_it = |item: Item| match item {
        Item::Trait(item) if item.ident == name => Some(item),
        _ => None,
    };
    let mut traits = file.items.into_iter().filter_map(is_it);
    traits
        .next()
        .unwrap_or_else(|| panic!("no `{name}`: {expansion}"))
}

/// Names of methods and parameters, and bodies, with their places: what an editor looks for.
fn outline(item: &ItemTrait) -> Vec<String> {
    let methods = item.items.iter().filter_map(|item| match item {
        TraitItem::Fn(method) => Some(method),
        _ => None,
    });
    methods
        .flat_map(|method| {
            let patterns = method.sig.inputs.iter().filter_map(|input| match input {
                FnArg::Typed(typed) => Some(typed.pat.to_token_stream()),
                FnArg::Receiver(_) => None,
            });
            [method.sig.ident.to_token_stream()]
                .into_iter()
                .chain(patterns)
                .chain([method.default.to_token_stream()])
        })
        .flatten()
        .map(|token| format!("{token} at {:?}", token.span().byte_range()))
        .collect()
}

/// The places of the errors in an expansion.
pub(crate) fn errors(expansion: TokenStream) -> impl Iterator<Item = Span> {
    expansion.into_iter().filter_map(|tree| match tree {
        TokenTree::Ident(ident) if ident == "compile_error" => Some(ident.span()),
        _ => None,
    })
}

fn check(arguments: &TokenStream, cut: &TokenStream) {
    let expansion = api::expand(arguments.clone(), cut.clone());
    if let Ok(item) = syn::parse2::<ItemTrait>(cut.clone()) {
        let again = emitted(&expansion, &item.ident.to_string());
        assert_eq!(outline(&again), outline(&item), "{cut}");
    } else {
        // What is no trait is handed on, after the error.
        let kept = without_helpers(cut.clone());
        let (expansion, cut) = (expansion.to_string(), kept.to_string());
        let error = ":: core :: compile_error !";
        assert!(expansion.starts_with(error), "{expansion}");
        assert!(expansion.ends_with(&cut), "{expansion}");
    }
}

#[test]
fn traits() {
    let mut count = 0;
    for (arguments, item) in expansions::all() {
        for cut in cuts(item.to_token_stream()) {
            check(&arguments, &cut);
            count += 1;
        }
    }
    assert!(count > 1_000, "{count}");
}

#[test]
fn arguments() {
    for (arguments, item) in expansions::all() {
        for cut in cuts(arguments) {
            check(&cut, &item.to_token_stream());
        }
    }
}

#[test]
fn methods_with_bodies() {
    let item: TokenStream = r#"
        pub trait Calls {
            #[get("/calls")]
            async fn list(&self, mut limit: u32, (a, b): (u8, u8)) -> Result<(), Error> {
                limit += u32::from(a + b);
                self.list(limit.
            ) }
            #[put("/calls/{id}")]
            fn change(&self, #[quer
            ] id: &str) {}
        }"#
    .parse()
    .unwrap();
    for cut in cuts(item) {
        check(&"scheme = \"acs\"".parse().unwrap(), &cut);
    }
}

#[test]
fn an_error_has_its_place() {
    let in_braces = |cut: &TokenStream| {
        let last = cut.clone().into_iter().last();
        matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
    };
    let mut placed = 0;
    for (arguments, item) in expansions::all() {
        // Before the braces the end is that of all there is, which is the attribute's.
        for cut in cuts(item.to_token_stream()).into_iter().filter(in_braces) {
            for span in errors(api::expand(arguments.clone(), cut.clone())) {
                assert!(span.byte_range().end > 0, "{cut}");
                placed += 1;
            }
        }
    }
    assert!(placed > 500, "{placed}");
}
