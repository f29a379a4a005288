//! What a method and the scheme that signs it may disagree about: headers. Where the macro knows
//! the scheme it asks at once; of a type the compiler is asked, in the same words.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use signed_api_specs::data::SchemeData;
use syn::Type;

use crate::{
    arguments::{Arguments, Header},
    errors::Errors,
    idempotency::Idempotency,
    model::{Method, Parameter, Place, Role, Signing},
    scheme::Found,
    types::{self, is_list},
};

/// Something that is an error if the scheme answers yes.
pub(crate) struct Doubt {
    pub(crate) span: Span,
    pub(crate) message: String,
    question: Question,
}

enum Question {
    NeedsContentType,
    Replaces(String),
    TakesOnce(String),
}

impl Doubt {
    fn is_so(&self, data: &SchemeData<'_>) -> bool {
        match &self.question {
            Question::NeedsContentType => data.needs_content_type(),
            Question::Replaces(header) => data.replaces_header(header),
            Question::TakesOnce(header) => data.takes_header_once(header),
        }
    }

    /// The same, asked of the `SchemeData` that `data` is.
    pub(crate) fn asked(&self, data: &TokenStream, span: Span) -> TokenStream {
        let (function, header) = match &self.question {
            Question::NeedsContentType => ("needs_content_type", None),
            Question::Replaces(header) => ("replaces_header", Some(header)),
            Question::TakesOnce(header) => ("takes_header_once", Some(header)),
        };
        let function = Ident::new(function, span);
        let header = header.into_iter();
        quote_spanned!(span=> #data.#function(#(#header)*))
    }
}

/// Checks every method against the scheme that signs it.
pub(super) fn check(found: &Found, arguments: &Arguments, methods: &[Method], errors: &mut Errors) {
    let common = &arguments.common;
    let of_trait = of_trait(&common.headers, &common.idempotency, found);
    let of_methods = methods.iter().flat_map(|method| match &method.signing {
        Signing::Scheme => asked_of(found, of_method(method, found)),
        Signing::Other(own) => asked_of(own, of_method(method, own)),
        Signing::Unsigned => Vec::new(),
    });
    for doubt in asked_of(found, of_trait).into_iter().chain(of_methods) {
        errors.push(syn::Error::new(doubt.span, doubt.message));
    }
}

/// Those that are so. A type is asked later.
fn asked_of(found: &Found, mut doubts: Vec<Doubt>) -> Vec<Doubt> {
    match &found.scheme {
        Some(scheme) => {
            let data = scheme.data();
            doubts.retain(|doubt| doubt.is_so(&data));
        }
        None => doubts.clear(),
    }
    doubts
}

/// Doubts about what a trait sends with every request.
pub(crate) fn of_trait(headers: &[Header], keys: &Idempotency, found: &Found) -> Vec<Doubt> {
    let literals = headers.iter();
    let literals = literals.map(|header| replaced(&header.name, header.literal.span(), found));
    let keys = keys.names();
    let keys = keys.map(|named| replaced(&named.name, named.literal.span(), found));
    literals.chain(keys).collect()
}

/// Doubts about a method. What it has from its trait is the trait's matter, unless they are signed
/// by two schemes.
pub(crate) fn of_method(method: &Method, found: &Found) -> Vec<Doubt> {
    let is_other = matches!(method.signing, Signing::Other(_));
    let literals = method.call.headers.iter();
    let own = literals.filter(|header| is_other || !header.inherited);
    let literals = own.map(|header| replaced(&header.name, header.literal.span(), found));
    let keys = method.call.idempotency.names();
    let own = keys.filter(|named| is_other || !named.inherited);
    let keys = own.map(|named| replaced(&named.name, named.literal.span(), found));
    let parameters = method.parameters.iter();
    let parameters = parameters.flat_map(|parameter| of_parameter(parameter, found));
    let token = method
        .paging
        .iter()
        .filter_map(|paging| match &paging.into {
            Place::Header(name) => Some(replaced(&name.value(), name.span(), found)),
            _ => None,
        });
    literals
        .chain(keys)
        .chain(token)
        .chain(repeated(&method.call.headers, found))
        .chain(parameters)
        .chain(no_content_type(method, found))
        .collect()
}

fn of_parameter(parameter: &Parameter, found: &Found) -> Vec<Doubt> {
    match &parameter.role {
        Role::Header(header) => {
            let lost = replaced(&header.name, header.span, found);
            let is_joined = header.join.is_some();
            let many = (!is_joined && is_list(&parameter.ty))
                .then(|| repeats(&header.name, &parameter.ty, found));
            [Some(lost), many].into_iter().flatten().collect()
        }
        Role::Body(Some(content_type)) => {
            vec![replaced("content-type", content_type.span(), found)]
        }
        _ => Vec::new(),
    }
}

fn replaced(header: &str, span: Span, found: &Found) -> Doubt {
    Doubt {
        span,
        message: format!(
            "scheme `{}` sets the header `{header}` itself: what is given here would be lost\nhelp: take it away",
            found.name
        ),
        question: Question::Replaces(header.to_owned()),
    }
}

fn repeats(header: &str, ty: &Type, found: &Found) -> Doubt {
    let mend = if header == "content-type" {
        String::new()
    } else {
        format!("\nhelp: `#[header(\"{header}\", join = \",\")]` sends its words as one")
    };
    Doubt {
        span: types::place(ty),
        message: format!("{}, and a list repeats it{mend}", once(header, found)),
        question: Question::TakesOnce(header.to_owned()),
    }
}

/// The second literal of a name.
fn repeated(headers: &[Header], found: &Found) -> impl Iterator<Item = Doubt> {
    let again = headers.iter().enumerate().filter(|(index, header)| {
        let mut before = headers.iter().take(*index);
        before.any(|other| other.name == header.name)
    });
    again.map(|(_, header)| Doubt {
        span: header.literal.span(),
        message: format!("{}, and it is given twice", once(&header.name, found)),
        question: Question::TakesOnce(header.name.clone()),
    })
}

fn once(header: &str, found: &Found) -> String {
    if header == "content-type" {
        return "a request has one `content-type`".to_owned();
    }
    format!(
        "scheme `{}` signs the header `{header}`, which may stand in a request only once",
        found.name
    )
}

/// A method without a body has no content type, unless it says one.
fn no_content_type(method: &Method, found: &Found) -> Option<Doubt> {
    let says = |role: &Role| role.of_body().is_some() || role.is_header("content-type");
    let mut literals = method.call.headers.iter();
    let mut parameters = method.parameters.iter();
    if literals.any(|header| header.name == "content-type")
        || parameters.any(|parameter| says(&parameter.role))
    {
        return None;
    }
    Some(Doubt {
        span: method.name.span(),
        message: format!(
            "scheme `{}` signs the header `content-type`, and `{}` sends none\nhelp: a `#[body]`, or `header = \"content-type: ...\"` after its path",
            found.name, method.name
        ),
        question: Question::NeedsContentType,
    })
}
