//! What must not stand in a recording.

mod members;
mod parts;
mod spellings;

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header::CONTENT_TYPE};
use signed_api_specs::{SchemeData, data::Location};

use self::{members::Member, parts::Parts, spellings::Spellings};
use super::{
    own,
    recording::{Asked, Content, headers},
};
use crate::{Body, Error, Outgoing, Scheme, Secret, body::Wanted};

/// What some put in front of JSON.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What stands in the place of what was scrubbed.
pub(super) const SCRUBBED: &str = "‹scrubbed›";

/// What stands in the place of a request's boundary, which is another each time.
const BOUNDARY: &str = "‹boundary›";

/// A shorter text is no secret: it, or an encoding of it, would be found everywhere.
const SHORTEST: usize = 6;

/// A part of what a scheme sets that is as long as this is a signature, a key or a token.
const LONG: usize = 20;

/// Names and values that are scrubbed, beside those that always are: what the scheme sets,
/// `authorization`, `cookie`, `set-cookie`, `proxy-*`.
#[derive(Clone, Default)]
pub(super) struct Scrub {
    names: Vec<String>,
    secrets: Spellings,
    /// What the scheme of the request at hand sets.
    scheme: Option<&'static SchemeData<'static>>,
    /// The boundary of the request at hand.
    boundary: Option<String>,
}

impl Scrub {
    pub(super) fn hide(&mut self, name: String) {
        self.names.push(name);
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn secret(&mut self, secret: &Secret) {
        if !secret.expose().is_empty() {
            self.secrets.add(secret.expose());
        }
    }

    /// The secret credentials of a scheme's value.
    pub(super) fn credentials<S: Scheme>(&mut self, scheme: &S) {
        let data = S::DATA;
        for credential in data.credentials.iter().filter(|one| one.secret) {
            if let Some(crate::Value::Text(text)) = scheme.value(data.text(credential.name)) {
                self.secret(&text.into());
            }
        }
    }

    /// The same for one exchange: what the request's scheme sets is scrubbed too, and whatever is
    /// scrubbed in its place is scrubbed wherever else it stands.
    pub(super) fn of(&self, request: &Outgoing) -> Result<Self, Error> {
        let mut scrub = self.clone();
        scrub.scheme = request.scheme();
        let request = request.http();
        scrub.boundary = content_type(request.headers())
            .and_then(parts::boundary)
            .map(str::to_owned);
        let query = request.uri().query().unwrap_or_default();
        scrub.learn_pairs(Location::Query, query.as_bytes());
        scrub.learn(request.headers(), &in_memory(request.body())?);
        Ok(scrub)
    }

    /// The same for the answer, of which the scheme sets nothing.
    pub(super) fn of_answer(&self, answer: &Response<Bytes>) -> Self {
        let mut scrub = self.clone();
        scrub.scheme = None;
        scrub.boundary = None;
        scrub.learn(answer.headers(), answer.body());
        scrub
    }

    fn learn(&mut self, headers: &HeaderMap, body: &[u8]) {
        for (name, value) in headers {
            if self.hides(name, value) {
                self.secrets
                    .add_value(&String::from_utf8_lossy(value.as_bytes()));
            }
        }
        let kind = content_type(headers);
        let Some(parts) = kind.and_then(|kind| Parts::of(kind, body)) else {
            self.learn_body(kind, body);
            return;
        };
        for part in &parts.all {
            if part.name().is_some_and(|name| self.is_named(name)) {
                self.secrets
                    .add_value(&String::from_utf8_lossy(part.content));
            } else {
                self.learn_body(part.content_type(), part.content);
            }
        }
    }

    fn learn_body(&mut self, kind: Option<&str>, body: &[u8]) {
        if is_form(kind) {
            self.learn_pairs(Location::Form, body);
        } else if let Ok(text) = std::str::from_utf8(without_mark(body)) {
            let mut found = Vec::new();
            let _ = members::replaced(text, &mut |member| {
                let secret = self.is_hidden_member(member)?;
                found.extend(member.said().map(|text| (secret, text)));
                None
            });
            for (secret, text) in found {
                self.learn_value(secret, &text);
            }
        }
    }

    /// Whether a member is scrubbed; and then, whether it is secret for sure.
    fn is_hidden_member(&self, member: &Member<'_>) -> Option<bool> {
        let is_named = member.name.is_some_and(|name| self.is_named(name));
        let signs = || own::signs(self.scheme, Location::Json, member.path);
        let is_hidden = is_named || own::sets(self.scheme, Location::Json, member.path);
        is_hidden.then(|| is_named || signs())
    }

    fn learn_pairs(&mut self, location: Location, pairs: &[u8]) {
        for (name, value) in form_urlencoded::parse(pairs) {
            if self.is_hidden(location, &name) {
                let secret = self.is_named(&name) || own::signs(self.scheme, location, &name);
                self.learn_value(secret, &value);
            }
        }
    }

    /// What is no signature, and was not named, may be a time or a number: only what is long counts.
    fn learn_value(&mut self, secret: bool, value: &str) {
        if secret || value.len() >= LONG {
            self.secrets.add_value(value);
        }
    }

    /// A request as it may be written down.
    pub(super) fn request(&self, request: &Outgoing) -> Result<Asked, Error> {
        let request = request.http();
        let body = in_memory(request.body())?;
        let query = request.uri().query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let query = pairs.map(|pair| self.pair(Location::Query, pair));
        Ok(Asked {
            method: request.method().to_string(),
            path: self.text(request.uri().path()),
            query: query.collect(),
            headers: headers(request.headers(), self),
            body: self.body(request.headers(), &body)?,
        })
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        if self.hides(name, value) || own::sets(self.scheme, Location::Headers, name.as_str()) {
            return SCRUBBED.to_owned();
        }
        let text = self.text(&String::from_utf8_lossy(value.as_bytes()));
        match &self.boundary {
            Some(boundary) if name == CONTENT_TYPE => text.replace(&**boundary, BOUNDARY),
            _ => text,
        }
    }

    /// Whether the value of a header is secret.
    fn hides(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        let name = name.as_str();
        ["authorization", "cookie", "set-cookie"].contains(&name)
            || name.starts_with("proxy-")
            || value.is_sensitive()
            || self.is_named(name)
    }

    fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    fn is_hidden(&self, location: Location, name: &str) -> bool {
        self.is_named(name) || own::sets(self.scheme, location, name)
    }

    fn pair(&self, location: Location, (name, value): (String, String)) -> (String, String) {
        if self.is_hidden(location, &name) {
            return (name, SCRUBBED.to_owned());
        }
        let value = self.text(&value);
        (self.text(&name), value)
    }

    /// A body, with what its members, pairs and parts hide.
    pub(super) fn body(&self, headers: &HeaderMap, body: &[u8]) -> Result<Content, Error> {
        let kind = content_type(headers);
        let scrubbed = match kind.and_then(|kind| Parts::of(kind, body)) {
            Some(parts) => self.parts(&parts)?,
            None => self.plain(kind, body)?,
        };
        match std::str::from_utf8(&scrubbed) {
            Ok(text) => Ok(Content::Text(self.text(text))),
            Err(_) if self.secrets.stand_in(&scrubbed) => Err(Error::transport(
                "a body that is no text holds a secret: it cannot be recorded",
            )),
            Err(_) => Ok(Content::of(&scrubbed)),
        }
    }

    fn parts(&self, parts: &Parts<'_>) -> Result<Vec<u8>, Error> {
        let scrubbed = parts.all.iter().map(|part| match part.name() {
            Some(name) if self.is_named(name) => Ok(SCRUBBED.into()),
            _ => self.plain(part.content_type(), part.content),
        });
        let scrubbed = scrubbed.collect::<Result<Vec<_>, _>>()?;
        let boundary = self.boundary.as_ref().map(|_| BOUNDARY);
        Ok(parts.rewritten(boundary, &scrubbed))
    }

    /// A body that is one thing.
    fn plain(&self, kind: Option<&str>, body: &[u8]) -> Result<Vec<u8>, Error> {
        let Ok(text) = std::str::from_utf8(body) else {
            self.names_nothing(body)?;
            return Ok(body.to_vec());
        };
        let text = if is_form(kind) {
            let pairs = form_urlencoded::parse(body).into_owned();
            let pairs = pairs.map(|pair| self.pair(Location::Form, pair));
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        } else {
            self.json(text)?
        };
        Ok(self.text(&text).into_bytes())
    }

    /// A text that may be JSON: all but what is scrubbed stays as it is written.
    fn json(&self, text: &str) -> Result<String, Error> {
        let plain = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let mark = &text[..text.len() - plain.len()];
        let mut new = |member: &Member<'_>| {
            let hidden = self.is_hidden_member(member).map(|_| SCRUBBED.to_owned());
            let said = hidden.or_else(|| self.behind_escapes(member))?;
            serde_json::to_string(&said).ok()
        };
        if let Some(scrubbed) = members::replaced(plain, &mut new) {
            return Ok(format!("{mark}{scrubbed}"));
        }
        self.names_nothing(text.as_bytes())?;
        Ok(text.to_owned())
    }

