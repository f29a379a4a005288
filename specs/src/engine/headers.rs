//! Headers as they will be sent, and which of them are signed.

use http::header::GetAll;
use http::{HeaderMap, HeaderValue};
use smallvec::SmallVec;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::pick::Chosen;
use super::{Error, Made};
use crate::data::{Entry, Id, Location, Op, Rule, RuleKind, Text};

/// How many headers are looked through one by one.
const FEW: usize = 16;

/// The headers that are signed.
#[derive(Default)]
pub(super) struct Signed<'r> {
    /// How many entries had been made when they were found.
    made: Option<usize>,
    headers: Pairs<'r>,
    /// Which of them, in their order.
    chosen: Chosen,
}

impl<'r> Evaluator<'r> {
    /// The entry that sets a header, most likely spelt as it is asked for.
    fn entry_named(&self, name: &str) -> Option<(usize, &'r Entry)> {
        let mut entries = self.data.entries_in(Location::Headers);
        entries.find(|(_, entry)| {
            entry.name.len as usize == name.len() && {
                let own = self.data.bytes(entry.name);
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
                return Ok(Some(Chars::Borrowed(host)));
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
    fn set_value(&self, entry: usize) -> Option<Chars<'r>> {
        match self.entry_slot(entry) {
            Slot::Written(range) if self.received.is_none() => {
                Some(Chars::Written(range.start, range.end))
            }
            _ => None,
        }
    }

    /// A header that the request brings, whatever the case of its name.
    pub(super) fn own_header(&mut self, name: &str) -> Result<Option<Chars<'r>>, Error> {
        let headers: &'r HeaderMap = self.input.request.headers;
        if headers.len() > FEW || headers.len() != headers.keys_len() {
            return self.joined(name, &headers.get_all(name));
        }
        // Among few names one is sooner found than its place is computed.
        let mut headers = headers.iter();
        let found = headers.find(|(known, _)| known.as_str().eq_ignore_ascii_case(name));
        let found = found.map(|(_, value)| text_of(name, value).map(Chars::Borrowed));
        found.transpose()
    }

    /// Whether the request brings a header, whatever the case of its name.
    pub(super) fn brings_header(&self, name: &str) -> bool {
        let headers = self.input.request.headers;
        if headers.len() > FEW {
            return headers.contains_key(name);
        }
        let mut names = headers.keys();
        names.any(|known| known.as_str().eq_ignore_ascii_case(name))
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
        let headers: &'r HeaderMap = self.input.request.headers;
        let added = self.data.sections.headers.len;
        let mut pairs = Pairs::with_capacity(1 + headers.len() + usize::from(added));
        pairs.push(Pair {
            name: Chars::Borrowed("host"),
            value: self.header("host", sent)?,
        });
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
            let value = match self.entry_named(text) {
                Some((_, entry)) if entry.after => continue,
                Some((index, _)) if sent && let Some(value) = self.set_value(index) => {
                    replaced.push(index);
                    Some(value)
                }
                _ if repeats => self.joined(text, &headers.get_all(name))?,
                _ => Some(Chars::Borrowed(text_of(text, first)?)),
            };
            let value = value.map(|value| self.hide_header(text, value));
            pairs.push(Pair {
                name: Chars::Borrowed(text),
                value,
            });
        }
        if sent && self.received.is_none() {
            self.add_set_headers(&replaced, &mut pairs);
        }
        Ok(pairs)
    }

    /// Adds the headers that only the scheme sets: all but those that replace one.
    fn add_set_headers(&mut self, replaced: &[usize], pairs: &mut Pairs<'r>) {
        let entries = self.data.entries_in(Location::Headers);
        for (index, entry) in entries.filter(|(_, entry)| !entry.after) {
            let spelt = self.data.text(entry.name);
            // The host stands first in any case.
            if replaced.contains(&index) || spelt.eq_ignore_ascii_case("host") {
                continue;
            }
            let Some(value) = self.set_value(index) else {
                continue;
            };
            let name = if spelt.bytes().any(|byte| byte.is_ascii_uppercase()) {
                self.put_aside(&spelt.to_ascii_lowercase(), None)
            } else {
                Chars::Borrowed(spelt)
            };
            pairs.push(Pair {
                name,
                value: Some(value),
            });
        }
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

    /// The headers that are signed.
    pub(super) fn signed_headers(&mut self) -> Result<Pairs<'r>, Error> {
        self.find_signed()?;
        let places = 0..self.signed.chosen.len();
        Ok(places.map(|place| self.signed.at(place)).collect())
    }

    /// Writes a template for every signed header, with a text between them.
    #[inline(never)]
    pub(super) fn write_signed_headers(&mut self, template: Id, between: Text) -> Made<bool> {
        let outer = self.item.take();
        let written = self.write_each_signed(template, self.data.bytes(between));
        self.item = outer;
        written
    }

    fn write_each_signed(&mut self, template: Id, between: &[u8]) -> Made<bool> {
        self.find_signed()?;
        let is_name = matches!(self.data.node(template).op, Op::Name);
        let mut first = true;
        for place in 0..self.signed.chosen.len() {
            let at = self.buffer.len();
            if !first {
                self.buffer.push(between);
            }
            let pair = self.signed.at(place);
            let written = if is_name {
                self.push_chars(&pair.name)?
            } else {
                self.item = Some(pair);
                self.write_inside(template)?
            };
            if written {
                first = false;
            } else {
                self.buffer.truncate(at);
            }
        }
        Ok(true)
    }

    /// Finds the headers that are signed, once for as long as the scheme makes nothing else: those
    /// that the rules choose, or those that a received request names.
    fn find_signed(&mut self) -> Result<(), Error> {
        if self.signed.made == Some(self.entries_made) {
            return Ok(());
        }
        let rules = self.data.rules(self.data.signature.signed_headers);
        let plain = |rule: &Rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional);
        let mut headers = Pairs::new();
        if let Some(names) = self.received.and_then(|received| received.signed_headers()) {
            for name in names {
                headers.extend(self.signed_header(name, true)?);
            }
        } else if rules.iter().all(plain) {
            // Names alone need no look at all the headers.
            for rule in rules {
                let must = rule.kind == RuleKind::Required;
                headers.extend(self.signed_header(self.data.text(rule.text), must)?);
            }
        } else {
            headers = self.header_pairs(true)?;
            let chosen = self.pick(&headers, rules, "header")?;
            self.signed = Signed {
                made: Some(self.entries_made),
                headers,
                chosen,
            };
            return Ok(());
        }
        let chosen = (0..headers.len()).collect();
        self.signed = Signed {
            made: Some(self.entries_made),
            headers,
            chosen,
        };
        Ok(())
    }

    fn signed_header(&mut self, name: &'r str, must: bool) -> Result<Option<Pair<'r>>, Error> {
        let pair = Pair {
            name: Chars::Borrowed(name),
            value: self.header(name, true)?,
        };
        match pair.value {
            Some(_) => Ok(Some(pair)),
            None if must => Err(Error::Missing {
                what: format!("header `{name}`"),
            }),
            None => Ok(None),
        }
    }
}

impl<'r> Signed<'r> {
    fn at(&self, place: usize) -> Pair<'r> {
        self.headers[self.chosen[place]]
    }
}

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
