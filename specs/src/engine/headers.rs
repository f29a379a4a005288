//! Headers as they will be sent, and which of them are signed.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue, header};

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs, TakePair};
use crate::data::{Entry, Location, Rule, RuleKind, Value};

impl<'r> Evaluator<'r> {
    /// Whether an entry is of this name, most likely spelt as it is there.
    fn is_named(&self, entry: &Entry, name: &str) -> bool {
        entry.name.len as usize == name.len() && {
            let own = self.data.text(entry.name);
            own == name || own.eq_ignore_ascii_case(name)
        }
    }

    /// A header by its lower-case name: what the scheme has set so far, else the request's own.
    pub(super) fn header(&self, name: &str, sent: bool) -> Result<Option<Chars<'r>>, Error> {
        if sent && self.received.is_none() {
            for (index, entry) in self.data.entries_in(Location::Headers) {
                if let Slot::Written(range) = self.entry_slot(index)
                    && self.is_named(entry, name)
                {
                    return Ok(Some(Chars::Written(range.start, range.end)));
                }
            }
        }
        if name == "host" {
            return self.host().map(|host| Some(Chars::from(host)));
        }
        if self.is_after(name) {
            return Ok(None);
        }
        let own = self.own_header(name)?;
        Ok(own.map(|value| self.hide_header(name, value)))
    }

    pub(super) fn own_header(&self, name: &str) -> Result<Option<Chars<'r>>, Error> {
        let mut values = self.input.request.headers.get_all(name).iter();
        let Some(first) = values.next() else {
            return Ok(None);
        };
        let mut joined = Cow::Borrowed(text_of(name, first)?);
        for value in values {
            let between = self.data.text(self.data.signature.join_repeated);
            joined = format!("{joined}{between}{}", text_of(name, value)?).into();
        }
        Ok(Some(Chars::from(joined)))
    }

    /// Whether a header is made from the signature: it is no part of what is signed, be it one
    /// that a verifier has received or one that signing will replace.
    fn is_after(&self, name: &str) -> bool {
        let mut headers = self.data.entries_in(Location::Headers);
        headers.any(|(_, entry)| entry.after && self.is_named(entry, name))
    }

    /// All headers by name, as they will be sent or as the request brings them.
    pub(super) fn header_pairs(&self, sent: bool) -> Result<Pairs<'r>, Error> {
        let mut pairs = Pairs::new();
        pairs.push(Pair {
            name: Chars::Borrowed("host"),
            value: self.header("host", sent)?,
        });
        let headers: &'r HeaderMap = self.input.request.headers;
        for name in headers.keys().filter(|name| *name != header::HOST) {
            if !self.is_after(name.as_str()) {
                pairs.push(Pair {
                    name: Chars::Borrowed(name.as_str()),
                    value: self.header(name.as_str(), sent)?,
                });
            }
        }
        if sent && self.received.is_none() {
            for (index, entry) in self.data.entries_in(Location::Headers) {
                let name = self.data.text(entry.name).to_ascii_lowercase();
                if let (Slot::Written(range), false) = (
                    self.entry_slot(index),
                    headers.contains_key(&name) || name == "host",
                ) {
                    let value = Some(Chars::Written(range.start, range.end));
                    pairs.push(Pair {
                        name: Chars::owned(name, None),
                        value,
                    });
                }
            }
        }
        Ok(pairs)
    }

    /// The same, with a pair for every line of a repeated header.
    pub(super) fn header_lines(&self, sent: bool) -> Result<Pairs<'r>, Error> {
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
                    name: pair.name.clone(),
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
        let picked = self.pick(&self.header_pairs(true)?, rules, "header")?;
        picked.into_iter().try_for_each(|pair| take(self, pair))
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

    /// The pairs that rules choose, in the order of the rules; a name comes once, at its first
    /// place.
    pub(super) fn pick(
        &self,
        pairs: &Pairs<'r>,
        rules: &[Rule],
        what: &str,
    ) -> Result<Pairs<'r>, Error> {
        let never = |name: &str| {
            rules.iter().any(|rule| {
                rule.kind == RuleKind::Never && matches(self.data.text(rule.text), name)
            })
        };
        let mut picked = Pairs::new();
        for rule in rules {
            let text = self.data.text(rule.text);
            let wanted: Vec<Cow<'_, str>> = match rule.kind {
                RuleKind::Never => continue,
                RuleKind::Required | RuleKind::Optional | RuleKind::Matching => vec![text.into()],
                RuleKind::Members | RuleKind::OptionalMembers => self.members(text, what),
            };
            let must = matches!(rule.kind, RuleKind::Required | RuleKind::Members);
            for wanted in wanted {
                let mut found: Vec<&Pair<'r>> = Vec::new();
                for pair in pairs {
                    let name = self.chars(&pair.name);
                    let fits = match rule.kind {
                        // Whoever gives a name means that name.
                        RuleKind::Members | RuleKind::OptionalMembers => wanted == name,
                        _ => matches(&wanted, name),
                    };
                    if fits && !never(name) {
                        found.push(pair);
                    }
                }
                if must && found.is_empty() {
                    return Err(Error::Missing {
                        what: format!("{what} `{wanted}`"),
                    });
                }
                if rule.kind == RuleKind::Members && what != "header" && found.len() > 1 {
                    return Err(Error::Repeated {
                        what: format!("{what} `{wanted}`"),
                    });
                }
                found.sort_by_key(|pair| self.chars(&pair.name));
                let start = picked.len();
                for pair in found {
                    let name = self.chars(&pair.name);
                    if !picked[..start]
                        .iter()
                        .any(|one: &Pair<'r>| self.chars(&one.name) == name)
                    {
                        picked.push(pair.clone());
                    }
                }
            }
        }
        Ok(picked)
    }

    /// The items of a list setting; names of headers in lower case, as they are compared.
    pub(super) fn members(&self, setting: &str, what: &str) -> Vec<Cow<'r, str>> {
        let index = self
            .data
            .settings
            .iter()
            .position(|one| self.data.text(one.name) == setting);
        let members: Vec<&'r str> = match index
            .and_then(|index| u16::try_from(index).ok())
            .and_then(|index| self.setting_value(index))
        {
            Some(Value::List(items)) => items.iter().map(String::as_str).collect(),
            Some(Value::Text(text)) => text.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        };
        let lower = |name: &'r str| match what {
            "header" => name.to_ascii_lowercase().into(),
            _ => name.into(),
        };
        members.into_iter().map(lower).collect()
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

/// Whether a pattern, in which `*` is any number of characters, matches a name.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(start) else {
        return false;
    };
    let mut pieces = rest.split('*').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return name.ends_with(piece);
        }
        let Some(at) = name.find(piece) else {
            return false;
        };
        name = &name[at + piece.len()..];
    }
    true
}
