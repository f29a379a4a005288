//! Parameters.

use proc_macro2::Span;
use syn::{LitStr, Type, spanned::Spanned as _};

use super::body;
use crate::{
    errors::Errors,
    model::{Named, Parameter, Role},
    names,
    path::Path,
    role, types,
    verb::Verb,
    written,
};

/// Checks the parameters of a method, and that path and parameters agree.
pub(super) fn check(
    method: &written::Method,
    verb: &Verb,
    path: &Path,
    errors: &mut Errors,
) -> Vec<Parameter> {
    let strays = strays(method, path);
    let mut all: Vec<Parameter> = Vec::new();
    for written in &method.parameters {
        let Some(name) = named(written, errors) else {
            continue;
        };
        if let Type::ImplTrait(ty) = &written.ty {
            errors.at(
                ty,
                format!(
                    "`{name}` needs a type that can be named: the request type has it as a field"
                ),
            );
            continue;
        }
        let plain = names::plain(name);
        let Some(role) = role(written, &plain, path, &strays, errors) else {
            continue;
        };
        fits(&role, written, verb, &all, errors);
        all.push(Parameter {
            name: name.clone(),
            ty: written.ty.clone(),
            role,
        });
    }
    for stray in &strays {
        errors.at(&verb.path, stray.message());
    }
    all
}

/// A placeholder that names no parameter, and the parameter without a role that it may mean.
struct Stray<'a> {
    placeholder: &'a str,
    meant: Option<String>,
}

impl Stray<'_> {
    fn message(&self) -> String {
        let hint = match &self.meant {
            Some(name) => format!("; did you mean `{{{name}}}`?"),
            None => format!("\nhelp: add one: `{}: &str`", self.placeholder),
        };
        format!(
            "`{{{}}}` in the path names no parameter{hint}",
            self.placeholder
        )
    }
}

/// A slip in a placeholder is one mistake, though neither side of it has a partner.
fn strays<'a>(method: &written::Method, path: &'a Path) -> Vec<Stray<'a>> {
    let named = |parameter: &written::Parameter| parameter.ident().map(names::plain);
    let all: Vec<_> = method.parameters.iter().filter_map(named).collect();
    let without_role = method
        .parameters
        .iter()
        .filter(|parameter| !parameter.has_role());
    let free: Vec<_> = without_role
        .filter_map(named)
        .filter(|name| !path.placeholders.contains(name))
        .collect();
    let strays = path
        .placeholders
        .iter()
        .filter(|placeholder| !all.contains(placeholder));
    let strays: Vec<_> = strays.map(String::as_str).collect();
    let only = if strays.len() == 1 && free.len() == 1 {
        free.first().map(String::as_str)
    } else {
        None
    };
    let meant = |placeholder: &str| {
        names::nearest(placeholder, free.iter().map(String::as_str))
            .or(only)
            .map(str::to_owned)
    };
    strays
        .into_iter()
        .map(|placeholder| Stray {
            placeholder,
            meant: meant(placeholder),
        })
        .collect()
}

fn named<'a>(written: &'a written::Parameter, errors: &mut Errors) -> Option<&'a syn::Ident> {
    let name = written.name();
    if name.is_none() {
        let what = match &written.pattern {
            syn::Pat::Ident(pat) if pat.mutability.is_some() => {
                "`mut` says nothing here: a request only reads its parameters"
            }
            _ => "a parameter is a name: it is a field of the request type",
        };
        errors.at(&written.pattern, what);
    }
    name
}

fn role(
    written: &written::Parameter,
    name: &str,
    path: &Path,
    strays: &[Stray<'_>],
    errors: &mut Errors,
) -> Option<Role> {
    let in_path = path
        .placeholders
        .iter()
        .any(|placeholder| placeholder == name);
    match written.roles.as_slice() {
        [] if in_path => Some(Role::Path),
        [] => {
            if !strays
                .iter()
                .any(|stray| stray.meant.as_deref() == Some(name))
            {
                errors.at(&written.pattern, roleless(name, path));
            }
            None
        }
        [one] => {
            let role = errors.keep(role::Role::read(one))?;
            if in_path {
                errors.at(
                    one,
                    format!("`{name}` stands in the path already: a parameter has one place"),
                );
            }
            Some(meaning(role, name, written.pattern.span()))
        }
        [_, second, ..] => {
            errors.at(
                second,
                format!("`{name}` has a role already: a parameter has one place"),
            );
            None
        }
    }
}

fn roleless(name: &str, path: &Path) -> String {
    let mut segments = path.text.split('/');
    if segments.any(|segment| segment.strip_prefix(':') == Some(name)) {
        return format!(
            "parameter `{name}` has no role\nhelp: `:{name}` in the path is text; a placeholder is `{{{name}}}`"
        );
    }
    format!(
        "parameter `{name}` has no role\nhelp: put `{{{name}}}` in the path, or one of `#[query]`, `#[header(\"...\")]`, `#[body]`, `#[form]`, `#[part]`, `#[setting]` before it"
    )
}

/// The role, under the name of its own or else the parameter's, which stands at `span`.
fn meaning(role: role::Role, name: &str, span: Span) -> Role {
    let said = |literal: Option<LitStr>| {
        literal.map_or_else(|| name.to_owned(), |literal| literal.value())
    };
    let named = |role::Named { name, join }| Named {
        span: name.as_ref().map_or(span, LitStr::span),
        name: said(name),
        join,
    };
    match role {
        role::Role::Query(query) => Role::Query(named(query)),
        role::Role::Form(form) => Role::Form(named(form)),
        role::Role::Header(name, join) => Role::Header(Named {
            span: name.span(),
            name: name.value().to_ascii_lowercase(),
            join,
        }),
        role::Role::Body(content_type) => Role::Body(content_type),
        role::Role::Text => Role::Text,
        role::Role::Bytes => Role::Bytes,
        role::Role::Part(name) => Role::Part(named(role::Named { name, join: None })),
        role::Role::Setting(name) => Role::Setting(named(role::Named { name, join: None })),
    }
}

/// What a role forbids.
fn fits(
    role: &Role,
    written: &written::Parameter,
    verb: &Verb,
    before: &[Parameter],
    errors: &mut Errors,
) {
    match role {
        Role::Path if types::is_option(&written.ty) => {
            errors.at(&written.ty, "a path has no optional parts: make it a method of its own, or an argument of the query");
        }
        Role::Header(Named { name, .. }) if before.iter().any(|one| one.role.is_header(name)) => {
            errors.at(
                &written.pattern,
                format!("the header `{name}` is given twice; a list is sent as several"),
            );
        }
        Role::Setting(Named { name, .. })
            if before
                .iter()
                .any(|p| matches!(&p.role, Role::Setting(other) if other.name == *name)) =>
        {
            errors.at(
                &written.pattern,
                format!("the setting `{name}` is given twice"),
            );
        }
        role => {
            if let Some(own) = role.of_body() {
                body::fits(own, role, written, verb, before, errors);
            }
        }
    }
}
