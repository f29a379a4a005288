//! What must not stand in a recording.

use std::cmp::Reverse;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header::CONTENT_TYPE};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use signed_api_specs::{SchemeData, data::Location};

use super::{
    own,
    recording::{Asked, Content, headers},
};
use crate::{Error, Outgoing, Scheme, Secret, wire};

/// What some put in front of JSON.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What stands in the place of what was scrubbed.
pub(super) const SCRUBBED: &str = "‹scrubbed›";

/// A shorter text is no secret: it would be found everywhere.
const SHORTEST: usize = 6;

/// A part of what a scheme sets that is as long as this is a signature, a key or a token.
const LONG: usize = 20;

/// Names and values that are scrubbed, beside those that always are: what the scheme sets,
/// `authorization`, `cookie`, `set-cookie`, `proxy-*`.
#[derive(Clone, Default)]
pub(super) struct Scrub {
    names: Vec<String>,
    secrets: Vec<Secret>,
    /// What the scheme of the request at hand sets.
    scheme: Option<&'static SchemeData<'static>>,
}

impl Scrub {
    pub(super) fn hide(&mut self, name: String) {
        self.names.push(name);
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn secret(&mut self, secret: Secret) {
        if !secret.expose().is_empty() {
            self.secrets.push(secret);
        }
    }

    /// The secret credentials of a scheme's value.
    pub(super) fn credentials<S: Scheme>(&mut self, scheme: &S) {
        let data = S::DATA;
        for credential in data.credentials.iter().filter(|one| one.secret) {
            if let Some(crate::Value::Text(text)) = scheme.value(data.text(credential.name)) {
                self.secret(text.into());
            }
        }
    }

    /// The same for one exchange: what the request's scheme sets is scrubbed too, and whatever is
    /// scrubbed in its place is scrubbed wherever else it stands.
    pub(super) fn of(&self, request: &Outgoing) -> Self {
        let mut scrub = self.clone();
        scrub.scheme = request.scheme();
        let request = request.http();
        let query = request.uri().query().unwrap_or_default();
        scrub.learn_pairs(Location::Query, query.as_bytes());
        let body = request.body().as_bytes().unwrap_or_default();
        scrub.learn(request.headers(), body);
        scrub
    }

    /// The same for the answer, of which the scheme sets nothing.
    pub(super) fn of_answer(&self, answer: &Response<Bytes>) -> Self {
        let mut scrub = self.clone();
        scrub.scheme = None;
        scrub.learn(answer.headers(), answer.body());
        scrub
    }

    fn learn(&mut self, headers: &HeaderMap, body: &[u8]) {
        for (name, value) in headers {
            if self.hides(name, value) {
                self.sensitive(&String::from_utf8_lossy(value.as_bytes()));
            }
        }
        if is_form(headers) {
            self.learn_pairs(Location::Form, body);
        } else if let Ok(value) = serde_json::from_slice::<Value>(without_mark(body)) {
            for path in own::names(self.scheme, Location::Json) {
                if let Some(Value::String(text)) = value.pointer(&own::pointer(path)) {
                    self.learn_value(own::signs(self.scheme, Location::Json, path), text);
                }
            }
            self.learn_members(&value);
        }
    }

    fn learn_pairs(&mut self, location: Location, pairs: &[u8]) {
        for (name, value) in form_urlencoded::parse(pairs) {
            if self.is_hidden(location, &name) {
                let secret = self.is_named(&name) || own::signs(self.scheme, location, &name);
                self.learn_value(secret, &value);
            }
        }
    }

    fn learn_members(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.learn_members(value)),
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text) if self.is_named(name) => self.sensitive(text),
                        value => self.learn_members(value),
                    }
                }
            }
            _ => {}
        }
    }

    /// What is no signature, and was not named, may be a time or a number: only what is long counts.
    fn learn_value(&mut self, secret: bool, value: &str) {
        if secret || value.len() >= LONG {
            self.sensitive(value);
        }
    }

    /// A value that holds a signature or a secret: the whole, and the parts of it that look so.
    fn sensitive(&mut self, value: &str) {
        let plain = percent_decode_str(value).decode_utf8_lossy();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "+/=_-.".contains(c);
        let parts = [value, &plain].into_iter();
        let parts = parts.flat_map(|text| text.split(|c| !is_part(c)).map(without_name));
        let parts = parts.filter(|part| part.len() >= LONG);
        let whole = Some(value).filter(|value| value.len() >= SHORTEST);
        let secrets: Vec<Secret> = whole.into_iter().chain(parts).map(Secret::from).collect();
        self.secrets.extend(secrets);
    }

    /// A request as it may be written down.
    pub(super) fn request(&self, request: &Outgoing) -> Result<Asked, Error> {
        let request = request.http();
        let body = request.body().as_bytes().ok_or_else(|| {
            Error::request("a body that is not in memory can be neither recorded nor replayed")
        })?;
        let query = request.uri().query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let query = pairs.map(|pair| self.pair(Location::Query, pair));
        Ok(Asked {
            method: request.method().to_string(),
            path: self.text(request.uri().path()),
            query: query.collect(),
            headers: headers(request.headers(), self),
            body: self.body(request.headers(), body)?,
        })
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        if self.hides(name, value) || own::sets(self.scheme, Location::Headers, name.as_str()) {
            return SCRUBBED.to_owned();
        }
        self.text(&String::from_utf8_lossy(value.as_bytes()))
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

    /// A body, with what its members and pairs hide.
    pub(super) fn body(&self, headers: &HeaderMap, body: &[u8]) -> Result<Content, Error> {
        let Ok(text) = std::str::from_utf8(body) else {
            let holds = |secret: &Secret| holds(body, secret.expose().as_bytes());
            if self.secrets.iter().any(holds) {
                let why = "a body that is no text holds a secret: it cannot be recorded";
                return Err(Error::transport(why));
            }
            self.names_nothing(body)?;
            return Ok(Content::of(body));
        };
        let text = if is_form(headers) {
            let pairs = form_urlencoded::parse(body).into_owned();
            let pairs = pairs.map(|pair| self.pair(Location::Form, pair));
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        } else {
            self.json(text)?
        };
        Ok(Content::Text(self.text(&text)))
    }

    /// A text that may be JSON; it stays as it is written if there is nothing to scrub.
    fn json(&self, text: &str) -> Result<String, Error> {
        let plain = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let Ok(known) = serde_json::from_str::<Value>(plain) else {
            self.names_nothing(text.as_bytes())?;
            return Ok(text.to_owned());
        };
        let mut value = known.clone();
        for path in own::names(self.scheme, Location::Json) {
            if let Some(own) = value.pointer_mut(&own::pointer(path)) {
                *own = SCRUBBED.into();
            }
        }
        self.members(&mut value);
        if value == known {
            return Ok(text.to_owned());
        }
        let mark = &text[..text.len() - plain.len()];
        Ok(format!("{mark}{value}"))
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

    fn members(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.members(value)),
            Value::Object(members) => {
                for (name, value) in members {
                    if self.is_named(name) {
                        *value = SCRUBBED.into();
                    } else {
                        self.members(value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A text without the secrets: as they are, and as they stand in URLs and forms.
    fn text(&self, text: &str) -> String {
        let spelled = |secret: &Secret| {
            let plain = secret.expose();
            let form = form_urlencoded::byte_serialize(plain.as_bytes()).collect();
            [plain.to_owned(), wire::value(plain), form]
        };
        let mut spelled: Vec<String> = self.secrets.iter().flat_map(spelled).collect();
        // One may be the beginning of another, whose rest would stay.
        spelled.sort_unstable_by_key(|spelled| Reverse(spelled.len()));
        let text = text.to_owned();
        spelled
            .iter()
            .fold(text, |text, spelled| without(text, spelled))
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded"))
}

/// `Signature=abc` without what stands in front of the value.
fn without_name(part: &str) -> &str {
    let value = part.split_once('=').map(|(_, value)| value);
    value.filter(|value| value.len() >= LONG).unwrap_or(part)
}

/// A text without each place where a secret stands, whatever the case of its escapes.
fn without(text: String, spelled: &str) -> String {
    if !spelled.contains('%') {
        return if text.contains(spelled) {
            text.replace(spelled, SCRUBBED)
        } else {
            text
        };
    }
    let (mut scrubbed, mut rest) = (String::new(), &*text);
    while let Some(at) = find(rest, spelled) {
        scrubbed.extend([&rest[..at], SCRUBBED]);
        rest = &rest[at + spelled.len()..];
    }
    scrubbed + rest
}

/// Where a text stands in another; `%2B` and `%2b` are the same.
fn find(text: &str, spelled: &str) -> Option<usize> {
    let spelled = spelled.as_bytes();
    let is_digit = |at: usize| spelled[at.saturating_sub(2)..at].contains(&b'%');
    let same = |window: &[u8]| {
        let mut pairs = window.iter().zip(spelled).enumerate();
        pairs.all(|(at, (a, b))| a == b || is_digit(at) && a.eq_ignore_ascii_case(b))
    };
    text.as_bytes().windows(spelled.len()).position(same)
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

/// Whether bytes are part of others.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
