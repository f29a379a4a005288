//! Settings of the scheme, where the macro knows the scheme.

use signed_api_specs::data::SchemeData;

use crate::{
    arguments::Arguments,
    errors::Errors,
    model::{Method, Named, Role, Signing},
    scheme::Found,
    setting,
};

/// Checks what is given, and that nothing is missing which the scheme leaves to the trait.
/// `complete` says that all methods could be read: otherwise one of them may give what is missing.
pub(super) fn check(
    found: &Found,
    arguments: &Arguments,
    methods: &[Method],
    complete: bool,
    errors: &mut Errors,
) {
    for method in methods {
        if let Signing::Other(own) = &method.signing {
            of_method(own, method, errors);
        }
    }
    let Some(scheme) = &found.scheme else { return };
    let data = scheme.data();
    let of_trait = &arguments.common.settings;
    for given in of_trait {
        setting::check(given, &data, errors);
    }
    let methods: Vec<_> = methods
        .iter()
        .filter(|method| matches!(method.signing, Signing::Scheme))
        .collect();
    for method in &methods {
        given(method, &data, errors);
    }
    if !complete {
        return;
    }
    let is_settled = |name: &str| {
        of_trait.iter().any(|given| given.name == name)
            || arguments.common.unread.iter().any(|unread| unread == name)
            || !methods.is_empty() && methods.iter().all(|method| gives(method, name))
    };
    for name in setting::left_to_trait(&data).filter(|name| !is_settled(name)) {
        let message = format!(
            "scheme `{}` leaves the setting `{name}` to the trait: write it after `scheme`, as `{name} = \"...\"`",
            data.name
        );
        errors.push(syn::Error::new(found.span, message));
    }
}

/// A method that has a scheme of its own gives all of that scheme's settings.
fn of_method(found: &Found, method: &Method, errors: &mut Errors) {
    let Some(scheme) = &found.scheme else { return };
    let data = scheme.data();
    given(method, &data, errors);
    for name in setting::left_to_trait(&data).filter(|name| !gives(method, name)) {
        let message = format!(
            "scheme `{}` needs the setting `{name}` here: write `{name} = \"...\"` after it\nhelp: what the trait gives is for the trait's scheme",
            data.name
        );
        errors.push(syn::Error::new(found.span, message));
    }
}

/// What a method gives of itself.
fn given(method: &Method, data: &SchemeData<'_>, errors: &mut Errors) {
    let own = method.call.settings.iter().filter(|given| !given.inherited);
    own.for_each(|given| setting::check(given, data, errors));
    for parameter in &method.parameters {
        if let Role::Setting(Named { name, span, .. }) = &parameter.role
            && setting::find(data, name).is_none()
        {
            errors.push(syn::Error::new(*span, setting::unknown(data, name)));
        }
    }
}

/// A method gives the setting, be it by a literal or by a parameter.
pub(crate) fn gives(method: &Method, name: &str) -> bool {
    let by_parameter = |role: &Role| matches!(role, Role::Setting(other) if other.name == name);
    method.call.settings.iter().any(|given| given.name == name)
        || method
            .parameters
            .iter()
            .any(|parameter| by_parameter(&parameter.role))
}