    /// A text in which a secret is written with escapes, so that nobody finds it as it stands.
    fn behind_escapes(&self, member: &Member<'_>) -> Option<String> {
        let said = member.text.contains('\\').then(|| member.said())??;
        let scrubbed = self.text(&said);
        let in_place = serde_json::from_str::<String>(&self.text(member.text));
        (in_place.ok().as_ref() != Some(&scrubbed)).then_some(scrubbed)
    }

    /// In a body that cannot be taken apart nothing can be scrubbed by its name, so none may be there.
    fn names_nothing(&self, body: &[u8]) -> Result<(), Error> {
        let own =
            own::names(self.scheme, Location::Json).filter_map(|path| path.rsplit('.').next());
        let names = self.names.iter().map(String::as_str).chain(own);
        match names.into_iter().find(|name| is_quoted(body, name)) {
            None => Ok(()),
            Some(name) => Err(Error::transport(format!(
                "a body names `{name}`, which is to be scrubbed, and is neither a form nor one JSON \
                 value: it cannot be recorded"
            ))),
        }
    }

    /// A text without the secrets.
    fn text(&self, text: &str) -> String {
        self.secrets.taken_from(text)
    }
}

/// What is sent of a body: files are read here.
fn in_memory(body: &Body) -> Result<Cow<'_, [u8]>, Error> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.into());
    }
    let read = body.read_here(&Wanted::Whole)?.and_then(Body::into_bytes);
    let bytes = read.ok_or_else(|| {
        Error::request("a body that is a stream can be neither recorded nor replayed")
    })?;
    Ok(Vec::from(bytes).into())
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

fn is_form(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Whether a name stands in quotes, as that of a member does, or of a part.
fn is_quoted(body: &[u8], name: &str) -> bool {
    let quoted = |window: &[u8]| {
        let [b'"' | b'\'', named @ .., b'"' | b'\'' | b'\\'] = window else {
            return false;
        };
        named.eq_ignore_ascii_case(name.as_bytes())
    };
    body.windows(name.len() + 2).any(quoted)
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(body)
}
