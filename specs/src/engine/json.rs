//! JSON as it was written: members keep their order, numbers their digits. A value is its text;
//! what is inside is read when it is asked for.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::member::member;

/// How deep values may stand in one another.
const DEPTH: usize = 64;

/// The members of an object, in their order.
struct Members<'j>(Vec<(String, &'j RawValue)>);

impl<'j> Deserialize<'j> for Members<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'j> Visitor<'j> for Object {
            type Value = Members<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
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

/// The members of an object, each with the text of its value; `None` if this is none.
pub(super) fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let Members(members) = serde_json::from_str(text).ok()?;
    let member = |(name, value): (String, &'_ RawValue)| (name, within(text, value));
    Some(members.into_iter().map(member).collect())
}

fn items(text: &str) -> Option<Vec<&str>> {
    let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(items.into_iter().map(|item| within(text, item)).collect())
}

/// The text of a value that stands in another one's.
fn within<'j>(text: &'j str, value: &RawValue) -> &'j str {
    let range = range_in(text, value.get());
    &text[range]
}

/// Where a part of a text stands in it.
pub(super) fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Whether a text is JSON whose objects name no member twice, and not nested too deep.
pub(super) fn is_unambiguous(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok_and(|value| names_once(value.get(), DEPTH))
}

fn names_once(text: &str, depth: usize) -> bool {
    match text.as_bytes().first() {
        Some(b'{' | b'[') if depth == 0 => false,
        Some(b'{') => members(text).is_some_and(|members| {
            let mut names: Vec<&String> = members.iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            let repeated = names.windows(2).any(|two| two[0] == two[1]);
            !repeated
                && members
                    .iter()
                    .all(|(_, value)| names_once(value, depth - 1))
        }),
        Some(b'[') => {
            items(text).is_some_and(|items| items.iter().all(|item| names_once(item, depth - 1)))
        }
        _ => true,
    }
}

/// The text of a string, number, boolean or null; `None` if this is an object or a list.
pub(super) fn plain(text: &str) -> Option<String> {
    match text.as_bytes().first()? {
        b'{' | b'[' => None,
        b'"' => serde_json::from_str(text).ok(),
        _ => Some(text.to_owned()),
    }
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a text is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
    text.as_bytes().first().is_some_and(digit) && serde_json::from_str::<&RawValue>(text).is_ok()
}

/// The value that a pointer (RFC 6901) means.
pub(super) fn at<'j>(text: &'j str, pointer: &str) -> Option<&'j str> {
    segments(pointer).try_fold(text.trim_ascii(), |text, segment| child(text, &segment))
}

/// The text of the member at a dotted path.
pub(crate) fn text_at(text: &str, path: &str) -> Option<String> {
    plain(at(text, &pointer(path.split('.')))?)
}

fn child<'j>(text: &'j str, segment: &str) -> Option<&'j str> {
    match text.as_bytes().first()? {
        b'{' => {
            let value = member(text, segment)?;
            Some(within(text, value))
        }
        b'[' => {
            let index: usize = segment.parse().ok()?;
            items(text)?.get(index).copied()
        }
        _ => None,
    }
}

/// The segments of a pointer.
fn segments(pointer: &str) -> impl Iterator<Item = String> {
    let unescape = |segment: &str| segment.replace("~1", "/").replace("~0", "~");
    pointer.split('/').skip(1).map(unescape)
}

/// A pointer of segments.
pub(crate) fn pointer<'s>(segments: impl Iterator<Item = &'s str>) -> String {
    let escape = |segment: &str| format!("/{}", segment.replace('~', "~0").replace('/', "~1"));
    segments.map(escape).collect()
}

/// Where a member is added among those of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Front,
    Back,
}

/// Why a member cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unplaced {
    /// It is there already.
    Taken,
    /// There is no object that it could be a member of.
    NoObject,
}

/// Adds a member at a dotted path; objects on the way that are not there are made.
pub(super) fn insert(
    body: &mut String,
    path: &str,
    value: &str,
    side: Side,
) -> Result<(), Unplaced> {
    let mut object = body.trim_ascii();
    let mut rest = path;
    let (name, value) = loop {
        let (name, inner) = rest.split_once('.').unwrap_or((rest, ""));
        match child(object, name) {
            Some(_) if inner.is_empty() => return Err(Unplaced::Taken),
            Some(found) => (object, rest) = (found, inner),
            None => break (name, nested(inner, value)),
        }
    };
    if !object.starts_with('{') {
        return Err(Unplaced::NoObject);
    }
    let member = format!("{}:{value}", quoted(name));
    let range = range_in(body, object);
    let is_empty = object[1..object.len() - 1].trim_ascii().is_empty();
    let (at, member) = match side {
        _ if is_empty => (range.start + 1, member),
        Side::Front => (range.start + 1, format!("{member},")),
        Side::Back => (range.end - 1, format!(",{member}")),
    };
    body.insert_str(at, &member);
    Ok(())
}

