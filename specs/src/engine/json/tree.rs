//! Where the values of a JSON text stand (RFC 8259), found in one pass, which is also what says that it
//! is JSON.

use std::borrow::Cow;
use std::ops::Range;

/// How deep values may stand in one another.
const DEPTH: usize = 64;

/// So many names of an object are sooner compared with each other than sorted.
const FEW: usize = 16;

/// The values of a JSON text, each behind the one that it stands in.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Tree {
    places: Vec<Place>,
    names: Names,
}

/// Whether objects name a member twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Once,
    Twice,
    /// There are escapes in them, or too many to compare each with each.
    Unknown,
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
        let mut reader = Reader {
            text: text.as_bytes(),
            at: 0,
            places: Vec::with_capacity((text.len() / 16).clamp(8, 256)),
            names: Names::Once,
        };
        reader.value(0..0, false, DEPTH)?;
        reader.blanks();
        (reader.at == text.len()).then_some(Self {
            places: reader.places,
            names: reader.names,
        })
    }

    /// Reads JSON whose objects name no member twice.
    pub(in crate::engine) fn unambiguous(text: &str) -> Option<Self> {
        Self::of(text).filter(|tree| match tree.names {
            Names::Once => true,
            Names::Twice => false,
            Names::Unknown => tree.names_once(text),
        })
    }

    /// The index of the value that segments lead to: names, or indices of items.
    pub(in crate::engine) fn find<'s>(
        &self,
        text: &str,
        mut segments: impl Iterator<Item = Cow<'s, str>>,
    ) -> Option<usize> {
        let child = |of, segment: Cow<'s, str>| self.child(text, of, &segment);
        segments.try_fold(Self::ROOT, child)
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
        let place = &self.places[index];
        if place.escaped {
            return self.name(text, index).is_some_and(|known| known == name);
        }
        // Between quotes.
        let len = place.name.len();
        len == name.len() + 2 && text.as_bytes()[place.name.clone()][1..len - 1] == *name.as_bytes()
    }

    fn names_once(&self, text: &str) -> bool {
        let mut objects = (0..self.places.len()).filter(|index| self.is_object(text, *index));
        objects.all(|object| {
            let names = self.children(object).map(|index| self.name(text, index));
            let names: Option<Vec<Cow<'_, str>>> = names.collect();
            names.is_some_and(|mut names| {
                names.sort_unstable();
                !names.windows(2).any(|two| two[0] == two[1])
            })
        })
    }
}

/// Reads what is JSON; of anything else it makes nothing.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    places: Vec<Place>,
    names: Names,
}

impl Reader<'_> {
    fn value(&mut self, name: Range<usize>, escaped: bool, depth: usize) -> Option<()> {
        self.blanks();
        let (start, index) = (self.at, self.places.len());
        self.places.push(Place {
            name,
            escaped,
            value: start..start,
            next: index,
        });
        match self.text.get(start)? {
            b'{' => self.object(index, depth.checked_sub(1)?)?,
            b'[' => self.list(depth.checked_sub(1)?)?,
            b'"' => drop(self.string()?),
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => self.number()?,
        }
        self.places[index].value.end = self.at;
        self.places[index].next = self.places.len();
        Some(())
    }

    fn object(&mut self, index: usize, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.takes(b'}') {
            return Some(());
        }
        loop {
            self.blanks();
            let start = self.at;
            let escaped = (self.text.get(start)? == &b'"').then(|| self.string())??;
            let name = start..self.at;
            self.note(index, &name, escaped);
            self.blanks();
            self.takes(b':').then_some(())?;
            self.value(name, escaped, depth)?;
            if self.ends(b'}')? {
                return Some(());
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.takes(b']') {
            return Some(());
        }
        loop {
            self.value(0..0, false, depth)?;
            if self.ends(b']')? {
                return Some(());
            }
        }
    }

    /// Compares a name with those before it in its object.
    fn note(&mut self, object: usize, name: &Range<usize>, escaped: bool) {
        if self.names != Names::Once {
            return;
        }
        let text = &self.text[name.clone()];
        let (mut index, mut count) = (object + 1, 0);
        while let Some(place) = self.places.get(index) {
            if place.name.len() == text.len() && self.text[place.name.clone()] == *text {
                self.names = Names::Twice;
                return;
            }
            (index, count) = (place.next, count + 1);
        }
        if escaped || count > FEW {
            self.names = Names::Unknown;
        }
    }

    /// Whether this was the last member or item: else there is a comma.
    fn ends(&mut self, end: u8) -> Option<bool> {
        self.blanks();
        if self.takes(end) {
            return Some(true);
        }
        self.takes(b',').then_some(false)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let taken = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(taken);
        taken
    }

    /// Passes over white space.
    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
    }

    /// A string; whether it holds an escape.
    fn string(&mut self) -> Option<bool> {
        self.at += 1;
        let mut escaped = false;
        loop {
            let rest = &self.text[self.at..];
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
            let plain = rest.iter().position(special)?;
            self.at += plain + 1;
            match (rest[plain], rest.get(plain + 1)) {
                (b'"', _) => return Some(escaped),
                (b'\\', Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
                    self.at += 1;
                }
                (b'\\', Some(b'u')) => {
                    let digits = rest.get(plain + 2..plain + 6)?;
                    digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                    self.at += 5;
                }
                _ => return None,
            }
            escaped = true;
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(word).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.takes(b'-');
        // A zero in front is all that stands before the dot.
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit, and all that follow.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    /// Whatever is JSON for `serde_json` is JSON here, and nothing else: texts with every byte replaced
    /// by others, doubled or taken out.
    #[test]
    fn what_is_json_is_what_serde_json_takes() {
        let texts = [
            r#" {"a":[1,-0.5e+7,"x\u00e9\"\\",true,false,null],"b":{"":0,"c":[[],{}]}} "#,
            r#"["\/\b\f\n\r\t",10,1E2,-1e-0,"é"]"#,
            "7",
        ];
        for text in texts {
            assert!(Tree::of(text).is_some(), "{text}");
            for (at, character) in text.char_indices() {
                let (before, behind) = (&text[..at], &text[at + character.len_utf8()..]);
                let others = "\"\\{}[]:,.-+0e1utn \n\u{1}é".chars().map(String::from);
                for other in others.chain([String::new(), [character; 2].iter().collect()]) {
                    let changed = format!("{before}{other}{behind}");
                    let json = serde_json::from_str::<&RawValue>(&changed);
                    assert_eq!(Tree::of(&changed).is_some(), json.is_ok(), "{changed}");
                }
            }
        }
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
