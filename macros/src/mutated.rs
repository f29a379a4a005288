//! Mistakes that nobody thought of: the traits of `expansions` and the built-in scheme files, with
//! pieces taken out, doubled, swapped and replaced. Nothing panics; what comes out can be parsed, and
//! is whole, or has errors with their places.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestCaseResult},
};
use quote::{ToTokens as _, quote};
use signed_api_reader as reader;
use signed_api_specs::{builtin_names, builtin_text};
use syn::{File, ItemTrait};

use crate::{
    api, credentials, cut_off::errors, expand::SchemeType, expansions, written::without_helpers,
};

/// What stands where it should not.
const FRAGMENTS: [&str; 60] = [
    "\"\"",
    "\"{\"",
    "\"/{{id}}\"",
    "\"/{id}/{id}\"",
    "\"/\\u{e9}\"",
    "\"\\0\"",
    "\"a\\nb: c\"",
    "\": \"",
    "\"a=b&{c}\"",
    "\"x.toml\"",
    "\"acs\"",
    "\"acs-data\"",
    "'a'",
    "b\"a\"",
    "c\"a\"",
    "b'a'",
    "r#\"a\"#",
    "7",
    "0x_ff",
    "1.5e300",
    "99999999999999999999999",
    "7u8",
    "\"a\"suffix",
    "true",
    "_",
    "..",
    "->",
    "?",
    "#",
    "!",
    "= =",
    "&&",
    "::",
    "mut",
    "self",
    "&mut self",
    "Self",
    "crate",
    "r#type",
    "r#crate_",
    "'a",
    "'static",
    "'async_trait",
    "<T>",
    "<'a, T: 'a>",
    "where T: U",
    "async",
    "unsafe extern \"C\"",
    "const X: u8;",
    "type X;",
    "m! {}",
    "impl Fn(&str) -> &str",
    "dyn Send + '_",
    "[u8; { 3 }]",
    "fn f(&self);",
    "#[query]",
    "#[header = 7]",
    "#[body(text, join = \",\")]",
    "#[get]",
    "#[http(\"A B\", \"/\")]",
];

