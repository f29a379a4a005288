//! The values of a JSON text: seen one after another, and replaced where they stand.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, value::RawValue};

/// A value of a JSON text.
pub(super) struct Member<'t> {
    /// Its name; an item has none.
    pub(super) name: Option<&'t str>,
    /// The names and indexes on the way to it: `a.0.b`.
    pub(super) path: &'t str,
    /// As it is written.
    pub(super) text: &'t str,
}

impl Member<'_> {
    /// What it says, if it is a text.
    pub(super) fn said(&self) -> Option<String> {
        serde_json::from_str(self.text).ok()
    }
}

/// A JSON text with other values in the places of some: every other byte stays as it is. What is
/// replaced is not looked into. `None` if the text is no JSON, or is nested deeper than serde reads.
pub(super) fn replaced(
    text: &str,
    new: &mut dyn FnMut(&Member<'_>) -> Option<String>,
) -> Option<String> {
    // A value has a limit to its depth, which a text has not.
    serde_json::from_str::<Value>(text).ok()?;
    let whole: &RawValue = serde_json::from_str(text).ok()?;
    let mut walk = Walk {
        text,
        copied: 0,
        out: String::new(),
        new,
    };
    walk.value(None, "", whole);
    walk.out.push_str(&text[walk.copied..]);
    Some(walk.out)
}

struct Walk<'t, 'n> {
    text: &'t str,
    /// So much of it has been copied, or replaced.
    copied: usize,
    out: String,
    new: &'n mut dyn FnMut(&Member<'_>) -> Option<String>,
}

impl<'t> Walk<'t, '_> {
    fn value(&mut self, name: Option<&str>, path: &str, raw: &'t RawValue) {
        let text = raw.get();
        if let Some(new) = (self.new)(&Member { name, path, text }) {
            let start = text.as_ptr().addr() - self.text.as_ptr().addr();
            self.out.push_str(&self.text[self.copied..start]);
            self.out.push_str(&new);
            self.copied = start + text.len();
            return;
        }
        let below = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        if let Ok(Members(members)) = serde_json::from_str(text) {
            for (name, value) in members {
                self.value(Some(&name), &below(&name), value);
            }
        } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) {
            for (index, value) in items.into_iter().enumerate() {
                self.value(None, &below(&index.to_string()), value);
            }
        }
    }
}

/// The members of an object in their order, also those of one name.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Option<String> {
        let mut new = |member: &Member<'_>| {
            let is_it = member.name == Some("key") || member.path == "a.1.b";
            is_it.then(|| "\"-\"".to_owned())
        };
        replaced(text, &mut new)
    }

    #[test]
    fn all_else_stays_byte_for_byte() {
        for (text, new) in [
            (
                "{ \"n\" : 1.10e+2,\t\"big\":12345678901234567890123.0, \"key\": [1, 2] ,\"s\":\"\\u00e9\\/\" }\n",
                "{ \"n\" : 1.10e+2,\t\"big\":12345678901234567890123.0, \"key\": \"-\" ,\"s\":\"\\u00e9\\/\" }\n",
            ),
            (
                r#"{"key":1,"key":"2","\u006bey":null}"#,
                r#"{"key":"-","key":"-","\u006bey":"-"}"#,
            ),
            (
                r#"{"a":[{"b":1},{"b":2,"c":[{"key":3}]}]}"#,
                r#"{"a":[{"b":1},{"b":"-","c":[{"key":"-"}]}]}"#,
            ),
            ("[1.0, -0]", "[1.0, -0]"),
        ] {
            assert_eq!(hidden(text).as_deref(), Some(new));
        }
    }

    #[test]
    fn no_json() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        for text in ["", "{", "a=b", "{}{}", &deep] {
            assert_eq!(hidden(text), None, "{text}");
        }
    }
}
