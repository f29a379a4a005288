//! A form body, as serde sees it: pairs of texts, which are numbers for whoever wants numbers.

use std::borrow::Cow;

use serde_core::{
    de::{
        self, DeserializeOwned, Error as _, IntoDeserializer, Visitor,
        value::{Error, MapDeserializer},
    },
    forward_to_deserialize_any,
};

/// Reads a form: as a struct, a map or a list of pairs, or as `()` if it has none.
pub(crate) fn from_bytes<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    T::deserialize(Form(body))
}

struct Form<'b>(&'b [u8]);

impl<'b> Form<'b> {
    fn pairs(&self) -> impl Iterator<Item = (Text<'b>, Text<'b>)> + use<'b> {
        form_urlencoded::parse(self.0).map(|(name, value)| (Text(name), Text(value)))
    }
}

impl<'de> de::Deserializer<'de> for Form<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        MapDeserializer::new(self.pairs()).deserialize_any(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        MapDeserializer::new(self.pairs()).deserialize_seq(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        MapDeserializer::<_, Error>::new(self.pairs()).end()?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A name or a value.
struct Text<'t>(Cow<'t, str>);

impl<'de> IntoDeserializer<'de> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Numbers and `bool` are read as Rust reads them.
macro_rules! parsed {
    ($($method:ident $visit:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.0.parse().map_err(Error::custom)?)
        })*
    };
}

impl<'de> de::Deserializer<'de> for Text<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    parsed! {
        deserialize_bool visit_bool;
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
        deserialize_f32 visit_f32;
        deserialize_f64 visit_f64;
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Call {
        #[serde(rename = "From")]
        from: String,
        #[serde(rename = "Duration")]
        duration: Option<u32>,
        #[serde(rename = "Status", default)]
        status: Status,
        #[serde(rename = "Rate", default)]
        rate: f64,
        #[serde(rename = "Sid", default)]
        sid: Sid,
        #[serde(rename = "Ended", default)]
        ended: bool,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(rename_all = "kebab-case")]
    enum Status {
        #[default]
        Queued,
        InProgress,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    struct Sid(String);

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wrapped(HashMap<String, String>);

    #[test]
    fn a_struct_takes_its_fields() {
        let body =
            b"Duration=7&From=%2B1+555&Other=x&Status=in-progress&Rate=0.5&Sid=CA1&Ended=true";
        let call = Call {
            from: "+1 555".to_owned(),
            duration: Some(7),
            status: Status::InProgress,
            rate: 0.5,
            sid: Sid("CA1".to_owned()),
            ended: true,
        };
        assert_eq!(from_bytes(body), Ok(call));
        let call: Call = from_bytes(b"From=me").unwrap();
        assert_eq!((call.duration, call.status), (None, Status::Queued));
    }

    #[test]
    fn lists_maps_and_nothing_take_pairs() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs = vec![pair("a", "1"), pair("a", "2"), pair("b", "")];
        assert_eq!(from_bytes(b"a=1&a=2&b"), Ok(pairs));
        let map = HashMap::from([pair("a", "1")]);
        assert_eq!(from_bytes(b"a=1"), Ok(Wrapped(map)));
        assert_eq!(from_bytes(b""), Ok(()));
        assert!(from_bytes::<()>(b"a=1").is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let why = |body: &[u8]| from_bytes::<Call>(body).unwrap_err().to_string();
        assert_eq!(why(b"Duration=7"), "missing field `From`");
        assert_eq!(why(b"From=a&From=b"), "duplicate field `From`");
        assert_eq!(
            why(b"From=a&Duration=long"),
            "invalid digit found in string"
        );
        assert_eq!(
            why(b"From=a&Status=gone"),
            "unknown variant `gone`, expected `queued` or `in-progress`"
        );
    }
}
