//! The attribute, stage by stage.

use proc_macro2::{Span, TokenStream};
use quote::{quote_spanned, quote};

use crate::{
    arguments::Arguments,
    check,
    errors::Errors,
    expand,
    model::Api,
    scheme::Found,
    written::Written,
};

/// Expands `#[signed_api(arguments)] item`.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let written = match Written::read(item.clone()) {
        Ok(written) => written,
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#error #item);
        }
    };
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    let krate = runtime(&arguments);
    let found = find(&written, &arguments, &krate, &mut errors);
    match model(&written, &arguments, &krate, found, errors) {
        Ok(api) => expand::all(&api),
        Err((error, scheme)) => {
            let error = error.into_compile_error();
            let rest = expand::fallback(&written, &arguments, &krate, scheme.as_ref());
            quote!(#error #rest)
        }
    }
}

/// The path of the runtime.
fn runtime(arguments: &Arguments) -> TokenStream {
    match &arguments.krate {
        Some(path) => quote!(#path),
        None => quote_spanned!(Span::mixed_site()=> ::signed_api),
    }
}

fn find(written: &Written, arguments: &Arguments, krate: &TokenStream, errors: &mut Errors) -> Option<Found> {
    if let Some(reference) = &arguments.scheme {
        return errors.keep(Found::find(reference, krate, &written.item.ident));
    }
    // If the arguments could not be read, that is the one thing to say.
    if errors.is_empty() {
        errors.push(check::no_scheme(arguments));
    }
    None
}

type Failed = (syn::Error, Option<Found>);

fn model(
    written: &Written,
    arguments: &Arguments,
    krate: &TokenStream,
    found: Option<Found>,
    mut errors: Errors,
) -> Result<Api, Failed> {
    let methods = check::methods(written, arguments, found.as_ref(), &mut errors);
    match (errors.finish(), found) {
        (Ok(()), Some(scheme)) => Ok(Api {
            krate: krate.clone(),
            item: written.item.clone(),
            client: expand::client_name(written, arguments),
            scheme,
            methods,
        }),
        (Err(error), found) => Err((error, found)),
        (Ok(()), None) => Err((check::no_scheme(arguments), None)),
    }
}
