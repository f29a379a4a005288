//! The attribute of a method.

use syn::{Attribute, LitStr, Meta, Token, parse::ParseStream, punctuated::Punctuated};

use crate::{
    arguments::{Common, Pair},
    errors::Errors,
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
    pub(crate) common: Common,
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
        if !matches!(attribute.meta, Meta::List(_)) {
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
        let common = Common::read(target.pairs, errors);
        Some(Self {
            method: target.method,
            path: target.path,
            common,
        })
    }
}

struct Target {
    method: String,
    path: LitStr,
    pairs: Punctuated<Pair, Token![,]>,
}

impl Target {
    fn with_method(input: ParseStream<'_>) -> syn::Result<Self> {
        let method: LitStr = input.parse()?;
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
        let path = input.parse()?;
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
