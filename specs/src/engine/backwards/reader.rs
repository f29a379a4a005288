//! A text read through opened parts, in one pass.

use super::parts::{Hole, List, Part};
use crate::data::{Function, SchemeData};
use crate::engine::text::quoted_len;

/// What may come after a hole.
#[derive(Debug, Default)]
pub(super) struct After<'p> {
    pub(super) literals: Vec<&'p str>,
    pub(super) holes: Vec<&'p Hole>,
    pub(super) end: bool,
    /// The literal stands before the last hole, which cannot hold its end: so the last one in a text
    /// is meant, and what stands before may hold it too.
    pub(super) last: bool,
}

impl<'p> After<'p> {
    /// What parts may begin with.
    pub(super) fn of(parts: &'p [Part]) -> Self {
        let mut after = Self::default();
        after.end = !after.begin(parts);
        after
    }

    /// What parts may begin with; `false` if they may be nothing, so that more may follow.
    fn begin(&mut self, parts: &'p [Part]) -> bool {
        for part in parts {
            match part {
                Part::Literal(text) => {
                    self.literals.push(text);
                    return true;
                }
                Part::Hole(hole) => {
                    self.holes.push(hole);
                    return true;
                }
                Part::Optional(inner) => {
                    self.begin(inner);
                }
                Part::Choice(choices) => {
                    let filled = choices.iter().map(|choice| self.begin(choice));
                    if filled.fold(true, |all, one| all & one) {
                        return true;
                    }
                }
                Part::List(list) => list.items.iter().for_each(|item| {
                    self.begin(item);
                }),
            }
        }
        false
    }
}

/// What may come next, where these parts are followed by what `outer` holds.
pub(super) fn after<'p>(parts: &'p [Part], outer: &[&'p [Part]]) -> After<'p> {
    let mut after = After::default();
    let mut following = [parts].into_iter().chain(outer.iter().rev().copied());
    after.end = !following.any(|parts| after.begin(parts));
    after.last = match parts {
        [Part::Literal(mark), Part::Hole(hole)] => {
            let end = mark.chars().next_back();
            outer.iter().all(|parts| parts.is_empty())
                && end.is_some_and(|end| !hole.alphabet.holds(end))
        }
        _ => false,
    };
    after
}

/// A hole, with what stands in its place.
#[derive(Clone, Copy)]
pub(super) struct Found<'p, 't> {
    pub(super) hole: &'p Hole,
    pub(super) text: &'t str,
    /// Of an entry of parts, the number of the part that it stands in.
    pub(super) part: Option<usize>,
}

/// Reads a text through opened parts; `None` if the text does not have this form.
pub(super) fn read<'p, 't>(
    data: &SchemeData<'_>,
    parts: &'p [Part],
    text: &'t str,
) -> Option<Vec<Found<'p, 't>>> {
    let mut reader = Reader {
        data,
        rest: text,
        len: text.len(),
        found: Vec::new(),
        part: None,
    };
    reader.read(parts, &mut Vec::new())?;
    reader.rest.is_empty().then_some(reader.found)
}

impl Found<'_, '_> {
    /// Whether what stands here runs over the end of its part.
    fn holds(&self, join: &str) -> bool {
        let free = self.hole.is_free();
        free && !join.is_empty() && self.text.contains(join)
    }
}

struct Reader<'p, 't, 'd> {
    data: &'d SchemeData<'d>,
    rest: &'t str,
    /// How long the whole text is.
    len: usize,
    found: Vec<Found<'p, 't>>,
    part: Option<usize>,
}

