//! The JSON body: as the request brings it, and what `[json]` makes of it.

use std::borrow::Cow;

use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::evaluate::{Evaluator, Slot};
use super::json::{self, Member, Members, Side, Tree, Unplaced};
use super::{Error, Made};
use crate::data::{Entry, Id, Location, Op, Part, Role, Text, Type};

/// The JSON that a request brings.
pub(crate) struct OwnJson<'r> {
    text: &'r str,
    tree: Tree,
    /// The object or list that was last looked into: its pointer and its index. Members are mostly
    /// asked for one after another.
    last: (&'r str, usize),
}

/// The JSON body, or a member of it.
pub(super) enum Found {
    /// The request brings it, and it may be shown as it is: its index.
    Own(usize),
    Absent,
    /// The scheme has perhaps changed it, or put a secret into the body.
    Changed,
}

impl<'r> OwnJson<'r> {
    /// The index of the value that a pointer means.
    fn find(&mut self, pointer: &'r str) -> Option<usize> {
        let (known, last) = self.last;
        let inside = pointer.strip_prefix(known).filter(|_| !known.is_empty());
        let (mut rest, mut of) = match inside {
            Some(rest) if rest.starts_with('/') => (rest, last),
            _ => (pointer, Tree::ROOT),
        };
        let is_anew = rest.len() == pointer.len();
        while !rest.is_empty() {
            let (index, more) = self.tree.step(self.text, of, rest)?;
            if more.is_empty() && is_anew {
                self.last = (&pointer[..pointer.len() - rest.len()], of);
            }
            (of, rest) = (index, more);
        }
        Some(of)
    }

    /// A value as it is written.
    pub(super) fn raw(&self, index: usize) -> &'r str {
        &self.text[self.tree.place(index)]
    }

    /// The text of a string, number, boolean or null.
    pub(super) fn plain(&self, index: usize) -> Option<Cow<'r, str>> {
        self.tree.plain(self.text, index)
    }

    /// The members of an object, or the items of a list, without names, if these count too.
    pub(super) fn members(&self, index: usize, items: bool) -> Option<Members<'r>> {
        self.tree.members_or_items(self.text, index, items)
    }
}

