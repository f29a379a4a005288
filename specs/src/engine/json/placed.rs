//! Members that are put into a JSON text, and taken out of it again; nothing else changes.

use std::borrow::Cow;

use super::{Tree, push_quoted};
use crate::engine::raw_pairs::split;

/// A member that is added.
pub(in crate::engine) struct Member<'m> {
    /// Where to: names, with dots between them. Objects on the way that are not there are made.
    pub(in crate::engine) path: &'m str,
    /// Its value.
    pub(in crate::engine) value: Cow<'m, str>,
    /// The value is JSON, and not a text that has to be quoted.
    pub(in crate::engine) is_json: bool,
    pub(in crate::engine) side: Side,
}

/// Where a member is added among those of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Side {
    Front,
    Back,
}

/// Why a member cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Unplaced {
    /// It is there already.
    Taken,
    /// There is no object that it could be a member of.
    NoObject,
    /// With it the text is nested deeper than any is read.
    TooDeep,
}

/// A JSON text with members added, one after another; or the path of one that cannot be, and why.
pub(in crate::engine) fn placed<'m>(
    text: &str,
    tree: &Tree,
    members: &[Member<'m>],
) -> Result<String, (&'m str, Unplaced)> {
    if members.is_empty() {
        return Ok(text.to_owned());
    }
    let of_root = |member: &Member<'_>| !member.path.contains('.');
    let body = if members.iter().all(of_root) {
        at_once(text, tree, members)?
    } else {
        one_by_one(text, tree, members)?
    };
    // A value of its own may be as deep as any text, and here it stands in another.
    let nests = |member: &&Member<'_>| member.is_json && member.value.starts_with(['{', '[']);
    match members.iter().find(nests) {
        Some(member) if Tree::of(&body).is_none() => Err((member.path, Unplaced::TooDeep)),
        _ => Ok(body),
    }
}

fn one_by_one<'m>(
    text: &str,
    tree: &Tree,
    members: &[Member<'m>],
) -> Result<String, (&'m str, Unplaced)> {
    let mut body = String::with_capacity(text.len() + room(members));
    body.push_str(text);
    let mut last: Option<&Member<'_>> = None;
    for member in members {
        match last.replace(member) {
            None => insert(&mut body, tree, member)?,
            Some(last) => {
                let tree = Tree::of(&body).ok_or((last.path, Unplaced::TooDeep))?;
                insert(&mut body, &tree, member)?;
            }
        }
    }
    Ok(body)
}

/// The same for members of the whole, written in one go.
fn at_once<'m>(
    text: &str,
    tree: &Tree,
    members: &[Member<'m>],
) -> Result<String, (&'m str, Unplaced)> {
    for member in members {
        if !tree.is_object(text, Tree::ROOT) {
            return Err((member.path, Unplaced::NoObject));
        }
        if tree.child(text, Tree::ROOT, member.path).is_some() {
            return Err((member.path, Unplaced::Taken));
        }
    }
    let whole = tree.place(Tree::ROOT);
    let mut body = String::with_capacity(text.len() + room(members));
    body.push_str(&text[..=whole.start]);
    // What is added in front is added last first.
    let of = |side| move |member: &&Member<'m>| member.side == side;
    let mut first = tree.children(Tree::ROOT).next().is_none();
    for member in members.iter().rev().filter(of(Side::Front)) {
        push_member(&mut body, member.path, member);
        body.push(',');
    }
    if first && body.ends_with(',') {
        body.pop();
        first = false;
    }
    let mut back = members.iter().filter(of(Side::Back));
    if let Some(member) = first.then(|| back.next()).flatten() {
        push_member(&mut body, member.path, member);
    }
    body.push_str(&text[whole.start + 1..whole.end - 1]);
    for member in back {
        body.push(',');
        push_member(&mut body, member.path, member);
    }
    body.push_str(&text[whole.end - 1..]);
    Ok(body)
}

/// How much longer members make a text, if none of them has to be escaped: a segment of a path is a
/// name, or an object with one.
fn room(members: &[Member<'_>]) -> usize {
    let of = |member: &Member<'_>| {
        let segments = 1 + member.path.bytes().filter(|byte| *byte == b'.').count();
        member.path.len() + member.value.len() + 2 + 5 * segments
    };
    members.iter().map(of).sum()
}

/// Adds the value of a member, under a name.
fn push_member(out: &mut String, name: &str, member: &Member<'_>) {
    push_quoted(out, name);
    out.push(':');
    if member.is_json {
        out.push_str(&member.value);
    } else {
        push_quoted(out, &member.value);
    }
}

fn insert<'m>(
    body: &mut String,
    tree: &Tree,
    member: &Member<'m>,
) -> Result<(), (&'m str, Unplaced)> {
    let (mut object, mut rest) = (Tree::ROOT, member.path);
    let (name, inner) = loop {
        let (name, inner) = split(rest, b'.');
        let inner = inner.unwrap_or_default();
        match tree.child(body, object, name) {
            Some(_) if inner.is_empty() => return Err((member.path, Unplaced::Taken)),
            Some(found) => (object, rest) = (found, inner),
            None => break (name, inner),
        }
    };
    if !tree.is_object(body, object) {
        return Err((member.path, Unplaced::NoObject));
    }
    let mut added = String::with_capacity(member.path.len() + member.value.len() + 8);
    push_nested(&mut added, name, inner, member);
    let range = tree.place(object);
    let is_empty = tree.children(object).next().is_none();
    let at = match member.side {
        Side::Back if !is_empty => range.end - 1,
        _ => range.start + 1,
    };
    match member.side {
        _ if is_empty => {}
        Side::Front => added.push(','),
        Side::Back => added.insert(0, ','),
    }
    body.insert_str(at, &added);
    Ok(())
}

/// Adds a member inside the objects of a dotted path.
fn push_nested(out: &mut String, name: &str, path: &str, member: &Member<'_>) {
    if path.is_empty() {
        return push_member(out, name, member);
    }
    let (inner, rest) = split(path, b'.');
    push_quoted(out, name);
    out.push_str(":{");
    push_nested(out, inner, rest.unwrap_or_default(), member);
    out.push('}');
}

/// Takes the member at a dotted path out, and nothing else.
pub(in crate::engine) fn remove(body: &mut String, path: &str) {
    let (outer, name) = match path.rsplit_once('.') {
        Some((outer, name)) => (Some(outer), name),
        None => (None, path),
    };
    let Some(tree) = Tree::of(body) else { return };
    let mut segments = outer.into_iter().flat_map(|outer| outer.split('.'));
    let object = segments.try_fold(Tree::ROOT, |of, segment| tree.child(body, of, segment));
    let Some(object) = object.filter(|object| tree.is_object(body, *object)) else {
        return;
    };
    let Some(taken) = tree.child(body, object, name) else {
        return;
    };
    let children: Vec<usize> = tree.children(object).collect();
    let index = children.iter().position(|child| *child == taken);
    let end_of = |index: usize| tree.place(children[index]).end;
    let inner = tree.place(object).start + 1;
    let taken = match (index.unwrap_or(0), children.len()) {
        (0, 1) => inner..end_of(0),
        (0, _) => {
            let end = end_of(0);
            let comma = body[end..].find(',').map_or(end, |at| end + at + 1);
            inner..comma
        }
        (index, _) => end_of(index - 1)..end_of(index),
    };
    body.replace_range(taken, "");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(text: &mut String, members: &[(&'static str, Side)]) -> Result<(), Unplaced> {
        let members: Vec<Member<'_>> = members
            .iter()
            .map(|(path, side)| Member {
                path,
                value: "1".into(),
                is_json: true,
                side: *side,
            })
            .collect();
        let tree = Tree::of(text).expect("JSON");
        *text = placed(text, &tree, &members).map_err(|(_, why)| why)?;
        Ok(())
    }

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
            assert_eq!(add(&mut text, &[(path, side)]), Ok(()), "{body}");
            assert_eq!(text, wanted);
        }
    }

    #[test]
    fn a_member_that_is_there_or_has_no_object_is_not_added() {
        let mut text = r#"{"a":{"b":1},"c":[]}"#.to_owned();
        let mut add = |path| add(&mut text, &[(path, Side::Back)]);
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
    fn several_members_stand_as_if_each_was_added_alone() {
        use Side::{Back, Front};
        for body in [r#" {"x":1, "y":2 } "#, "{}", "{ }", "{\n}"] {
            for members in [
                &[("a", Back), ("b", Back)][..],
                &[("a", Front), ("b", Front)],
                &[("a", Front), ("b", Front), ("c", Back), ("d", Back)],
                &[("a", Front)],
                &[],
            ] {
                let (mut together, mut alone) = (body.to_owned(), body.to_owned());
                assert_eq!(add(&mut together, members), Ok(()));
                for (path, side) in members {
                    let tree = Tree::of(&alone).expect("JSON");
                    let member = Member {
                        path,
                        value: "1".into(),
                        is_json: true,
                        side: *side,
                    };
                    assert_eq!(insert(&mut alone, &tree, &member), Ok(()));
                }
                assert_eq!(together, alone, "{members:?}");
            }
        }
    }
}
