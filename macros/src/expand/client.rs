//! The client: a newtype with three functions of its own, and the trait.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::at;
use crate::{
    model::{Api, Method},
    names,
};

/// Emits the client.
pub(super) fn expand(api: &Api) -> TokenStream {
    let span = at(api.item.ident.span());
    let (krate, vis, client, scheme) = (&api.krate, &api.item.vis, &api.client, &api.scheme.ty);
    let doc = format!(
        "Client for [`{}`]: signs every request with scheme `{}`.",
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
                endpoint: &str,
                credentials: impl #krate::Provider<#scheme>,
            ) -> #krate::__private::Result<Self, #krate::Error> {
                Self::builder(endpoint, credentials).build()
            }

            /// For all that has a default: transport, options, clock, settings, changes before
            /// signing.
            #vis fn builder(
                endpoint: &str,
                credentials: impl #krate::Provider<#scheme>,
            ) -> #krate::Builder<Self, #scheme> {
                #krate::Builder::new(endpoint, credentials)
            }

            /// The same client with other options; everything else is shared.
            #[must_use]
            #vis fn with(&self, options: #krate::Options) -> Self {
                Self(self.0.with(options))
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
    let (cfgs, name, answer, request) =
        (&method.cfgs, &method.name, &method.answer, &method.request);
    let (generics, _, _) = method.generics.split_for_impl();
    let fields = method.parameters.iter().map(|parameter| &parameter.name);
    let parameters = method.parameters.iter().map(|parameter| {
        let (name, ty) = (&parameter.name, &parameter.ty);
        quote_spanned!(span=> #name: #ty)
    });
    quote_spanned! {span=>
        #(#cfgs)*
        async fn #name #generics(&self, #(#parameters),*) -> #answer {
            self.0.send(#request { #(#fields),* }).await
        }
    }
}
