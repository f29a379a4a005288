//! Where the values of a JSON text stand.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

use super::reader::Reader;
use super::unescaped;
use crate::engine::pair_functions::start_of;
use crate::engine::raw_pairs::split;
use crate::engine::scan::any;

/// How deep values may stand in one another.
pub(super) const DEPTH: usize = 64;

/// The values of a JSON text, each behind the one that it stands in.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Tree {
    places: Vec<Place>,
    names: Names,
}

/// Names of members as they are meant, and the indices of their values.
pub(in crate::engine) type Members<'t> = SmallVec<[(Cow<'t, str>, usize); 8]>;

/// The same, each behind the first eight bytes of its name as a number, which sorts as they do.
type Sorted<'t> = SmallVec<[(u64, Cow<'t, str>, usize); 8]>;

/// Whether objects name a member twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Once,
    Twice,
    /// There are escapes in them, or too many to compare each with each.
    Unknown,
}

/// Where a value stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The name of a member, without its quotes; empty for an item of a list, and for the whole.
    pub(super) name: Range<usize>,
    /// The name holds an escape.
    pub(super) escaped_name: bool,
    pub(super) value: Range<usize>,
    /// The value is a string that holds an escape.
    pub(super) escaped: bool,
    /// The index behind all that stands in it.
    pub(super) next: usize,
}

impl Tree {
    /// The index of the whole.
    pub(in crate::engine) const ROOT: usize = 0;

    /// Reads JSON; `None` if a text is none, or nested too deep.
    pub(in crate::engine) fn of(text: &str) -> Option<Self> {
        let (places, names) = Reader::new(text).read(DEPTH)?;
        Some(Self { places, names })
    }

    /// Reads JSON whose objects name no member twice.
    pub(in crate::engine) fn unambiguous(text: &str) -> Option<Self> {
        Self::of(text).filter(|tree| match tree.names {
            Names::Once => true,
            Names::Twice => false,
            Names::Unknown => tree.named_again(text).is_none(),
        })
    }

