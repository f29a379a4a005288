//! How the entries of a scheme are read: decided from the file alone.

use std::fmt;

use super::alphabet::Alphabet;
use super::parts::{After, Hole, Part, What, after, open};
#[cfg(feature = "read")]
use crate::data::Id;
use crate::data::{Entry, Function, Op, SchemeData};
use crate::time::{Piece, pieces};

/// Why a scheme can sign and cannot verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub(super) String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// How the entries of a scheme are read.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) entries: Vec<ReadEntry>,
}

/// An entry that tells something.
#[derive(Clone, Debug)]
pub(super) struct ReadEntry {
    pub(super) name: String,
    pub(super) in_query: bool,
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
        let entry = |entry: &Entry, in_query| ReadEntry {
            name: data.text(entry.name).to_owned(),
            in_query,
            after: entry.after,
            parts: open(data, entry.value),
        };
        let headers = data.headers.iter().map(|one| entry(one, false));
        let entries: Vec<ReadEntry> = headers
            .chain(data.query.iter().map(|one| entry(one, true)))
            .collect();
        let entries: Vec<ReadEntry> = entries
            .into_iter()
            .filter(|entry| entry.after || tells(&entry.parts))
            .collect();
        for entry in &entries {
            separated(data, entry, &entry.parts, &mut Vec::new())?;
        }
        let reading = Self { entries };
        reading.tells_everything(data)?;
        Ok(reading)
    }

    fn holes(&self) -> Vec<&Hole> {
        let mut holes = Vec::new();
        self.entries
            .iter()
            .for_each(|entry| collect(&entry.parts, &mut holes));
        holes
    }

    /// Time, nonce and signature, where they are used, stand in something that is sent.
    fn tells_everything(&self, data: &SchemeData<'_>) -> Result<(), Unreadable> {
        let holes = self.holes();
        let uses = |wanted: Op| data.nodes.iter().any(|node| node.op == wanted);
        let missing = |what: &str| {
            Err(Unreadable(format!(
                "`{what}` is signed, and nothing that is sent tells it"
            )))
        };
        if uses(Op::Now)
            && !holes
                .iter()
                .any(|hole| hole.what == What::Time && precision(data, hole).is_some())
        {
            return missing("now");
        }
        if uses(Op::Nonce) && !holes.iter().any(|hole| hole.what == What::Nonce) {
            return missing("nonce");
        }
        if !holes.iter().any(|hole| hole.what == What::Signature) {
            return Err(Unreadable(
                "`signature` is changed before it is sent, and that cannot be undone".to_owned(),
            ));
        }
        Ok(())
    }

    /// Values that end at the first occurrence of a text, and so may not hold it.
    #[cfg(feature = "read")]
    pub(crate) fn guards(&self) -> Vec<(Id, String)> {
        let mut guards = Vec::new();
        for entry in &self.entries {
            guarded(&entry.parts, &mut Vec::new(), &mut guards);
        }
        guards
    }
}

fn tells(parts: &[Part]) -> bool {
    let mut holes = Vec::new();
    collect(parts, &mut holes);
    holes.iter().any(|hole| hole.what != What::Made)
}

fn collect<'p>(parts: &'p [Part], holes: &mut Vec<&'p Hole>) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Hole(hole) => holes.push(hole),
            Part::Optional(inner) => collect(inner, holes),
        }
    }
}

/// How fine a time is told: `None` if less than a second.
pub(super) fn precision(data: &SchemeData<'_>, hole: &Hole) -> Option<u8> {
    match hole.undo.last()? {
        Function::HttpDate | Function::UnixSeconds => Some(0),
        Function::UnixMilliseconds => Some(3),
        Function::Rfc3339(digits) => Some(*digits),
        Function::Format(format) => {
            let pieces: Vec<Piece<'_>> = pieces(data.text(*format)).flatten().collect();
            let has = |wanted: &[Piece<'_>]| wanted.iter().any(|piece| pieces.contains(piece));
            let day = [Piece::Year, Piece::Day]
                .iter()
                .all(|piece| pieces.contains(piece));
            let day = day && has(&[Piece::Month, Piece::MonthName]);
            let time = [Piece::Hour, Piece::Minute, Piece::Second]
                .iter()
                .all(|piece| pieces.contains(piece));
            let fraction = if has(&[Piece::Micros, Piece::Fraction]) {
                6
            } else {
                u8::from(has(&[Piece::Millis])) * 3
            };
            (day && time).then_some(fraction)
        }
        _ => None,
    }
}

/// After each hole comes the end, a text that cannot be part of it, or a hole of other characters.
fn separated<'p>(
    data: &SchemeData<'_>,
    entry: &ReadEntry,
    parts: &'p [Part],
    outer: &mut Vec<&'p [Part]>,
) -> Result<(), Unreadable> {
    for (index, part) in parts.iter().enumerate() {
        let following = &parts[index + 1..];
        match part {
            Part::Literal(_) => {}
            Part::Optional(inner) => {
                outer.push(following);
                separated(data, entry, inner, outer)?;
                outer.pop();
            }
            Part::Hole(hole) => ends(data, entry, hole, &after(following, outer))?,
        }
    }
    Ok(())
}

fn ends(
    data: &SchemeData<'_>,
    entry: &ReadEntry,
    hole: &Hole,
    after: &After<'_>,
) -> Result<(), Unreadable> {
    let this = data.expression(hole.node);
    if let Some(next) = after
        .holes
        .iter()
        .find(|next| !hole.alphabet.is_disjoint(next.alphabet))
    {
        let next = data.expression(next.node);
        return Err(Unreadable(format!(
            "nothing separates `{{{this}}}` from `{{{next}}}` in `{}`",
            entry.name
        )));
    }
    let inside = |text: &&&str| {
        hole.alphabet != Alphabet::Any && text.chars().all(|c| hole.alphabet.holds(c))
    };
    match after.literals.iter().find(inside) {
        None => Ok(()),
        Some(text) => Err(Unreadable(format!(
            "`{text}` after `{{{this}}}` in `{}` could be part of it, so nobody can tell where it ends",
            entry.name
        ))),
    }
}

#[cfg(feature = "read")]
fn guarded<'p>(parts: &'p [Part], outer: &mut Vec<&'p [Part]>, guards: &mut Vec<(Id, String)>) {
    for (index, part) in parts.iter().enumerate() {
        let following = &parts[index + 1..];
        match part {
            Part::Literal(_) => {}
            Part::Optional(inner) => {
                outer.push(following);
                guarded(inner, outer, guards);
                outer.pop();
            }
            Part::Hole(hole) => {
                let given = matches!(
                    hole.what,
                    What::Nonce | What::Credential(_) | What::Setting(_)
                );
                if given && hole.alphabet == Alphabet::Any {
                    let marks = after(following, outer).literals;
                    guards.extend(marks.iter().map(|mark| (hole.node, (*mark).to_owned())));
                }
            }
        }
    }
}
