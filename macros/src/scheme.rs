//! Finding the scheme that is named.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote_spanned};
use signed_api_reader::{self as reader, Scheme};
use signed_api_specs::builtin_text;
use syn::{LitStr, spanned::Spanned as _};

use crate::{arguments::Reference, names};

/// A scheme that was found.
pub(crate) struct Found {
    /// Its type, as the expansion names it.
    pub(crate) ty: TokenStream,
    /// How documentation names it.
    pub(crate) name: String,
    /// What the file says, if the macro could read it.
    pub(crate) scheme: Option<Scheme>,
    /// The type must be made, of these files.
    pub(crate) made_of: Option<(Ident, Vec<PathBuf>)>,
    /// The type must be given this name, and is what the user named.
    pub(crate) alias_of: Option<(Ident, syn::Path)>,
    /// Where it was named.
    pub(crate) span: Span,
}

impl Found {
    /// Finds the scheme of a trait. A file's type is named after the trait.
    pub(crate) fn find(
        reference: &Reference,
        krate: &TokenStream,
        api: &Ident,
    ) -> syn::Result<Self> {
        match reference {
            Reference::Type(path) => Ok(Self::of_type(path, api)),
            Reference::Named(name) if is_file(name) => {
                let (scheme, files) = read(name)?;
                let ident = format_ident!("{api}Scheme");
                let span = name.span().resolved_at(Span::mixed_site());
                let ty = quote_spanned!(span=> #ident);
                Ok(Self {
                    ty,
                    name: name.value(),
                    scheme: Some(scheme),
                    made_of: Some((ident, files)),
                    alias_of: None,
                    span: name.span(),
                })
            }
            Reference::Named(name) => Self::builtin(name, krate),
        }
    }

    /// Finds the scheme of a method that has another than its trait. Its credentials follow from
    /// the trait's by an `impl` of the user's, so its type must be one that the user can name.
    pub(crate) fn of_method(
        reference: &Reference,
        krate: &TokenStream,
        request: &Ident,
    ) -> syn::Result<Self> {
        match reference {
            Reference::Type(path) => Ok(Self::of_type(path, request)),
            Reference::Named(name) if is_file(name) => Err(syn::Error::new(
                name.span(),
                format!(
                    "a method names a scheme of its own by its type\nhelp: make one of the file: `signed_api::scheme!(pub Other = \"{}\");`, and `scheme = Other`",
                    name.value()
                ),
            )),
            Reference::Named(name) => Self::builtin(name, krate),
        }
    }

    fn builtin(name: &LitStr, krate: &TokenStream) -> syn::Result<Self> {
        let scheme = builtin(name)?;
        let ident = Ident::new(&names::camel(&name.value()), Span::mixed_site());
        let ty = quote_spanned!(Span::mixed_site()=> #krate::schemes::#ident);
        Ok(Self {
            ty,
            name: name.value(),
            scheme: Some(scheme),
            made_of: None,
            alias_of: None,
            span: name.span(),
        })
    }

    /// Its type, as the user named it, if so.
    pub(crate) fn named(&self) -> TokenStream {
        let alias = self.alias_of.as_ref();
        alias.map_or_else(|| self.ty.clone(), |(_, path)| path.to_token_stream())
    }

    /// The scheme of a trait or of a request: it has a name of our own beside theirs.
    fn of_type(path: &syn::Path, owner: &Ident) -> Self {
        let name = path
            .segments
            .last()
            .map(|segment| names::plain(&segment.ident))
            .unwrap_or_default();
        let span = path.span();
        let alias = format_ident!(
            "__{}Scheme",
            names::plain(owner),
            span = span.resolved_at(Span::mixed_site())
        );
        Self {
            ty: alias.to_token_stream(),
            name,
            scheme: None,
            made_of: None,
            alias_of: Some((alias, path.clone())),
            span,
        }
    }
}

/// A built-in scheme, or a file with the files that it extends.
pub(crate) fn resolve(name: &LitStr) -> syn::Result<(Scheme, Vec<PathBuf>)> {
    if is_file(name) {
        read(name)
    } else {
        builtin(name).map(|scheme| (scheme, Vec::new()))
    }
}

fn is_file(name: &LitStr) -> bool {
    Path::new(&name.value())
        .extension()
        .is_some_and(|extension| extension == "toml")
}

fn builtin(literal: &LitStr) -> syn::Result<Scheme> {
    let name = literal.value();
    let error = |why: String| syn::Error::new(literal.span(), why);
    match reader::builtin(&name) {
        Some(scheme) => scheme.map_err(|problems| error(problem(&problems))),
        None => Err(error(unknown(&name))),
    }
}

fn problem(problems: &reader::Problems) -> String {
    format!("the scheme file has problems\n{problems}")
}

fn unknown(name: &str) -> String {
    format!(
        "there is no built-in scheme `{name}`{}\n`signed-api list` shows those there are; a file of one's own ends in `.toml`",
        reader::builtin_meant(name),
    )
}

/// What can be told of the credentials and settings of a scheme that was refused.
pub(crate) fn outline(literal: &LitStr) -> Option<Scheme> {
    let shown = literal.value();
    if !is_file(literal) {
        let text = builtin_text(&shown)?;
        return Some(reader::outline(&shown, text, &mut |_| None));
    }
    let (path, text) = open(literal).ok()?;
    let mut find = |name: &str| extended(&path, &shown, name);
    Some(reader::outline(&shown, &text, &mut find))
}

/// The path, as messages show it, and the text of a file beside another that extends it, if it is
/// there: one that cannot be read is not the built-in of its name.
fn extended(path: &Path, shown: &str, name: &str) -> Option<Result<(String, String), String>> {
    let file = format!("{name}.toml");
    let shown = Path::new(shown).with_file_name(&file).display().to_string();
    match fs::read_to_string(path.with_file_name(&file)) {
        Ok(text) => Some(Ok((shown, text))),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Err(format!("`{shown}` cannot be read: {error}"))),
    }
}

/// Reads a file of the user's.
fn read(literal: &LitStr) -> syn::Result<(Scheme, Vec<PathBuf>)> {
    let error = |why: String| syn::Error::new(literal.span(), why);
    let shown = literal.value();
    let (path, text) = open(literal).map_err(error)?;
    let scheme = reader::read(&shown, &text, &mut |name| extended(&path, &shown, name))
        .map_err(|problems| error(problem(&problems)))?;
    let files = scheme
        .files()
        .iter()
        .filter_map(|file| Path::new(file).file_name())
        .map(|file| path.with_file_name(file));
    let files: Vec<_> = files.collect();
    let files = std::iter::once(path.clone()).chain(files).collect();
    Ok((scheme, files))
}

/// The file, relative to the folder of `Cargo.toml`, or, if it is not there (as under trybuild), of
/// the nearest `Cargo.toml` above the source file.
fn open(literal: &LitStr) -> Result<(PathBuf, String), String> {
    let name = literal.value();
    let folders = folders(literal);
    for folder in &folders {
        let path = folder.join(&name);
        if path.is_file() {
            return fs::read_to_string(&path)
                .map(|text| (path, text))
                .map_err(|e| format!("`{name}` cannot be read: {e}"));
        }
    }
    let hint = near_file(&folders, &name);
    Err(format!(
        "there is no file `{name}` in the folder of `Cargo.toml`{hint}"
    ))
}

fn folders(literal: &LitStr) -> Vec<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    // This `unwrap` only leaves proc-macro2, for what it does not offer; outside of a compiler, as in
    // a test, there is nothing to leave it for.
    let source = proc_macro::is_available()
        .then(|| literal.span().unwrap().local_file())
        .flatten()
        .and_then(|file| std::path::absolute(file).ok());
    let above = source.and_then(|file| {
        file.ancestors()
            .skip(1)
            .find(|folder| folder.join("Cargo.toml").is_file())
            .map(Path::to_owned)
    });
    let mut folders: Vec<_> = package.into_iter().chain(above).collect();
    folders.dedup();
    folders
}

/// A file in the same folder whose name was probably meant.
fn near_file(folders: &[PathBuf], name: &str) -> String {
    let parent = Path::new(name).parent().unwrap_or(Path::new(""));
    let entries = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder.join(parent)).ok())
        .flatten()
        .flatten();
    let files: Vec<_> = entries
        .map(|entry| parent.join(entry.file_name()).display().to_string())
        .collect();
    names::did_you_mean(
        name,
        files
            .iter()
            .map(String::as_str)
            .filter(|file| Path::new(file).extension().is_some_and(|e| e == "toml")),
    )
}
