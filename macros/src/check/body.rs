//! Parameters that make the body.

use quote::ToTokens as _;

use crate::{
    errors::Errors,
    model::{Parameter, Role},
    types,
    verb::Verb,
    written,
};

/// Checks what makes the body, `own` being the name of its attribute, against what makes it already.
pub(super) fn fits(
    own: &str,
    role: &Role,
    written: &written::Parameter,
    verb: &Verb,
    before: &[Parameter],
    errors: &mut Errors,
) {
    if let Role::Body(Some(content_type)) = role
        && before.iter().any(|one| one.role.is_header("content-type"))
    {
        errors.at(content_type, "`content-type` is given by a parameter too");
    }
    let mut makers = before.iter().filter_map(|one| one.role.of_body());
    let first = makers.next();
    if let Some(other) = first.filter(|first| *first != own) {
        // It is refused once, not pair by pair.
        if makers.all(|maker| maker == other) {
            errors.at(written.roles.first(), mixed(own, other));
        }
    } else if role.is_body() && first.is_some() {
        errors.at(
            &written.pattern,
            "a request has one body; put both into one struct",
        );
    } else if ["GET", "HEAD"].contains(&verb.method.as_str()) {
        let message = format!(
            "a `{}` request has no body: `#[query]`, or another method",
            verb.method
        );
        errors.at(&written.pattern, message);
    } else if let (Role::Body(None), Some(kind)) = (role, types::raw(&written.ty)) {
        errors.at(&written.ty, two_readings(&written.ty, kind));
    }
}

/// What two attributes do that each make the whole body.
fn mixed(own: &str, other: &str) -> String {
    let pair = [own, other];
    if !pair.contains(&"part") {
        return "a form is the whole body: `#[form]` and `#[body]` do not mix".to_owned();
    }
    let other = if pair.contains(&"form") {
        "form"
    } else {
        "body"
    };
    format!(
        "parts are the whole body: `#[part]` and `#[{other}]` do not mix\nhelp: make all of them `#[part]`"
    )
}

fn two_readings(ty: &syn::Type, kind: &str) -> String {
    let ty = ty
        .to_token_stream()
        .to_string()
        .replace("& ", "&")
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">");
    format!(
        "`#[body]` of a `{ty}` may mean two things\nhelp: `#[body({kind})]` sends it as it is, `#[body(\"application/json\")]` as JSON"
    )
}

/// Refuses a content type beside parts: theirs has the boundary that stands between them.
pub(super) fn of_parts(
    parameters: &[Parameter],
    literals: &[crate::arguments::Header],
    errors: &mut Errors,
) {
    let Some(part) = parameters.iter().find(|one| one.role.is_part()) else {
        return;
    };
    let message = "parts say the content type of their body themselves, with what stands between them\nhelp: take this away";
    for header in literals.iter().filter(|one| one.name == "content-type") {
        if header.inherited {
            let message = "parts say the content type of their body themselves, and the trait says one for all its methods";
            errors.at(&part.name, message);
        } else {
            errors.at(&header.literal, message);
        }
    }
    for parameter in parameters {
        if let Role::Header(header) = &parameter.role
            && header.name == "content-type"
        {
            errors.push(syn::Error::new(header.span, message));
        }
    }
}
