//! How large a scheme may be: its tables are small, and what reads it walks them without a stack
//! of its own.

use signed_api_specs::data::{Id, Op};

use super::draft::{Draft, LOCATIONS};
use super::lower::Lower;
use super::problem::Place;

/// How many bytes a file may have.
const FILE: usize = 1 << 20;
/// How many bytes the parts of a scheme may have that end up in its tables. Each entry of a table
/// takes a byte at least, so that every index fits [`Id`].
const PARTS: usize = Id::MAX as usize;
/// How many entries a section of what is sent may have.
const ENTRIES: usize = 100;
/// How many expressions a named value may stand for, those in it included.
const EXPRESSIONS: u32 = 10_000;
/// How many named values may stand in one another.
const DEPTH: u32 = 64;

/// Why a file is not read at all.
pub(crate) fn too_long(text: &str) -> Option<String> {
    let len = text.len();
    (len > FILE).then(|| format!("this file has {len} bytes; a scheme file has {FILE} at most"))
}

/// Why a draft is not checked.
pub(crate) fn too_large(draft: &Draft) -> Option<String> {
    let parts = draft.size();
    if parts > PARTS {
        return Some(format!(
            "this scheme is too large: its templates and names have {parts} bytes, and {PARTS} are allowed"
        ));
    }
    let mut entries = LOCATIONS
        .map(|(location, name)| (name, draft.entries(location).len()))
        .into_iter();
    let (section, count) = entries.find(|(_, count)| *count > ENTRIES)?;
    Some(format!(
        "this scheme is too large: `[{section}]` has {count} entries, and {ENTRIES} are allowed"
    ))
}

/// Refuses what stands for too much, as named values of two of the next one each, forty times over.
/// What is none of the file's entries or named values is in `[signature]`.
pub(crate) fn nesting(lower: &mut Lower<'_>, signed: Option<&Place>, top: &Place) {
    let data = lower.scheme.data();
    let mut sizes: Vec<(u32, u32)> = Vec::with_capacity(data.nodes.len());
    for (id, node) in data.nodes.iter().enumerate() {
        let mut inner = data.children(super::lower::index(id));
        let mut deeper = 0;
        if let Op::Let(index) = node.op {
            inner.push(data.lets[usize::from(index)].value);
            deeper = 1;
        }
        // A node comes after those that it is made of.
        let inner = inner.iter().filter_map(|id| sizes.get(usize::from(*id)));
        let (size, depth) = inner.fold((1_u32, 0), |(size, depth), inner| {
            (size.saturating_add(inner.0), depth.max(inner.1))
        });
        sizes.push((size, depth + deeper));
    }
    // A named value stands one deeper than what it is made of.
    let too_large = |id: Id, named: u32| {
        let (size, depth) = sizes[usize::from(id)];
        size > EXPRESSIONS || depth + named > DEPTH
    };
    let named = data.lets.iter().position(|named| too_large(named.value, 1));
    let mut sent = data.entries.iter().zip(&lower.written);
    let sent = sent.find(|(entry, _)| too_large(entry.value, 0));
    let (place, name) = match (named, sent) {
        (Some(index), _) => {
            let key = &lower.lets[index].key;
            (key.place.clone(), format!("`{}`", key.name))
        }
        (_, Some((_, (key, _)))) => (key.place.clone(), format!("`{}`", key.name)),
        _ if (0..sizes.len()).any(|id| too_large(super::lower::index(id), 0)) => {
            (signed.unwrap_or(top).clone(), "a template".to_owned())
        }
        _ => return,
    };
    let message = format!(
        "{name} stands for too much: {DEPTH} named values in one another, and {EXPRESSIONS} expressions, are allowed"
    );
    lower.findings.error(&place, message);
}
