//! Idempotency keys: which calls carry one, and what else may not say the same header.

use crate::{
    arguments::{Arguments, Header},
    errors::Errors,
    idempotency::{Idempotency, Named},
    model::{Method, Parameter, Role},
    types,
    verb::Verb,
};

/// Methods of HTTP that change nothing (RFC 9110, section 9.2.1).
const SAFE: [&str; 4] = ["GET", "HEAD", "OPTIONS", "TRACE"];

/// Methods that may not be repeated without a key: they carry that of their trait.
const NOT_REPEATABLE: [&str; 2] = ["POST", "PATCH"];

/// Checks what a trait says for all of its methods.
pub(super) fn of_trait(arguments: &Arguments, errors: &mut Errors) {
    let idempotency = &arguments.common.idempotency;
    if let Some(error) = idempotency.without_key() {
        errors.push(error);
    }
    for named in idempotency.names() {
        let mut literals = arguments.common.headers.iter();
        if literals.any(|header| header.name == named.name) {
            errors.at(&named.literal, given_too(named));
        }
    }
}

/// A key that no method carries would be lost.
pub(super) fn of_nobody(arguments: &Arguments, methods: &[Method], errors: &mut Errors) {
    let Some(key) = &arguments.common.idempotency.key else {
        return;
    };
    let has_it = |method: &Method| {
        let key = method.call.idempotency.key.as_ref();
        key.is_some_and(|key| key.inherited)
    };
    if !methods.is_empty() && !methods.iter().any(has_it) {
        let message = "no method carries this key: of a trait's methods those do that are `post` or `patch`, and name no other";
        errors.at(&key.argument, message);
    }
}

/// The headers of a method: its own, then its trait's.
pub(super) fn of_method(
    verb: &Verb,
    far: &Idempotency,
    headers: &[Header],
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Idempotency {
    let near = verb.common.idempotency.clone();
    if SAFE.contains(&verb.method.as_str()) {
        if let Some(named) = near.names().next() {
            let message = format!(
                "a `{}` changes nothing, and is repeated without an idempotency key",
                verb.method
            );
            errors.at(&named.argument, message);
        }
        return Idempotency::default();
    }
    let inherits = NOT_REPEATABLE.contains(&verb.method.as_str()) || near.key.is_some();
    let all = if inherits { near.over(far) } else { near };
    let is_own = all
        .first_sent
        .as_ref()
        .is_some_and(|named| !named.inherited);
    let alone = all.without_key().filter(|_| is_own);
    if let Some(error) = alone {
        errors.push(error);
    }
    all.names().for_each(|named| {
        literal_too(named, headers, errors);
        is_one(named, parameters, errors);
    });
    all
}

/// Of two that say a header, the nearer one is told. What a trait says twice is the trait's matter.
fn literal_too(named: &Named, headers: &[Header], errors: &mut Errors) {
    let Some(header) = headers.iter().find(|header| header.name == named.name) else {
        return;
    };
    match (named.inherited, header.inherited) {
        (true, true) => {}
        (true, false) => errors.at(&header.literal, given_too(named)),
        (false, _) => errors.at(&named.literal, given_too(named)),
    }
}

/// A parameter may say it, but once.
fn is_one(named: &Named, parameters: &[Parameter], errors: &mut Errors) {
    let is_it = |one: &&Parameter| matches!(&one.role, Role::Header(it) if it.name == named.name);
    let list = parameters.iter().find(is_it).map(|one| &one.ty);
    if let Some(ty) = list.filter(|ty| types::is_list(ty)) {
        let message = format!(
            "`{}` is one value in a call, and a list is several",
            named.name
        );
        errors.at(ty, message);
    }
}

fn given_too(named: &Named) -> String {
    format!(
        "`{}` is named by `{}` and given by `header`, which says the same in every call\nhelp: take `header` away",
        named.name, named.argument
    )
}
