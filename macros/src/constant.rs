//! Any serialisable value as a Rust expression: what the scheme's reader found becomes a constant
//! without a list of its fields.
//!
//! serde tells the names of types and variants; all types are expected in one module.

use std::fmt;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use serde::ser::{self, Serialize};

/// The expression, its types named under `module`.
pub(crate) fn expression<T: Serialize>(
    value: &T,
    module: &TokenStream,
) -> Result<TokenStream, NoConstant> {
    value.serialize(Constant { module })
}

/// A value that no constant can hold: a map, an owned text behind a trait. Schemes have none.
#[derive(Debug)]
pub(crate) struct NoConstant(String);

impl fmt::Display for NoConstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoConstant {}

impl ser::Error for NoConstant {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

#[derive(Clone, Copy)]
struct Constant<'m> {
    module: &'m TokenStream,
}

type Tokens = Result<TokenStream, NoConstant>;

macro_rules! tokens {
    ($($rest:tt)*) => { quote_spanned!(Span::mixed_site()=> $($rest)*) };
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl<'m> Constant<'m> {
    fn ty(self, name: &str) -> TokenStream {
        let (module, name) = (self.module, ident(name));
        tokens!(#module::#name)
    }

    fn variant(self, name: &str, variant: &str) -> TokenStream {
        let (ty, variant) = (self.ty(name), ident(variant));
        tokens!(#ty::#variant)
    }

    const fn several(self, head: TokenStream, form: Form) -> Several<'m> {
        Several {
            constant: self,
            head,
            form,
            parts: Vec::new(),
        }
    }
}

macro_rules! literals {
    ($($method:ident($type:ty) => $literal:ident;)*) => {
        $(fn $method(self, value: $type) -> Tokens {
            let literal = Literal::$literal(value);
            Ok(tokens!(#literal))
        })*
    };
}

impl<'m> ser::Serializer for Constant<'m> {
    type Ok = TokenStream;
    type Error = NoConstant;
    type SerializeSeq = Several<'m>;
    type SerializeTuple = Several<'m>;
    type SerializeTupleStruct = Several<'m>;
    type SerializeTupleVariant = Several<'m>;
    type SerializeMap = ser::Impossible<TokenStream, NoConstant>;
    type SerializeStruct = Several<'m>;
    type SerializeStructVariant = Several<'m>;

    literals! {
        serialize_i8(i8) => i8_unsuffixed;
        serialize_i16(i16) => i16_unsuffixed;
        serialize_i32(i32) => i32_unsuffixed;
        serialize_i64(i64) => i64_unsuffixed;
        serialize_u8(u8) => u8_unsuffixed;
        serialize_u16(u16) => u16_unsuffixed;
        serialize_u32(u32) => u32_unsuffixed;
        serialize_u64(u64) => u64_unsuffixed;
        serialize_f32(f32) => f32_unsuffixed;
        serialize_f64(f64) => f64_unsuffixed;
        serialize_char(char) => character;
        serialize_str(&str) => string;
        serialize_bytes(&[u8]) => byte_string;
    }

    fn serialize_bool(self, value: bool) -> Tokens {
        Ok(tokens!(#value))
    }

    fn serialize_none(self) -> Tokens {
        Ok(tokens!(::core::option::Option::None))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Tokens {
        let value = value.serialize(self)?;
        Ok(tokens!(::core::option::Option::Some(#value)))
    }

    fn serialize_unit(self) -> Tokens {
        Ok(tokens!(()))
    }

    fn serialize_unit_struct(self, name: &'static str) -> Tokens {
        Ok(self.ty(name))
    }

    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Tokens {
        Ok(self.variant(name, variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Tokens {
        let (ty, value) = (self.ty(name), value.serialize(self)?);
        Ok(tokens!(#ty(#value)))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Tokens {
        let (variant, value) = (self.variant(name, variant), value.serialize(self)?);
        Ok(tokens!(#variant(#value)))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(TokenStream::new(), Form::Slice))
    }

    fn serialize_tuple(self, _: usize) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(TokenStream::new(), Form::Tuple))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(self.ty(name), Form::Tuple))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(self.variant(name, variant), Form::Tuple))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoConstant> {
        Err(ser::Error::custom("a map cannot be a constant"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(self.ty(name), Form::Struct))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Several<'m>, NoConstant> {
        Ok(self.several(self.variant(name, variant), Form::Struct))
    }
}

/// Something with several parts.
struct Several<'m> {
    constant: Constant<'m>,
    head: TokenStream,
    form: Form,
    parts: Vec<TokenStream>,
}

enum Form {
    Slice,
    Tuple,
    Struct,
}

impl Several<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoConstant> {
        self.parts.push(value.serialize(self.constant)?);
        Ok(())
    }

    fn push_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), NoConstant> {
        let (name, value) = (ident(name), value.serialize(self.constant)?);
        self.parts.push(tokens!(#name: #value));
        Ok(())
    }

    fn whole(self) -> TokenStream {
        let (head, parts) = (self.head, self.parts);
        match self.form {
            Form::Slice => tokens!(&[#(#parts),*]),
            Form::Tuple => tokens!(#head(#(#parts,)*)),
            Form::Struct => tokens!(#head { #(#parts),* }),
        }
    }
}

macro_rules! parts {
    ($($trait:ident::$method:ident($($name:ident)?) => $push:ident;)*) => {
        $(impl ser::$trait for Several<'_> {
            type Ok = TokenStream;
            type Error = NoConstant;

            fn $method<T: Serialize + ?Sized>(&mut self, $($name: &'static str,)? value: &T) -> Result<(), NoConstant> {
                self.$push($($name,)? value)
            }

            fn end(self) -> Tokens {
                Ok(self.whole())
            }
        })*
    };
}

parts! {
    SerializeSeq::serialize_element() => push;
    SerializeTuple::serialize_element() => push;
    SerializeTupleStruct::serialize_field() => push;
    SerializeTupleVariant::serialize_field() => push;
    SerializeStruct::serialize_field(name) => push_field;
    SerializeStructVariant::serialize_field(name) => push_field;
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Kind {
        Plain,
        At(u16),
        Both(u16, bool),
    }

    #[derive(Serialize)]
    struct Entry<'a> {
        name: &'a str,
        kinds: &'a [Kind],
        pair: (u8, char),
        doc: Option<&'a str>,
    }

    #[test]
    fn a_struct_of_everything() {
        let kinds = &[Kind::Plain, Kind::At(3), Kind::Both(4, true)];
        let entry = Entry {
            name: "a",
            kinds,
            pair: (1, 'b'),
            doc: Some("c"),
        };
        let seen = expression(&entry, &quote!(::x::data)).unwrap().to_string();
        let expected = quote!(::x::data::Entry {
            name: "a",
            kinds: &[
                ::x::data::Kind::Plain,
                ::x::data::Kind::At(3),
                ::x::data::Kind::Both(4, true,)
            ],
            pair: (1, 'b',),
            doc: ::core::option::Option::Some("c")
        });
        assert_eq!(seen, expected.to_string());
    }
}
