//! The attribute, stage by stage.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::{
    arguments::Arguments,
    check,
    errors::Errors,
    expand,
    model::{Api, Style},
    scheme::Found,
    written::{Written, without_helpers},
};

/// Expands `#[signed_api(arguments)] item`.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match Written::read(item.clone()) {
        Ok(written) => of_trait(arguments, &written),
        // The item is left to rustc, which may have more to say of it.
        Err(error) => {
            let error = error.into_compile_error();
            error.into_iter().chain(without_helpers(item)).collect()
        }
    }
}

fn of_trait(arguments: TokenStream, written: &Written) -> TokenStream {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    let krate = runtime(&arguments);
    let found = find(written, &arguments, &krate, &mut errors);
    if let Some(left) = &written.boxed {
        // Nothing else can be said of what it has made.
        let error = check::boxed(left).into_compile_error();
        let rest = expand::fallback(written, &arguments, &krate, found.as_ref(), Style::Async);
        return quote!(#error #rest);
    }
    let style = check::style(written, &arguments, &mut errors);
    let methods = check::methods(written, &arguments, &krate, found.as_ref(), &mut errors);
    match (errors.finish(), found) {
        (Ok(()), Some(scheme)) => {
            let (item, client) = (
                written.item.clone(),
                expand::client_name(written, &arguments),
            );
            expand::all(&Api {
                krate,
                item,
                client,
                style,
                scheme,
                settings: arguments.common.settings,
                headers: arguments.common.headers,
                idempotency: arguments.common.idempotency,
                methods,
            })
        }
        (outcome, found) => {
            let error = outcome
                .err()
                .unwrap_or_else(|| check::no_scheme(&arguments))
                .into_compile_error();
            let rest = expand::fallback(written, &arguments, &krate, found.as_ref(), style);
            quote!(#error #rest)
        }
    }
}

/// The path of the runtime.
fn runtime(arguments: &Arguments) -> TokenStream {
    arguments.krate.as_ref().map_or_else(
        || quote_spanned!(Span::mixed_site()=> ::signed_api),
        |path| quote!(#path),
    )
}

fn find(
    written: &Written,
    arguments: &Arguments,
    krate: &TokenStream,
    errors: &mut Errors,
) -> Option<Found> {
    if let Some(reference) = &arguments.scheme {
        return errors.keep(Found::find(reference, krate, &written.item.ident));
    }
    // If the arguments could not be read, that is the one thing to say.
    if errors.is_empty() {
        errors.push(check::no_scheme(arguments));
    }
    None
}