/// A value inside the objects of a dotted path.
fn nested(path: &str, value: &str) -> String {
    if path.is_empty() {
        return value.to_owned();
    }
    path.rsplit('.').fold(value.to_owned(), |value, name| {
        format!("{{{}:{value}}}", quoted(name))
    })
}

/// Takes the member at a dotted path out, and nothing else.
pub(super) fn remove(body: &mut String, path: &str) {
    let (object, name) = match path.rsplit_once('.') {
        Some((outer, name)) => (at(body, &pointer(outer.split('.'))), name),
        None => (Some(body.trim_ascii()), path),
    };
    let Some(object) = object else { return };
    let Some(members) = members(object) else {
        return;
    };
    let Some(index) = members.iter().position(|(known, _)| known == name) else {
        return;
    };
    let end_of = |index: usize| range_in(body, members[index].1).end;
    let inner = range_in(body, object).start + 1;
    let taken = match (index, members.len()) {
        (0, 1) => inner..end_of(0),
        (0, _) => {
            let end = end_of(0);
            let comma = body[end..].find(',').map_or(end, |at| end + at + 1);
            inner..comma
        }
        _ => end_of(index - 1)..end_of(index),
    };
    body.replace_range(taken, "");
}

/// Names and values depth first, names by bytes, nothing between.
pub(super) fn flatten(text: &str, flat: &mut String) {
    if let Some(plain) = plain(text) {
        flat.push_str(&plain);
    } else if let Some(mut members) = members(text) {
        members.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, value) in members {
            flat.push_str(&name);
            flatten(value, flat);
        }
    } else {
        for item in items(text).into_iter().flatten() {
            flatten(item, flat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_added_where_it_belongs_and_nothing_else_changes() {
        for (body, path, side, wanted) in [
            ("{}", "a", Side::Back, r#"{"a":1}"#),
            (
                r#"{ "x": 1.10 }"#,
                "a",
                Side::Back,
                r#"{ "x": 1.10 ,"a":1}"#,
            ),
            (
                r#"{ "x": 1.10 }"#,
                "a",
                Side::Front,
                r#"{"a":1, "x": 1.10 }"#,
            ),
            (
                r#"{"x":[{"y":2}]}"#,
                "x.0.a",
                Side::Back,
                r#"{"x":[{"y":2,"a":1}]}"#,
            ),
            (
                r#"{"x":{}}"#,
                "y.z.a",
                Side::Back,
                r#"{"x":{},"y":{"z":{"a":1}}}"#,
            ),
        ] {
            let mut text = body.to_owned();
            assert_eq!(insert(&mut text, path, "1", side), Ok(()), "{body}");
            assert_eq!(text, wanted);
        }
    }

    #[test]
    fn a_member_that_is_there_or_has_no_object_is_not_added() {
        let mut text = r#"{"a":{"b":1},"c":[]}"#.to_owned();
        let mut add = |path| insert(&mut text, path, "1", Side::Back);
        assert_eq!(add("a.b"), Err(Unplaced::Taken));
        assert_eq!(add("a.b.c"), Err(Unplaced::NoObject));
        assert_eq!(add("c.0"), Err(Unplaced::NoObject));
    }

    #[test]
    fn what_was_added_is_taken_out_again() {
        for (body, path, wanted) in [
            (r#"{"a":1}"#, "a", "{}"),
            (r#"{"a":1, "b": 2}"#, "a", r#"{ "b": 2}"#),
            (r#"{"b": 2 ,"a":1}"#, "a", r#"{"b": 2}"#),
            (r#"{"x":[{"y":2,"a":1}]}"#, "x.0.a", r#"{"x":[{"y":2}]}"#),
            (r#"{"b":2}"#, "a", r#"{"b":2}"#),
        ] {
            let mut text = body.to_owned();
            remove(&mut text, path);
            assert_eq!(text, wanted, "{body}");
        }
    }

    #[test]
    fn a_name_that_comes_twice_is_found_at_any_depth() {
        assert!(is_unambiguous(r#"{"a":[{"b":1},{"b":2}],"c":null}"#));
        assert!(!is_unambiguous(r#"{"a":[{"b":1,"b":2}]}"#));
        assert!(!is_unambiguous(r#"{"a":1,"\u0061":2}"#));
        assert!(!is_unambiguous("nothing"));
        assert!(!is_unambiguous(&"[".repeat(100_000)));
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert!(!is_unambiguous(&deep));
    }

    #[test]
    fn a_pointer_finds_members_and_items() {
        let text = r#" {"a":{"b/c":[1.50,"x"]}} "#;
        let found = |path: &[&str]| at(text, &pointer(path.iter().copied()));
        assert_eq!(found(&["a", "b/c", "0"]), Some("1.50"));
        assert_eq!(
            found(&["a", "b/c", "1"]).and_then(plain).as_deref(),
            Some("x")
        );
        assert_eq!(found(&["a", "z"]), None);
    }
}
