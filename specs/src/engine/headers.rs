//! Headers as they will be sent, or as the request brings them.

use http::header::GetAll;
use http::{HeaderMap, HeaderValue};
use smallvec::SmallVec;

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::scan::any;
use crate::data::{Entry, Location, Op, Part, Run, Text, mark};

/// How many headers are looked through one by one.
const FEW: usize = 16;

impl<'r> Evaluator<'r> {
    /// The entry that sets a header, most likely spelt as it is asked for.
    #[inline]
    fn entry_named(&self, name: &str) -> Option<(usize, &'r Entry)> {
        let may_be = self.data.marks & mark(name.as_bytes()) != 0;
        may_be.then(|| self.entry_marked(name))?
    }

    #[inline(never)]
    fn entry_marked(&self, name: &str) -> Option<(usize, &'r Entry)> {
        let mut entries = self.data.entries_in(Location::Headers);
        entries.find(|(_, entry)| {
            entry.lower.len as usize == name.len() && {
                let own = self.data.bytes(entry.lower);
                own == name.as_bytes() || own.eq_ignore_ascii_case(name.as_bytes())
            }
        })
    }

    /// A header by its lower-case name: what the scheme has set so far, else the request's own.
    pub(super) fn header(&mut self, name: &str, sent: bool) -> Result<Option<Chars<'r>>, Error> {
        let entry = self.entry_named(name);
        if let Some((index, _)) = entry
            && sent
            && let Some(set) = self.set_value(index)
        {
            return Ok(Some(set));
        }
        if name == "host" {
            if let Some(host) = self.plain_host {
                return Ok(Some(Chars::Plain(host)));
            }
            let host = self.host()?;
            return Ok(Some(self.item_of(host)));
        }
        // What is made from the signature is no part of what is signed, be it a header that a
        // verifier has received or one that signing will replace.
        if entry.is_some_and(|(_, entry)| entry.after) {
            return Ok(None);
        }
        let own = self.own_header(name)?;
        Ok(own.map(|value| self.hide_header(name, value)))
    }

    /// What an entry has made so far; a verifier looks at what it received.
    pub(super) fn set_value(&self, entry: usize) -> Option<Chars<'r>> {
        match self.entry_slot(entry) {
            Slot::Written(range) if self.received.is_none() => {
                Some(Chars::Written(range.start, range.end))
            }
            _ => None,
        }
    }

    /// A header that the request brings, whatever the case of its name.
    pub(super) fn own_header(&mut self, name: &str) -> Result<Option<Chars<'r>>, Error> {
        if !self.may_bring(name) {
            return Ok(None);
        }
        let headers: &'r HeaderMap = self.input.request.headers;
        if headers.len() > FEW || headers.len() != headers.keys_len() {
            return self.joined(name, &headers.get_all(name));
        }
        // Among few names one is sooner found than its place is computed.
        let mut headers = headers.iter();
        let found = headers.find(|(known, _)| known.as_str().eq_ignore_ascii_case(name));
        let found = found.map(|(_, value)| chars_of(name, value));
        found.transpose()
    }

    /// Whether the request brings a header, whatever the case of its name.
    pub(super) fn brings_header(&mut self, name: &str) -> bool {
        self.may_bring(name) && self.input.request.headers.contains_key(name)
    }

    /// Whether the request may bring a header: of most that it does not bring this is known at once.
    pub(super) fn may_bring(&mut self, name: &str) -> bool {
        self.own_marks() & mark(name.as_bytes()) != 0
    }

    /// The marks of the headers that the request brings.
    #[inline]
    fn own_marks(&mut self) -> u64 {
        let names = self.input.request.headers.keys();
        let marks = || names.fold(0, |marks, name| marks | mark(name.as_str().as_bytes()));
        *self.own_marks.get_or_insert_with(marks)
    }

    /// Whether a header of this name, in small letters, is certainly neither brought nor set.
    fn lacks_header(&mut self, name: Text) -> bool {
        let name = self.data.bytes(name);
        let marks = self.own_marks() | self.data.marks;
        marks & mark(name) == 0 && name != b"host"
    }

    /// The text that stands for a header that is not there, as in `{header.range or ''}`.
    #[inline]
    pub(super) fn instead_of_header(&mut self, choices: Run) -> Option<&'r [u8]> {
        let &[first, second] = self.data.links(choices) else {
            return None;
        };
        let Op::Member(Part::Headers | Part::OwnHeaders, name) = self.data.node(first).op else {
            return None;
        };
        let Op::Text(text) = self.data.node(second).op else {
            return None;
        };
        self.lacks_header(name).then(|| self.data.bytes(text))
    }

    /// The values of one header as one.
    fn joined(
        &mut self,
        name: &str,
        values: &GetAll<'r, HeaderValue>,
    ) -> Result<Option<Chars<'r>>, Error> {
        let mut values = values.iter();
        let Some(first) = values.next() else {
            return Ok(None);
        };
        let first = text_of(name, first)?;
        let mut values = values.peekable();
        if values.peek().is_none() {
            return Ok(Some(Chars::Borrowed(first)));
        }
        let at = self.aside.len();
        self.aside.push(first.as_bytes());
        for value in values {
            let between = self.data.bytes(self.data.signature.join_repeated);
            self.aside.push(between);
            self.aside.push(text_of(name, value)?.as_bytes());
        }
        Ok(Some(Chars::Aside(at, self.aside.len())))
    }

    /// All headers by name, as they will be sent or as the request brings them.
    pub(super) fn header_pairs(&mut self, sent: bool) -> Result<Pairs<'r>, Error> {
        let added = usize::from(self.data.sections.headers.len);
        let mut pairs = Pairs::with_capacity(1 + self.input.request.headers.len() + added);
        let all = |_: &str| Some(());
        self.each_header(sent, all, |_, (), name, value| {
            pairs.push(Pair {
                name: Chars::Borrowed(name),
                value: Some(value),
            });
        })?;
        Ok(pairs)
    }

    /// Takes each header that has a place.
    #[inline]
    pub(super) fn each_header<P>(
        &mut self,
        sent: bool,
        place_of: impl Fn(&str) -> Option<P>,
        mut take: impl FnMut(&mut Self, P, &'r str, Chars<'r>),
    ) -> Result<(), Error> {
        let headers: &'r HeaderMap = self.input.request.headers;
        if let Some(place) = place_of("host")
            && let Some(host) = self.header("host", sent)?
        {
            take(self, place, "host", host);
        }
        let repeats = headers.len() != headers.keys_len();
        let mut last = None;
        let mut replaced = SmallVec::<[usize; 8]>::new();
        for (name, first) in headers {
            // The values of one header follow each other.
            let follows = repeats && last.replace(name) == Some(name);
            let text = name.as_str();
            if follows || text == "host" {
                continue;
            }
            let Some(place) = place_of(text) else {
                continue;
            };
            let value = match self.entry_named(text) {
                Some((_, entry)) if entry.after => continue,
                Some((index, _)) if sent && let Some(value) = self.set_value(index) => {
                    replaced.push(index);
                    Some(value)
                }
                _ if repeats => self.joined(text, &headers.get_all(name))?,
                _ => Some(chars_of(text, first)?),
            };
            if let Some(value) = value {
                let value = self.hide_header(text, value);
                take(self, place, text, value);
            }
        }
        if !sent || self.received.is_some() {
            return Ok(());
        }
        // The headers that only the scheme sets; the host stands first in any case.
        let entries = self.data.entries_in(Location::Headers);
        for (index, entry) in entries.filter(|(_, entry)| !entry.after) {
            let Some(value) = self.set_value(index) else {
                continue;
            };
            let name = self.data.text(entry.lower);
            if name != "host"
                && !replaced.contains(&index)
                && let Some(place) = place_of(name)
            {
                take(self, place, name, value);
            }
        }
        Ok(())
    }

    /// The same, with a pair for every line of a repeated header.
    pub(super) fn header_lines(&mut self, sent: bool) -> Result<Pairs<'r>, Error> {
        let mut lines = Pairs::new();
        for pair in self.header_pairs(sent)? {
            let name = self.chars(&pair.name).to_owned();
            let values = self.input.request.headers.get_all(&name);
            let replaced = matches!(pair.value, Some(Chars::Written(..)));
            if replaced || values.iter().nth(1).is_none() {
                lines.push(pair);
                continue;
            }
            for value in values {
                let value = Chars::Borrowed(text_of(&name, value)?);
                lines.push(Pair {
                    name: pair.name,
                    value: Some(self.hide_header(&name, value)),
                });
            }
        }
        Ok(lines)
    }
}