impl<'r> Evaluator<'r> {
    /// The JSON that the request brings, read once: an object without members if it brings nothing.
    fn own_json(&mut self) -> Result<&mut OwnJson<'r>, Error> {
        let own = match self.own_json.take() {
            Some(own) => own,
            None => self.read_json()?,
        };
        Ok(self.own_json.insert(own))
    }

    fn read_json(&self) -> Result<OwnJson<'r>, Error> {
        let text = match self.own_text("JSON")? {
            text if text.trim_ascii().is_empty() => "{}",
            text => text,
        };
        let tree = Tree::unambiguous(text);
        let tree = tree.ok_or_else(|| Error::Json {
            what: json::told(text),
        })?;
        let last = ("", Tree::ROOT);
        Ok(OwnJson { text, tree, last })
    }

    /// Writes the JSON body as it will be sent, if the scheme has added anything to it so far; for a
    /// verifier, without what was made from the signature. `false`, and nothing written, if it is as
    /// the request brings it.
    pub(super) fn write_made_json(&mut self) -> Result<bool, Error> {
        let text = self.own_json()?.text;
        let is_empty = self.input.request.body.whole()?.trim_ascii().is_empty();
        if self.received.is_some() {
            if !is_empty {
                let body = self.without_signature(text);
                self.buffer.push(body.as_bytes());
            }
            return Ok(!is_empty);
        }
        if !self.adds(Location::Json) {
            let is_made = is_empty && self.adds_signature();
            if is_made {
                self.buffer.push(text.as_bytes());
            }
            return Ok(is_made);
        }
        self.takes_body(Location::Json)?;
        let members = self.json_members();
        let Some(own) = &self.own_json else {
            return Ok(false);
        };
        let placed = json::place(own.text, &own.tree, &members, &mut self.buffer);
        placed
            .map(|()| true)
            .map_err(|(path, unplaced)| match unplaced {
                Unplaced::Taken => Error::Taken {
                    what: format!("JSON member `{path}`"),
                },
                Unplaced::NoObject => Error::Missing {
                    what: format!("a JSON object for the member `{path}`"),
                },
                Unplaced::TooDeep => Error::Encoding {
                    what: format!("json.{path}"),
                    encoding: "JSON at most 64 deep, with all that it stands in",
                },
            })
    }

    /// A received JSON body without what was made from the signature. Of a body that held nothing else
    /// nobody can tell whether it was empty: it was if the scheme does not always add something.
    fn without_signature(&self, text: &str) -> String {
        let mut body = text.to_owned();
        let entries = self.data.entries_in(Location::Json);
        for (_, entry) in entries.filter(|(_, entry)| entry.after) {
            json::remove(&mut body, self.data.text(entry.name));
        }
        if body == "{}" && body != text && !self.adds_signature() {
            body.clear();
        }
        body
    }

    /// Whether every JSON body holds something that is made from the signature, so that none is empty.
    fn adds_signature(&self) -> bool {
        let mut entries = self.data.entries_in(Location::Json);
        entries.any(|(_, entry)| entry.after && !self.data.may_be_absent(entry.value))
    }

    /// The members that the scheme has made so far, in the order in which they are added.
    fn json_members(&self) -> SmallVec<[Member<'r>; 4]> {
        let mut members = SmallVec::<[Member<'r>; 4]>::new();
        let mut front = 0;
        for (index, entry) in self.data.entries_in(Location::Json) {
            if entry.role == Role::Place {
                front = members.len();
            }
            if let Slot::Written(range) = self.entry_slot(index) {
                members.push(Member {
                    path: self.data.text(entry.name),
                    value: range.clone(),
                    is_json: self.data.node(entry.value).kind == Type::Json,
                    side: Side::Back,
                });
            }
        }
        // Those in front are added last first.
        for member in &mut members[..front] {
            member.side = Side::Front;
        }
        members[..front].reverse();
        members
    }

    /// Writes the JSON body, with what the scheme has added so far if `sent`.
    pub(super) fn write_json_body(&mut self, sent: bool) -> Result<(), Error> {
        let adds = sent && self.data.sends(Location::Json);
        if !adds || !self.write_made_json()? {
            let text = self.own_json()?.text;
            self.buffer.push(text.as_bytes());
        }
        Ok(())
    }

    /// The member that the request itself has at a dotted path.
    pub(super) fn own_member(&mut self, path: &str) -> Result<Option<Cow<'r, str>>, Error> {
        if !self.brings_json()? {
            return Ok(None);
        }
        let own = self.own_json()?;
        let pointer = json::pointer(path.split('.'));
        let found = own
            .tree
            .find(own.text, Tree::ROOT, json::segments(&pointer));
        Ok(found.map(|index| own.text[own.tree.place(index)].into()))
    }

    /// Writes a member of the JSON body as it is written there; `false` if there is none, or the body
    /// is something else.
    pub(super) fn write_json_member(&mut self, part: Part, pointer: Text) -> Made<bool> {
        let (sent, pointer) = (part == Part::Json, self.data.text(pointer));
        match self.find_json(part, pointer)? {
            Found::Absent => return Ok(false),
            Found::Own(index) => {
                let raw = self.own_json()?.raw(index);
                self.buffer.push(raw.as_bytes());
                return Ok(true);
            }
            Found::Changed => {}
        }
        let at = self.buffer.len();
        let found = if sent && self.changes(pointer) && self.write_made_json()? {
            let made = Zeroizing::new(self.buffer.text(at..self.buffer.len()).into_owned());
            self.buffer.truncate(at);
            let found = json::at(&made, pointer);
            found.map(|found| self.buffer.push(found.as_bytes()))
        } else {
            let own = self.own_json()?;
            let found = own.find(pointer).map(|index| own.raw(index));
            found.map(|found| self.buffer.push(found.as_bytes()))
        };
        if sent && found.is_some() {
            self.mask_sent(at, Location::Json);
        }
        Ok(found.is_some())
    }

    /// Looks for what an expression is, if that is the JSON body or a member of it.
    pub(super) fn find_json_of(&mut self, id: Id) -> Made<Option<Found>> {
        // A verifier takes what was received.
        if self.received.is_some() {
            return Ok(None);
        }
        let (op, must) = match self.data.node(id).op {
            Op::Must(inner) => (self.data.node(inner).op, true),
            op => (op, false),
        };
        let found = match op {
            Op::Member(part @ (Part::Json | Part::OwnJson), pointer) => {
                let found = self.find_json(part, self.data.text(pointer))?;
                if matches!(found, Found::Absent) && !self.is_missing(part, pointer) && must {
                    return Err(self.missing_error().into());
                }
                found
            }
            Op::Part(part @ (Part::Json | Part::OwnJson)) => match self.find_json(part, "")? {
                // It holds something else.
                Found::Absent => return Ok(None),
                found => found,
            },
            _ => return Ok(None),
        };
        Ok(Some(found))
    }

    /// Looks for a member of the JSON body; there is none if the body is something else.
    fn find_json(&mut self, part: Part, pointer: &'r str) -> Made<Found> {
        if self.own_json.is_none() {
            if !self.brings_json()? {
                return Ok(Found::Absent);
            }
            self.own_json()?;
        }
        let is_own =
            part == Part::OwnJson || self.received.is_none() && self.leaves_json(pointer)?;
        let Some(own) = self.own_json.as_mut().filter(|_| is_own) else {
            return Ok(Found::Changed);
        };
        Ok(own.find(pointer).map_or(Found::Absent, Found::Own))
    }

    /// Whether the scheme has so far neither put a secret into the JSON body, nor changed something at
    /// this place.
    fn leaves_json(&self, pointer: &str) -> Made<bool> {
        let (mut adds, mut leaves) = (false, true);
        for (index, entry) in self.data.entries_in(Location::Json) {
            if let Slot::Written(range) = self.entry_slot(index) {
                adds = true;
                leaves &= !self.buffer.holds_secret(range)
                    && !overlaps(self.data.text(entry.name), pointer);
            }
        }
        if adds {
            self.takes_body(Location::Json)?;
        }
        Ok(leaves)
    }

    /// Whether the body is perhaps JSON with members, or nothing.
    fn brings_json(&self) -> Result<bool, Error> {
        let text = self.input.request.body.whole()?.trim_ascii();
        Ok(matches!(text, [] | [b'{' | b'[', ..]))
    }

    /// Writes a member of the JSON body flattened, from where it is; `false`, and nothing written, if
    /// an expression is something else, or the scheme has changed that member.
    pub(super) fn write_flat(&mut self, of: Id) -> Made<bool> {
        let (Some(Found::Own(index)), Some(own)) = (self.find_json_of(of)?, &self.own_json) else {
            return Ok(false);
        };
        let mut write = |text: &str| self.buffer.push(text.as_bytes());
        json::flatten_at(own.text, &own.tree, index, &mut write);
        Ok(true)
    }

    /// Whether the scheme has changed something at a place of the JSON body so far, in it or around
    /// it.
    fn changes(&self, pointer: &str) -> bool {
        let changed = |(index, entry): &(usize, &Entry)| match self.received {
            Some(_) => entry.after,
            None => matches!(self.entry_slot(*index), Slot::Written(_)),
        };
        let mut changed = self.data.entries_in(Location::Json).filter(changed);
        changed.any(|(_, entry)| overlaps(self.data.text(entry.name), pointer))
    }
}

/// Whether what stands at a dotted path is at the place that a pointer means, in it or around it.
fn overlaps(path: &str, pointer: &str) -> bool {
    // Most differ at once.
    if let ([one, ..], [b'/', other, ..]) = (path.as_bytes(), pointer.as_bytes())
        && one != other
        && *one != b'.'
        && !matches!(other, b'/' | b'~')
    {
        return false;
    }
    let mut both = path.split('.').zip(json::segments(pointer));
    both.all(|(one, other)| one == other)
}
