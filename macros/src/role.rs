//! The attribute of a parameter.

use syn::{
    Attribute, Ident, LitStr, Meta, Token,
    ext::IdentExt as _,
    parse::{Parse, ParseStream},
};

use crate::{names, wire};

/// The attributes that say what a parameter is.
pub(crate) const ROLES: [&str; 6] = ["query", "header", "body", "form", "part", "setting"];

/// What a parameter is, as written.
pub(crate) enum Role {
    /// `#[query]`, `#[query("name", join = ",")]`
    Query(Named),
    /// `#[header("name")]`, `#[header("name", join = ", ")]`
    Header(LitStr, Option<LitStr>),
    /// `#[body]`, `#[body("content/type")]`
    Body(Option<LitStr>),
    /// `#[body(text)]`
    Text,
    /// `#[body(bytes)]`
    Bytes,
    /// `#[form]`, `#[form("name", join = ",")]`
    Form(Named),
    /// `#[part]`, `#[part("name")]`
    Part(Option<LitStr>),
    /// `#[setting]`, `#[setting("name")]`
    Setting(Option<LitStr>),
}

/// The name of a pair, if not the parameter's, and what stands between the words of a list, if
/// that is to be one pair.
pub(crate) struct Named {
    pub(crate) name: Option<LitStr>,
    pub(crate) join: Option<LitStr>,
}

impl Role {
    /// Reads one of [`ROLES`], or refuses what is none.
    pub(crate) fn read(attribute: &Attribute) -> syn::Result<Self> {
        let name = attribute.path().get_ident().map(names::plain);
        let name = name.unwrap_or_default();
        if !ROLES.contains(&name.as_str()) {
            return Err(error(attribute, &unknown(&name)));
        }
        let written = match &attribute.meta {
            Meta::Path(_) => Written::default(),
            Meta::List(list) => list.parse_args()?,
            Meta::NameValue(_) => {
                let message = format!("a name stands in parentheses: `#[{name}(\"...\")]`");
                return Err(error(attribute, &message));
            }
        };
        match name.as_str() {
            "query" => written
                .named(wire::query_name, wire::query_join)
                .map(Self::Query),
            "form" => written
                .named(wire::form_name, wire::form_join)
                .map(Self::Form),
            "header" => written.header(attribute),
            "body" => written.body(),
            "part" => written.part(),
            _ => written.only_name().map(Self::Setting),
        }
    }
}

fn unknown(name: &str) -> String {
    match names::nearest(name, ROLES) {
        Some(near) => format!("there is no `#[{name}]` for parameters; did you mean `#[{near}]`?"),
        None => format!(
            "there is no `#[{name}]` for parameters; there are `#[query]`, `#[header(\"...\")]`, `#[body]`, `#[form]`, `#[part]` and `#[setting]`"
        ),
    }
}

/// What stands in the parentheses.
#[derive(Default)]
struct Written {
    /// `"name"`
    name: Option<LitStr>,
    /// `text`
    word: Option<Ident>,
    /// `join = ","`
    join: Option<(Ident, LitStr)>,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut written = Self::default();
        if input.peek(LitStr) {
            written.name = Some(input.parse()?);
        } else if !input.peek2(Token![=]) {
            let word = input.parse();
            written.word =
                Some(word.map_err(|e| syn::Error::new(e.span(), "expected a name in quotes"))?);
        } else {
            written.join = Some(join(input)?);
        }
        if written.join.is_none()
            && input.parse::<Option<Token![,]>>()?.is_some()
            && !input.is_empty()
        {
            written.join = Some(join(input)?);
        }
        input.parse::<Option<Token![,]>>()?;
        Ok(written)
    }
}

/// `join = ","`
fn join(input: ParseStream<'_>) -> syn::Result<(Ident, LitStr)> {
    let key = input.call(Ident::parse_any)?;
    if key != "join" {
        let hint = names::did_you_mean(&key.to_string(), ["join"]);
        let message = format!("`{key}` says nothing about a parameter{hint}");
        return Err(syn::Error::new(key.span(), message));
    }
    input.parse::<Token![=]>()?;
    Ok((key, input.parse()?))
}

impl Written {
    fn named(
        self,
        name: fn(&str) -> Option<String>,
        join: fn(&str) -> Option<String>,
    ) -> syn::Result<Named> {
        self.no_word()?;
        let join = self.join.map(|(_, literal)| checked(literal, join));
        Ok(Named {
            name: self
                .name
                .map(|literal| checked(literal, name))
                .transpose()?,
            join: join.transpose()?,
        })
    }

    fn header(self, attribute: &Attribute) -> syn::Result<Role> {
        let Named { name, join } = self.named(wire::header_name, wire::header_join)?;
        let missing = || {
            error(
                attribute,
                "a header needs its name: `#[header(\"x-trace\")]`",
            )
        };
        Ok(Role::Header(name.ok_or_else(missing)?, join))
    }

    fn body(self) -> syn::Result<Role> {
        self.no_join()?;
        let content_type = |literal| checked(literal, wire::header_value);
        match self.word {
            None => self.name.map(content_type).transpose().map(Role::Body),
            Some(word) if word == "text" => Ok(Role::Text),
            Some(word) if word == "bytes" => Ok(Role::Bytes),
            Some(word) => {
                let message = "a body is JSON (`#[body]`, `#[body(\"content/type\")]`), `#[body(text)]` or `#[body(bytes)]`";
                Err(syn::Error::new(word.span(), message))
            }
        }
    }

    fn part(self) -> syn::Result<Role> {
        let name = self.only_name()?;
        let name = name.map(|literal| checked(literal, wire::part_name));
        name.transpose().map(Role::Part)
    }

    fn only_name(self) -> syn::Result<Option<LitStr>> {
        self.no_word()?;
        self.no_join()?;
        Ok(self.name)
    }

    fn no_word(&self) -> syn::Result<()> {
        self.word.as_ref().map_or(Ok(()), |word| {
            let message = format!("a name stands in quotes: `\"{word}\"`");
            Err(syn::Error::new(word.span(), message))
        })
    }

    fn no_join(&self) -> syn::Result<()> {
        self.join.as_ref().map_or(Ok(()), |(key, _)| {
            let message =
                "`join` makes one pair of a list: in `#[query]`, `#[form]` or `#[header(\"...\")]`";
            Err(syn::Error::new(key.span(), message))
        })
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
