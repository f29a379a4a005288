//! What traits become, kept as text: `expansions/NAME.rs` and beside it `NAME.expanded.rs`. A change
//! of the macro shows in them. `UPDATE=1` writes them anew; read the difference before keeping it.
//! The same files are compiled by `signed-api-tests`.

use std::{env, fs, path::PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, Item, ItemTrait};

use crate::api;

/// A file of the folder.
fn path(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/expansions");
    PathBuf::from(folder).join(name)
}

/// The names of the files that are expanded.
fn names() -> Vec<String> {
    let files = fs::read_dir(path("")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| !name.ends_with(".expanded"))
        .collect();
    names.sort_unstable();
    names
}

/// The trait of a file and the arguments of its attribute.
pub(crate) fn written(text: &str) -> (TokenStream, ItemTrait) {
    let file = syn::parse_file(text).unwrap();
    let mut traits = file.items.into_iter().filter_map(|item| match item {
        Item::Trait(item) => Some(item),
        _ => None,
    });
    let (mut item, None) = (traits.next().unwrap(), traits.next()) else {
        panic!("a file has one trait")
    };
    let is_ours = |attribute: &mut Attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|segment| segment.ident == "signed_api")
    };
    let attribute = item.attrs.extract_if(.., is_ours).next().unwrap();
    let arguments = attribute.meta.require_list().unwrap().tokens.clone();
    (arguments, item)
}

/// The traits that are expanded, each with the arguments of its attribute.
pub(crate) fn all() -> impl Iterator<Item = (TokenStream, ItemTrait)> {
    names()
        .into_iter()
        .map(|name| written(&fs::read_to_string(path(&format!("{name}.rs"))).unwrap()))
}

#[test]
fn are_as_they_were() {
    let update = env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut changed = Vec::new();
    for name in names() {
        let text = fs::read_to_string(path(&format!("{name}.rs"))).unwrap();
        let (arguments, item) = written(&text);
        let expansion = api::expand(arguments, item.to_token_stream());
        let found = prettyplease::unparse(&syn::parse2(expansion).unwrap());
        assert!(!found.contains("compile_error"), "{name}: {found}");
        let kept = path(&format!("{name}.expanded.rs"));
        if fs::read_to_string(&kept).is_ok_and(|kept| kept == found) {
            continue;
        }
        if update {
            fs::write(&kept, found).unwrap();
        } else {
            changed.push(name);
        }
    }
    assert!(
        changed.is_empty(),
        "these became something else: {changed:?}; `UPDATE=1` keeps it"
    );
    assert_eq!(names().len(), 11);
}
