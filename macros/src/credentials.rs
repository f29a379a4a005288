//! `scheme!`: a type for a scheme.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{
    Attribute, LitStr, Token, Visibility,
    parse::{Parse, ParseStream},
};

use crate::{arguments::CRATE, expand, names, scheme};

/// `/// docs` `pub Acme = "specs/acme.toml"`, and perhaps `, crate = path`.
struct Definition {
    docs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    scheme: LitStr,
    krate: Option<syn::Path>,
}

impl Parse for Definition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let docs = input.call(Attribute::parse_outer)?;
        let (vis, name) = (input.parse()?, input.parse()?);
        input.parse::<Token![=]>()?;
        let scheme = input.parse()?;
        let krate = if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            let path = input.call(syn::Path::parse_mod_style)?;
            if !names::is_crate(&path) {
                return Err(syn::Error::new_spanned(&path, CRATE));
            }
            Some(path)
        } else {
            None
        };
        input.parse::<Option<Token![;]>>()?;
        Ok(Self {
            docs,
            vis,
            name,
            scheme,
            krate,
        })
    }
}

/// Expands `scheme!(input)`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let definition: Definition = match syn::parse2(input) {
        Ok(definition) => definition,
        Err(error) => {
            let message =
                format!("{error}; a scheme is written `scheme!(pub Acme = \"specs/acme.toml\");`");
            return syn::Error::new(error.span(), message).into_compile_error();
        }
    };
    let krate = definition.krate.map_or_else(
        || quote_spanned!(Span::mixed_site()=> ::signed_api),
        |path| quote!(#path),
    );
    let place = expand::SchemeType {
        krate: &krate,
        docs: &definition.docs,
        vis: &definition.vis,
        name: &definition.name,
    };
    match scheme::resolve(&definition.scheme) {
        Ok((scheme, files)) => place.of(&scheme, &files),
        Err(error) => {
            let (error, stand_in) = (
                error.into_compile_error(),
                place.stand_in(&scheme::outline(&definition.scheme).unwrap_or_default()),
            );
            quote!(#error #stand_in)
        }
    }
}
