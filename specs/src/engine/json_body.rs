//! The JSON body: as the request brings it, and what `[json]` makes of it.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Error;
use super::evaluate::{Evaluator, Slot};
use super::json::{self, Member, Side, Tree, Unplaced};
use crate::data::{Entry, Id, Location, Op, Part, Role, Type};

/// The JSON that a request brings.
pub(crate) struct OwnJson<'r> {
    text: &'r str,
    tree: Tree,
    /// The object or list that was last looked into: its pointer and its index. Members are mostly
    /// asked for one after another.
    last: (&'r str, usize),
}

impl<'r> OwnJson<'r> {
    /// The index of the value that a pointer means.
    fn find(&mut self, pointer: &'r str) -> Option<usize> {
        let Some(slash) = pointer.bytes().rposition(|byte| byte == b'/') else {
            return Some(Tree::ROOT);
        };
        let (outer, name) = (&pointer[..slash], &pointer[slash + 1..]);
        let (known, last) = self.last;
        let is_inside = |rest: &&str| rest.is_empty() || !known.is_empty() && rest.starts_with('/');
        let of = match outer.strip_prefix(known).filter(is_inside) {
            Some("") => last,
            Some(rest) => self.tree.find(self.text, last, json::segments(rest))?,
            None => {
                let found = self
                    .tree
                    .find(self.text, Tree::ROOT, json::segments(outer))?;
                self.last = (outer, found);
                found
            }
        };
        self.tree.child(self.text, of, &json::unescaped(name))
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

    /// The JSON body as it will be sent, if the scheme has added anything to it so far; for a verifier,
    /// without what was made from the signature.
    pub(super) fn made_json(&mut self) -> Result<Option<String>, Error> {
        let text = self.own_json()?.text;
        let is_empty = self.input.request.body.whole()?.trim_ascii().is_empty();
        if self.received.is_some() {
            return Ok((!is_empty).then(|| self.without_signature(text)));
        }
        if !self.adds(Location::Json) {
            return Ok((is_empty && self.adds_signature()).then(|| text.to_owned()));
        }
        self.takes_body(Location::Json)?;
        let Some(own) = &self.own_json else {
            return Ok(None);
        };
        let made = json::placed(own.text, &own.tree, &self.json_members());
        made.map(Some).map_err(|(path, unplaced)| match unplaced {
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
    fn json_members(&self) -> SmallVec<[Member<'_>; 4]> {
        let entries: SmallVec<[(usize, &Entry); 4]> =
            self.data.entries_in(Location::Json).collect();
        let mut places = entries.iter();
        let place = places.position(|(_, entry)| entry.role == Role::Place);
        let (front, back) = entries.split_at(place.unwrap_or(0));
        let front = front.iter().rev().map(|entry| (entry, Side::Front));
        let back = back.iter().map(|entry| (entry, Side::Back));
        let members = front.chain(back).filter_map(|((index, entry), side)| {
            let Slot::Written(range) = self.entry_slot(*index) else {
                return None;
            };
            Some(Member {
                path: self.data.text(entry.name),
                value: self.buffer.text(range.clone()),
                is_json: self.data.node(entry.value).kind == Type::Json,
                side,
            })
        });
        members.collect()
    }

    /// The JSON body.
    pub(super) fn json_body(&mut self, sent: bool) -> Result<Cow<'r, str>, Error> {
        let adds = sent && self.data.sends(Location::Json);
        match if adds { self.made_json()? } else { None } {
            Some(made) => Ok(made.into()),
            None => self.own_json().map(|own| own.text.into()),
        }
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

    /// A member of the JSON body; none if the body is something else.
    pub(super) fn json_member(
        &mut self,
        pointer: &'r str,
        sent: bool,
    ) -> Result<Option<Cow<'r, str>>, Error> {
        if !self.brings_json()? {
            return Ok(None);
        }
        self.own_json()?;
        if sent && self.received.is_none() && self.adds(Location::Json) {
            self.takes_body(Location::Json)?;
        }
        if sent
            && self.changes(pointer)
            && let Some(made) = self.made_json()?
        {
            return Ok(json::at(&made, pointer).map(|found| found.to_owned().into()));
        }
        let own = self.own_json()?;
        let found = own.find(pointer);
        Ok(found.map(|index| own.text[own.tree.place(index)].into()))
    }

    /// Whether the body is perhaps JSON with members, or nothing.
    fn brings_json(&self) -> Result<bool, Error> {
        let text = self.input.request.body.whole()?.trim_ascii();
        Ok(matches!(text, [] | [b'{' | b'[', ..]))
    }

    /// Writes a member of the JSON body flattened, where it was read; `false`, and nothing written,
    /// if an expression is something else, or the scheme has changed that member.
    pub(super) fn write_flat(&mut self, of: Id) -> Result<bool, Error> {
        let (Op::Member(part @ (Part::Json | Part::OwnJson), pointer), None) =
            (self.data.node(of).op, self.received)
        else {
            return Ok(false);
        };
        let pointer = self.data.text(pointer);
        let secret = |slot: &Slot| match slot {
            Slot::Written(range) => self.buffer.holds_secret(range),
            _ => false,
        };
        let mut entries = self.data.entries_in(Location::Json);
        let hides = entries.any(|(index, _)| secret(self.entry_slot(index)));
        if !self.brings_json()? || part == Part::Json && (hides || self.changes(pointer)) {
            return Ok(false);
        }
        self.own_json()?;
        if part == Part::Json && self.adds(Location::Json) {
            self.takes_body(Location::Json)?;
        }
        let Some(own) = &mut self.own_json else {
            return Ok(false);
        };
        let Some(found) = own.find(pointer) else {
            return Ok(false);
        };
        let mut write = |text: &str| self.buffer.push(text.as_bytes());
        json::flatten_at(own.text, &own.tree, found, &mut write);
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
        changed.any(|(_, entry)| {
            let mut both = self
                .data
                .text(entry.name)
                .split('.')
                .zip(json::segments(pointer));
            both.all(|(one, other)| one == other)
        })
    }
}
