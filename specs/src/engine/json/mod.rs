//! JSON as it was written: members keep their order, numbers their digits. A value is its text.

mod fault;
mod layout;
mod placed;
mod reader;
mod tree;

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

pub(super) use fault::{Fault, told};
pub(super) use layout::{compact, sorted};
pub(super) use placed::{Member, Side, Unplaced, place, remove};
use reader::{Reader, ends_among, plain_len};
pub(super) use tree::{Members, Tree};

/// The members of an object, each with the place of its value, or the items of a list, without
/// names, if these count too; `None` if this is neither.
pub(super) fn members(text: &str, items: bool) -> Option<Vec<(Cow<'_, str>, Range<usize>)>> {
    let tree = Tree::of(text)?;
    let members = tree.members_or_items(text, Tree::ROOT, items)?.into_iter();
    Some(
        members
            .map(|(name, index)| (name, tree.place(index)))
            .collect(),
    )
}

/// Whether a text is JSON whose objects name no member twice, and not nested too deep.
pub(super) fn is_unambiguous(text: &str) -> bool {
    Tree::unambiguous(text).is_some()
}

/// The text of a string, number, boolean or null; `None` if this is an object or a list.
pub(super) fn plain(text: &str) -> Option<String> {
    plain_text(text).map(Cow::into_owned)
}

fn plain_text(text: &str) -> Option<Cow<'_, str>> {
    match text.as_bytes() {
        [b'{' | b'[', ..] | [] => None,
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Some(text[1..text.len() - 1].into()),
        [b'"', ..] => serde_json::from_str(text).ok().map(Cow::Owned),
        _ => Some(text.into()),
    }
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    if is_plain(text.as_bytes()) {
        return format!("\"{text}\"");
    }
    serde_json::Value::from(text).to_string()
}

/// Whether nothing in a text has to be escaped.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let ends = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let inner = text.as_chunks().0.iter().map(|eight| ends_among(*eight));
            inner.fold(ends_among(*first) | ends_among(*last), |all, ends| {
                all | ends
            })
        }
        _ => return plain_len(text) == text.len(),
    };
    ends == 0
}

/// Whether a text is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    let bare = ends.iter().all(|end| end.is_some_and(digit));
    bare && serde_json::from_str::<&RawValue>(text).is_ok()
}

/// The value that a pointer (RFC 6901) means.
pub(super) fn at<'j>(text: &'j str, pointer: &str) -> Option<&'j str> {
    let tree = Tree::of(text)?;
    let index = tree.find(text, Tree::ROOT, segments(pointer))?;
    Some(&text[tree.place(index)])
}

/// The text of the member at a dotted path.
pub fn text_at(text: &str, path: &str) -> Option<String> {
    plain(at(text, &pointer(path.split('.')))?)
}

/// The segments of a pointer.
pub(super) fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = pointer.strip_prefix('/');
    std::iter::from_fn(move || {
        let text = rest?;
        // They are short: no search is quicker than one byte after another.
        let end = text.bytes().position(|byte| byte == b'/');
        let (segment, behind) = text.split_at(end.unwrap_or(text.len()));
        rest = end.map(|_| &behind[1..]);
        Some(unescaped(segment))
    })
}

/// A segment of a pointer as it is meant.
pub(super) fn unescaped(segment: &str) -> Cow<'_, str> {
    if segment.bytes().any(|byte| byte == b'~') {
        segment.replace("~1", "/").replace("~0", "~").into()
    } else {
        segment.into()
    }
}

/// A pointer of segments.
pub fn pointer<'s>(segments: impl Iterator<Item = &'s str>) -> String {
    let escape = |segment: &str| format!("/{}", segment.replace('~', "~0").replace('/', "~1"));
    segments.map(escape).collect()
}

/// Names and values depth first, names by bytes, nothing between.
pub(super) fn flatten(text: &str, flat: &mut String) {
    if let Some(tree) = Tree::of(text) {
        flatten_at(text, &tree, Tree::ROOT, &mut |text| flat.push_str(text));
    }
}

/// The same of a value of a text that was read, handed on piece by piece.
pub(super) fn flatten_at(text: &str, tree: &Tree, index: usize, out: &mut impl FnMut(&str)) {
    if let Some(plain) = tree.plain(text, index) {
        return out(&plain);
    }
    if let Some(members) = tree.sorted_members(text, index) {
        for (_, name, value) in members {
            out(&name);
            flatten_at(text, tree, value, out);
        }
        return;
    }
    for item in tree.children(index) {
        flatten_at(text, tree, item, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
