//! Everything that a signature depends on, owned, so that one thing of it can be changed.

use std::rc::Rc;

use crate::Timestamp;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use zeroize::Zeroizing;

use super::tables::Tables;
use crate::algorithm::Digest;
use crate::data::{SchemeData, Value, Values};
use crate::{BodyView, Captured, Error, Input, Reading, Received, RequestView, StringToSign};

/// A request, the credentials, the clock and the scheme: as they are, or with a mistake in them.
/// Copies share what they do not change.
#[derive(Clone)]
pub(super) struct Case<'c> {
    pub(super) method: String,
    pub(super) scheme: &'c str,
    pub(super) authority: &'c str,
    pub(super) target: String,
    pub(super) headers: Rc<HeaderMap>,
    pub(super) body: Bytes,
    pub(super) values: Overlay<'c>,
    pub(super) received: Rc<Received>,
    /// How a request is read, signatures of any characters included.
    pub(super) reading: Rc<Reading>,
    /// The request is signed anew, and what it tells does not count.
    pub(super) anew: bool,
    pub(super) tables: Rc<Tables<'c>>,
    pub(super) now: Timestamp,
    pub(super) nonce: String,
}

/// Credentials and settings, some of which are others than those given.
#[derive(Clone)]
pub(super) struct Overlay<'c> {
    base: &'c dyn Values,
    changed: Vec<(String, Rc<Zeroizing<String>>)>,
}

impl<'c> Overlay<'c> {
    pub(super) fn new(base: &'c dyn Values) -> Self {
        Self {
            base,
            changed: Vec::new(),
        }
    }

    /// The same, with another text for a name.
    pub(super) fn with(&self, name: &str, text: &str) -> Self {
        let mut changed = self.changed.clone();
        changed.retain(|(known, _)| known != name);
        changed.push((name.to_owned(), Rc::new(Zeroizing::new(text.to_owned()))));
        Self {
            base: self.base,
            changed,
        }
    }

    /// A text, if one is given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.value(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Values for Overlay<'_> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let changed = self.changed.iter().find(|(known, _)| known == name);
        match changed {
            Some((_, text)) => Some(Value::Text(text)),
            None => self.base.value(name),
        }
    }
}

impl<'c> Case<'c> {
    /// A request as it is.
    pub(super) fn new(data: &SchemeData<'c>, reading: Reading, input: Input<'c>) -> Self {
        let request = input.request;
        Self {
            method: request.method.to_owned(),
            scheme: request.scheme,
            authority: request.authority,
            target: request.target().into_owned(),
            headers: Rc::new(request.headers.clone()),
            body: Bytes::copy_from_slice(request.body.whole().unwrap_or_default()),
            values: Overlay::new(input.values),
            received: Rc::default(),
            reading: Rc::new(reading),
            anew: false,
            tables: Rc::new(Tables::new(data)),
            now: input.now,
            nonce: input.nonce.to_owned(),
        }
    }

    pub(super) fn request(&self) -> RequestView<'_> {
        RequestView {
            method: &self.method,
            scheme: self.scheme,
            authority: self.authority,
            path_and_query: &self.target,
            headers: &self.headers,
            body: BodyView::Whole(&self.body),
        }
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            request: self.request(),
            values: &self.values,
            now: self.received.time().unwrap_or(self.now),
            nonce: self.received.nonce().unwrap_or(&self.nonce),
        }
    }

    /// The signature that follows.
    pub(super) fn signature(&self) -> Result<Digest, Error> {
        self.tables.data().resign(self.input(), self.told())
    }

    /// The text that is signed.
    pub(super) fn string_to_sign(&self) -> Result<StringToSign, Error> {
        self.tables.data().signed_text(self.input(), self.told())
    }

    /// What the scheme makes of one of its entries, and what the request has in its place.
    pub(super) fn made_and_sent(&self, index: usize) -> (Option<Vec<u8>>, Option<String>) {
        let data = self.tables.data();
        data.made_and_sent(self.input(), self.told(), index)
    }

    /// What the request tells, unless it is signed anew.
    fn told(&self) -> Option<&Received> {
        (!self.anew).then_some(&*self.received)
    }

    /// What the request tells, and what is wrong with its form.
    pub(super) fn look(&self) -> Captured {
        self.reading.look(&self.tables.data(), self.request())
    }

    /// The same with what the request tells now that it has been changed.
    pub(super) fn read_again(mut self) -> Self {
        let mut received = self.look().received;
        // Where a setting is missing that says how much, the time stays as it is told.
        let _ = received.take_shift_off(&self.tables.data(), self.input());
        self.received = Rc::new(received);
        self
    }

    /// Path and query, if there is one.
    pub(super) fn split_target(&self) -> (&str, Option<&str>) {
        match self.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (&self.target, None),
        }
    }

    /// What the `Host` header says, or would.
    pub(super) fn host(&self) -> String {
        self.request()
            .host()
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default()
    }

    /// The text of a header, if it is text and there once.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        std::str::from_utf8(value.as_bytes()).ok().map(str::trim)
    }

    pub(super) fn with_target(&self, target: String) -> Self {
        Self {
            target,
            ..self.clone()
        }
    }

    pub(super) fn with_body(&self, body: Vec<u8>) -> Self {
        Self {
            body: body.into(),
            ..self.clone()
        }
    }

    pub(super) fn with_method(&self, method: String) -> Self {
        Self {
            method,
            ..self.clone()
        }
    }

    pub(super) fn with_values(&self, values: Overlay<'c>) -> Self {
        Self {
            values,
            ..self.clone()
        }
    }

    /// The same with another header of this name; `None` if no header may be so.
    pub(super) fn with_header(&self, name: &str, value: &str) -> Option<Self> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        let mut case = self.clone();
        Rc::make_mut(&mut case.headers).insert(name, value);
        Some(case)
    }

    pub(super) fn without_header(&self, name: &str) -> Self {
        let mut case = self.clone();
        Rc::make_mut(&mut case.headers).remove(name);
        case
    }

    pub(super) fn with_host(&self, host: &str) -> Option<Self> {
        self.with_header(header::HOST.as_str(), host)
    }

    /// The same with what was received changed.
    pub(super) fn with_received(&self, change: impl FnOnce(&mut Received)) -> Self {
        let mut case = self.clone();
        change(Rc::make_mut(&mut case.received));
        case
    }

    /// The same with other steps; `None` if they cannot be.
    pub(super) fn with_steps(
        &self,
        change: impl FnOnce(&mut Tables<'c>) -> Option<()>,
    ) -> Option<Self> {
        let mut case = self.clone();
        change(Rc::make_mut(&mut case.tables))?;
        Some(case)
    }

    /// The same, told another time: wherever the request tells it.
    pub(super) fn retold(&self, time: Timestamp, text: Option<String>) -> Option<Self> {
        let old = self.received.told()?.to_owned();
        let new = if let Some(text) = text {
            text
        } else {
            let at = self.with_received(|received| received.at(time));
            at.tables.data().told_text(at.input(), &at.received)?
        };
        let mut case = self.with_received(|received| received.retell(time, new.clone()));
        if old.is_empty() || old == new {
            return None;
        }
        case.target = case.target.replace(&old, &new);
        let headers = Rc::make_mut(&mut case.headers);
        for value in headers.values_mut() {
            if value.as_bytes() == old.as_bytes() {
                *value = HeaderValue::from_bytes(new.as_bytes()).ok()?;
            }
        }
        if let Ok(body) = std::str::from_utf8(&case.body)
            && body.contains(&old)
        {
            case.body = body.replace(&old, &new).into_bytes().into();
        }
        Some(case)
    }
}
