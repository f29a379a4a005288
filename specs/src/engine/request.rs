//! Parts of the request as expressions see them: as they will be sent, or as the request brings
//! them.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue, header};
use percent_encoding::percent_decode_str;

use super::Error;
use super::evaluate::{Evaluator, Slot};
use super::functions::percent_encoded;
use super::pairs::{Chars, Pair, Pairs, TakePair};
use crate::data::{Entry, Part, Rule, RuleKind, Text, Value};

impl<'r> Evaluator<'r> {
    pub(super) fn write_part(&mut self, part: Part) -> Result<(), Error> {
        let request = self.input.request;
        match part {
            Part::Method => self.buffer.push(request.method.as_bytes()),
            Part::Scheme => self
                .buffer
                .push(request.scheme.to_ascii_lowercase().as_bytes()),
            Part::Url => {
                let target = self.path_and_query();
                for piece in [request.scheme, "://", request.authority, &target] {
                    self.buffer.push(piece.as_bytes());
                }
            }
            Part::Host => {
                let host = self.host()?;
                self.buffer.push(host.as_bytes());
            }
            Part::HostName => self.buffer.push(request.host_and_port()?.0.as_bytes()),
            Part::Port => self.buffer.push(request.host_and_port()?.1.as_bytes()),
            Part::Path => self.buffer.push(request.path().as_bytes()),
            Part::PathAndQuery => {
                let target = self.path_and_query();
                self.buffer.push(target.as_bytes());
            }
            Part::RawQuery => {
                let target = self.path_and_query();
                self.buffer.push(
                    target
                        .split_once('?')
                        .map_or("", |(_, query)| query)
                        .as_bytes(),
                );
            }
            Part::Body => self.buffer.push(request.body),
            // Pairs are never written as text; the checker sees to it.
            Part::Query
            | Part::OwnQuery
            | Part::Form
            | Part::Headers
            | Part::OwnHeaders
            | Part::SignedHeaders => {}
        }
        Ok(())
    }

    /// The first member of this name; `false` if there is none.
    pub(super) fn write_member(&mut self, part: Part, name: Text) -> Result<bool, Error> {
        let wanted = self.data.text(name);
        let value = match part {
            Part::Query | Part::OwnQuery => self.query_pairs(part == Part::Query)?,
            Part::Form => self.form_pairs()?,
            _ => match self.header(wanted, part == Part::Headers)? {
                Some(value) => {
                    self.push_chars(&value);
                    return Ok(true);
                }
                None => Pairs::new(),
            },
        }
        .into_iter()
        .find(|pair| self.chars(&pair.name) == wanted);
        if let Some(Pair { value, .. }) = value {
            Ok(value.is_none_or(|value| self.push_chars(&value)))
        } else {
            self.missing = Some((part, name));
            Ok(false)
        }
    }

