//! `#[signed_api(...)]` and what stands after a method's path: `key = value` pairs, as written.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{
    LitBool, LitInt, LitStr, Token, bracketed,
    ext::IdentExt as _,
    parenthesized,
    parse::{Parse, ParseStream, Parser as _},
    punctuated::Punctuated,
};

use crate::{
    errors::Errors,
    idempotency::{self, Idempotency},
    names, paging,
    setting::{Given, Preset},
    wire,
};

/// The arguments of the attribute on the trait.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) scheme: Option<Reference>,
    pub(crate) client: Option<Ident>,
    pub(crate) krate: Option<syn::Path>,
    /// The word itself.
    pub(crate) blocking: Option<Ident>,
    pub(crate) common: Common,
}

/// A scheme as it is named: `"acs"`, `"specs/acme.toml"`, `Acme`.
pub(crate) enum Reference {
    Named(LitStr),
    Type(syn::Path),
}

/// What trait and method both may give.
#[derive(Clone, Default)]
pub(crate) struct Common {
    pub(crate) queries: Vec<String>,
    pub(crate) headers: Vec<Header>,
    pub(crate) settings: Vec<Given>,
    pub(crate) idempotency: Idempotency,
    /// The names of settings whose values could not be read.
    pub(crate) unread: Vec<String>,
}

/// `header = "name: value"`.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) literal: LitStr,
    /// A method has it from its trait.
    pub(crate) inherited: bool,
}

/// What `crate` has to be.
pub(crate) const CRATE: &str = "`crate` is the path of this crate: `crate = ::renamed`";

impl Arguments {
    /// Reads the attribute on the trait.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut all = Self::default();
        let parser = Punctuated::<Pair, Token![,]>::parse_terminated;
        for pair in errors.keep(parser.parse2(tokens)).into_iter().flatten() {
            errors.keep(all.take(pair));
        }
        all
    }

    fn take(&mut self, pair: Pair) -> syn::Result<()> {
        let (key, value) = (names::plain(&pair.key), pair.value);
        match (key.as_str(), value) {
            ("scheme", value) => {
                let scheme = Reference::read(&pair.key, value)?;
                once(&pair.key, &mut self.scheme, scheme)
            }
            ("crate", Value::Path(path)) if names::is_crate(&path) => {
                once(&pair.key, &mut self.krate, path)
            }
            ("client", Value::Path(path)) if let Some(name) = names::of_type(&path) => {
                once(&pair.key, &mut self.client, name)
            }
            ("blocking", Value::Nothing) => once(&pair.key, &mut self.blocking, pair.key.clone()),
            ("blocking", value) => Err(wrong(
                &pair.key,
                &value,
                "`blocking` stands alone: it takes no value",
            )),
            ("crate", value) => Err(wrong(&pair.key, &value, CRATE)),
            ("client", value) => Err(wrong(
                &pair.key,
                &value,
                "`client` is the name of the client: `client = Calls`",
            )),
            (key, _) if ["unsigned", "request"].contains(&key) || paging::KEYS.contains(&key) => {
                let message = format!("`{key}` is said of a method, after its path");
                Err(error(&pair.key, &message))
            }
            (_, value) => self.common.take(pair.key, value),
        }
    }
}

impl Reference {
    pub(crate) fn read(key: &Ident, value: Value) -> syn::Result<Self> {
        match value {
            Value::Text(name) => Ok(Self::Named(name)),
            Value::Path(path) => Ok(Self::Type(path)),
            value => Err(wrong(
                key,
                &value,
                "`scheme` is a name (`\"acs\"`), a file (`\"specs/acme.toml\"`) or a type (`Acme`)",
            )),
        }
    }
}

impl Common {
    pub(crate) fn take(&mut self, key: Ident, value: Value) -> syn::Result<()> {
        match (names::plain(&key).as_str(), value) {
            ("query", Value::Text(literal)) => self.queries.push(query(&literal)?),
            ("header", Value::Text(literal)) => self.headers.push(header(literal)?),
            ("query", value) => {
                return Err(wrong(
                    &key,
                    &value,
                    "`query` is a text in wire form: `query = \"api-version=1\"`",
                ));
            }
            ("header", value) => {
                return Err(wrong(
                    &key,
                    &value,
                    "`header` is a text: `header = \"name: value\"`",
                ));
            }
            (_, value) if idempotency::is_one(&key) => self.idempotency.take(&key, value)?,
            (_, value) => self.give(key, value)?,
        }
        Ok(())
    }

    /// Any other key is a setting of the scheme.
    fn give(&mut self, name: Ident, value: Value) -> syn::Result<()> {
        if self.settings.iter().any(|given| given.name == name) {
            return Err(error(&name, &format!("`{name}` is given twice")));
        }
        let value = match value {
            Value::Text(text) => Preset::Text(text),
            Value::List(list) => Preset::List(list),
            Value::Switch(on) => Preset::Switch(on),
            Value::Path(path) => {
                self.unread.push(names::plain(&name));
                let named = ["scheme", "client", "crate", "request", "page"];
                if let Some(near) = names::nearest(&names::plain(&name), named) {
                    let message = format!("there is no `{name}`; did you mean `{near}`?");
                    return Err(error(&name, &message));
                }
                let hint = path.get_ident().map(|word| format!(": `\"{word}\"`?"));
                let message = format!(
                    "the setting `{name}` is a text, a list of texts, `true` or `false`{}",
                    hint.unwrap_or_default()
                );
                return Err(syn::Error::new_spanned(path, message));
            }
            Value::In(place, _) => {
                self.unread.push(names::plain(&name));
                let hint = names::did_you_mean(&names::plain(&name), ["next", "into"]);
                let message = format!("`{name}` takes no `{place}(...)`{hint}");
                return Err(error(&name, &message));
            }
            Value::Nothing => {
                self.unread.push(names::plain(&name));
                return Err(needs_value(&name));
            }
        };
        self.settings.push(Given {
            name,
            value,
            inherited: false,
        });
        Ok(())
    }
}