/// What a header says, if that is visible ASCII without white space.
pub(super) fn plain(value: &HeaderValue) -> Option<&[u8]> {
    let text = value.as_bytes();
    is_plain(text).then_some(text)
}

/// Whether a text is visible ASCII without white space.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    !any(text, |byte| !byte.is_ascii_graphic())
}

/// What a header says.
#[inline]
pub(super) fn chars_of<'h>(name: &str, value: &'h HeaderValue) -> Result<Chars<'h>, Error> {
    match plain(value) {
        Some(text) => Ok(Chars::Plain(text)),
        None => text_of(name, value).map(Chars::Borrowed),
    }
}

#[inline(never)]
fn text_of<'h>(name: &str, value: &'h HeaderValue) -> Result<&'h str, Error> {
    let text = std::str::from_utf8(value.as_bytes());
    // What HTTP calls white space: a no-break space is part of the value.
    let blank = |end: Option<&u8>| matches!(end, Some(b' ' | b'\t'));
    let trimmed = |text: &'h str| match text.as_bytes() {
        bytes if blank(bytes.first()) || blank(bytes.last()) => text.trim_matches([' ', '\t']),
        _ => text,
    };
    text.map(trimmed).map_err(|_| Error::NotText {
        what: format!("header `{name}`"),
    })
}
