//! JSON laid out anew: values and names stay as they were written.

use super::{Tree, plain_len};
use crate::engine::scan::any;

/// Leaves out the white space between values, in place: how much is left.
pub(in crate::engine) fn compact(text: &mut [u8]) -> usize {
    // Most texts hold none at all, not even in strings.
    if !any(text, |byte| byte <= b' ') {
        return text.len();
    }
    let (mut from, mut to) = (0, 0);
    while let Some(byte) = text.get(from).copied() {
        if byte == b'"' {
            let end = end_of_string(text, from);
            text.copy_within(from..end, to);
            (from, to) = (end, to + end - from);
            continue;
        }
        text[to] = byte;
        to += usize::from(!byte.is_ascii_whitespace());
        from += 1;
    }
    to
}

/// Where the string ends that begins here.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        at += plain_len(&text[at..]);
        at += match text.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') if at + 1 < text.len() => 2,
            Some(_) => 1,
            None => return at,
        };
    }
}

/// Without white space, and the members of every object sorted by name; `None` if this is no JSON.
pub(in crate::engine) fn sorted(text: &str) -> Option<String> {
    let tree = Tree::of(text)?;
    let mut sorted = String::with_capacity(text.len());
    push_sorted(text, &tree, Tree::ROOT, &mut sorted)?;
    Some(sorted)
}

fn push_sorted(text: &str, tree: &Tree, index: usize, out: &mut String) -> Option<()> {
    let value = &text[tree.place(index)];
    let (open, close) = match value.as_bytes().first()? {
        b'{' => ('{', '}'),
        b'[' => ('[', ']'),
        _ => {
            out.push_str(value);
            return Some(());
        }
    };
    let children: Vec<usize> = match tree.sorted_members(text, index) {
        Some(members) => members.into_iter().map(|(.., index)| index).collect(),
        None => tree.children(index).collect(),
    };
    out.push(open);
    for (number, child) in children.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        if open == '{' {
            out.push_str(tree.written_name(text, child));
            out.push(':');
        }
        push_sorted(text, tree, child, out)?;
    }
    out.push(close);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_strings_stays() {
        let text = r#" { "a b" : [ 1 , "x \" \\" , " y" ] } "#;
        let compacted = r#"{"a b":[1,"x \" \\"," y"]}"#;
        for text in [text, compacted] {
            let mut text = text.as_bytes().to_vec();
            let len = compact(&mut text);
            assert_eq!(String::from_utf8_lossy(&text[..len]), compacted);
        }
    }

    #[test]
    fn members_are_sorted_at_every_depth() {
        // json.dumps(…, separators=(",", ":"), sort_keys=True) of Python 3.11.
        let text = r#"{"b": {"z": 1.50, "a": [{"y": null, "x": ""}, "s"]}, "B": true, "a": {}}"#;
        let expected = r#"{"B":true,"a":{},"b":{"a":[{"x":"","y":null},"s"],"z":1.50}}"#;
        assert_eq!(sorted(text).as_deref(), Some(expected));
        assert_eq!(sorted("nothing"), None);
    }
}
