//! Settings of the scheme, where the macro knows the scheme.

use crate::{
    arguments::Arguments,
    errors::Errors,
    model::{Method, Role},
    scheme::Found,
    setting::{self, Given},
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
    let Some(scheme) = &found.scheme else { return };
    let data = scheme.data();
    let of_trait = &arguments.common.settings;
    for given in of_trait {
        setting::check(given, &data, errors);
    }
    for method in methods {
        let own = method.call.settings.iter().filter(|given| !given.inherited);
        own.for_each(|given| setting::check(given, &data, errors));
        for parameter in &method.parameters {
            if let Role::Setting(name) = &parameter.role
                && setting::find(&data, name).is_none()
            {
                errors.at(&parameter.name, setting::unknown(&data, name));
            }
        }
    }
    if !complete {
        return;
    }
    for name in setting::left_to_trait(&data).filter(|name| !is_settled(name, of_trait, methods)) {
        let message = format!(
            "scheme `{}` leaves the setting `{name}` to the trait: write it after `scheme`, as `{name} = \"...\"`",
            data.name
        );
        errors.push(syn::Error::new(found.span, message));
    }
}

/// The trait gives it, or every method does.
fn is_settled(name: &str, of_trait: &[Given], methods: &[Method]) -> bool {
    of_trait.iter().any(|given| given.name == name)
        || !methods.is_empty() && methods.iter().all(|method| gives(method, name))
}

/// A method gives the setting, be it by a literal or by a parameter.
pub(crate) fn gives(method: &Method, name: &str) -> bool {
    let by_parameter = |role: &Role| matches!(role, Role::Setting(other) if other == name);
    method.call.settings.iter().any(|given| given.name == name)
        || method
            .parameters
            .iter()
            .any(|parameter| by_parameter(&parameter.role))
}
