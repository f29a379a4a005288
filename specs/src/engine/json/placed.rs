//! Members that are put into a JSON text, and taken out of it again; nothing else changes.

use std::ops::Range;

use zeroize::Zeroizing;

use super::{Tree, is_plain, quoted};
use crate::engine::buffer::Buffer;
use crate::engine::raw_pairs::split;

/// A member that is added.
pub(in crate::engine) struct Member<'m> {
    /// Where to: names, with dots between them. Objects on the way that are not there are made.
    pub(in crate::engine) path: &'m str,
    /// Where its value stands in the buffer.
    pub(in crate::engine) value: Range<usize>,
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

/// Where a member goes.
struct Place<'m> {
    /// The offset in the text.
    at: usize,
    /// The object there holds nothing yet.
    is_alone: bool,
    /// The names that are not there: the first, and the path behind it.
    name: &'m str,
    inner: Option<&'m str>,
}

/// Writes a JSON text with members added, one after another; or tells the path of one that cannot
/// be, and why.
pub(in crate::engine) fn place<'m>(
    text: &str,
    tree: &Tree,
    members: &[Member<'m>],
    out: &mut Buffer,
) -> Result<(), (&'m str, Unplaced)> {
    let start = out.len();
    let of_root = |member: &Member<'_>| !member.path.contains('.');
    match members {
        [] => out.push(text.as_bytes()),
        [member] => insert(text, tree, member, out)?,
        _ if members.iter().all(of_root) => at_once(text, tree, members, out)?,
        [first, rest @ ..] => {
            insert(text, tree, first, out)?;
            let mut last = first;
            for member in rest {
                let body = Zeroizing::new(out.text(start..out.len()).into_owned());
                let tree = Tree::of(&body).ok_or((last.path, Unplaced::TooDeep))?;
                out.truncate(start);
                insert(&body, &tree, member, out)?;
                last = member;
            }
        }
    }
    // A value of its own may be as deep as any text, and here it stands in another.
    let nests = |member: &&Member<'_>| {
        member.is_json && matches!(out.bytes(member.value.clone()), [b'{' | b'[', ..])
    };
    match members.iter().find(nests) {
        Some(member) if Tree::of(&out.text(start..out.len())).is_none() => {
            Err((member.path, Unplaced::TooDeep))
        }
        _ => Ok(()),
    }
}

/// The same for members of the whole, written in one go.
fn at_once<'m>(
    text: &str,
    tree: &Tree,
    members: &[Member<'m>],
    out: &mut Buffer,
) -> Result<(), (&'m str, Unplaced)> {
    if let Some(member) = members.first()
        && !tree.is_object(text, Tree::ROOT)
    {
        return Err((member.path, Unplaced::NoObject));
    }
    for member in members {
        if tree.child(text, Tree::ROOT, member.path).is_some() {
            return Err((member.path, Unplaced::Taken));
        }
    }
    let whole = tree.place(Tree::ROOT);
    let text = text.as_bytes();
    out.push(&text[..=whole.start]);
    // What is added in front is added last first.
    let of = |side| move |member: &&Member<'m>| member.side == side;
    let mut is_first = tree.children(Tree::ROOT).next().is_none();
    let mut front = members.iter().rev().filter(of(Side::Front)).peekable();
    while let Some(member) = front.next() {
        push_member(out, member.path, member);
        if front.peek().is_some() || !is_first {
            out.push(b",");
        } else {
            is_first = false;
        }
    }
    let mut back = members.iter().filter(of(Side::Back));
    if let Some(member) = is_first.then(|| back.next()).flatten() {
        push_member(out, member.path, member);
    }
    out.push(&text[whole.start + 1..whole.end - 1]);
    for member in back {
        out.push(b",");
        push_member(out, member.path, member);
    }
    out.push(&text[whole.end - 1..]);
    Ok(())
}

/// Adds the value of a member, under a name.
fn push_member(out: &mut Buffer, name: &str, member: &Member<'_>) {
    push_name(out, name);
    if member.is_json {
        return out.push_bare(member.value.clone());
    }
    if is_plain(out.bytes(member.value.clone())) {
        out.push(b"\"");
        out.push_bare(member.value.clone());
        out.push(b"\"");
    } else {
        let value = Zeroizing::new(quoted(&out.text(member.value.clone())));
        out.push(value.as_bytes());
    }
}

fn push_name(out: &mut Buffer, name: &str) {
    if is_plain(name.as_bytes()) {
        out.push(b"\"");
        out.push(name.as_bytes());
        out.push(b"\":");
    } else {
        out.push(quoted(name).as_bytes());
        out.push(b":");
    }
}

/// Writes a text with one member added.
fn insert<'m>(
    text: &str,
    tree: &Tree,
    member: &Member<'m>,
    out: &mut Buffer,
) -> Result<(), (&'m str, Unplaced)> {
    let place = place_of(text, tree, member)?;
    let text = text.as_bytes();
    out.push(&text[..place.at]);
    if !place.is_alone && member.side == Side::Back {
        out.push(b",");
    }
    push_nested(out, place.name, place.inner, member);
    if !place.is_alone && member.side == Side::Front {
        out.push(b",");
    }
    out.push(&text[place.at..]);
    Ok(())
}

fn place_of<'m>(
    text: &str,
    tree: &Tree,
    member: &Member<'m>,
) -> Result<Place<'m>, (&'m str, Unplaced)> {
    let (mut object, mut rest) = (Tree::ROOT, member.path);
    let (name, inner) = loop {
        let (name, inner) = split(rest, b'.');
        match (tree.child(text, object, name), inner) {
            (Some(_), None | Some("")) => return Err((member.path, Unplaced::Taken)),
            (Some(found), Some(inner)) => (object, rest) = (found, inner),
            (None, inner) => break (name, inner.filter(|inner| !inner.is_empty())),
        }
    };
    if !tree.is_object(text, object) {
        return Err((member.path, Unplaced::NoObject));
    }
    let range = tree.place(object);
    let is_alone = tree.children(object).next().is_none();
    let at = match member.side {
        Side::Back if !is_alone => range.end - 1,
        _ => range.start + 1,
    };
    Ok(Place {
        at,
        is_alone,
        name,
        inner,
    })
}

/// Adds a member inside the objects of a dotted path.
fn push_nested(out: &mut Buffer, name: &str, path: Option<&str>, member: &Member<'_>) {
    let Some(path) = path else {
        return push_member(out, name, member);
    };
    let (inner, rest) = split(path, b'.');
    push_name(out, name);
    out.push(b"{");
    push_nested(out, inner, rest.filter(|rest| !rest.is_empty()), member);
    out.push(b"}");
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
                value: 0..1,
                is_json: true,
                side: *side,
            })
            .collect();
        let tree = Tree::of(text).expect("JSON");
        let mut out = Buffer::default();
        out.push(b"1");
        place(text, &tree, &members, &mut out).map_err(|(_, why)| why)?;
        *text = out.text(1..out.len()).into_owned();
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
                for member in members {
                    assert_eq!(add(&mut alone, &[*member]), Ok(()));
                }
                assert_eq!(together, alone, "{members:?}");
            }
        }
    }
}