    /// The index of the value that segments lead to from another: names, or indices of items.
    pub(in crate::engine) fn find<'s>(
        &self,
        text: &str,
        from: usize,
        mut segments: impl Iterator<Item = Cow<'s, str>>,
    ) -> Option<usize> {
        let child = |of, segment: Cow<'s, str>| self.child(text, of, &segment);
        segments.try_fold(from, child)
    }

    /// The index of a member or item.
    pub(in crate::engine) fn child(&self, text: &str, of: usize, segment: &str) -> Option<usize> {
        if !self.is_object(text, of) {
            return self.children(of).nth(segment.parse().ok()?);
        }
        let (end, mut index) = (self.places[of].next, of + 1);
        while index < end {
            if self.is_named(text, index, segment) {
                return Some(index);
            }
            index = self.places[index].next;
        }
        None
    }

    /// The index of the value that the first segment of a pointer leads to from another, and what
    /// follows it.
    pub(in crate::engine) fn step<'p>(
        &self,
        text: &str,
        of: usize,
        pointer: &'p str,
    ) -> Option<(usize, &'p str)> {
        let path = pointer.strip_prefix('/')?;
        let known = self.member_that_starts(text, of, path.as_bytes());
        if let Some(index) = known {
            let len = self.places[index].name.len();
            return Some((index, path.get(len..)?));
        }
        let (segment, _) = split(path, b'/');
        let index = self.child(text, of, &unescaped(segment))?;
        Some((index, path.get(segment.len()..)?))
    }

    /// The member whose name is the first segment of a path, if neither holds an escape: most are
    /// found at once.
    fn member_that_starts(&self, text: &str, of: usize, path: &[u8]) -> Option<usize> {
        if !self.is_object(text, of) {
            return None;
        }
        let (end, mut index) = (self.places[of].next, of + 1);
        while index < end {
            let place = &self.places[index];
            let len = place.name.len();
            let ends = path
                .get(len)
                .map_or(path.len() == len, |byte| *byte == b'/');
            if ends && !place.escaped_name {
                let name = &text.as_bytes()[place.name.clone()];
                if *name == path[..len] && !any(name, |byte| matches!(byte, b'/' | b'~')) {
                    return Some(index);
                }
            }
            index = place.next;
        }
        None
    }

    /// Where a value stands.
    pub(in crate::engine) fn place(&self, index: usize) -> Range<usize> {
        self.places[index].value.clone()
    }

    /// The text of a string, number, boolean or null; `None` if this is an object or a list.
    pub(in crate::engine) fn plain<'t>(&self, text: &'t str, index: usize) -> Option<Cow<'t, str>> {
        let Place { value, escaped, .. } = &self.places[index];
        match text.as_bytes()[value.start] {
            b'{' | b'[' => None,
            b'"' if *escaped => (serde_json::from_str(&text[value.clone()]).ok()).map(Cow::Owned),
            b'"' => Some(text[value.start + 1..value.end - 1].into()),
            _ => Some(text[value.clone()].into()),
        }
    }

    /// The name of a member as it is written, in its quotes.
    pub(super) fn written_name<'t>(&self, text: &'t str, index: usize) -> &'t str {
        let name = &self.places[index].name;
        &text[name.start - 1..=name.end]
    }

    pub(in crate::engine) fn is_object(&self, text: &str, index: usize) -> bool {
        text.as_bytes()[self.places[index].value.start] == b'{'
    }

    /// The members of an object: names as they are meant, and indices; `None` if it is none.
    pub(in crate::engine) fn members_of<'t>(
        &self,
        text: &'t str,
        of: usize,
    ) -> Option<Members<'t>> {
        if !self.is_object(text, of) {
            return None;
        }
        let mut members = SmallVec::new();
        for index in self.children(of) {
            members.push((self.name(text, index)?, index));
        }
        Some(members)
    }

    /// The same, and of a list, if `items` count too, its items without names.
    pub(in crate::engine) fn members_or_items<'t>(
        &self,
        text: &'t str,
        of: usize,
        items: bool,
    ) -> Option<Members<'t>> {
        if items && text.as_bytes()[self.places[of].value.start] == b'[' {
            return Some(self.children(of).map(|index| ("".into(), index)).collect());
        }
        self.members_of(text, of)
    }

    /// The members of an object, sorted by name.
    pub(super) fn sorted_members<'t>(&self, text: &'t str, of: usize) -> Option<Sorted<'t>> {
        if !self.is_object(text, of) {
            return None;
        }
        let mut members = Sorted::new();
        for index in self.children(of) {
            let name = self.name(text, index)?;
            members.push((start_of(name.as_bytes()), name, index));
        }
        // What is equal stays in its order.
        members.sort_unstable();
        Some(members)
    }

    /// The indices of what stands directly in a value.
    pub(in crate::engine) fn children(&self, of: usize) -> impl Iterator<Item = usize> {
        let end = self.places[of].next;
        let first = Some(of + 1).filter(|index| *index < end);
        std::iter::successors(first, move |index| {
            Some(self.places[*index].next).filter(|next| *next < end)
        })
    }

    /// The name of a member as it is meant; `None` if it is no text.
    fn name<'t>(&self, text: &'t str, index: usize) -> Option<Cow<'t, str>> {
        let place = &self.places[index];
        if place.escaped_name {
            let name = self.written_name(text, index);
            return serde_json::from_str(name).ok().map(Cow::Owned);
        }
        text.get(place.name.clone()).map(Cow::Borrowed)
    }

    fn is_named(&self, text: &str, index: usize, name: &str) -> bool {
        let place = &self.places[index];
        if place.escaped_name {
            return self.name(text, index).is_some_and(|known| known == name);
        }
        place.name.len() == name.len() && text.as_bytes()[place.name.clone()] == *name.as_bytes()
    }

    /// A name that an object has twice, and where it stands the second time.
    pub(super) fn named_again<'t>(&self, text: &'t str) -> Option<(Cow<'t, str>, usize)> {
        let mut objects = (0..self.places.len()).filter(|index| self.is_object(text, *index));
        objects.find_map(|object| {
            let Some(mut names) = self.members_of(text, object) else {
                // A name that is no text could be any.
                return Some((Cow::Borrowed(""), self.place(object).start));
            };
            names.sort_unstable();
            let again = names.array_windows().find(|[one, other]| one.0 == other.0);
            // With its quotes.
            again.map(|[_, (name, index)]| (name.clone(), self.places[*index].name.start - 1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::FEW;
    use super::*;

    #[test]
    fn a_step_takes_one_segment_as_it_is_meant() {
        let text = r#"{"a/b":1,"a":{"b":2,"":3},"c~d":4,"\u0065":5,"ab":6,"~1":7}"#;
        let tree = Tree::of(text).expect("JSON");
        let step = |pointer| {
            let (index, rest) = tree.step(text, Tree::ROOT, pointer)?;
            Some((&text[tree.place(index)], rest))
        };
        assert_eq!(step("/a~1b"), Some(("1", "")));
        assert_eq!(step("/a/b"), Some((r#"{"b":2,"":3}"#, "/b")));
        assert_eq!(step("/a/"), Some((r#"{"b":2,"":3}"#, "/")));
        assert_eq!(step("/c~0d/x"), Some(("4", "/x")));
        assert_eq!(step("/e"), Some(("5", "")));
        assert_eq!(step("/ab"), Some(("6", "")));
        assert_eq!(step("/~1"), None);
        assert_eq!(step("/~01"), Some(("7", "")));
        assert_eq!(step("/b"), None);
    }

    #[test]
    fn names_are_found_twice_however_many_there_are() {
        let object = |names: &mut dyn Iterator<Item = usize>| {
            let members: Vec<String> = names.map(|name| format!("\"m{name}\":[]")).collect();
            format!("{{{}}}", members.join(","))
        };
        for count in [2, FEW, FEW + 1, FEW + 2, 100] {
            let once = object(&mut (0..count));
            assert!(Tree::unambiguous(&once).is_some(), "{count}");
            let twice = object(&mut (0..count).chain([count / 2]));
            assert!(Tree::unambiguous(&twice).is_none(), "{count}");
        }
    }
}
