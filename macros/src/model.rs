//! What was written, checked: all that the expansion needs, and nothing that may be wrong.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Generics, ItemTrait, LitStr, Type};

use crate::{arguments::Header, scheme::Found, setting::Given};

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
    pub(crate) call: Call,
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
    Query(String),
    /// The header of this name.
    Header(String),
    /// A JSON body or a `Body`, with this content type if one is said.
    Body(Option<LitStr>),
    /// The body, as text.
    Text,
    /// The body, as bytes.
    Bytes,
    /// The setting of this name.
    Setting(String),
}

impl Role {
    pub(crate) const fn is_body(&self) -> bool {
        matches!(self, Self::Body(_) | Self::Text | Self::Bytes)
    }
}
