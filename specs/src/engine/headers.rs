//! Headers as they will be sent, and which of them are signed.

use http::header::{self, GetAll};
use http::{HeaderMap, HeaderValue};

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs, TakePair};
use crate::data::{Entry, Location, Rule, RuleKind};

/// How many headers are looked through one by one.
const FEW: usize = 16;

impl<'r> Evaluator<'r> {
    /// Whether an entry is of this name, most likely spelt as it is there.
    fn is_named(&self, entry: &Entry, name: &str) -> bool {
        entry.name.len as usize == name.len() && {
            let own = self.data.text(entry.name);
            own == name || own.eq_ignore_ascii_case(name)
        }
    }

    /// A header by its lower-case name: what the scheme has set so far, else the request's own.
    pub(super) fn header(&mut self, name: &str, sent: bool) -> Result<Option<Chars<'r>>, Error> {
        if let Some(set) = self.set_header(name, sent) {
            return Ok(Some(set));
        }
        if name == "host" {
            let host = self.host()?;
            return Ok(Some(self.item_of(host)));
        }
        if self.is_after(name) {
            return Ok(None);
        }
        let own = self.own_header(name)?;
        Ok(own.map(|value| self.hide_header(name, value)))
    }

    /// What the scheme has set so far.
    fn set_header(&self, name: &str, sent: bool) -> Option<Chars<'r>> {
        if !sent || self.received.is_some() {
            return None;
        }
        let mut entries = self.data.entries_in(Location::Headers);
        entries.find_map(|(index, entry)| match self.entry_slot(index) {
            Slot::Written(range) if self.is_named(entry, name) => {
                Some(Chars::Written(range.start, range.end))
            }
            _ => None,
        })
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

    /// Whether a header is made from the signature: it is no part of what is signed, be it one
    /// that a verifier has received or one that signing will replace.
    fn is_after(&self, name: &str) -> bool {
        let mut headers = self.data.entries_in(Location::Headers);
        headers.any(|(_, entry)| entry.after && self.is_named(entry, name))
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
        for (name, first) in headers {
            let text = name.as_str();
            // The values of one header follow each other.
            if last.replace(name) == Some(name) || *name == header::HOST || self.is_after(text) {
                continue;
            }
            let mut value = self.set_header(text, sent);
            if value.is_none() {
                let own = if repeats {
                    self.joined(text, &headers.get_all(name))?
                } else {
                    Some(Chars::Borrowed(text_of(text, first)?))
                };
                value = own.map(|value| self.hide_header(text, value));
            }
            pairs.push(Pair {
                name: Chars::Borrowed(text),
                value,
            });
        }
        if sent && self.received.is_none() {
            self.add_set_headers(&mut pairs);
        }
        Ok(pairs)
    }

    /// Adds the headers that only the scheme sets.
    fn add_set_headers(&mut self, pairs: &mut Pairs<'r>) {
        let entries = self.data.entries_in(Location::Headers);
        for (index, entry) in entries.filter(|(_, entry)| !entry.after) {
            let Slot::Written(range) = self.entry_slot(index) else {
                continue;
            };
            let value = Some(Chars::Written(range.start, range.end));
            let brought = |pair: &Pair<'r>| self.is_named(entry, self.chars(&pair.name));
            if pairs.iter().any(brought) {
                continue;
            }
            let spelt = self.data.text(entry.name);
            let name = if spelt.bytes().any(|byte| byte.is_ascii_uppercase()) {
                self.put_aside(&spelt.to_ascii_lowercase(), None)
            } else {
                Chars::Borrowed(spelt)
            };
            pairs.push(Pair { name, value });
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
        let mut pairs = Pairs::new();
        self.each_signed_header(&mut |_, pair| {
            pairs.push(pair);
            Ok(())
        })?;
        Ok(pairs)
    }

    /// Hands on the headers that are signed: those that the rules choose, or those that a received
    /// request names.
    pub(super) fn each_signed_header(&mut self, take: TakePair<'_, 'r>) -> Result<(), Error> {
        if let Some(names) = self.received.and_then(|received| received.signed_headers()) {
            return names
                .iter()
                .try_for_each(|name| self.signed_header(name, true, take));
        }
        let rules = self.data.rules(self.data.signature.signed_headers);
        // Names alone need no look at all the headers.
        let plain = |rule: &Rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional);
        if rules.iter().all(plain) {
            return rules.iter().try_for_each(|rule| {
                let must = rule.kind == RuleKind::Required;
                self.signed_header(self.data.text(rule.text), must, take)
            });
        }
        let (set, picked) = self.picked_headers(rules)?;
        let taken = picked.iter().try_for_each(|pair| take(self, *pair));
        self.picked = Some((set, picked));
        taken
    }

    /// The headers that rules choose, found once for as long as the scheme sets no other.
    fn picked_headers(&mut self, rules: &[Rule]) -> Result<(usize, Pairs<'r>), Error> {
        let entries = self.data.entries_in(Location::Headers);
        let set = entries.filter(|(index, _)| !matches!(self.entry_slot(*index), Slot::Unset));
        let set = set.count();
        if let Some(picked) = self.picked.take_if(|(known, _)| *known == set) {
            return Ok(picked);
        }
        let all = self.header_pairs(true)?;
        Ok((set, self.pick(&all, rules, "header")?))
    }

    fn signed_header(
        &mut self,
        name: &'r str,
        must: bool,
        take: TakePair<'_, 'r>,
    ) -> Result<(), Error> {
        let pair = Pair {
            name: Chars::Borrowed(name),
            value: self.header(name, true)?,
        };
        match pair.value {
            Some(_) => take(self, pair),
            None if must => Err(Error::Missing {
                what: format!("header `{name}`"),
            }),
            None => Ok(()),
        }
    }
}

fn text_of<'h>(name: &str, value: &'h HeaderValue) -> Result<&'h str, Error> {
    let text = std::str::from_utf8(value.as_bytes());
    // What HTTP calls white space: a no-break space is part of the value.
    let trimmed = |text: &'h str| text.trim_matches([' ', '\t']);
    text.map(trimmed).map_err(|_| Error::NotText {
        what: format!("header `{name}`"),
    })
}
