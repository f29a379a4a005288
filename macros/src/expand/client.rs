//! The client: a newtype with functions of its own, and the trait.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::{at, docs, runtime, r#trait, twin_client, twin_name};
use crate::{
    model::{Api, Method, Signing, Style},
    names,
    scheme::Found,
};

/// Emits the client, and its blocking twin.
pub(super) fn expand(api: &Api) -> TokenStream {
    let name = &api.item.ident;
    let own = Face {
        api,
        name: name.clone(),
        client: api.client.clone(),
        blocking: api.style == Style::Blocking,
    };
    let twin = (api.style == Style::Both).then(|| Face {
        api,
        name: twin_name(name),
        client: twin_client(name),
        blocking: true,
    });
    let all = [Some(own), twin];
    all.iter().flatten().map(Face::expand).collect()
}

/// A trait, and the client that implements it.
struct Face<'a> {
    api: &'a Api,
    name: Ident,
    client: Ident,
    blocking: bool,
}

impl Face<'_> {
    fn expand(&self) -> TokenStream {
        let (name, client) = (&self.name, &self.client);
        let doc = docs::client(self.api, &names::plain(name));
        let (vis, scheme) = (&self.api.item.vis, &self.api.scheme.ty);
        let runtime = runtime(&self.api.krate, self.blocking);
        let named = self.api.scheme.named();
        let functions = self.functions(&runtime);
        let conversions = conversions(client, &self.api.krate, &runtime, scheme, &named);
        let methods = self.api.methods.iter();
        let methods = methods.map(|one| match one.paging {
            Some(_) => self.list(one),
            None => method(one, self.blocking),
        });
        let boxed = r#trait::async_trait(&self.api.item).filter(|_| !self.blocking);
        quote_spanned! {at(name.span())=>
            #[doc = #doc]
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #vis struct #client(#runtime::Client<#scheme>);

            #functions
            #conversions
            #boxed
            impl #name for #client { #(#methods)* }
        }
    }

    fn functions(&self, runtime: &TokenStream) -> TokenStream {
        let (krate, vis, scheme) = (&self.api.krate, &self.api.item.vis, &self.api.scheme.ty);
        let client = &self.client;
        let connection = has_connection_string(&self.api.scheme).then(|| self.connection());
        quote_spanned! {at(self.name.span())=>
            #[allow(dead_code)]
            impl #client {
                /// A client with defaults.
                ///
                /// # Errors
                ///
                /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
                #vis fn new(
                    endpoint: &::core::primitive::str,
                    credentials: impl #runtime::Provider<#scheme>,
                ) -> #krate::__private::Result<Self, #krate::Error> {
                    Self::builder(endpoint, credentials).build()
                }

                /// For all that has a default: transport, options, clock, settings, changes before
                /// signing.
                #vis fn builder(
                    endpoint: &::core::primitive::str,
                    credentials: impl #runtime::Provider<#scheme>,
                ) -> #runtime::Builder<Self, #scheme> {
                    #runtime::Builder::new(endpoint, credentials)
                }

                /// The same client with other options; everything else is shared.
                #[must_use]
                #vis fn with(&self, options: #krate::Options) -> Self {
                    Self(self.0.with(options))
                }

                #connection
            }
        }
    }

    fn connection(&self) -> TokenStream {
        let (krate, vis, scheme) = (&self.api.krate, &self.api.item.vis, &self.api.scheme.ty);
        quote_spanned! {at(self.name.span())=>
            /// A client with defaults, of a connection string.
            ///
            /// # Errors
            ///
            /// If a member is missing, or the endpoint is none.
            #vis fn from_connection_string(
                text: &::core::primitive::str,
            ) -> #krate::__private::Result<Self, #krate::Error> {
                let (endpoint, credentials) = <#scheme>::from_connection_string(text)?;
                Self::new(&endpoint, credentials)
            }
        }
    }
}

impl Face<'_> {
    /// A method that lists builds the request of its first page, and sends nothing yet.
    fn list(&self, method: &Method) -> TokenStream {
        let span = at(method.name.span());
        let (cfgs, name) = (&method.cfgs, &method.name);
        let (answer, list) = match (self.blocking, self.api.style) {
            (true, Style::Both) => (r#trait::waiting(&method.answer, &self.api.krate), "list"),
            (true, _) => (method.answer.clone(), "pages"),
            (false, _) => (method.answer.clone(), "list"),
        };
        let list = Ident::new(list, span);
        let (generics, _, _) = method.generics.split_for_impl();
        let (parameters, request) = (parameters(method), request(method));
        quote_spanned! {span=>
            #(#cfgs)*
            fn #name #generics(&self, #(#parameters),*) -> #answer {
                self.0.#list(#request)
            }
        }
    }
}

/// Whether one text holds what a client of the scheme needs, as far as the macro knows.
pub(super) fn has_connection_string(scheme: &Found) -> bool {
    let scheme = scheme.scheme.as_ref();
    scheme.is_some_and(|scheme| scheme.data().has_connection_string())
}

/// To and from what it is made of. Where a method is looked for, the type that the user named stands:
/// in one that is in error, none would be found.
pub(super) fn conversions(
    client: &Ident,
    krate: &TokenStream,
    runtime: &TokenStream,
    scheme: &TokenStream,
    named: &TokenStream,
) -> TokenStream {
    quote_spanned! {at(client.span())=>
        impl #krate::__private::From<#runtime::Client<#scheme>> for #client {
            fn from(client: #runtime::Client<#scheme>) -> Self {
                Self(client)
            }
        }

        impl #krate::__private::Deref for #client {
            type Target = #runtime::Client<#named>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    }
}

/// A method builds its request and makes one call.
fn method(method: &Method, blocking: bool) -> TokenStream {
    let span = at(method.name.span());
    let (cfgs, name, answer) = (&method.cfgs, &method.name, &method.answer);
    let (generics, _, _) = method.generics.split_for_impl();
    let (parameters, request) = (parameters(method), request(method));
    let (asyncness, wait) = if blocking {
        (None, None)
    } else {
        (
            Some(quote_spanned!(span=> async)),
            Some(quote_spanned!(span=> .await)),
        )
    };
    quote_spanned! {span=>
        #(#cfgs)*
        #asyncness fn #name #generics(&self, #(#parameters),*) -> #answer {
            self.0.send(#request) #wait
        }
    }
}

fn parameters(method: &Method) -> Vec<TokenStream> {
    let span = at(method.name.span());
    let parameters = method.parameters.iter().map(|parameter| {
        let (name, ty) = (&parameter.name, &parameter.ty);
        quote_spanned!(span=> #name: #ty)
    });
    parameters.collect()
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
