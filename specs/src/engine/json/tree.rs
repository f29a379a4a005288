//! Where the values of a JSON text stand, found in one pass: `serde_json` says that it is JSON, but
//! not where in it what was.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;
use smallvec::SmallVec;

/// How deep values may stand in one another.
const DEPTH: usize = 64;

/// The values of a JSON text, each behind the one that it stands in.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Tree {
    places: Vec<Place>,
}

/// Where a value stands.
#[derive(Clone, Debug)]
struct Place {
    /// The name of a member, with its quotes; empty for an item of a list, and for the whole.
    name: Range<usize>,
    /// The name holds an escape.
    escaped: bool,
    value: Range<usize>,
    /// The index behind all that stands in it.
    next: usize,
}

impl Tree {
    /// The index of the whole.
    pub(in crate::engine) const ROOT: usize = 0;

    /// Reads JSON; `None` if a text is none, or nested too deep.
    pub(in crate::engine) fn of(text: &str) -> Option<Self> {
        serde_json::from_str::<&RawValue>(text).ok()?;
        let mut reader = Reader {
            text: text.as_bytes(),
            at: 0,
            places: Vec::with_capacity(16),
        };
        reader.value(0..0, false, DEPTH)?;
        Some(Self {
            places: reader.places,
        })
    }

    /// Reads JSON whose objects name no member twice.
    pub(in crate::engine) fn unambiguous(text: &str) -> Option<Self> {
        Self::of(text).filter(|tree| tree.names_once(text))
    }

    /// The value that segments lead to: names, or indices of items.
    pub(in crate::engine) fn find<'s>(
        &self,
        text: &str,
        mut segments: impl Iterator<Item = Cow<'s, str>>,
    ) -> Option<Range<usize>> {
        let child = |of, segment: Cow<'s, str>| self.child(text, of, &segment);
        segments
            .try_fold(Self::ROOT, child)
            .map(|index| self.place(index))
    }

    /// The index of a member or item.
    pub(in crate::engine) fn child(&self, text: &str, of: usize, segment: &str) -> Option<usize> {
        let mut children = self.children(of);
        if self.is_object(text, of) {
            return children.find(|index| self.is_named(text, *index, segment));
        }
        children.nth(segment.parse().ok()?)
    }

    /// Where a value stands.
    pub(in crate::engine) fn place(&self, index: usize) -> Range<usize> {
        self.places[index].value.clone()
    }

    pub(in crate::engine) fn is_object(&self, text: &str, index: usize) -> bool {
        text.as_bytes()[self.places[index].value.start] == b'{'
    }

    /// The members of an object: names as they are meant, and indices; `None` if it is none.
    pub(in crate::engine) fn members_of<'t>(
        &self,
        text: &'t str,
        of: usize,
    ) -> Option<Vec<(Cow<'t, str>, usize)>> {
        let member = |index: usize| Some((self.name(text, index)?, index));
        let members = self
            .is_object(text, of)
            .then(|| self.children(of).map(member));
        members?.collect()
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
        self.name(text, index).is_some_and(|known| known == name)
    }

    fn names_once(&self, text: &str) -> bool {
        let objects = (0..self.places.len()).filter(|index| self.is_object(text, *index));
        objects.into_iter().all(|object| {
            let names = self.children(object).map(|index| self.name(text, index));
            let names: Option<SmallVec<[Cow<'_, str>; 16]>> = names.collect();
            names.is_some_and(is_each_once)
        })
    }
}

fn is_each_once(mut names: SmallVec<[Cow<'_, str>; 16]>) -> bool {
    if names.spilled() {
        names.sort_unstable();
        return !names.windows(2).any(|two| two[0] == two[1]);
    }
    // Few names are sooner compared than sorted.
    let again = |(index, name)| names[..index].contains(name);
    !names.iter().enumerate().any(again)
}

/// Reads what is JSON; of anything else it makes nothing.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    places: Vec<Place>,
}

impl Reader<'_> {
    fn value(&mut self, name: Range<usize>, escaped: bool, depth: usize) -> Option<()> {
        let first = self.peek()?;
        let (start, index) = (self.at, self.places.len());
        self.places.push(Place {
            name,
            escaped,
            value: start..start,
            next: index,
        });
        match first {
            b'{' => self.all(b'}', depth)?,
            b'[' => self.all(b']', depth)?,
            b'"' => drop(self.string()?),
            _ => self.word(),
        }
        self.places[index].value.end = self.at;
        self.places[index].next = self.places.len();
        Some(())
    }

    /// The members of an object, or the items of a list.
    fn all(&mut self, end: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        loop {
            self.at += 1;
            match self.peek()? {
                byte if byte == end => break,
                b'"' if end == b'}' => {
                    let start = self.at;
                    let escaped = self.string()?;
                    let name = start..self.at;
                    (self.peek()? == b':').then(|| self.at += 1)?;
                    self.value(name, escaped, depth)?;
                }
                _ => self.value(0..0, false, depth)?,
            }
            match self.peek()? {
                b',' => {}
                byte if byte == end => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(())
    }

    /// The byte behind white space.
    fn peek(&mut self) -> Option<u8> {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        while self.text.get(self.at).is_some_and(blank) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    /// A string; whether it holds an escape.
    fn string(&mut self) -> Option<bool> {
        let mut escaped = false;
        loop {
            self.at += 1;
            match self.text.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                }
                _ => {}
            }
        }
        self.at += 1;
        Some(escaped)
    }

    /// A number, or `true`, `false` or `null`.
    fn word(&mut self) {
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        while self.text.get(self.at).is_some_and(inside) {
            self.at += 1;
        }
    }
}