    /// What the `Host` header says.
    pub(super) fn host(&self) -> Result<Cow<'r, str>, Error> {
        if let Some(host) = self.host.get() {
            return Ok(host.clone());
        }
        let host = self.input.request.host()?;
        Ok(self.host.get_or_init(|| host).clone())
    }

    /// Whether an entry is of this name, most likely spelt as it is there.
    fn is_named(&self, entry: &Entry, name: &str) -> bool {
        entry.name.len as usize == name.len() && {
            let own = self.data.text(entry.name);
            own == name || own.eq_ignore_ascii_case(name)
        }
    }

    /// A header by its lower-case name: what the scheme has set so far, else the request's own.
    fn header(&self, name: &str, sent: bool) -> Result<Option<Chars<'r>>, Error> {
        if sent && self.received.is_none() {
            for (entry, slot) in self.data.headers.iter().zip(self.header_slots()) {
                if let Slot::Written(range) = slot
                    && self.is_named(entry, name)
                {
                    return Ok(Some(Chars::Written(range.start, range.end)));
                }
            }
        }
        if name == "host" {
            return self.host().map(|host| Some(chars(host)));
        }
        if self.is_after(name) {
            return Ok(None);
        }
        self.own_header(name)
    }

    fn own_header(&self, name: &str) -> Result<Option<Chars<'r>>, Error> {
        let mut values = self.input.request.headers.get_all(name).iter();
        let Some(first) = values.next() else {
            return Ok(None);
        };
        let mut joined = Cow::Borrowed(text_of(name, first)?);
        for value in values {
            let between = self.data.text(self.data.signature.join_repeated);
            joined = format!("{joined}{between}{}", text_of(name, value)?).into();
        }
        Ok(Some(chars(joined)))
    }

    /// Whether a header is made from the signature: it is no part of what is signed, be it one
    /// that a verifier has received or one that signing will replace.
    fn is_after(&self, name: &str) -> bool {
        let mut headers = self.data.headers.iter();
        headers.any(|entry| entry.after && self.is_named(entry, name))
    }

    /// All headers as they will be sent, by name.
    pub(super) fn header_pairs(&self) -> Result<Pairs<'r>, Error> {
        let mut pairs = Pairs::new();
        pairs.push(Pair {
            name: Chars::Borrowed("host"),
            value: self.header("host", true)?,
        });
        let headers: &'r HeaderMap = self.input.request.headers;
        for name in headers.keys().filter(|name| *name != header::HOST) {
            if !self.is_after(name.as_str()) {
                pairs.push(Pair {
                    name: Chars::Borrowed(name.as_str()),
                    value: self.header(name.as_str(), true)?,
                });
            }
        }
        if self.received.is_none() {
            for (entry, slot) in self.data.headers.iter().zip(self.header_slots()) {
                let name = self.data.text(entry.name).to_ascii_lowercase();
                if let (Slot::Written(range), false) =
                    (slot, headers.contains_key(&name) || name == "host")
                {
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
        let picked = self.pick(&self.header_pairs()?, rules, "header")?;
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
            let wanted: Vec<&str> = match rule.kind {
                RuleKind::Never => continue,
                RuleKind::Required | RuleKind::Optional | RuleKind::Matching => vec![text],
                RuleKind::Members | RuleKind::OptionalMembers => self.members(text),
            };
            let must = matches!(rule.kind, RuleKind::Required | RuleKind::Members);
            for wanted in wanted {
                let mut found: Vec<&Pair<'r>> = Vec::new();
                for pair in pairs {
                    let name = self.chars(&pair.name);
                    if matches(wanted, name) && !never(name) {
                        found.push(pair);
                    }
                }
                if must && found.is_empty() {
                    return Err(Error::Missing {
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

    /// The items of a list setting.
    fn members(&self, setting: &str) -> Vec<&'r str> {
        let index = self
            .data
            .settings
            .iter()
            .position(|one| self.data.text(one.name) == setting);
        match index
            .and_then(|index| u16::try_from(index).ok())
            .and_then(|index| self.setting_value(index))
        {
            Some(Value::List(items)) => items.iter().map(String::as_str).collect(),
            Some(Value::Text(text)) => text.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        }
    }

    /// Path and query with what the scheme has added so far; for a verifier, without what was made
    /// from the signature.
    pub(super) fn path_and_query(&self) -> Cow<'r, str> {
        let whole = self.input.request.target();
        if self.data.query.is_empty() {
            return whole;
        }
        if self.received.is_some() {
            return self.without_signature(&whole).into();
        }
        let mut target = whole.into_owned();
        for (entry, slot) in self.data.query.iter().zip(self.query_slots()) {
            if let Slot::Written(range) = slot {
                let value = String::from_utf8_lossy(self.buffer.bytes(range.clone()));
                append_pair(&mut target, self.data.text(entry.name), &value);
            }
        }
        target.into()
    }

    fn without_signature(&self, target: &str) -> String {
        let Some((path, query)) = target.split_once('?') else {
            return target.to_owned();
        };
        let stays = |pair: &&str| {
            let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
            !decode(name, "query").is_ok_and(|name| {
                self.data
                    .query
                    .iter()
                    .any(|entry| entry.after && self.data.text(entry.name) == name)
            })
        };
        let kept: Vec<&str> = query.split('&').filter(stays).collect();
        if kept.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", kept.join("&"))
        }
    }

    /// The decoded pairs of the query.
    pub(super) fn query_pairs(&self, sent: bool) -> Result<Pairs<'r>, Error> {
        let target = if sent || self.received.is_some() {
            self.path_and_query()
        } else {
            self.input.request.path_and_query.into()
        };
        match target {
            Cow::Borrowed(target) => decoded_pairs(
                target.split_once('?').map_or("", |(_, query)| query),
                "query",
            ),
            Cow::Owned(target) => {
                let pairs = decoded_pairs(
                    target.split_once('?').map_or("", |(_, query)| query),
                    "query",
                )?;
                Ok(pairs.into_iter().map(|pair| own_pair(&pair)).collect())
            }
        }
    }

    /// The decoded pairs of a form body; none if the body is something else.
    pub(super) fn form_pairs(&self) -> Result<Pairs<'r>, Error> {
        let kind = self
            .input
            .request
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
        if !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        {
            return Ok(Pairs::new());
        }
        let body = std::str::from_utf8(self.input.request.body);
        decoded_pairs(
            body.map_err(|_| Error::NotText {
                what: "the form body".to_owned(),
            })?,
            "form",
        )
    }
}

/// Adds a percent-encoded pair to a request target.
pub(super) fn append_pair(target: &mut String, name: &str, value: &str) {
    let mark = match target.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    target.push_str(mark);
    target.push_str(&percent_encoded(name, ""));
    target.push('=');
    target.push_str(&percent_encoded(value, ""));
}

/// The pairs of a query or form, decoded; `+` is a space, a name without `=` has no value.
pub(super) fn decoded_pairs<'r>(raw: &'r str, what: &str) -> Result<Pairs<'r>, Error> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece
                .split_once('=')
                .map_or((piece, None), |(name, value)| (name, Some(value)));
            let value = value.map(|value| decode(value, what)).transpose()?;
            Ok(Pair {
                name: chars(decode(name, what)?),
                value: value.map(chars),
            })
        })
        .collect()
}

