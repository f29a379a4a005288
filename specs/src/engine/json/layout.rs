//! JSON laid out anew: values and names stay as they were written.

use super::Tree;
use crate::engine::scan::any;

/// Without the white space between values; `None` if there is none.
pub(in crate::engine) fn compact(text: &str) -> Option<String> {
    // Most texts hold none at all, not even in strings.
    if !any(text.as_bytes(), |byte| byte <= b' ') {
        return None;
    }
    let mut quoted = false;
    let mut escaped = false;
    let mut is_space = |character: char| {
        let space = !quoted && character.is_ascii_whitespace();
        quoted ^= character == '"' && !escaped;
        escaped = quoted && character == '\\' && !escaped;
        space
    };
    let first = text.find(&mut is_space)?;
    let mut compact = String::with_capacity(text.len());
    compact.push_str(&text[..first]);
    let rest = text[first + 1..].chars();
    compact.extend(rest.filter(|character| !is_space(*character)));
    Some(compact)
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
        Some(members) => members.into_iter().map(|(_, index)| index).collect(),
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
        assert_eq!(compact(text).as_deref(), Some(compacted));
        assert_eq!(compact(compacted), None);
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
