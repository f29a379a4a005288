//! The attribute of a method.

use proc_macro2::Ident;
use syn::{Attribute, LitStr, Meta, Token, parse::ParseStream, punctuated::Punctuated};

use crate::{
    arguments::{Common, Pair, Reference, Value, error, once, wrong},
    errors::Errors,
    names, paging,
};

/// The attributes that say what a method calls.
pub(crate) const VERBS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "http",
];

/// `#[get("/path", query = "a=b")]`, as written.
pub(crate) struct Verb {
    /// The HTTP method.
    pub(crate) method: String,
    pub(crate) path: LitStr,
    pub(crate) own: Own,
    pub(crate) common: Common,
}

/// What only a method may say.
#[derive(Default)]
pub(crate) struct Own {
    /// The word itself.
    pub(crate) unsigned: Option<Ident>,
    /// Another scheme than the trait's, and the key that it stands at.
    pub(crate) scheme: Option<Reference>,
    /// The name of the request type.
    pub(crate) request: Option<Ident>,
    /// Where its pages are, if it lists.
    pub(crate) paging: paging::Written,
}

impl Verb {
    /// Reads one of [`VERBS`].
    pub(crate) fn read(attribute: &Attribute, errors: &mut Errors) -> Option<Self> {
        let name = attribute
            .path()
            .require_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        let example = if name == "http" {
            "#[http(\"PURGE\", \"/path\")]".to_owned()
        } else {
            format!("#[{name}(\"/path\")]")
        };
        if !matches!(&attribute.meta, Meta::List(list) if !list.tokens.is_empty()) {
            errors.at(attribute, format!("a path is missing: `{example}`"));
            return None;
        }
        let target = if name == "http" {
            errors.keep(attribute.parse_args_with(Target::with_method))
        } else {
            errors.keep(attribute.parse_args_with(|input: ParseStream<'_>| {
                Target::after(name.to_uppercase(), input)
            }))
        }?;
        let (mut own, mut common) = (Own::default(), Common::default());
        for Pair { key, value } in target.pairs {
            errors.keep(own.take(key, value, &mut common));
        }
        Some(Self {
            method: target.method,
            path: target.path,
            own,
            common,
        })
    }
}

impl Own {
    fn take(&mut self, key: Ident, value: Value, common: &mut Common) -> syn::Result<()> {
        match (names::plain(&key).as_str(), value) {
            ("unsigned", Value::Nothing) => once(&key, &mut self.unsigned, key.clone()),
            ("unsigned", value) => Err(wrong(
                &key,
                &value,
                "`unsigned` stands alone: it takes no value",
            )),
            ("scheme", value) => {
                let scheme = Reference::read(&key, value)?;
                once(&key, &mut self.scheme, scheme)
            }
            ("request", Value::Path(path)) if let Some(name) = names::of_type(&path) => {
                once(&key, &mut self.request, name)
            }
            ("request", value) => Err(wrong(
                &key,
                &value,
                "`request` is the name of the request type: `request = PlaySpeech`",
            )),
            (name, value) if paging::KEYS.contains(&name) => self.paging.take(key, value),
            (name @ ("blocking" | "client" | "crate"), _) => Err(error(
                &key,
                &format!("`{name}` is said of the trait, in `#[signed_api(...)]`"),
            )),
            (_, value) => common.take(key, value),
        }
    }
}

struct Target {
    method: String,
    path: LitStr,
    pairs: Punctuated<Pair, Token![,]>,
}

impl Target {
    fn with_method(input: ParseStream<'_>) -> syn::Result<Self> {
        let method: LitStr = input.parse().map_err(|error| {
            let message = "a method comes first, in quotes: `#[http(\"PURGE\", \"/path\")]`";
            syn::Error::new(error.span(), message)
        })?;
        let text = method.value();
        if text.is_empty()
            || !text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
        {
            return Err(syn::Error::new(
                method.span(),
                "this is not a method of HTTP; they are words such as `PURGE`",
            ));
        }
        if input.is_empty() {
            return Err(syn::Error::new(
                method.span(),
                "a path is missing: `#[http(\"PURGE\", \"/path\")]`",
            ));
        }
        input.parse::<Token![,]>()?;
        Self::after(text, input)
    }

    fn after(method: String, input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse::<LitStr>().map_err(|error| {
            let message = "a path comes first, in quotes: `\"/path\"`";
            syn::Error::new(error.span(), message)
        })?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(Self {
            method,
            path,
            pairs: Punctuated::parse_terminated(input)?,
        })
    }
}
