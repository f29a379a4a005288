//! What a parameter looks like.

use serde_core::ser::{self, Serialize};

use super::{
    NoShape,
    members::{Members, Words},
    word::Word,
};

/// What a parameter looks like: nothing, a word, several words, or names with words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `None`.
    Absent,
    /// One word.
    Word(String),
    /// A list.
    Words(Vec<String>),
    /// A struct or a map.
    Members(Vec<(String, Vec<String>)>),
}

impl Shape {
    /// Names and their words: its own, or this one.
    pub(crate) fn named(self, name: &str) -> Vec<(String, Vec<String>)> {
        match self {
            Self::Absent => Vec::new(),
            Self::Word(word) => vec![(name.to_owned(), vec![word])],
            Self::Words(words) => vec![(name.to_owned(), words)],
            Self::Members(members) => members,
        }
    }
}

impl From<Option<String>> for Shape {
    fn from(word: Option<String>) -> Self {
        word.map_or(Self::Absent, Self::Word)
    }
}

/// Serialises a parameter into its shape.
pub(super) struct Shaper;

/// Everything that is at most one word is [`Word`]'s business.
macro_rules! words {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {
        $(fn $method(self, $($name: $type),*) -> Result<Shape, NoShape> {
            Word.$method($($name),*).map(Shape::from)
        })*
    };
}

impl ser::Serializer for Shaper {
    type Ok = Shape;
    type Error = NoShape;
    type SerializeSeq = Words;
    type SerializeTuple = Words;
    type SerializeTupleStruct = Words;
    type SerializeTupleVariant = ser::Impossible<Shape, NoShape>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = ser::Impossible<Shape, NoShape>;

    words! {
        serialize_bool(v: bool);
        serialize_i8(v: i8);
        serialize_i16(v: i16);
        serialize_i32(v: i32);
        serialize_i64(v: i64);
        serialize_i128(v: i128);
        serialize_u8(v: u8);
        serialize_u16(v: u16);
        serialize_u32(v: u32);
        serialize_u64(v: u64);
        serialize_u128(v: u128);
        serialize_f32(v: f32);
        serialize_f64(v: f64);
        serialize_char(v: char);
        serialize_str(v: &str);
        serialize_bytes(v: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Shape, NoShape> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Shape, NoShape> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Shape, NoShape> {
        Err(NoShape::nested("an enum variant with data"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Words, NoShape> {
        Ok(Words::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Words, NoShape> {
        Ok(Words::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Words, NoShape> {
        Ok(Words::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoShape> {
        Err(NoShape::nested("an enum variant with data"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, NoShape> {
        Ok(Members::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, NoShape> {
        Ok(Members::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoShape> {
        Err(NoShape::nested("an enum variant with data"))
    }
}
