//! A scheme's data as a Rust expression: what its reader found becomes a constant.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use signed_api_specs::data::{Constant, Shape};

macro_rules! tokens {
    ($($rest:tt)*) => { quote_spanned!(Span::mixed_site()=> $($rest)*) };
}

/// The expression, its types named under `module`.
pub(crate) fn expression(value: &dyn Constant, module: &TokenStream) -> TokenStream {
    let one = |value: &dyn Constant| expression(value, module);
    match value.shape() {
        Shape::Number(number) => {
            let number = Literal::u32_unsuffixed(number);
            tokens!(#number)
        }
        Shape::Switch(on) => tokens!(#on),
        Shape::Text(text) => tokens!(#text),
        Shape::Option(None) => tokens!(::core::option::Option::None),
        Shape::Option(Some(value)) => {
            let value = one(value);
            tokens!(::core::option::Option::Some(#value))
        }
        Shape::Slice(items) => {
            let items = items.into_iter().map(one);
            tokens!(&[#(#items),*])
        }
        Shape::Tuple(parts) => {
            let parts = parts.into_iter().map(one);
            tokens!((#(#parts),*))
        }
        Shape::Struct(ty, fields) => {
            let (ty, values) = (ident(ty), fields.iter().map(|(_, value)| one(*value)));
            let names = fields.iter().map(|(name, _)| ident(name));
            tokens!(#module::#ty { #(#names: #values),* })
        }
        Shape::Variant(ty, variant, parts) => {
            let (ty, variant) = (ident(ty), ident(variant));
            if parts.is_empty() {
                return tokens!(#module::#ty::#variant);
            }
            let parts = parts.into_iter().map(one);
            tokens!(#module::#ty::#variant(#(#parts),*))
        }
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use signed_api_specs::data::{
        Algorithm, AlgorithmChoice, Hash, Known, Op, Run, Setting, SettingKind, Text,
    };

    use super::*;

    fn written(value: &dyn Constant) -> String {
        expression(value, &quote!(::x::data)).to_string()
    }

    #[test]
    fn every_shape() {
        let setting = Setting {
            name: Text { at: 0, len: 3 },
            kind: SettingKind::List,
            default: Some(Text { at: 3, len: 1 }),
            optional: true,
            one_of: Run::default(),
            max: Some(9),
            known: Known::ByOwner,
            by_trait: false,
            env: None,
            doc: None,
        };
        let expected = quote!(::x::data::Setting {
            name: ::x::data::Text { at: 0, len: 3 },
            kind: ::x::data::SettingKind::List,
            default: ::core::option::Option::Some(::x::data::Text { at: 3, len: 1 }),
            optional: true,
            one_of: ::x::data::Run { at: 0, len: 0 },
            max: ::core::option::Option::Some(9),
            known: ::x::data::Known::ByOwner,
            by_trait: false,
            env: ::core::option::Option::None,
            doc: ::core::option::Option::None
        });
        assert_eq!(written(&setting), expected.to_string());
        let algorithm = Algorithm {
            keyed: true,
            hash: Hash::Md5,
        };
        let pairs: &[(&str, AlgorithmChoice)] = &[("a", AlgorithmChoice::Always(algorithm))];
        let expected = quote!(&[(
            "a",
            ::x::data::AlgorithmChoice::Always(::x::data::Algorithm {
                keyed: true,
                hash: ::x::data::Hash::Md5
            })
        )]);
        assert_eq!(written(&pairs), expected.to_string());
        let ops: &[Op] = &[Op::Now, Op::Let(7)];
        let expected = quote!(&[::x::data::Op::Now, ::x::data::Op::Let(7)]);
        assert_eq!(written(&ops), expected.to_string());
    }
}
