//! Where the values of a JSON text stand.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

use super::reader::Reader;

/// How deep values may stand in one another.
pub(super) const DEPTH: usize = 64;

/// The values of a JSON text, each behind the one that it stands in.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Tree {
    places: Vec<Place>,
    names: Names,
}

/// Names of members as they are meant, and the indices of their values.
type Members<'t> = SmallVec<[(Cow<'t, str>, usize); 8]>;

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
    /// The name of a member, with its quotes; empty for an item of a list, and for the whole.
    pub(super) name: Range<usize>,
    /// The name holds an escape.
    pub(super) escaped: bool,
    pub(super) value: Range<usize>,
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

    /// Where a value stands.
    pub(in crate::engine) fn place(&self, index: usize) -> Range<usize> {
        self.places[index].value.clone()
    }

    /// The name of a member as it is written, in its quotes.
    pub(super) fn written_name<'t>(&self, text: &'t str, index: usize) -> &'t str {
        &text[self.places[index].name.clone()]
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
        let Place { name, escaped, .. } = &self.places[index];
        if *escaped {
            return serde_json::from_str(&text[name.clone()])
                .ok()
                .map(Cow::Owned);
        }
        text.get(name.start + 1..name.end.checked_sub(1)?)
            .map(Cow::Borrowed)
    }

    fn is_named(&self, text: &str, index: usize, name: &str) -> bool {
        let place = &self.places[index];
        if place.escaped {
            return self.name(text, index).is_some_and(|known| known == name);
        }
        // Between quotes.
        let len = place.name.len();
        len == name.len() + 2 && text.as_bytes()[place.name.clone()][1..len - 1] == *name.as_bytes()
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
            again.map(|[_, (name, index)]| (name.clone(), self.places[*index].name.start))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::FEW;
    use super::*;

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
