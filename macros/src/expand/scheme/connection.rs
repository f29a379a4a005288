//! Of a provider that shows endpoint and credentials as one text: its connection strings.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use signed_api_specs::data::SchemeData;

use super::{Field, SchemeType};
use crate::names;

impl SchemeType<'_> {
    /// The connection string in the environment, if nothing else is there.
    pub(super) fn instead(&self, fields: &[Field], variable: &str) -> TokenStream {
        let krate = self.krate;
        let variables = fields.iter().map(|field| &field.variable);
        quote_spanned! {Span::mixed_site()=>
            if let #krate::__private::Option::Some(text) =
                #krate::__private::instead(&[#(#variables),*], #variable, &lookup)
            {
                return Self::credentials_from_connection_string(&text);
            }
        }
    }

    /// Of a provider that shows endpoint and credentials as one text.
    pub(super) fn connection(
        &self,
        fields: &[Field],
        data: &SchemeData<'_>,
        variable: &str,
    ) -> TokenStream {
        let (krate, vis, name) = (self.krate, self.vis, self.name);
        let endpoints: Vec<&str> = data.endpoint_members().collect();
        let doc = shown(&endpoints, fields);
        // One that stands in none may lack everywhere.
        let reads = fields.iter().map(|Field { ident, member, .. }| {
            let none = quote_spanned!(Span::mixed_site()=> #krate::__private::Option::None);
            let read =
                |member: &String| quote_spanned!(Span::mixed_site()=> text.credential(#member)?);
            let value = member.as_ref().map_or(none, read);
            quote_spanned!(Span::mixed_site()=> #ident: #value,)
        });
        quote_spanned! {Span::mixed_site()=>
            #[allow(dead_code)]
            impl #name {
                #[doc = #doc]
                /// Names count in capitals or not; other members are passed over.
                ///
                /// # Errors
                ///
                /// If a member is missing, empty or there twice. The error names it and the members that
                /// are there, and shows no value.
                #vis fn from_connection_string(
                    text: &::core::primitive::str,
                ) -> #krate::__private::Result<(#krate::__private::String, Self), #krate::Error> {
                    #krate::__private::connect(text)
                }

                /// The credentials of a connection string alone, for an endpoint that it does not name.
                ///
                /// # Errors
                ///
                /// As of `from_connection_string`.
                #vis fn credentials_from_connection_string(
                    text: &::core::primitive::str,
                ) -> #krate::__private::Result<Self, #krate::Error> {
                    #krate::__private::credentials(text)
                }
            }

            impl #krate::__private::Connects for #name {
                const ENDPOINTS: &'static [&'static ::core::primitive::str] = &[#(#endpoints),*];
                const VARIABLE: &'static ::core::primitive::str = #variable;

                fn from_members(
                    text: &#krate::__private::ConnectionString<'_>,
                ) -> #krate::__private::Result<Self, #krate::Error> {
                    #krate::__private::Result::Ok(Self { #(#reads)* })
                }
            }
        }
    }
}

/// A connection string, as an example writes it.
fn shown(endpoints: &[&str], fields: &[Field]) -> String {
    let first = endpoints.first().copied().unwrap_or_default();
    let mut members = vec![format!("{first}=https://…")];
    let others = fields.iter().filter_map(|field| field.member.as_ref());
    members.extend(others.map(|member| format!("{member}=…")));
    let text = members.join(";");
    let endpoint = if endpoints.len() > 1 {
        let all = names::list(endpoints.iter().copied());
        format!(" The endpoint is one of {all}.")
    } else {
        String::new()
    };
    format!("Endpoint and credentials of a connection string: `{text}`.{endpoint}")
}