/// Keeps what may be said once.
pub(crate) fn once<T>(key: &Ident, place: &mut Option<T>, value: T) -> syn::Result<()> {
    match place.replace(value) {
        Some(_) => Err(error(key, &format!("`{key}` is given twice"))),
        None => Ok(()),
    }
}

fn needs_value(key: &Ident) -> syn::Error {
    let hint = names::nearest(
        &names::plain(key),
        ["unsigned", "blocking", "stop_on_same_token"],
    );
    let message = hint.map_or_else(
        || format!("`{key}` needs a value: `{key} = ...`"),
        |near| format!("there is no `{key}`; did you mean `{near}`?"),
    );
    error(key, &message)
}

/// An error about the value of a key, or, if there is none, about the key.
pub(crate) fn wrong(key: &Ident, value: &Value, message: &str) -> syn::Error {
    let tokens = match value {
        Value::Nothing => key.to_token_stream(),
        Value::Text(text) => text.to_token_stream(),
        Value::List(list) if list.is_empty() => key.to_token_stream(),
        Value::List(list) => quote!(#(#list),*),
        Value::Switch(on) => on.to_token_stream(),
        Value::Path(path) => path.to_token_stream(),
        Value::In(place, name) => quote!(#place #name),
    };
    syn::Error::new_spanned(tokens, message)
}

pub(crate) fn error(key: &Ident, message: &str) -> syn::Error {
    syn::Error::new_spanned(key, message)
}

fn query(literal: &LitStr) -> syn::Result<String> {
    match wire::query(&literal.value()) {
        Some(why) => Err(syn::Error::new(literal.span(), why)),
        None => Ok(literal.value()),
    }
}

fn header(literal: LitStr) -> syn::Result<Header> {
    let text = literal.value();
    let Some((name, value)) = text.split_once(':') else {
        return Err(syn::Error::new(
            literal.span(),
            "a header is written as `name: value`",
        ));
    };
    let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
    let bad = wire::header_name(&name)
        .or_else(|| wire::header_value(&value))
        .or_else(|| wire::placeholder(&name, &value));
    match bad {
        Some(why) => Err(syn::Error::new(literal.span(), why)),
        None => Ok(Header {
            name,
            value,
            literal,
            inherited: false,
        }),
    }
}

/// `key = value`, or `key` alone.
pub(crate) struct Pair {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    Nothing,
    Text(LitStr),
    List(Vec<LitStr>),
    Switch(LitBool),
    Path(syn::Path),
    /// `header("name")`
    In(Ident, LitStr),
}

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // A setting may be named as a keyword: `type` and `r#type` are one.
        let key = input.call(Ident::parse_any)?.unraw();
        let value = if input.parse::<Option<Token![=]>>()?.is_some() {
            if input.is_empty() || input.peek(Token![,]) {
                return Err(needs_value(&key));
            }
            if key == "page" && !input.peek(LitStr) {
                // A type, which may have arguments.
                Value::Path(input.parse()?)
            } else {
                input.parse()?
            }
        } else if input.is_empty() || input.peek(Token![,]) {
            Value::Nothing
        } else {
            return Err(needs_value(&key));
        };
        Ok(Self { key, value })
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            input.parse().map(Self::Text)
        } else if input.peek(LitBool) {
            input.parse().map(Self::Switch)
        } else if input.peek(LitInt) {
            // Numbers are text.
            let number: LitInt = input.parse()?;
            Ok(Self::Text(LitStr::new(
                number.base10_digits(),
                number.span(),
            )))
        } else if input.peek(syn::token::Bracket) {
            let list;
            bracketed!(list in input);
            let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
            Ok(Self::List(list.into_iter().collect()))
        } else if input.peek(syn::Ident) && input.peek2(syn::token::Paren) {
            let place = input.parse()?;
            let name;
            parenthesized!(name in input);
            let literal = name.parse()?;
            if name.is_empty() {
                return Ok(Self::In(place, literal));
            }
            Err(name.error("one name, and nothing after it"))
        } else {
            let start = input.span();
            let path = input.call(syn::Path::parse_mod_style);
            path.map(Self::Path).map_err(|_| {
                let message = "expected a text, `true`, `false`, a list of texts, or a path";
                syn::Error::new(start, message)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_names_a_setting_raw_or_not() {
        let read = |tokens: TokenStream| {
            let mut errors = Errors::default();
            let all = Arguments::read(tokens, &mut errors);
            (all.common.settings, errors.finish())
        };
        for tokens in [quote!(r#type = "a"), quote!(type = "a")] {
            let (settings, errors) = read(tokens);
            errors.unwrap();
            assert_eq!(settings[0].name, "type");
        }
        let (_, errors) = read(quote!(r#type = "a", type = "b"));
        assert_eq!(errors.unwrap_err().to_string(), "`type` is given twice");
    }
}
