//! Names that would be there twice: methods, their parameters, and the types that are made of them.

use proc_macro2::Ident;

use super::method::request;
use crate::{
    arguments::Arguments,
    errors::Errors,
    expand, names,
    scheme::Found,
    written::{Method, Written},
};

/// Checks that every name is said once. The later one is the mistake.
pub(super) fn check(
    written: &Written,
    arguments: &Arguments,
    found: Option<&Found>,
    errors: &mut Errors,
) {
    let mut made = made(written, arguments, found);
    let mut methods: Vec<&Method> = Vec::new();
    for method in &written.methods {
        parameters(method, errors);
        // Of those that are there at times only, no two need be there at once.
        if !method.cfgs.is_empty() {
            continue;
        }
        let name = method.name();
        if methods.iter().any(|other| is_same(other.name(), name)) {
            errors.at(
                name,
                format!("there is a method `{name}` already: a method is one call"),
            );
            continue;
        }
        methods.push(method);
        let own = method.request();
        let made_of_it = request(&written.item.ident, name, own.as_ref());
        match made.iter().find(|(other, _)| is_same(other, &made_of_it)) {
            Some((other, what)) => errors.at(
                own.as_ref().unwrap_or(name),
                format!(
                    "the request of `{name}` would be called `{other}`, as {what} is\nhelp: `request = ...` after the path says another name"
                ),
            ),
            None => made.push((made_of_it, format!("that of `{name}`"))),
        }
    }
}

/// The types that a trait becomes whatever its methods are.
fn made(written: &Written, arguments: &Arguments, found: Option<&Found>) -> Vec<(Ident, String)> {
    let own = written.item.ident.clone();
    let client = expand::client_name(written, arguments);
    let scheme = found.and_then(|found| found.made_of.as_ref());
    let scheme = scheme.map(|(name, _)| (name.clone(), "the scheme".to_owned()));
    let mut all = vec![
        (own, "the trait".to_owned()),
        (client, "the client".to_owned()),
    ];
    all.extend(scheme);
    all
}

fn parameters(method: &Method, errors: &mut Errors) {
    let mut names: Vec<&Ident> = Vec::new();
    for name in method.parameters.iter().filter_map(|one| one.name()) {
        if names.iter().any(|other| is_same(other, name)) {
            errors.at(name, format!("there is a parameter `{name}` already"));
        }
        names.push(name);
    }
}

fn is_same(one: &Ident, other: &Ident) -> bool {
    names::plain(one) == names::plain(other)
}
