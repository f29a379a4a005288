//! What the tokens of a type tell, before anybody knows what it is.

use proc_macro2::Span;
use syn::{GenericArgument, PathArguments, Type, TypeReference, spanned::Spanned as _};

/// Where an error about a type belongs: at the name that says most about it.
pub(crate) fn place(ty: &Type) -> Span {
    match ty {
        Type::Reference(reference) => place(&reference.elem),
        Type::Group(group) => place(&group.elem),
        Type::Paren(paren) => place(&paren.elem),
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map_or_else(|| ty.span(), |segment| segment.ident.span()),
        _ => ty.span(),
    }
}

/// It is a body as it is, of whatever content type.
pub(crate) fn is_body(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_body(&reference.elem),
        _ => last_segment(ty).is_some_and(|name| name == "Body"),
    }
}

/// The first reference in a type or its arguments.
pub(crate) fn reference(ty: &Type) -> Option<&TypeReference> {
    match ty {
        Type::Reference(reference) => Some(reference),
        Type::Path(path) => match &path.path.segments.last()?.arguments {
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::Type(ty) => reference(ty),
                    _ => None,
                })
            }
            _ => None,
        },
        _ => None,
    }
}

/// It is a reference, perhaps in parentheses.
pub(crate) fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Group(group) => is_reference(&group.elem),
        Type::Paren(paren) => is_reference(&paren.elem),
        _ => false,
    }
}

/// It is a list that comes in pages, by its name.
pub(crate) fn is_pages(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|name| name == "Pages")
}

/// It may be nothing.
pub(crate) fn is_option(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|name| name == "Option")
}

/// How a type that is usually sent as it is would be sent.
pub(crate) fn raw(ty: &Type) -> Option<&'static str> {
    let inner = match ty {
        Type::Reference(reference) => &reference.elem,
        other => other,
    };
    match inner {
        Type::Slice(slice) => is_u8(&slice.elem).then_some("bytes"),
        Type::Path(_) => match last_segment(inner)?.to_string().as_str() {
            "str" | "String" => Some("text"),
            "Bytes" => Some("bytes"),
            "Vec" => argument(inner).is_some_and(is_u8).then_some("bytes"),
            _ => None,
        },
        _ => None,
    }
}

/// A type that is usually written for several values.
pub(crate) fn is_list(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_list(&reference.elem),
        Type::Group(group) => is_list(&group.elem),
        Type::Paren(paren) => is_list(&paren.elem),
        Type::Slice(_) | Type::Array(_) => true,
        _ => last_segment(ty).is_some_and(|name| name == "Vec"),
    }
}

fn is_u8(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|name| name == "u8")
}

fn last_segment(ty: &Type) -> Option<&syn::Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}
