//! The attributes of methods and parameters.

use syn::{
    Attribute, Ident, LitStr, Meta, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{
    arguments::{Common, Pair},
    errors::Errors,
    names, wire,
};

/// The attributes that say what a method calls.
pub(crate) const VERBS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "http",
];

/// The attributes that say what a parameter is.
pub(crate) const ROLES: [&str; 4] = ["query", "header", "body", "setting"];

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

/// What a parameter is, as written.
pub(crate) enum Role {
    /// `#[query]`, `#[query("name")]`
    Query(Option<LitStr>),
    /// `#[header("name")]`
    Header(LitStr),
    /// `#[body]`, `#[body("content/type")]`
    Body(Option<LitStr>),
    /// `#[body(text)]`
    Text,
    /// `#[body(bytes)]`
    Bytes,
    /// `#[setting]`, `#[setting("name")]`
    Setting(Option<LitStr>),
}

impl Role {
    /// Reads one of [`ROLES`], or refuses what is none.
    pub(crate) fn read(attribute: &Attribute) -> syn::Result<Self> {
        let name = attribute
            .path()
            .require_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        let written = match &attribute.meta {
            Meta::Path(_) => None,
            Meta::List(list) => Some(list.parse_args::<Written>()?),
            Meta::NameValue(_) => {
                return Err(error(
                    attribute,
                    &format!("a name stands in parentheses: `#[{name}(\"...\")]`"),
                ));
            }
        };
        match (name.as_str(), written) {
            ("query", None) => Ok(Self::Query(None)),
            ("query", Some(Written::Text(name))) => {
                checked(name, wire::query_name).map(|name| Self::Query(Some(name)))
            }
            ("header", Some(Written::Text(name))) => {
                checked(name, wire::header_name).map(Self::Header)
            }
            ("header", None) => Err(error(
                attribute,
                "a header needs its name: `#[header(\"x-trace\")]`",
            )),
            ("body", None) => Ok(Self::Body(None)),
            ("body", Some(Written::Text(name))) => {
                checked(name, wire::header_value).map(|name| Self::Body(Some(name)))
            }
            ("body", Some(Written::Word(word))) if word == "text" => Ok(Self::Text),
            ("body", Some(Written::Word(word))) if word == "bytes" => Ok(Self::Bytes),
            ("body", Some(Written::Word(word))) => {
                let message = "a body is JSON (`#[body]`, `#[body(\"content/type\")]`), `#[body(text)]` or `#[body(bytes)]`";
                Err(syn::Error::new(word.span(), message))
            }
            ("setting", None) => Ok(Self::Setting(None)),
            ("setting", Some(Written::Text(name))) => Ok(Self::Setting(Some(name))),
            (_, Some(Written::Word(word))) => Err(syn::Error::new(
                word.span(),
                format!("a name stands in quotes: `\"{word}\"`"),
            )),
            _ => Err(error(attribute, &unknown(&name))),
        }
    }
}

fn unknown(name: &str) -> String {
    match names::nearest(name, ROLES) {
        Some(near) => format!("there is no `#[{name}]` for parameters; did you mean `#[{near}]`?"),
        None => format!(
            "there is no `#[{name}]` for parameters; there are `#[query]`, `#[header(\"...\")]`, `#[body]` and `#[setting]`"
        ),
    }
}

fn checked(name: LitStr, check: impl FnOnce(&str) -> Option<String>) -> syn::Result<LitStr> {
    match check(&name.value()) {
        Some(why) => Err(syn::Error::new(name.span(), why)),
        None => Ok(name),
    }
}

fn error(attribute: &Attribute, message: &str) -> syn::Error {
    syn::Error::new_spanned(attribute, message)
}

/// What stands in the parentheses.
enum Written {
    Text(LitStr),
    Word(Ident),
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Text);
        }
        input
            .parse()
            .map(Self::Word)
            .map_err(|e| syn::Error::new(e.span(), "expected a name in quotes"))
    }
}