/// A change of some tokens, at a place counted through all groups.
#[derive(Clone, Debug)]
struct Mutation {
    place: prop::sample::Index,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Delete,
    Double,
    Swap,
    Replace(&'static str),
    Insert(&'static str),
    Wrap(Delimiter),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let delimiters = [
        Delimiter::Parenthesis,
        Delimiter::Bracket,
        Delimiter::Brace,
        Delimiter::None,
    ];
    let kind = prop_oneof![
        Just(Kind::Delete),
        Just(Kind::Double),
        Just(Kind::Swap),
        prop::sample::select(&FRAGMENTS[..]).prop_map(Kind::Replace),
        prop::sample::select(&FRAGMENTS[..]).prop_map(Kind::Insert),
        prop::sample::select(delimiters.to_vec()).prop_map(Kind::Wrap),
    ];
    (any::<prop::sample::Index>(), kind).prop_map(|(place, kind)| Mutation { place, kind })
}

impl Mutation {
    fn apply(&self, tokens: TokenStream) -> TokenStream {
        let all = count(&tokens);
        if all == 0 {
            return tokens;
        }
        let mut at = self.place.index(all);
        self.kind.apply(tokens, &mut at)
    }
}

/// All token trees, those in groups too.
fn count(tokens: &TokenStream) -> usize {
    let trees = tokens.clone().into_iter();
    let inside = |tree: TokenTree| match tree {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    trees.map(inside).sum()
}

impl Kind {
    /// Counts down to the place, and changes what is there.
    fn apply(&self, tokens: TokenStream, at: &mut usize) -> TokenStream {
        let mut all: Vec<TokenTree> = Vec::new();
        let mut trees = tokens.into_iter();
        while let Some(tree) = trees.next() {
            if *at == 0 {
                *at = usize::MAX;
                let next = if matches!(self, Self::Swap) {
                    trees.next()
                } else {
                    None
                };
                all.extend(self.here(tree, next));
                continue;
            }
            *at -= usize::from(*at != usize::MAX);
            all.push(match tree {
                TokenTree::Group(group) if *at != usize::MAX => grouped(
                    group.delimiter(),
                    self.apply(group.stream(), at),
                    group.span(),
                ),
                tree => tree,
            });
        }
        all.into_iter().collect()
    }

    fn here(&self, tree: TokenTree, next: Option<TokenTree>) -> TokenStream {
        let parsed = |text: &str| text.parse::<TokenStream>().unwrap();
        match self {
            Self::Delete => TokenStream::new(),
            Self::Double => [tree.clone(), tree].into_iter().collect(),
            Self::Swap => next.into_iter().chain([tree]).collect(),
            Self::Replace(text) => parsed(text),
            Self::Insert(text) => parsed(text).into_iter().chain([tree]).collect(),
            Self::Wrap(delimiter) => {
                let (span, inside) = match &tree {
                    TokenTree::Group(group) => (group.span(), group.stream()),
                    _ => (tree.span(), tree.into()),
                };
                grouped(*delimiter, inside, span).into()
            }
        }
    }
}

fn grouped(delimiter: Delimiter, inside: TokenStream, span: Span) -> TokenTree {
    let mut group = Group::new(delimiter, inside);
    group.set_span(span);
    group.into()
}

/// Errors have places, but for those about what is missing at the end, or altogether.
fn placed(expansion: &TokenStream) -> Result<usize, TestCaseError> {
    let text = expansion.to_string();
    let of_all = ["unexpected end of input", "which scheme signs it?"];
    let is_of_all = of_all.iter().any(|said| text.contains(said));
    let spans: Vec<Span> = errors(expansion.clone()).collect();
    let nowhere = spans
        .iter()
        .filter(|span| span.byte_range().end == 0)
        .count();
    prop_assert!(nowhere == 0 || nowhere == 1 && is_of_all, "{}", text);
    Ok(spans.len())
}

/// What a trait, or what was one, becomes.
fn check(arguments: &TokenStream, item: &TokenStream) -> TestCaseResult {
    let expansion = api::expand(arguments.clone(), item.clone());
    let errors = placed(&expansion)?;
    if syn::parse2::<ItemTrait>(item.clone()).is_ok() {
        let file = syn::parse2::<File>(expansion.clone());
        prop_assert!(file.is_ok(), "{}\nof {}", expansion, item);
    } else {
        prop_assert!(errors > 0, "{}", expansion);
        prop_assert!(
            expansion
                .to_string()
                .ends_with(&without_helpers(item.clone()).to_string()),
            "{}",
            expansion
        );
    }
    Ok(())
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

fn changed(tokens: TokenStream, mutations: &[Mutation]) -> TokenStream {
    mutations
        .iter()
        .fold(tokens, |tokens, mutation| mutation.apply(tokens))
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn traits(seed: prop::sample::Index, mutations in vec(mutation(), 1..4)) {
        let all: Vec<_> = expansions::all().collect();
        let (arguments, item) = seed.get(&all);
        check(arguments, &changed(item.to_token_stream(), &mutations))?;
    }

    #[test]
    fn arguments(seed: prop::sample::Index, mutations in vec(mutation(), 1..4)) {
        let all: Vec<_> = expansions::all().collect();
        let (arguments, item) = seed.get(&all);
        check(&changed(arguments.clone(), &mutations), &item.to_token_stream())?;
    }

    #[test]
    fn definitions(mutations in vec(mutation(), 1..4)) {
        let written = "/** Docs. */ pub Acme = \"acs\", crate = ::signed_api;".parse().unwrap();
        let expansion = credentials::expand(changed(written, &mutations));
        placed(&expansion)?;
        prop_assert!(syn::parse2::<File>(expansion.clone()).is_ok(), "{}", expansion);
    }
}

/// A change of a text: some of its characters are replaced.
fn replaced() -> impl Strategy<Value = (prop::sample::Index, usize, &'static str)> {
    let pieces = [
        "",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "\"\"\"",
        "\n",
        "=",
        ".",
        "|",
        "?",
        "#",
        "\\",
        "\u{e9}",
        "\0",
        "7",
        "true",
        "{signature}",
        "{now}",
        " or ",
        "[let]\n",
        "a = {}\n",
        "extends = \"acs\"\n",
        "secret = true, ",
    ];
    let length = prop_oneof![3 => 0..4_usize, 1 => 0..60_usize];
    (
        any::<prop::sample::Index>(),
        length,
        prop::sample::select(pieces.to_vec()),
    )
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn files(seed: prop::sample::Index, changes in vec(replaced(), 1..4)) {
        let names: Vec<_> = builtin_names().collect();
        let text = builtin_text(names[seed.index(names.len())]).unwrap();
        let mut text: Vec<char> = text.chars().collect();
        for (place, length, piece) in changes {
            let at = place.index(text.len() + 1);
            let end = text.len().min(at + length);
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let krate = quote!(::signed_api);
        let name = Ident::new("Acme", Span::call_site());
        let place = SchemeType { krate: &krate, docs: &[], vis: &syn::Visibility::Inherited, name: &name };
        let expansion = match reader::read("acme.toml", &text, &mut |_| None) {
            Ok(scheme) => place.of(&scheme, &[]),
            Err(problems) => {
                for problem in problems.iter() {
                    let (file, line, column) = problem.position();
                    let is_inside = file != "acme.toml" || line <= text.lines().count() + 1;
                    prop_assert!(is_inside && line > 0 && column > 0, "{}", problem);
                }
                place.stand_in(&reader::outline("acme.toml", &text, &mut |_| None))
            }
        };
        prop_assert!(syn::parse2::<File>(expansion.clone()).is_ok(), "{}", expansion);
        prop_assert!(errors(expansion).next().is_none());
    }
}
