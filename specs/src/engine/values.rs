//! Values that are given: times, settings and credentials, and the conditions on them.

use std::borrow::Cow;

use crate::Timestamp;

use super::secrecy::Secrecy;
use super::{Error, Made, Presence, Wrote};
use crate::data::{Function, Id, Op, Part, Type, Value};
use crate::time::{self, Calendar};

use super::evaluate::{Evaluator, Slot};

impl<'r> Evaluator<'r> {
    /// The time that an expression is.
    pub(super) fn time(&mut self, id: Id) -> Result<Option<Timestamp>, Error> {
        match self.data.node(id).op {
            Op::Now => Ok(Some(self.input.now)),
            Op::Must(inner) => self.time(inner),
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    if let Some(time) = self.time(*choice)? {
                        return Ok(Some(time));
                    }
                }
                Ok(None)
            }
            Op::Let(index) => match self.let_slot(index) {
                Slot::Time(time) => Ok(Some(*time)),
                Slot::Failed(at) => Err(self.failures[*at].clone()),
                _ => Ok(None),
            },
            Op::Call(Function::Plus, of, arguments) => {
                let Some(time) = self.time(of)? else {
                    return Ok(None);
                };
                let Some(seconds) = self.seconds(self.data.links(arguments)[0])? else {
                    return Ok(None);
                };
                let later = time.plus_seconds(seconds);
                later.map(Some).ok_or(Error::Time)
            }
            Op::Call(Function::Time, of, _) => self.time_told(of),
            Op::Call(function @ (Function::When | Function::Unless), of, arguments) => {
                if self.keeps(function, self.data.links(arguments))? {
                    self.time(of)
                } else {
                    Ok(None)
                }
            }
            _ => Ok(None),
        }
    }

    /// Writes a time as a function has it.
    #[inline(never)]
    pub(super) fn write_time(&mut self, function: Function, moment: Timestamp) -> Wrote {
        match function {
            Function::UnixMilliseconds => {
                self.buffer.push_number(moment.as_millisecond());
                return Ok(Presence::There);
            }
            Function::UnixSeconds => {
                self.buffer.push_number(moment.as_second());
                return Ok(Presence::There);
            }
            _ => {}
        }
        // Most requests tell one time.
        if self.calendar.is_none_or(|(known, _)| known != moment) {
            let calendar = Calendar::of(moment).map_err(|_| Error::Time)?;
            self.calendar = Some((moment, calendar));
        }
        let Some((_, calendar)) = &self.calendar else {
            return Ok(Presence::Absent);
        };
        let buffer = &mut self.buffer;
        match function {
            Function::HttpDate => buffer.push(&calendar.http_date()),
            Function::Rfc3339(digits) => {
                // The dot goes with the digits.
                let end = if digits > 0 { 20 + digits } else { 19 };
                buffer.push(&calendar.rfc3339()[..usize::from(end)]);
                buffer.push(b"Z");
            }
            Function::Format(format) => {
                calendar.write(self.data.bytes(format), &mut |bytes| buffer.push(bytes));
            }
            _ => {}
        }
        Ok(Presence::There)
    }

    /// The time that a text tells.
    fn time_told(&mut self, of: Id) -> Result<Option<Timestamp>, Error> {
        let Some(text) = self.text_of(of)? else {
            return Ok(None);
        };
        let time = time::read_any(self.chars(&text));
        time.map(Some).ok_or_else(|| Error::Encoding {
            what: self.data.expression(of),
            encoding: "a time, as `2026-01-02T03:04:05Z`",
        })
    }

    /// A number of seconds.
    pub(super) fn seconds(&mut self, id: Id) -> Result<Option<i64>, Error> {
        let Some(text) = self.text_of(id)? else {
            return Ok(None);
        };
        let seconds = self.chars(&text).parse();
        seconds.map(Some).map_err(|_| Error::NotWhole {
            what: self.data.expression(id),
        })
    }

    /// Whether a `when` or `unless` keeps its value.
    pub(super) fn keeps(&mut self, function: Function, arguments: &[Id]) -> Result<bool, Error> {
        let (condition, texts) = match arguments {
            [condition, texts @ ..] => (*condition, texts),
            [] => return Ok(true),
        };
        let matches = if self.data.node(condition).kind == Type::Switch {
            self.switch(condition)
        } else {
            match texts {
                [] => self.is_present(condition)?,
                texts => {
                    let Some(found) = self.text_of(condition)? else {
                        return Ok(function == Function::Unless);
                    };
                    let mut any = false;
                    for text in texts {
                        any |= match self.data.node(*text).op {
                            // Without a detour: most of them stand in the file.
                            Op::Text(text) => self.data.bytes(text) == self.bytes(&found),
                            _ => self
                                .text_of(*text)?
                                .is_some_and(|text| self.bytes(&text) == self.bytes(&found)),
                        };
                    }
                    any
                }
            }
        };
        Ok(matches == (function == Function::When))
    }

    pub(super) fn is_present(&mut self, id: Id) -> Result<bool, Error> {
        if let Some(present) = self.is_body(id)? {
            return Ok(present);
        }
        let node = self.data.node(id);
        if let Op::Member(part @ (Part::Headers | Part::OwnHeaders), name) = node.op
            && self.received.is_none()
        {
            return self.has_header(part, name);
        }
        match node.kind {
            Type::Text | Type::Bytes | Type::Json => {
                let at = self.buffer.len();
                let present = self.write(id)?;
                self.buffer.truncate(at);
                Ok(present)
            }
            Type::Time => Ok(self.time(id)?.is_some()),
            Type::List => Ok(self.list(id)?.is_some()),
            Type::Pairs => {
                let pairs = self.pairs(id)?;
                let present = pairs.is_some();
                self.done_with(pairs.unwrap_or_default());
                Ok(present)
            }
            Type::Switch => Ok(self.switch(id)),
        }
    }

    fn switch(&self, id: Id) -> bool {
        let Op::Setting(index) = self.data.node(id).op else {
            return false;
        };
        let setting = self.data.settings[usize::from(index)];
        match self.setting_value(index) {
            Some(Value::Switch(on)) => on,
            Some(Value::Text(text)) => text == "true",
            _ => setting
                .default
                .is_some_and(|text| self.data.text(text) == "true"),
        }
    }

    /// A setting as it is given: read from the request, or by its owner.
    pub(super) fn setting_value(&self, index: u16) -> Option<Value<'r>> {
        if let Some(text) = self.received.and_then(|received| received.setting(index)) {
            return Some(Value::Text(text));
        }
        let place = self.data.credentials.len() + usize::from(index);
        self.input.values.value_at(self.data, place)
    }

    /// A setting of text, its default included.
    ///
    /// # Errors
    ///
    /// If it is missing though it has to be there, or none of those that it may be.
    pub(super) fn setting_text(&self, index: u16) -> Made<Option<Cow<'r, str>>> {
        let setting = &self.data.settings[usize::from(index)];
        let name = || self.data.text(setting.name).to_owned();
        let text = match self.setting_value(index) {
            Some(Value::Text(text)) => Cow::Borrowed(text),
            Some(Value::Switch(on)) => if on { "true" } else { "false" }.into(),
            Some(Value::List(items)) => items.join(",").into(),
            None => match setting.default {
                Some(text) => self.data.text(text).into(),
                None if setting.optional => return Ok(None),
                None => return Err(Error::Setting { name: name() }.into()),
            },
        };
        if setting.exceeded(&text).is_some() {
            let (name, max) = (name(), setting.max.unwrap_or_default());
            return Err(Error::Max { name, max }.into());
        }
        let mut choices = self.data.choices(setting.one_of);
        if setting.one_of.len == 0 || choices.any(|one| one == text) {
            return Ok(Some(text));
        }
        let one_of = self.data.choices(setting.one_of).map(str::to_owned);
        let (name, one_of) = (name(), one_of.collect());
        Err(Error::Choice { name, one_of }.into())
    }

    /// Without a detour: most settings are text that may be any, or are not given.
    #[inline(never)]
    pub(super) fn write_setting(&mut self, index: u16) -> Wrote {
        let setting = &self.data.settings[usize::from(index)];
        let text = match (self.setting_value(index), setting.default) {
            (Some(Value::Text(text)), _) if setting.is_any_text() => text.as_bytes(),
            // The checker has looked at it.
            (None, Some(default)) => self.data.bytes(default),
            (None, None) if setting.optional => return Ok(Presence::Absent),
            _ => return self.write_chosen(index),
        };
        self.buffer.push(text);
        Ok(Presence::There)
    }

    /// A setting that may not be any text.
    #[inline(never)]
    fn write_chosen(&mut self, index: u16) -> Wrote {
        let text = self.setting_text(index)?;
        let written = text.map(|text| self.buffer.push(text.as_bytes()));
        Ok(written.is_some().into())
    }

    /// A credential. Only a missing optional one is absent; an empty one never signs.
    pub(super) fn credential_text(&self, index: u16) -> Made<Option<&'r str>> {
        let received = self.received;
        if let Some(text) = received.and_then(|received| received.credential_at(index)) {
            return Ok(Some(text));
        }
        let credential = &self.data.credentials[usize::from(index)];
        match self.input.values.value_at(self.data, usize::from(index)) {
            Some(Value::Text(text)) if !text.is_empty() => Ok(Some(text)),
            None if credential.optional => Ok(None),
            _ => {
                let name = self.data.text(credential.name).to_owned();
                Err(Error::Credential { name }.into())
            }
        }
    }

    #[inline(never)]
    pub(super) fn write_credential(&mut self, index: u16) -> Wrote {
        let Some(text) = self.credential_text(index)? else {
            return Ok(Presence::Absent);
        };
        let credential = &self.data.credentials[usize::from(index)];
        if credential.secret {
            let kind = Secrecy::Credential {
                index,
                sent: credential.sent,
            };
            self.buffer.push_secret(text.as_bytes(), kind);
        } else {
            self.buffer.push(text.as_bytes());
        }
        Ok(Presence::There)
    }
}
