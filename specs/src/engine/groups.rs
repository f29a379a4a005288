//! What a file puts together: named pairs, entries of parts, JSON objects.

use std::collections::HashSet;

use zeroize::Zeroizing;

use super::Error;
use super::buffer::Secrecy;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::json;
use super::pairs::{Pair, Pairs};
use crate::data::{Id, Run, Type};

/// A JSON value among pairs, and whether it is secret.
#[derive(Clone, Debug)]
pub(crate) struct JsonText {
    /// As it was written.
    raw: Zeroizing<String>,
    /// As text; `None` if it is an object or a list.
    plain: Option<Zeroizing<String>>,
    secrecy: Option<Secrecy>,
}

impl JsonText {
    fn new(raw: &str, secrecy: Option<Secrecy>) -> Self {
        Self {
            raw: raw.to_owned().into(),
            plain: json::plain(raw).map(Into::into),
            secrecy,
        }
    }

    pub(super) fn is_secret(&self) -> bool {
        self.secrecy.is_some()
    }

    /// What it is compared and sorted by.
    pub(super) fn shown(&self) -> &str {
        self.plain.as_ref().unwrap_or(&self.raw)
    }
}

impl<'r> Evaluator<'r> {
    /// Named pairs; those whose value is absent are left out.
    pub(super) fn group(&mut self, run: Run) -> Result<Pairs<'r>, Error> {
        let mut pairs = Pairs::new();
        for pair in self.data.links(run).chunks_exact(2) {
            let (name, value) = (pair[0], pair[1]);
            if self.data.node(value).kind == Type::Pairs {
                pairs.extend(self.pairs(value)?.into_iter().flatten());
                continue;
            }
            let Some(name) = self.owned(name)? else {
                continue;
            };
            let value = match self.data.node(value).kind {
                Type::Json => self.json(value)?,
                _ => self.owned(value)?,
            };
            if value.is_some() {
                pairs.push(Pair { name, value });
            }
        }
        Ok(pairs)
    }

    /// A JSON value, to be kept.
    fn json(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        let at = self.buffer.len();
        if !self.write(id)? {
            return Ok(None);
        }
        let secrecy = self.buffer.secrecy(at);
        let raw = String::from_utf8_lossy(self.buffer.tail(at));
        let json = JsonText::new(&raw, secrecy);
        self.buffer.truncate(at);
        Ok(Some(Chars::Json(Box::new(json))))
    }

    /// The members of a JSON object as pairs.
    pub(super) fn member_pairs(&mut self, of: Id) -> Result<Option<Pairs<'r>>, Error> {
        let Some(Chars::Json(object)) = self.json(of)? else {
            return Ok(None);
        };
        let members = json::members(&object.raw).ok_or_else(|| Error::NotObject {
            what: self.data.expression(of),
        })?;
        let pair = |(name, value): (String, &str)| Pair {
            name: Chars::owned(name, None),
            value: Some(Chars::Json(Box::new(JsonText::new(value, object.secrecy)))),
        };
        Ok(Some(members.into_iter().map(pair).collect()))
    }

    /// Writes a JSON string, number, boolean or null as text.
    #[inline(never)]
    pub(super) fn write_plain(&mut self, of: Id) -> Result<bool, Error> {
        let at = self.buffer.len();
        let Some(json) = self.json(of)? else {
            return Ok(false);
        };
        debug_assert_eq!(at, self.buffer.len());
        self.push_chars(&json).map_err(|_| Error::NotPlain {
            what: self.data.expression(of),
        })
    }

    /// Writes a JSON value among pairs as text.
    pub(super) fn push_json(&mut self, json: &JsonText) -> Result<(), Error> {
        let plain = json.plain.as_ref().ok_or_else(|| Error::NotPlain {
            what: "a JSON member".to_owned(),
        })?;
        self.push_with(plain.as_bytes(), json.secrecy);
        Ok(())
    }

    fn push_with(&mut self, text: &[u8], secrecy: Option<Secrecy>) {
        match secrecy {
            None => self.buffer.push(text),
            Some(secrecy) => self.buffer.push_secret(text, secrecy),
        }
    }

    /// Writes pairs as a JSON object.
    pub(super) fn write_object(&mut self, of: Id) -> Result<bool, Error> {
        let Some(pairs) = self.pairs(of)? else {
            return Ok(false);
        };
        let mut seen = HashSet::new();
        for pair in &pairs {
            let name = self.chars(&pair.name);
            if !seen.insert(name) {
                return Err(Error::Taken {
                    what: format!("JSON member `{name}`"),
                });
            }
        }
        self.buffer.push(b"{");
        for (index, pair) in pairs.iter().enumerate() {
            let name = self.chars(&pair.name).to_owned();
            if index > 0 {
                self.buffer.push(b",");
            }
            self.buffer.push(json::quoted(&name).as_bytes());
            self.buffer.push(b":");
            self.push_value(pair.value.as_ref())?;
        }
        self.buffer.push(b"}");
        Ok(true)
    }

    /// Writes the value of a JSON member; a bare name has an empty one.
    pub(super) fn push_value(&mut self, value: Option<&Chars<'r>>) -> Result<(), Error> {
        match value {
            None => self.buffer.push(b"\"\""),
            Some(Chars::Json(json)) => self.push_with(json.raw.as_bytes(), json.secrecy),
            Some(text) => {
                let at = self.buffer.len();
                self.push_chars(text)?;
                let secrecy = self.buffer.secrecy(at);
                let quoted = Zeroizing::new(json::quoted(self.chars(text)));
                self.buffer.replace(at, quoted.as_bytes());
                self.buffer.computed(at, secrecy);
            }
        }
        Ok(())
    }

    /// Writes the parts that are present, joined, behind what they begin with; absent without any.
    #[inline(never)]
    pub(super) fn write_parts(&mut self, run: Run) -> Result<bool, Error> {
        let [start, join, parts @ ..] = self.data.links(run) else {
            return Ok(false);
        };
        let at = self.buffer.len();
        self.write(*start)?;
        let mut first = true;
        for part in parts {
            if self.data.node(*part).kind == Type::List {
                self.each_item(*part, &mut |this, item| {
                    this.write_part_of(&mut first, *join, |this| this.write_item(item))
                })?;
            } else {
                self.write_part_of(&mut first, *join, |this| this.write(*part))?;
            }
        }
        if first {
            self.buffer.truncate(at);
        }
        Ok(!first)
    }

    /// The texts that a part of an entry is: one, or those of a list.
    pub(super) fn items_of(&mut self, part: Id) -> Result<Vec<String>, Error> {
        let mut texts = Vec::new();
        if self.data.node(part).kind == Type::List {
            let items = self.list(part)?.unwrap_or_default();
            texts.extend(items.iter().map(|item| self.chars(item).to_owned()));
        } else if let Some(text) = self.owned(part)? {
            texts.push(self.chars(&text).to_owned());
        }
        Ok(texts)
    }

    fn write_part_of(
        &mut self,
        first: &mut bool,
        join: Id,
        write: impl FnOnce(&mut Self) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let at = self.buffer.len();
        if !*first {
            self.write(join)?;
        }
        if write(self)? {
            *first = false;
        } else {
            self.buffer.truncate(at);
        }
        Ok(())
    }
}