/// The decoded pairs of the query of a request target.
pub(super) fn decoded_query(target: &str) -> Result<Vec<(String, Option<String>)>, Error> {
    let raw = target.split_once('?').map_or("", |(_, query)| query);
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece
                .split_once('=')
                .map_or((piece, None), |(name, value)| (name, Some(value)));
            let value = value.map(|value| decode(value, "query")).transpose()?;
            Ok((
                decode(name, "query")?.into_owned(),
                value.map(Cow::into_owned),
            ))
        })
        .collect()
}

fn decode<'r>(raw: &'r str, what: &str) -> Result<Cow<'r, str>, Error> {
    let not_text = |_| Error::NotText {
        what: format!("the {what}, decoded,"),
    };
    if raw.contains('+') {
        let spaced = raw.replace('+', " ");
        return Ok(percent_decode_str(&spaced)
            .decode_utf8()
            .map_err(not_text)?
            .into_owned()
            .into());
    }
    percent_decode_str(raw).decode_utf8().map_err(not_text)
}

fn chars(text: Cow<'_, str>) -> Chars<'_> {
    match text {
        Cow::Borrowed(text) => Chars::Borrowed(text),
        Cow::Owned(text) => Chars::owned(text, None),
    }
}

fn own_pair<'r>(pair: &Pair<'_>) -> Pair<'r> {
    let own = |chars: &Chars<'_>| match chars {
        Chars::Borrowed(text) => Chars::owned((*text).to_owned(), None),
        Chars::Written(at, end) => Chars::Written(*at, *end),
        Chars::Owned(owned) => Chars::Owned(owned.clone()),
    };
    Pair {
        name: own(&pair.name),
        value: pair.value.as_ref().map(own),
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
