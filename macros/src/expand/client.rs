//! The client: a newtype with functions of its own, and the trait.

use proc_macro2::{Ident, Span, TokenStream};
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
        let connection = self.connection();
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

    /// For a scheme whose file says what a connection string holds; of a type nobody knows here, so there
    /// the compiler says it where it is called.
    fn connection(&self) -> Option<TokenStream> {
        let found = &self.api.scheme;
        if !may_connect(found) {
            return None;
        }
        let krate = &self.api.krate;
        let of_file = found
            .scheme
            .as_ref()
            .and_then(|scheme| scheme.data().connection_variable());
        let variable = of_file.map_or("the variable that its file names".to_owned(), |name| {
            format!("`{name}`")
        });
        let doc = format!(
            "A client with defaults, of the connection string in the environment: {variable}."
        );
        let vis = &self.api.item.vis;
        let [generics, bounds, of, builder] = self.connecting(found.scheme.is_some());
        Some(quote_spanned! {at(self.name.span())=>
            /// A client with defaults, of a connection string.
            ///
            /// # Errors
            ///
            /// If a member is missing, or the endpoint is none.
            #vis fn from_connection_string #generics(
                text: &::core::primitive::str,
            ) -> #krate::__private::Result<Self, #krate::Error> #bounds {
                let (endpoint, credentials) = #krate::__private::connect::<#of>(text)?;
                #builder
            }

            #[doc = #doc]
            ///
            /// # Errors
            ///
            /// As of `from_connection_string`; and if it is not set.
            #vis fn from_env #generics() -> #krate::__private::Result<Self, #krate::Error> #bounds {
                let (endpoint, credentials) = #krate::__private::connect_from_env::<#of>()?;
                #builder
            }
        })
    }

    /// Generics, bounds, the scheme and the client of it: if the scheme is known there is nothing to find
    /// out.
    fn connecting(&self, is_known: bool) -> [TokenStream; 4] {
        let (krate, span) = (&self.api.krate, at(self.name.span()));
        let runtime = runtime(krate, self.blocking);
        let scheme = if is_known {
            self.api.scheme.ty.clone()
        } else {
            quote_spanned!(Span::mixed_site()=> S)
        };
        let builder = quote_spanned! {span=>
            #runtime::Builder::<Self, #scheme>::new(&endpoint, credentials).build()
        };
        if is_known {
            return [TokenStream::new(), TokenStream::new(), scheme, builder];
        }
        let bounds = quote_spanned! {span=>
            where
                #scheme: #krate::__private::Connects,
                Self: #krate::__private::Deref<Target = #runtime::Client<#scheme>>
                    + #krate::__private::From<#runtime::Client<#scheme>>,
        };
        [quote_spanned!(span=> <#scheme>), bounds, scheme, builder]
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

/// Whether one text may hold what a client of the scheme needs, as far as the macro knows.
pub(super) fn may_connect(scheme: &Found) -> bool {
    let scheme = scheme.scheme.as_ref();
    scheme.is_none_or(|scheme| scheme.data().has_connection_string())
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
