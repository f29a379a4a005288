//! The elements of an array of JSON, one after another.

use bytes::{Buf as _, Bytes};
use serde_core::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

/// The elements of an array that were not read yet. However many there are, nothing is kept of them
/// but the text and their number.
#[derive(Default)]
pub(super) struct Elements {
    /// The text from the next element on, or from the comma before it.
    rest: Bytes,
    left: usize,
}

impl Elements {
    /// The elements of what is JSON, unless it is no array.
    pub(super) fn of(array: &Bytes) -> Option<Self> {
        // What is ignored takes no memory, so this counts.
        let all: Vec<IgnoredAny> = serde_json::from_slice(array).ok()?;
        Some(Self {
            left: all.len(),
            rest: array.slice(1..),
        })
    }

    /// How many are left.
    pub(super) const fn len(&self) -> usize {
        self.left
    }

    /// Reads the next element. One that is not a `T` is passed over.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Option<serde_json::Result<T>> {
        self.left = self.left.checked_sub(1)?;
        let between = |byte: &&u8| matches!(byte, b',' | b' ' | b'\t' | b'\r' | b'\n');
        self.rest
            .advance(self.rest.iter().take_while(between).count());
        let text = serde_json::Deserializer::from_slice(&self.rest)
            .into_iter::<&RawValue>()
            .next()?;
        let (read, len) = match text {
            Ok(text) => (serde_json::from_str(text.get()), text.get().len()),
            Err(error) => (Err(error), 0),
        };
        self.rest.advance(len);
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_as_in_the_whole() {
        for text in [
            "[]",
            "[ ]",
            "[1]",
            "[ 1 ,\n-2.5e3\t,\"a,]\\\"\" , [], [[1,2],[ ]],{ \"a\" : [1,\"]\"]},null,true]",
        ] {
            let whole: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
            let mut elements = Elements::of(&Bytes::from(text)).unwrap();
            assert_eq!(elements.len(), whole.len());
            for value in whole {
                assert_eq!(
                    elements.next::<serde_json::Value>().unwrap().unwrap(),
                    value
                );
            }
            assert!(elements.next::<IgnoredAny>().is_none());
        }
    }

    #[test]
    fn one_that_is_wrong_is_passed_over() {
        let mut elements = Elements::of(&Bytes::from(r#"[1, {"a": [2]}, 3]"#)).unwrap();
        assert_eq!(elements.next::<u32>().unwrap().unwrap(), 1);
        assert!(elements.next::<u32>().unwrap().is_err());
        assert_eq!(elements.next::<u32>().unwrap().unwrap(), 3);
        assert!(elements.next::<u32>().is_none());
    }

    #[test]
    fn no_array() {
        for text in ["{}", "1", "\"[]\"", "null", "[1"] {
            assert!(Elements::of(&Bytes::from(text)).is_none(), "{text}");
        }
    }
}
