//! How the entries of a scheme are read: decided from the file alone.

use std::fmt;

use super::always::{Wanted, is_told};
use super::covered::Covered;
use super::grain::Grain;
use super::opening::{group, open};
use super::parts::{Hole, List, Part, What, holes, tells};
use super::reader::after;
use super::separation::Separation;
use crate::data::{Entry, Function, Id, Location, Op, Part as RequestPart, SchemeData, Type};

/// Why a scheme can sign and cannot verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub(super) reason: String,
    pub(super) entry: Option<usize>,
}

impl Unreadable {
    /// The index in [`SchemeData::entries`] of what cannot be read; none, if it is what is signed
    /// that nothing tells.
    pub fn entry(&self) -> Option<usize> {
        self.entry
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Unreadable {}

/// How the entries of a scheme are read.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) entries: Vec<ReadEntry>,
    /// What is signed of what they tell.
    pub(super) covered: Covered,
}

/// An entry that tells something.
#[derive(Clone, Debug)]
pub(super) struct ReadEntry {
    /// Its place in [`SchemeData::entries`].
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) after: bool,
    pub(super) parts: Vec<Part>,
}

impl Reading {
    /// How this scheme is read.
    ///
    /// # Errors
    ///
    /// Why it cannot be: a value whose end cannot be found, or one that is signed and not sent.
    pub fn new(data: &SchemeData<'_>) -> Result<Self, Unreadable> {
        let entry = |(index, entry): (usize, &Entry)| ReadEntry {
            index,
            name: data.text(entry.name).to_owned(),
            location: entry.location,
            after: entry.after,
            parts: open(data, entry.value),
        };
        let entries = data.entries.iter().enumerate().map(entry);
        let entries: Vec<ReadEntry> = entries
            .chain(among_others(data))
            .filter(|entry| entry.after || tells(&entry.parts))
            .collect();
        for entry in &entries {
            let separation = Separation { data, entry };
            separation.of(&entry.parts, &mut Vec::new())?;
        }
        body_is_found_again(data)?;
        let mut found = Vec::new();
        for entry in &entries {
            holes(&entry.parts, &mut |hole| found.push(hole));
        }
        tells_everything(data, &found)?;
        let covered = Covered::always(data, &found);
        Ok(Self { entries, covered })
    }

    /// Values that end at the first occurrence of a text, and so may not hold it.
    pub fn guards(&self) -> Vec<(Id, String)> {
        let mut guards = Vec::new();
        for entry in &self.entries {
            guarded(&entry.parts, &mut Vec::new(), &mut guards);
        }
        guards
    }
}

/// Time, nonce and signature, where they are used, stand in something that is sent.
fn tells_everything(data: &SchemeData<'_>, holes: &[&Hole]) -> Result<(), Unreadable> {
    let uses = |wanted: Op| data.nodes.iter().any(|node| node.op == wanted);
    let missing = |what: &str, how: &dyn fmt::Display| {
        let reason = format!("`{what}` is signed, and nothing that is sent tells it{how}");
        Err(Unreadable {
            reason,
            entry: None,
        })
    };
    let told = holes.iter().filter_map(|hole| match hole.what {
        What::Time(shift) => Some((Grain::told(data, hole)?, shift)),
        _ => None,
    });
    let (told, shift) = told.max_by_key(|(grain, _)| *grain).unzip();
    let needed = Grain::needed(data, shift.flatten());
    if uses(Op::Now) && told.is_none_or(|told| told < needed) {
        return missing("now", &format_args!(" {needed}"));
    }
    if uses(Op::Nonce) && !holes.iter().any(|hole| matches!(hole.what, What::Nonce)) {
        return missing("nonce", &"");
    }
    for (name, op, wanted) in [
        ("now", Op::Now, Wanted::Time(needed)),
        ("nonce", Op::Nonce, Wanted::Nonce),
    ] {
        if uses(op) && !is_told(data, wanted) {
            let reason = format!(
                "`{name}` is signed, and what is sent tells it only where a condition holds"
            );
            let entry = None;
            return Err(Unreadable { reason, entry });
        }
    }
    if !holes
        .iter()
        .any(|hole| matches!(hole.what, What::Signature))
    {
        let reason = "`signature` is changed before it is sent, and that cannot be undone";
        return Err(Unreadable {
            reason: reason.to_owned(),
            entry: data.entries.iter().position(|entry| entry.after),
        });
    }
    Ok(())
}

