//! Methods.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident};
use syn::{FnArg, GenericParam, ReturnType, Signature, Type};

use super::{body, idempotency, paging, parameter};
use crate::{
    arguments::{Common, Header},
    errors::Errors,
    model::{Call, Method, Parameter, Role, Signing},
    names,
    path::Path,
    scheme::Found,
    setting::Given,
    types,
    verb::{VERBS, Verb},
    written,
};

/// Methods that a client has of its own.
const RESERVED: [&str; 2] = ["with", "clone"];

/// What a method finds around it.
pub(super) struct Surroundings<'a> {
    /// The trait's name.
    pub(super) name: &'a Ident,
    /// What the trait says for all of its methods.
    pub(super) common: &'a Common,
    /// The runtime's path.
    pub(super) krate: &'a TokenStream,
}

/// Checks a method: everything in it, so that all of its problems show at once.
pub(super) fn check(
    method: &written::Method,
    api: &Surroundings<'_>,
    errors: &mut Errors,
) -> Option<Method> {
    let before = errors.count();
    signature(method, errors);
    let answer = answer(&method.signature, errors);
    let verb = verb(method, errors);
    let path = verb
        .as_ref()
        .and_then(|verb| errors.keep(Path::read(&verb.path)));
    let parameters = match (&verb, &path) {
        (Some(verb), Some(path)) => parameter::check(method, verb, path, errors),
        _ => Vec::new(),
    };
    let name = method.name().clone();
    let own = verb.as_ref().and_then(|verb| verb.own.request.as_ref());
    let request = request(api.name, &name, own);
    let signing = verb
        .as_ref()
        .and_then(|verb| signing(verb, &request, &parameters, api.krate, errors));
    let paging = verb
        .as_ref()
        .and_then(|verb| paging::check(method, verb, &parameters, errors));
    let (verb, path, answer, signing) = (verb?, path?, answer?, signing?);
    let call = call(verb, path, &signing, api.common, &parameters, errors);
    body::of_parts(&parameters, &call.headers, errors);
    (errors.count() == before).then(|| Method {
        cfgs: method.cfgs.clone(),
        request,
        name,
        generics: method.signature.generics.clone(),
        parameters,
        answer,
        signing,
        call,
        paging,
    })
}

/// The name of a method's request type: `CallAutomation::play` has `CallAutomationPlay`, unless it
/// says another.
pub(crate) fn request(api: &Ident, method: &Ident, own: Option<&Ident>) -> Ident {
    if let Some(own) = own {
        return own.clone();
    }
    let mut name = format_ident!(
        "{}{}",
        names::plain(api),
        names::camel(&names::plain(method))
    );
    // Our context: else a suggestion for the generated item would be made for the method.
    name.set_span(method.span().resolved_at(Span::mixed_site()));
    name
}

fn signature(method: &written::Method, errors: &mut Errors) {
    let signature = &method.signature;
    let name = method.name();
    if RESERVED.contains(&names::plain(name).as_str()) {
        errors.at(
            name,
            format!("`{name}` is a method of every client: choose another name"),
        );
    }
    if let Some(body) = &method.body {
        errors.at(
            body,
            "a method of a signed API has no body: its path says what it does",
        );
    }
    for token in [
        signature
            .constness
            .as_ref()
            .map(quote::ToTokens::to_token_stream),
        signature
            .safety
            .to_token_stream()
            .into_iter()
            .next()
            .map(Into::into),
        signature.abi.as_ref().map(quote::ToTokens::to_token_stream),
    ]
    .into_iter()
    .flatten()
    {
        errors.at(&token, format!("a method of a signed API is not `{token}`"));
    }
    receiver(signature, errors);
    generics(signature, errors);
}

fn receiver(signature: &Signature, errors: &mut Errors) {
    let shared = |receiver: &syn::Receiver| {
        receiver.to_token_stream().to_string().replace(' ', "") == "&self"
    };
    match signature.inputs.first() {
        Some(FnArg::Receiver(receiver)) if shared(receiver) => {}
        Some(FnArg::Receiver(receiver)) => errors.at(
            receiver,
            "a method of a signed API takes `&self`: a client is shared, and never changes",
        ),
        _ => errors.at(
            &signature.ident,
            format!(
                "a method of a signed API takes `&self`: `fn {}(&self, ...)`",
                signature.ident
            ),
        ),
    }
}

fn generics(signature: &Signature, errors: &mut Errors) {
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, "a method of a signed API has no parameters but lifetimes: its request is a plain struct");
        }
    }
    for predicate in written::predicates(signature) {
        errors.at(predicate, "a method of a signed API has no `where` clause: write a lifetime's bounds where it is declared");
    }
}

