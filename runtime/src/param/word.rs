//! One word of a URL or a header.

use serde_core::ser::{self, Impossible, Serialize};

use super::NoShape;

/// Serialises a value that is one word, or nothing.
pub(crate) struct Word;

type Result<T = Option<String>> = std::result::Result<T, NoShape>;

/// Numbers and `bool` are written as Rust writes them.
macro_rules! displayed {
    ($($method:ident($type:ty);)*) => {
        $(fn $method(self, value: $type) -> Result {
            Ok(Some(value.to_string()))
        })*
    };
}

impl ser::Serializer for Word {
    type Ok = Option<String>;
    type Error = NoShape;
    type SerializeSeq = Impossible<Option<String>, NoShape>;
    type SerializeTuple = Impossible<Option<String>, NoShape>;
    type SerializeTupleStruct = Impossible<Option<String>, NoShape>;
    type SerializeTupleVariant = Impossible<Option<String>, NoShape>;
    type SerializeMap = Impossible<Option<String>, NoShape>;
    type SerializeStruct = Impossible<Option<String>, NoShape>;
    type SerializeStructVariant = Impossible<Option<String>, NoShape>;

    displayed! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
    }

    fn serialize_bytes(self, _: &[u8]) -> Result {
        Err(NoShape::nested("bytes"))
    }

    fn serialize_none(self) -> Result {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        Err(NoShape::nested("`()`"))
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result {
        Ok(Some(name.to_owned()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        Ok(Some(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result {
        Err(NoShape::nested("an enum variant with data"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        Err(NoShape::nested("a list"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        Err(NoShape::nested("a tuple"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        Err(NoShape::nested("a tuple"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Err(NoShape::nested("an enum variant with data"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        Err(NoShape::nested("a map"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        Err(NoShape::nested("a struct"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Err(NoShape::nested("an enum variant with data"))
    }
}