/// What is hashed of a JSON body is what a verifier has without the signature. Of an object that
/// holds nothing else nobody could tell whether signing has made it.
fn body_is_found_again(data: &SchemeData<'_>) -> Result<(), Unreadable> {
    let is_body = |op| matches!(op, Op::Part(RequestPart::Body | RequestPart::Json));
    let members = data
        .entries_in(Location::Json)
        .filter(|(_, entry)| entry.after);
    let mut nested = members.filter(|(_, entry)| data.text(entry.name).contains('.'));
    match nested.next() {
        Some((index, entry)) if data.nodes.iter().any(|node| is_body(node.op)) => Err(Unreadable {
            reason: format!(
                "the body is signed without `{}`, and nobody can tell whether signing has made the object \
                 that this stands in",
                data.text(entry.name)
            ),
            entry: Some(index),
        }),
        _ => Ok(()),
    }
}

/// The pairs of groups that a body sends among others: each is read as an entry of its own.
fn among_others(data: &SchemeData<'_>) -> Vec<ReadEntry> {
    let bodies = data.entries_in(Location::Form);
    let bodies = bodies.filter(|(_, entry)| data.node(entry.value).kind == Type::Pairs);
    let mut found = Vec::new();
    for (index, entry) in bodies {
        let mut pairs = Vec::new();
        groups(data, entry.value, &mut pairs);
        found.extend(pairs.into_iter().map(|pair| (index, pair)));
    }
    let entry = |(index, (name, value)): (usize, (Id, Id))| match data.node(name).op {
        Op::Text(name) => Some(ReadEntry {
            index,
            name: data.text(name).to_owned(),
            location: Location::Form,
            after: false,
            parts: open(data, value),
        }),
        _ => None,
    };
    found.into_iter().filter_map(entry).collect()
}

/// The pairs of every group that pairs are made of, if their names stay what they are.
pub(in crate::engine) fn groups(data: &SchemeData<'_>, id: Id, pairs: &mut Vec<(Id, Id)>) {
    if let Some(group) = group(data, id) {
        pairs.extend(group);
        return;
    }
    match data.node(id).op {
        Op::Sum(_) | Op::Must(_) | Op::Call(Function::Sort | Function::Unique, ..) => {
            for child in data.children(id) {
                groups(data, child, pairs);
            }
        }
        _ => {}
    }
}

fn guarded<'p>(parts: &'p [Part], outer: &mut Vec<&'p [Part]>, guards: &mut Vec<(Id, String)>) {
    for (index, part) in parts.iter().enumerate() {
        let following = &parts[index + 1..];
        let mut inside = |inner: &'p [Part], between: &'p [Part]| {
            outer.extend([following, between]);
            guarded(inner, outer, guards);
            outer.truncate(outer.len() - 2);
        };
        match part {
            Part::Literal(_) => {}
            Part::Optional(inner) => inside(inner, &[]),
            Part::Choice(choices) => choices.iter().for_each(|choice| inside(choice, &[])),
            Part::List(list) => {
                let items = list.items.iter();
                items.for_each(|item| inside(item, &list.between));
                if list.open && !list.join().is_empty() {
                    free_holes(list, guards);
                }
            }
            Part::Hole(hole) => match &hole.what {
                What::Nonce | What::Credential(_) | What::Setting(_) if hole.is_free() => {
                    let after = after(following, outer);
                    let marks = after.literals.iter().filter(|_| !after.last);
                    guards.extend(marks.map(|mark| (hole.node, (*mark).to_owned())));
                }
                What::Template(inner) => guarded(inner, &mut Vec::new(), guards),
                What::Object(members) => {
                    for (_, value) in members {
                        guarded(value, &mut Vec::new(), guards);
                    }
                }
                _ => {}
            },
        }
    }
}

/// No value of a part may hold what stands between the parts.
fn free_holes(list: &List, guards: &mut Vec<(Id, String)>) {
    for item in &list.items {
        holes(item, &mut |hole| {
            let told = matches!(
                hole.what,
                What::Nonce | What::Credential(_) | What::Setting(_)
            );
            if told && hole.is_free() {
                guards.push((hole.node, list.join().to_owned()));
            }
        });
    }
}
