//! Where the pages of a list are, as a method says it after its path.

use proc_macro2::Ident;
use syn::{LitStr, Path};

use crate::{
    arguments::{Value, error, once, wrong},
    names, wire,
};

/// The words that make a method one that lists.
pub(crate) const KEYS: [&str; 5] = ["items", "page", "next", "into", "stop_on_same_token"];

/// `items = "value", next = "nextLink"`, or `page = Listed, into = query("token")`, as written.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) items: Option<Said<Vec<String>>>,
    pub(crate) page: Option<Said<Path>>,
    pub(crate) next: Option<Said<Next>>,
    pub(crate) into: Option<Said<Place>>,
    /// The word itself.
    pub(crate) stop_on_same_token: Option<Ident>,
    /// A key whose value could not be read.
    pub(crate) unread: Option<Ident>,
}

/// What was said, and the key that it stands at.
pub(crate) struct Said<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// What an answer says of the next page.
pub(crate) enum Next {
    /// Names of members, from the outside in.
    Member(Vec<String>),
    Header(String),
}

/// Where the token for the next page goes.
pub(crate) enum Place {
    Query(String),
    Header(LitStr),
    Body(Vec<String>),
    Form(String),
}

impl Written {
    /// Keeps what one of [`KEYS`] says.
    pub(crate) fn take(&mut self, key: Ident, value: Value) -> syn::Result<()> {
        let unread = key.clone();
        let taken = self.keep(key, value);
        if taken.is_err() {
            self.unread = Some(unread);
        }
        taken
    }

    fn keep(&mut self, key: Ident, value: Value) -> syn::Result<()> {
        match names::plain(&key).as_str() {
            "items" => {
                let items = items(&key, value)?;
                once(&key.clone(), &mut self.items, Said { key, value: items })
            }
            "page" => {
                let page = page(&key, value)?;
                once(&key.clone(), &mut self.page, Said { key, value: page })
            }
            "next" => {
                let next = next(&key, value)?;
                once(&key.clone(), &mut self.next, Said { key, value: next })
            }
            "into" => {
                let into = into(&key, value)?;
                once(&key.clone(), &mut self.into, Said { key, value: into })
            }
            _ => match value {
                Value::Nothing => once(&key, &mut self.stop_on_same_token, key.clone()),
                value => Err(wrong(
                    &key,
                    &value,
                    "`stop_on_same_token` stands alone: it takes no value",
                )),
            },
        }
    }

    /// The first word that was said, if any was.
    pub(crate) fn key(&self) -> Option<&Ident> {
        let items = self.items.as_ref().map(|said| &said.key);
        let page = self.page.as_ref().map(|said| &said.key);
        let next = self.next.as_ref().map(|said| &said.key);
        let into = self.into.as_ref().map(|said| &said.key);
        let stop = self.stop_on_same_token.as_ref();
        let said = items.or(page).or(next).or(into).or(stop);
        said.or(self.unread.as_ref())
    }
}

fn items(key: &Ident, value: Value) -> syn::Result<Vec<String>> {
    match value {
        Value::Text(path) => members(&path),
        value => Err(wrong(
            key,
            &value,
            "`items` is the list's place in the answer: `items = \"value\"`, or `items = \".\"` for the whole answer",
        )),
    }
}

fn page(key: &Ident, value: Value) -> syn::Result<Path> {
    match value {
        Value::Path(page) => Ok(page),
        value => Err(wrong(
            key,
            &value,
            "`page` is a type that implements `signed_api::Listing`: `page = Listed`",
        )),
    }
}

fn next(key: &Ident, value: Value) -> syn::Result<Next> {
    match value {
        Value::Text(path) => members(&path).map(Next::Member),
        Value::In(place, name) if place == "header" => {
            Ok(Next::Header(header(&name)?.value().to_ascii_lowercase()))
        }
        value => Err(wrong(
            key,
            &value,
            "`next` is what an answer says of the next page: a member of it (`next = \"nextLink\"`) or a header (`next = header(\"link\")`)",
        )),
    }
}

fn into(key: &Ident, value: Value) -> syn::Result<Place> {
    let Value::In(place, name) = value else {
        return Err(wrong(key, &value, INTO));
    };
    match place.to_string().as_str() {
        "query" => checked(&name, wire::query_name).map(|()| Place::Query(name.value())),
        "form" => checked(&name, wire::form_name).map(|()| Place::Form(name.value())),
        "header" => header(&name).map(Place::Header),
        "body" => match members(&name)? {
            whole if whole.is_empty() => {
                let message = "a token is a member of the body, not all of it";
                Err(syn::Error::new(name.span(), message))
            }
            members => Ok(Place::Body(members)),
        },
        _ => Err(error(&place, INTO)),
    }
}

const INTO: &str = "`into` is where the token for the next page goes: `into = query(\"token\")`, `header(\"x-token\")`, `body(\"token\")` or `form(\"token\")`";

fn header(name: &LitStr) -> syn::Result<LitStr> {
    checked(name, wire::header_name)?;
    Ok(LitStr::new(&name.value().to_ascii_lowercase(), name.span()))
}

fn checked(name: &LitStr, check: fn(&str) -> Option<String>) -> syn::Result<()> {
    match check(&name.value()) {
        Some(why) => Err(syn::Error::new(name.span(), why)),
        None => Ok(()),
    }
}

/// Names of members, from the outside in: `a.b`, `.` for none, or, where a name holds a dot, as a
/// JSON pointer (RFC 6901): `/@odata.nextLink`.
fn members(literal: &LitStr) -> syn::Result<Vec<String>> {
    let error = |why: &str| Err(syn::Error::new(literal.span(), why));
    let text = literal.value();
    if text == "." {
        return Ok(Vec::new());
    }
    if let Some(pointer) = text.strip_prefix('/') {
        let marks = pointer.replace("~0", "").replace("~1", "");
        if marks.contains('~') {
            return error("in a JSON pointer `~` is written `~0`, and `/` in a name `~1`");
        }
        let names = pointer.split('/');
        return Ok(names
            .map(|name| name.replace("~1", "/").replace("~0", "~"))
            .collect());
    }
    if text.split('.').any(str::is_empty) {
        return error(
            "names of members have a dot between them: `\"result.items\"`; a name that holds one is a JSON pointer: `\"/@odata.nextLink\"`",
        );
    }
    Ok(text.split('.').map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    #[test]
    fn members_by_dots_and_by_pointers() {
        let read = |text: &str| members(&LitStr::new(text, Span::call_site()));
        assert_eq!(read("value").unwrap(), ["value"]);
        assert_eq!(read("result.items").unwrap(), ["result", "items"]);
        assert!(read(".").unwrap().is_empty());
        assert_eq!(read("/@odata.nextLink").unwrap(), ["@odata.nextLink"]);
        assert_eq!(read("/a~1b/~01").unwrap(), ["a/b", "~1"]);
        for text in ["", "a.", ".a", "a..b", "/a~", "/~2"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
