//! Members of JSON by their names, the values of all others untouched.

use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

/// The value at a path of names, if there is one.
pub(super) fn at<'a>(whole: &'a RawValue, path: &[&str]) -> Option<&'a RawValue> {
    path.iter().try_fold(whole, |value, name| {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
        object.get(*name).copied()
    })
}

pub(super) fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

/// The same JSON with another value at a path of names; what lacks on the way is made. `None` if
/// something on the way is no object.
pub(super) fn with(
    whole: Option<&RawValue>,
    path: &[&str],
    value: &RawValue,
) -> Option<Box<RawValue>> {
    let Some((name, path)) = path.split_first() else {
        return Some(value.to_owned());
    };
    let mut object: BTreeMap<String, Box<RawValue>> = match whole.filter(|whole| !is_null(whole)) {
        Some(whole) => serde_json::from_str(whole.get()).ok()?,
        None => BTreeMap::new(),
    };
    let old = object.get(*name).map(Box::as_ref);
    let new = with(old, path, value)?;
    object.insert((*name).to_owned(), new);
    to_raw_value(&object).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    #[test]
    fn found() {
        let whole = raw(r#"{"a":{"b.c":[1], "d":null},"e":1e400}"#);
        let found = |path: &[&str]| at(&whole, path).map(RawValue::get);
        assert_eq!(found(&[]).map(str::len), Some(37));
        assert_eq!(found(&["a", "b.c"]), Some("[1]"));
        assert_eq!(found(&["a", "d"]), Some("null"));
        assert_eq!(found(&["e"]), Some("1e400"));
        assert_eq!((found(&["a", "x"]), found(&["e", "x"])), (None, None));
    }

    #[test]
    fn replaced() {
        let text = r#"{"n":12345678901234567890123.10,"p":{"q":[ ]}}"#;
        let put = |whole: Option<&str>, path: &[&str]| {
            let whole = whole.map(raw);
            with(whole.as_deref(), path, &raw("\"t\"")).map(|new| new.get().to_owned())
        };
        assert_eq!(
            put(Some(text), &["p", "at"]).unwrap(),
            r#"{"n":12345678901234567890123.10,"p":{"at":"t","q":[ ]}}"#
        );
        assert_eq!(
            put(Some(r#"{"p":null}"#), &["p", "at"]).unwrap(),
            r#"{"p":{"at":"t"}}"#
        );
        assert_eq!(put(None, &["at"]).unwrap(), r#"{"at":"t"}"#);
        assert_eq!(
            (put(Some("[]"), &["at"]), put(Some(text), &["n", "at"])),
            (None, None)
        );
    }
}
