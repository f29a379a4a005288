//! Names: made, and guessed.

use proc_macro2::{Ident, Span};
use signed_api_specs::data::distance;
use syn::ext::IdentExt as _;

/// An identifier for any name of a scheme file, which may be a keyword of Rust.
pub(crate) fn identifier(name: &str, span: Span) -> Ident {
    match name {
        // These cannot be raw.
        "self" | "Self" | "super" | "crate" | "_" => Ident::new(&format!("{name}_"), span),
        _ if syn::parse_str::<Ident>(name).is_ok() => Ident::new(name, span),
        _ => Ident::new_raw(name, span),
    }
}

/// The name without `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    name.unraw().to_string()
}

/// The name that a path is, if a type can have it, as none can be called `self`.
pub(crate) fn of_type(path: &syn::Path) -> Option<Ident> {
    let name = path.get_ident()?;
    syn::parse_str::<Ident>(&name.to_string()).ok()?;
    Some(name.clone())
}

/// Whether a path may name a crate, as `::renamed`: generated code imports from it.
pub(crate) fn is_crate(path: &syn::Path) -> bool {
    let named = |segment: &syn::PathSegment| segment.arguments.is_none() && segment.ident != "Self";
    path.segments.iter().all(named)
}

/// `create_call` and `create-call` as `CreateCall`.
pub(crate) fn camel(name: &str) -> String {
    let words = name.split(['_', '-']).filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            word.chars()
                .take(1)
                .flat_map(char::to_uppercase)
                .chain(word.chars().skip(1))
        })
        .collect()
}

/// `; did you mean ...?`, if one of the names is near; else nothing.
pub(crate) fn did_you_mean<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, among).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The name that was probably meant.
pub(crate) fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = among
        .into_iter()
        .map(|other| (distance(name, other), other))
        .min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, _)| *distance <= (name.len() / 3).max(1))
        .map(|(_, other)| other)
}

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made() {
        assert_eq!(camel("aws-sigv4"), "AwsSigv4");
        assert_eq!(camel("create_call"), "CreateCall");
        assert_eq!(identifier("type", Span::call_site()).to_string(), "r#type");
        assert_eq!(identifier("self", Span::call_site()).to_string(), "self_");
    }

    #[test]
    fn of_a_type() {
        for (path, wanted) in [
            ("Calls", Some("Calls")),
            ("r#type", Some("r#type")),
            ("calls::Client", None),
            ("self", None),
            ("Self", None),
            ("super", None),
            ("crate", None),
        ] {
            let parsed = syn::Path::parse_mod_style;
            let parsed = syn::parse::Parser::parse_str(parsed, path).unwrap();
            let name = of_type(&parsed).map(|name| name.to_string());
            assert_eq!(name.as_deref(), wanted, "{path}");
        }
    }

    #[test]
    fn guessed() {
        assert_eq!(nearest("regoin", ["service", "region"]), Some("region"));
        assert_eq!(nearest("acz", ["acs", "aws"]), Some("acs"));
        assert_eq!(nearest("stripe", ["acs", "aws"]), None);
    }
}