impl<'p, 't> Reader<'p, 't, '_> {
    fn read(&mut self, parts: &'p [Part], outer: &mut Vec<&'p [Part]>) -> Option<()> {
        for (index, part) in parts.iter().enumerate() {
            let following = &parts[index + 1..];
            match part {
                Part::Literal(text) => self.rest = self.behind(text)?,
                Part::Hole(hole) => {
                    let end = self.end_of(hole, &after(following, outer))?;
                    let (value, rest) = self.rest.split_at(end);
                    if !hole.fits(self.data, value) {
                        return None;
                    }
                    let (text, part) = (value, self.part);
                    self.found.push(Found { hole, text, part });
                    self.rest = rest;
                }
                Part::Optional(inner) => {
                    if self.begins(inner) {
                        self.inside(inner, following, outer)?;
                    }
                }
                Part::Choice(choices) => {
                    let after = after(following, outer);
                    let mut texts = choices.iter().filter_map(|choice| text_of(choice));
                    if let Some(rest) = texts.find_map(|text| self.before(text, &after)) {
                        self.rest = rest;
                        continue;
                    }
                    let mut choices = choices.iter();
                    choices.find_map(|choice| self.attempt(choice, following, outer))?;
                }
                Part::List(list) if list.open => self.open_list(list, following, outer),
                Part::List(list) => self.list(list, following, outer),
            }
        }
        Some(())
    }

    /// What stands behind a text, of which blanks at the ends of a header are not sent.
    fn behind(&self, text: &str) -> Option<&'t str> {
        let text = self.sent(text);
        let whole = self.rest.strip_prefix(text);
        whole.or_else(|| (self.rest == without_blanks(text)).then_some(""))
    }

    /// Where a text stands, or what is sent of it at the end of a header.
    fn place_of(&self, text: &str) -> Option<usize> {
        let cut = without_blanks(text);
        let at_end = || {
            let before = self.rest.strip_suffix(cut)?;
            (cut != text).then_some(before.len())
        };
        self.rest.find(text).or_else(at_end)
    }

    /// A text of the file as it is sent here.
    fn sent<'a>(&self, text: &'a str) -> &'a str {
        if self.rest.len() == self.len && !self.rest.starts_with(text) {
            text.trim_start_matches(BLANKS)
        } else {
            text
        }
    }

    /// What stands behind a text, if that is what may come next.
    fn before(&self, text: &str, after: &After<'_>) -> Option<&'t str> {
        let rest = self.rest.strip_prefix(text)?;
        let ends = after.end && rest.is_empty();
        let follows = |next: &&str| rest.starts_with(next) || rest == without_blanks(next);
        (ends || after.literals.iter().any(follows)).then_some(rest)
    }

    /// Whether the rest begins as these parts do.
    fn begins(&self, parts: &[Part]) -> bool {
        match parts.first() {
            Some(Part::Literal(text)) => match self.sent(text) {
                "" => self.begins(&parts[1..]),
                text => self.rest.starts_with(text),
            },
            Some(Part::Hole(hole)) => {
                let first = self.rest.chars().next();
                first.is_some_and(|c| hole.first().holds(c))
            }
            Some(Part::Optional(inner)) => self.begins(inner) || self.begins(&parts[1..]),
            Some(Part::Choice(choices)) => choices.iter().any(|choice| self.begins(choice)),
            Some(Part::List(list)) => list.items.iter().any(|item| self.begins(item)),
            None => false,
        }
    }

    /// Reads parts that are followed by others.
    fn inside(
        &mut self,
        parts: &'p [Part],
        following: &'p [Part],
        outer: &mut Vec<&'p [Part]>,
    ) -> Option<()> {
        outer.push(following);
        let read = self.read(parts, outer);
        outer.pop();
        read
    }

    /// The same; what does not have their form leaves everything as it was.
    fn attempt(
        &mut self,
        parts: &'p [Part],
        following: &'p [Part],
        outer: &mut Vec<&'p [Part]>,
    ) -> Option<()> {
        let (rest, found) = (self.rest, self.found.len());
        let read = self.inside(parts, following, outer);
        if read.is_none() {
            self.rest = rest;
            self.found.truncate(found);
        }
        read
    }

    /// Items in their order, some of which may not be there.
    fn list(&mut self, list: &'p List, following: &'p [Part], outer: &mut Vec<&'p [Part]>) {
        outer.push(following);
        let mut first = true;
        for item in &list.items {
            let before = self.rest;
            if !first {
                let Some(rest) = self.rest.strip_prefix(list.join()) else {
                    break;
                };
                self.rest = rest;
            }
            if self.attempt(item, &list.between, outer).is_some() {
                first = false;
            } else {
                self.rest = before;
            }
        }
        outer.pop();
    }

    /// Items in any order, to the end; an item that nobody knows is passed over.
    fn open_list(&mut self, list: &'p List, following: &'p [Part], outer: &mut Vec<&'p [Part]>) {
        outer.push(following);
        for part in 0.. {
            self.part = Some(part);
            let mut items = list.items.iter();
            let known = items.find_map(|item| {
                let (rest, found) = (self.rest, self.found.len());
                self.attempt(item, &list.between, outer)?;
                let ends = self.rest.is_empty() || behind_join(self.rest, list.join()).is_some();
                let mut inside = self.found[found..].iter();
                let whole = ends && !inside.any(|found| found.holds(list.join()));
                if !whole {
                    self.rest = rest;
                    self.found.truncate(found);
                }
                whole.then_some(())
            });
            if known.is_none() {
                let end = self.rest.find(list.join()).unwrap_or(self.rest.len());
                self.rest = &self.rest[end..];
            }
            match behind_join(self.rest, list.join()) {
                Some(rest) if !self.rest.is_empty() && !list.join().is_empty() => self.rest = rest,
                _ => break,
            }
        }
        self.part = None;
        outer.pop();
    }

    fn end_of(&self, hole: &Hole, after: &After<'_>) -> Option<usize> {
        if hole.undo.first() == Some(&Function::Quoted) {
            return quoted_len(self.rest);
        }
        if !after.holes.is_empty() {
            let run = self.rest.find(|c| !hole.alphabet.holds(c));
            return Some(run.unwrap_or(self.rest.len()));
        }
        if let ([mark], true) = (after.literals.as_slice(), after.last) {
            return self.rest.rfind(mark);
        }
        let literals = after.literals.iter();
        let first = literals.filter_map(|text| self.place_of(text)).min();
        first.or_else(|| after.end.then_some(self.rest.len()))
    }
}

/// The text that a choice is, if it is one.
fn text_of(choice: &[Part]) -> Option<&str> {
    match choice {
        [Part::Literal(text)] => Some(text),
        _ => None,
    }
}

/// What joins parts, without the blanks around it.
pub(super) fn mark(join: &str) -> &str {
    match join.trim_matches(BLANKS) {
        "" => join,
        mark => mark,
    }
}

/// What stands behind the text that joins parts; of blanks, where it has any, there may be more and fewer.
pub(super) fn behind_join<'t>(rest: &'t str, join: &str) -> Option<&'t str> {
    let mark = mark(join);
    if mark == join {
        return rest.strip_prefix(join);
    }
    let behind = rest.trim_start_matches(BLANKS).strip_prefix(mark)?;
    Some(behind.trim_start_matches(BLANKS))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// What is sent of a text at the end of a header.
fn without_blanks(text: &str) -> &str {
    text.trim_end_matches(BLANKS)
}
