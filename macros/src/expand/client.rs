//! The client: a newtype with three functions of its own, and the trait.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::at;
use crate::{
    model::{Api, Method, Signing},
    names,
};

/// Emits the client.
pub(super) fn expand(api: &Api) -> TokenStream {
    let span = at(api.item.ident.span());
    let (krate, vis, client, scheme) = (&api.krate, &api.item.vis, &api.client, &api.scheme.ty);
    let doc = format!(
        "Client for [`{}`]: signs by scheme `{}`.",
        names::plain(&api.item.ident),
        api.scheme.name
    );
    let implementation = implementation(api);
    quote_spanned! {span=>
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #vis struct #client(#krate::Client<#scheme>);

        #[allow(dead_code)]
        impl #client {
            /// A client with defaults.
            ///
            /// # Errors
            ///
            /// If the endpoint is not `https://host[:port][/base/path]` (or `http://`).
            #vis fn new(
                endpoint: &::core::primitive::str,
                credentials: impl #krate::Provider<#scheme>,
            ) -> #krate::__private::Result<Self, #krate::Error> {
                Self::builder(endpoint, credentials).build()
            }

            /// For all that has a default: transport, clock, settings, changes before signing.
            #vis fn builder(
                endpoint: &::core::primitive::str,
                credentials: impl #krate::Provider<#scheme>,
            ) -> #krate::Builder<Self, #scheme> {
                #krate::Builder::new(endpoint, credentials)
            }
        }

        impl #krate::__private::From<#krate::Client<#scheme>> for #client {
            fn from(client: #krate::Client<#scheme>) -> Self {
                Self(client)
            }
        }

        impl #krate::__private::Deref for #client {
            type Target = #krate::Client<#scheme>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        #implementation
    }
}

fn implementation(api: &Api) -> TokenStream {
    let (name, client) = (&api.item.ident, &api.client);
    let methods = api.methods.iter().map(method);
    quote_spanned!(at(name.span())=> impl #name for #client { #(#methods)* })
}

/// A method builds its request and makes one call.
fn method(method: &Method) -> TokenStream {
    let span = at(method.name.span());
    let (cfgs, name, answer) = (&method.cfgs, &method.name, &method.answer);
    let (generics, _, _) = method.generics.split_for_impl();
    let parameters = method.parameters.iter().map(|parameter| {
        let (name, ty) = (&parameter.name, &parameter.ty);
        quote_spanned!(span=> #name: #ty)
    });
    let request = request(method);
    quote_spanned! {span=>
        #(#cfgs)*
        async fn #name #generics(&self, #(#parameters),*) -> #answer {
            self.0.send(#request).await
        }
    }
}

/// The request as a value. If the client cannot sign by the scheme that the method names, the error
/// belongs there.
fn request(method: &Method) -> TokenStream {
    let place = match &method.signing {
        Signing::Other(scheme) => scheme.span,
        Signing::Scheme | Signing::Unsigned => method.name.span(),
    };
    let mut name = method.request.clone();
    name.set_span(name.span().located_at(place));
    let fields = method.parameters.iter().map(|parameter| &parameter.name);
    quote_spanned!(at(place)=> #name { #(#fields),* })
}
