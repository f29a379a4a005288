//! The body as it will be sent: what the request brings, and what `[form]` and `[json]` add.

use std::ops::Range;

use bytes::Bytes;
use http::{HeaderValue, header};

use super::Error;
use super::evaluate::{Evaluator, Slot};
use crate::data::{Location, SchemeData};

impl SchemeData<'_> {
    /// The media type of a body that the scheme makes out of nothing: whoever signs a request
    /// without a body sets it as `Content-Type`, unless the request says one.
    pub fn made_kind(&self, body: &[u8]) -> Option<&'static str> {
        if !body.is_empty() {
            None
        } else if self.sends(Location::Form) {
            Some("application/x-www-form-urlencoded")
        } else {
            self.sends(Location::Json).then_some("application/json")
        }
    }
}

/// What a body is, by its `Content-Type`.
#[derive(Clone, Copy)]
pub(crate) enum MediaType {
    /// Nobody says it.
    Unsaid,
    Form,
    Json,
    Other,
}

/// A body that signing has made.
pub(super) enum MadeBody {
    /// It was signed.
    Kept(Bytes),
    /// It was written.
    Written(Range<usize>),
}

impl MadeBody {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Kept(body) => body.len(),
            Self::Written(range) => range.len(),
        }
    }

    /// The body, when all is written.
    pub(super) fn of(self, written: &Bytes) -> Bytes {
        match self {
            Self::Kept(body) => body,
            Self::Written(range) => written.slice(range),
        }
    }
}

impl<'r> Evaluator<'r> {
    /// Writes the body with what the scheme has added so far; for a verifier, without what was made
    /// from the signature.
    pub(super) fn write_body(&mut self) -> Result<(), Error> {
        self.made_body()?;
        match &self.made_body {
            Some((_, made)) => self.buffer.push(made),
            None => self.buffer.push(self.input.request.body.whole()?),
        }
        Ok(())
    }

    /// The same body if it is another than the request brings, made once for as long as the scheme
    /// adds nothing else.
    #[inline]
    pub(super) fn made_body(&mut self) -> Result<Option<&Bytes>, Error> {
        if self.data.adds_to_body() && !self.is_body_made() {
            let made = self.make_body()?;
            self.made_body = made.map(|made| (self.entries_made, made));
        }
        Ok(self.made_body.as_ref().map(|(_, made)| made))
    }

    /// Whether the body was made, and no entry since.
    fn is_body_made(&self) -> bool {
        let made = self.made_body.as_ref();
        made.is_some_and(|(entries, _)| *entries == self.entries_made)
    }

    fn make_body(&mut self) -> Result<Option<Bytes>, Error> {
        let at = self.buffer.len();
        let made = self.write_made_body()?;
        let body = made.then(|| Bytes::copy_from_slice(self.buffer.tail(at)));
        self.buffer.truncate(at);
        Ok(body)
    }

    /// Writes it; `false`, and nothing written, if it is the one that the request brings.
    fn write_made_body(&mut self) -> Result<bool, Error> {
        if self.data.sends(Location::Form) {
            self.write_form()
        } else if self.data.sends(Location::Json) {
            self.write_made_json()
        } else {
            Ok(false)
        }
    }

    /// The body with everything that the scheme adds, if it adds anything.
    pub(super) fn changed_body(&mut self) -> Result<Option<MadeBody>, Error> {
        if self.received.is_some() || !self.data.adds_to_body() {
            return Ok(None);
        }
        // Nobody has asked for it, so it is written where everything is.
        if !self.is_body_made() {
            let at = self.buffer.len();
            let made = self.write_made_body()?;
            return Ok(made.then(|| MadeBody::Written(at..self.buffer.len())));
        }
        self.made_body()?;
        Ok(self.made_body.take().map(|(_, made)| MadeBody::Kept(made)))
    }

    /// Whether the scheme has added anything so far.
    pub(super) fn adds(&self, location: Location) -> bool {
        let mut entries = self.data.entries_in(location);
        entries
            .any(|(index, _)| matches!(self.entry_slot(index), Slot::Written(_) | Slot::Pairs(_)))
    }

    /// Refuses a body of another kind than what is added to it.
    pub(super) fn takes_body(&self, location: Location) -> Result<(), Error> {
        match location {
            Location::Form => self.refuse_other(self.is_form(), "form"),
            Location::Json => self.refuse_other(self.is_json(), "JSON object"),
            Location::Headers | Location::Query => Ok(()),
        }
    }

    /// A body of another kind is never signed without what the scheme adds to it.
    fn refuse_other(&self, fits: bool, wanted: &'static str) -> Result<(), Error> {
        if fits {
            return Ok(());
        }
        let said = self.input.request.headers.get(header::CONTENT_TYPE);
        let said = said.map(|said| String::from_utf8_lossy(said.as_bytes()).into_owned());
        Err(Error::OtherBody {
            wanted,
            said: said.unwrap_or_default(),
        })
    }

    pub(super) fn own_text(&self, what: &str) -> Result<&'r str, Error> {
        let body = self.input.request.body.whole()?;
        std::str::from_utf8(body).map_err(|_| Error::NotText {
            what: format!("the {what} body"),
        })
    }

    /// What the `Content-Type` header says, looked at once.
    fn media_type(&self) -> MediaType {
        *self.media_type.get_or_init(|| {
            let said = self.input.request.said(&header::CONTENT_TYPE);
            match said.map(HeaderValue::as_bytes) {
                // Without a detour: this is what most of them are.
                Some(b"application/x-www-form-urlencoded") => MediaType::Form,
                Some(b"application/json") => MediaType::Json,
                _ => {
                    let kind = said.and_then(|said| said.to_str().ok()?.split(';').next());
                    kind.map_or(MediaType::Unsaid, |kind| MediaType::named(kind.trim()))
                }
            }
        })
    }

    /// Whether the request brings a form, or nothing that is something else.
    pub(super) fn is_form(&self) -> bool {
        match self.media_type() {
            MediaType::Form => true,
            // What has no length yet is no form: whoever sends one knows it.
            MediaType::Unsaid => self.input.request.body.is_empty().unwrap_or(false),
            MediaType::Json | MediaType::Other => false,
        }
    }

    /// Whether the request brings JSON, or nothing that says it is something else.
    fn is_json(&self) -> bool {
        matches!(self.media_type(), MediaType::Json | MediaType::Unsaid)
    }
}

impl MediaType {
    fn named(kind: &str) -> Self {
        let subtype = kind.split_once('/').map_or("", |(_, subtype)| subtype);
        let mut words = subtype.split(['+', '-', '.']);
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::Form
        } else if words.any(|word| word.eq_ignore_ascii_case("json")) {
            // As `application/json`, `application/problem+json`, `application/x-amz-json-1.1`.
            Self::Json
        } else {
            Self::Other
        }
    }
}