fn answer(signature: &Signature, errors: &mut Errors) -> Option<Type> {
    match &signature.output {
        ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_)) => {
            errors.at(
                ty,
                "an answer is a type that can be named: `Result<T, signed_api::Error>`",
            );
            None
        }
        ReturnType::Type(_, ty) => {
            if let Some(reference) = types::reference(ty) {
                errors.at(
                    reference,
                    "an answer borrows nothing, since the response is gone when it is there: `String`, `Vec<u8>`, or a type that owns what it holds",
                );
            }
            Some((**ty).clone())
        }
        ReturnType::Default => {
            errors.at(&signature.ident, format!("`{}` returns nothing: a call can fail, so it returns `Result<(), signed_api::Error>`", signature.ident));
            None
        }
    }
}

fn verb(method: &written::Method, errors: &mut Errors) -> Option<Verb> {
    let name = method.name();
    match method.verbs.as_slice() {
        [] => {
            let all = "`#[get(\"/path\")]`, `post`, `put`, `patch`, `delete`, `head`, `options` or `#[http(\"PURGE\", \"/path\")]`";
            errors.at(
                name,
                format!("`{name}` has no path\nhelp: put one of {all} before it"),
            );
            None
        }
        [one] if VERBS.iter().any(|verb| one.path().is_ident(verb)) => Verb::read(one, errors),
        [unknown] => {
            let written = unknown
                .path()
                .get_ident()
                .map(names::plain)
                .unwrap_or_default();
            let hint = names::nearest(&written, VERBS).map_or_else(
                || {
                    format!(
                        "any other method is `#[http(\"{}\", \"/path\")]`",
                        written.to_uppercase()
                    )
                },
                |near| format!("did you mean `#[{near}]`?"),
            );
            errors.at(
                unknown.path(),
                format!("there is no `#[{written}]`; {hint}"),
            );
            None
        }
        [_, second, ..] => {
            errors.at(
                second,
                format!("`{name}` has a path already: a method is one call"),
            );
            None
        }
    }
}

/// How the requests of a method are signed. Settings are a scheme's: without one there are none.
fn signing(
    verb: &Verb,
    request: &Ident,
    parameters: &[Parameter],
    krate: &TokenStream,
    errors: &mut Errors,
) -> Option<Signing> {
    let Some(unsigned) = &verb.own.unsigned else {
        return match &verb.own.scheme {
            Some(reference) => errors
                .keep(Found::of_method(reference, krate, request))
                .map(|found| Signing::Other(Box::new(found))),
            None => Some(Signing::Scheme),
        };
    };
    if verb.own.scheme.is_some() {
        errors.at(unsigned, "a call is `unsigned` or has a scheme, not both");
    }
    let literals = verb.common.settings.iter().map(|given| &given.name);
    let of_scheme = |one: &&Parameter| matches!(one.role, Role::Setting(_));
    let parameters = parameters.iter().filter(of_scheme).map(|one| &one.name);
    for name in literals.chain(parameters) {
        let message = format!("`{name}` is a setting of the scheme, and this call is `unsigned`");
        errors.at(name, message);
    }
    Some(Signing::Unsigned)
}

/// What the trait says comes first, then what the method says. The trait's settings are those of
/// its scheme: a method of another has its own.
fn call(
    verb: Verb,
    path: Path,
    signing: &Signing,
    common: &Common,
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Call {
    let headers = headers(&common.headers, &verb.common.headers, parameters, errors);
    let far = &common.idempotency;
    let idempotency = idempotency::of_method(&verb, far, &headers, parameters, errors);
    let query: Vec<_> = common
        .queries
        .iter()
        .cloned()
        .chain(path.query)
        .chain(verb.common.queries)
        .collect();
    Call {
        idempotency,
        method: verb.method,
        path: path.text,
        query: query
            .into_iter()
            .filter(|query| !query.is_empty())
            .collect::<Vec<_>>()
            .join("&"),
        headers,
        settings: match signing {
            Signing::Scheme => settings(&common.settings, &verb.common.settings),
            Signing::Other(_) | Signing::Unsigned => verb.common.settings,
        },
    }
}

/// The nearer one of a name is sent: a method's own, then the trait's.
fn headers(
    far: &[Header],
    near: &[Header],
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Vec<Header> {
    let by_parameter = |name: &str| parameters.iter().any(|one| one.role.is_header(name));
    for header in near {
        if by_parameter(&header.name) {
            errors.at(
                &header.literal,
                format!("`{}` is given by a parameter too", header.name),
            );
        }
    }
    let kept = far.iter().filter(|header| {
        !near.iter().any(|other| other.name == header.name) && !by_parameter(&header.name)
    });
    kept.map(|header| Header {
        inherited: true,
        ..header.clone()
    })
    .chain(near.iter().cloned())
    .collect()
}

fn settings(far: &[Given], near: &[Given]) -> Vec<Given> {
    let kept = far
        .iter()
        .filter(|given| !near.iter().any(|other| other.name == given.name));
    kept.map(|given| Given {
        inherited: true,
        ..given.clone()
    })
    .chain(near.iter().cloned())
    .collect()
}
