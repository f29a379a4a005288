//! What was written, checked: all that the expansion needs, and nothing that may be wrong.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Generics, ItemTrait, LitStr, Path, Type};

use crate::{arguments::Header, idempotency::Idempotency, scheme::Found, setting::Given};

/// A trait that becomes a client.
pub(crate) struct Api {
    /// The runtime's path.
    pub(crate) krate: TokenStream,
    /// The trait, to be emitted again.
    pub(crate) item: ItemTrait,
    /// The client's name.
    pub(crate) client: Ident,
    pub(crate) style: Style,
    pub(crate) scheme: Found,
    /// The settings of the scheme that the trait gives.
    pub(crate) settings: Vec<Given>,
    /// The headers that the trait sends with every request.
    pub(crate) headers: Vec<Header>,
    /// The headers of idempotency keys that the trait names.
    pub(crate) idempotency: Idempotency,
    pub(crate) methods: Vec<Method>,
}

/// How callers get an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Async,
    /// The trait has plain functions: they wait.
    Blocking,
    /// The trait is async, and has a blocking twin.
    Both,
}

/// A method that is one call.
pub(crate) struct Method {
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) name: Ident,
    /// The name of its request type.
    pub(crate) request: Ident,
    /// Lifetimes only.
    pub(crate) generics: Generics,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) answer: Type,
    pub(crate) signing: Signing,
    pub(crate) call: Call,
    /// Where its pages are, if it lists.
    pub(crate) paging: Option<Paging>,
}

/// Where the pages of a list are.
pub(crate) struct Paging {
    /// The type of a page, if it is not JSON with its items in it.
    pub(crate) page: Option<Path>,
    /// Names of members, from the outside in.
    pub(crate) items: Vec<String>,
    pub(crate) next: Next,
    pub(crate) into: Place,
    /// A page that says its own token is the last.
    pub(crate) stop_on_same_token: bool,
}

/// What an answer says of the next page.
pub(crate) enum Next {
    Member(Vec<String>),
    Header(String),
    /// What the type of a page says.
    Listing,
}

/// How the next page is asked for: by a link, or with a token.
pub(crate) enum Place {
    Link,
    Query(String),
    Header(LitStr),
    Body(Vec<String>),
    Form(String),
}

/// How the requests of a method are signed.
pub(crate) enum Signing {
    /// By the trait's scheme.
    Scheme,
    /// By a scheme of its own.
    Other(Box<Found>),
    /// Not at all.
    Unsigned,
}

/// What all requests of a method have in common.
pub(crate) struct Call {
    /// The HTTP method.
    pub(crate) method: String,
    /// The path, placeholders included.
    pub(crate) path: String,
    /// The literal query, without `?`.
    pub(crate) query: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) idempotency: Idempotency,
    pub(crate) settings: Vec<Given>,
}

/// A parameter of one role.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) role: Role,
}

/// Where a parameter goes.
pub(crate) enum Role {
    /// A placeholder of the path.
    Path,
    /// The query, under this name.
    Query(Named),
    /// The header of this name.
    Header(Named),
    /// A JSON body or a `Body`, with this content type if one is said.
    Body(Option<LitStr>),
    /// The body, as text.
    Text,
    /// The body, as bytes.
    Bytes,
    /// A form that is the body, under this name.
    Form(Named),
    /// A part of the multipart body, under this name.
    Part(Named),
    /// The setting of this name.
    Setting(Named),
}

/// A name, and what stands between the words of a list, if they are one.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) join: Option<LitStr>,
    /// Where the name is said: in the attribute, or by the parameter.
    pub(crate) span: Span,
}

impl Role {
    /// It is the whole body.
    pub(crate) const fn is_body(&self) -> bool {
        matches!(self, Self::Body(_) | Self::Text | Self::Bytes)
    }

    /// It is one of the pairs that make the body.
    pub(crate) const fn is_form(&self) -> bool {
        matches!(self, Self::Form(_))
    }

    /// It is one of the parts that make the body.
    pub(crate) const fn is_part(&self) -> bool {
        matches!(self, Self::Part(_))
    }

    /// What makes the body, if it does: the name of its attribute.
    pub(crate) const fn of_body(&self) -> Option<&'static str> {
        match self {
            Self::Body(_) | Self::Text | Self::Bytes => Some("body"),
            Self::Form(_) => Some("form"),
            Self::Part(_) => Some("part"),
            _ => None,
        }
    }

    /// It says what the header of this name is. A body may say its content type.
    pub(crate) fn is_header(&self, name: &str) -> bool {
        match self {
            Self::Header(header) => header.name == name,
            Self::Body(content_type) => content_type.is_some() && name == "content-type",
            _ => false,
        }
    }
}
