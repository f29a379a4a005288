//! A scheme's data as a Rust expression: what its reader found becomes a constant.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use signed_api_specs::data::{Constant, Shape};

macro_rules! tokens {
    ($($rest:tt)*) => { quote_spanned!(Span::mixed_site()=> $($rest)*) };
}

/// A block of the expression. All that it names comes from `module`: in short, for there is much of it.
pub(crate) fn block(value: &dyn Constant, module: &TokenStream) -> TokenStream {
    let value = expression(value);
    tokens!({ use #module::*; &#value })
}

fn expression(value: &dyn Constant) -> TokenStream {
    match value.shape() {
        Shape::Number(number) => {
            let number = Literal::u64_unsuffixed(number);
            tokens!(#number)
        }
        Shape::Switch(on) => tokens!(#on),
        Shape::Text(text) => tokens!(#text),
        Shape::Option(None) => tokens!(None),
        Shape::Option(Some(value)) => {
            let value = expression(value);
            tokens!(Some(#value))
        }
        Shape::Slice(items) => {
            let items = items.into_iter().map(expression);
            tokens!(&[#(#items),*])
        }
        Shape::Tuple(parts) => {
            let parts = parts.into_iter().map(expression);
            tokens!((#(#parts),*))
        }
        Shape::Struct(ty, fields) => {
            let (ty, values) = (
                ident(ty),
                fields.iter().map(|(_, value)| expression(*value)),
            );
            let names = fields.iter().map(|(name, _)| ident(name));
            tokens!(#ty { #(#names: #values),* })
        }
        Shape::Variant(ty, variant, parts) => {
            let (ty, variant) = (ident(ty), ident(variant));
            if parts.is_empty() {
                return tokens!(#ty::#variant);
            }
            let parts = parts.into_iter().map(expression);
            tokens!(#ty::#variant(#(#parts),*))
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
        expression(value).to_string()
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
        let expected = quote!(Setting {
            name: Text { at: 0, len: 3 },
            kind: SettingKind::List,
            default: Some(Text { at: 3, len: 1 }),
            optional: true,
            one_of: Run { at: 0, len: 0 },
            max: Some(9),
            known: Known::ByOwner,
            by_trait: false,
            env: None,
            doc: None
        });
        assert_eq!(written(&setting), expected.to_string());
        let algorithm = Algorithm {
            keyed: true,
            hash: Hash::Md5,
        };
        let pairs: &[(&str, AlgorithmChoice)] = &[("a", AlgorithmChoice::Always(algorithm))];
        let expected = quote!(&[(
            "a",
            AlgorithmChoice::Always(Algorithm {
                keyed: true,
                hash: Hash::Md5
            })
        )]);
        assert_eq!(written(&pairs), expected.to_string());
        let ops: &[Op] = &[Op::Now, Op::Let(7)];
        let expected = quote!(&[Op::Now, Op::Let(7)]);
        assert_eq!(written(&ops), expected.to_string());
    }
}
