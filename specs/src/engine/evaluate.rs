//! The evaluator: one function for each kind of value, each writing or returning what an
//! expression is for one request.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use http::{HeaderName, HeaderValue, header};
use jiff::Timestamp;
use smallvec::SmallVec;

use super::backwards::Received;
use super::body::MediaType;
use super::buffer::Buffer;
use super::chars::Chars;
use super::form::OwnForm;
use super::json_body::OwnJson;
use super::json_values::JsonText;
use super::pairs::{List, Pair, Pairs};
use super::{Error, RequestView};
use crate::algorithm::Digest;
use crate::data::{Hash, Id, NonceKind, Op, Part, RuleKind, Run, SchemeData, Text, Type, Values};

/// Everything that a signature depends on.
#[derive(Clone, Copy)]
pub struct Input<'r> {
    /// The request.
    pub request: RequestView<'r>,
    /// Credentials and settings by name.
    pub values: &'r dyn Values,
    /// The time of signing.
    pub now: Timestamp,
    /// The nonce.
    pub nonce: &'r str,
}

/// What a step has made.
#[derive(Clone, Debug, Default)]
pub(super) enum Slot<'r> {
    /// Not made yet.
    #[default]
    Unset,
    /// Absent, so left out.
    Absent,
    /// Text or bytes, in the buffer.
    Written(Range<usize>),
    /// A time.
    Time(Timestamp),
    /// A list.
    List(Box<List<'r>>),
    /// Pairs.
    Pairs(Box<Pairs<'r>>),
    /// Something was missing: an error only for whoever needs it.
    Failed(Box<Error>),
}

/// One request being signed, or being signed again to verify it.
pub(crate) struct Evaluator<'r> {
    pub(super) data: &'r SchemeData<'r>,
    pub(super) input: &'r Input<'r>,
    /// What a verifier has read from the request; `None` when signing.
    pub(super) received: Option<&'r Received>,
    pub(super) buffer: Buffer,
    /// Texts that functions have made, as items of lists and pairs.
    pub(super) aside: Buffer,
    /// The JSON values among them.
    pub(super) json_values: Vec<JsonText>,
    /// Named values, then entries; empty until the first step.
    slots: SmallVec<[Slot<'r>; 12]>,
    pub(super) signature: Option<Digest>,
    /// The pair that `each` is at.
    pub(super) item: Option<Pair<'r>>,
    /// The part of the request that was last found absent, for the error.
    pub(super) missing: Option<(Part, Text)>,
    /// The pairs of the query that the request brings, once they were read.
    pub(super) own_query: Option<Pairs<'r>>,
    /// The form that the request brings, once it was read.
    pub(super) own_form: Option<OwnForm<'r>>,
    /// The JSON that the request brings, once it was read.
    pub(super) own_json: Option<OwnJson<'r>>,
    /// The body that was made last, and how many entries had been made then.
    pub(super) made_body: Option<(usize, Rc<String>)>,
    /// The headers that the rules choose, and how many the scheme had set then.
    pub(super) picked: Option<(usize, Pairs<'r>)>,
    /// The request's own `Host` header.
    pub(super) said_host: Option<&'r HeaderValue>,
    /// What the body is, once it was asked for.
    pub(super) media_type: OnceCell<MediaType>,
    /// The host, once it was asked for.
    pub(super) host: OnceCell<Cow<'r, str>>,
    /// The digests of the body that are signed and that nobody knew.
    pub(super) undigested: Vec<Hash>,
}

#[cfg(feature = "read")]
impl SchemeData<'_> {
    /// What a template over settings is, whatever the request.
    pub(crate) fn constant(&self, id: Id, values: &dyn Values) -> Option<String> {
        let input = Input {
            request: RequestView {
                method: "GET",
                scheme: "https",
                authority: "",
                path_and_query: "/",
                headers: &http::HeaderMap::new(),
                body: super::BodyView::Whole(b""),
            },
            values,
            now: Timestamp::UNIX_EPOCH,
            nonce: "",
        };
        let mut evaluator = Evaluator::new(self, &input, None);
        let text = evaluator.owned(id).ok()??;
        Some(evaluator.chars(&text).to_owned())
    }
}

impl SchemeData<'_> {
    /// How much is written for a request: a string to sign of usual length beside everything that
    /// is sent, and the headers too where patterns choose those that are signed. Allocators are
    /// quickest below a kilobyte.
    fn room(&self, request: RequestView<'_>) -> usize {
        let rules = self.rules(self.signature.signed_headers);
        let of_header = |(name, value): (&HeaderName, &HeaderValue)| {
            3 * name.as_str().len() + 2 * value.len() + 3
        };
        let headers = if rules.iter().any(|rule| rule.kind == RuleKind::Matching) {
            384 + request.headers.iter().map(of_header).sum::<usize>()
        } else {
            0
        };
        640 + 2 * request.path_and_query.len() + headers
    }
}

impl<'r> Evaluator<'r> {
    pub(super) fn new(
        data: &'r SchemeData<'r>,
        input: &'r Input<'r>,
        received: Option<&'r Received>,
    ) -> Self {
        Self {
            data,
            input,
            received,
            buffer: Buffer::with_capacity(data.room(input.request)),
            aside: Buffer::default(),
            json_values: Vec::new(),
            slots: SmallVec::new(),
            signature: None,
            item: None,
            missing: None,
            own_query: None,
            own_form: None,
            own_json: None,
            made_body: None,
            picked: None,
            said_host: input.request.headers.get(header::HOST),
            media_type: OnceCell::new(),
            host: OnceCell::new(),
            undigested: Vec::new(),
        }
    }

    /// Makes room for what the steps make.
    pub(super) fn start(&mut self) {
        let slots = self.data.lets.len() + self.data.entries.len();
        self.slots.resize_with(slots, Slot::default);
    }

    pub(super) fn let_slot(&self, index: u16) -> &Slot<'r> {
        self.slot(usize::from(index))
    }

    pub(super) fn entry_slot(&self, index: usize) -> &Slot<'r> {
        self.slot(self.data.lets.len() + index)
    }

    fn slot(&self, index: usize) -> &Slot<'r> {
        self.slots.get(index).unwrap_or(&Slot::Unset)
    }

    /// Writes an expression of text or bytes at the end of the buffer; `false`, and nothing
    /// written, if it is absent.
    pub(super) fn write(&mut self, id: Id) -> Result<bool, Error> {
        if self.received.is_some() && self.write_kept(id) {
            return Ok(true);
        }
        match self.data.node(id).op {
            Op::Text(text) => {
                self.buffer.push(self.data.bytes(text));
                Ok(true)
            }
            Op::Template(run) => self.write_template(run),
            Op::Optional(part) => self.write(part).map(|_| true),
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    if self.write(*choice)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Op::Must(inner) => {
                self.missing = None;
                if self.write(inner)? {
                    Ok(true)
                } else {
                    Err(self.missing_error())
                }
            }
            Op::Part(part) => self.write_part(part).map(|()| true),
            Op::Member(part, name) => self.write_member(part, name),
            Op::Credential(index) => self.write_credential(index),
            Op::Setting(index) => self.write_setting(index),
            Op::Let(index) => self.write_let(index),
            Op::Nonce => {
                self.buffer.push(self.input.nonce.as_bytes());
                Ok(self.data.nonce != NonceKind::Given || !self.input.nonce.is_empty())
            }
            Op::Signature => {
                if let Some(signature) = &self.signature {
                    self.buffer.push(signature.as_bytes());
                }
                Ok(self.signature.is_some())
            }
            Op::Entry(index) => Ok(self.write_entry(index)),
            Op::Name | Op::Value => self.write_side(id),
            Op::Parts(run) => self.write_parts(run),
            Op::Convert(of) => self.write_plain(of),
            Op::Call(function, of, arguments) => self.call(function, of, arguments),
            // The checker lets no other type stand where text is written.
            Op::Sum(_) | Op::Group(_) | Op::List(_) | Op::Pick(..) | Op::Now => Ok(false),
        }
    }

    /// Writes what a verifier has read, if an expression is kept as received.
    #[inline(never)]
    fn write_kept(&mut self, id: Id) -> bool {
        let kept = self
            .received
            .and_then(|received| received.kept(id, self.signature.as_ref()));
        if let Some(text) = kept {
            self.buffer.push(text.as_bytes());
        }
        kept.is_some()
    }

    /// Writes parts one after another; nothing if one of them is absent.
    fn write_template(&mut self, run: Run) -> Result<bool, Error> {
        let at = self.buffer.len();
        for part in self.data.links(run) {
            let written = match self.data.node(*part).op {
                // Without a detour: this is what most parts are.
                Op::Text(text) => {
                    self.buffer.push(self.data.bytes(text));
                    true
                }
                Op::Entry(index) => self.write_entry(index),
                _ => self.write(*part)?,
            };
            if !written {
                self.buffer.truncate(at);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// An expression of text, as text of its own.
    pub(super) fn owned(&mut self, id: Id) -> Result<Option<Chars<'r>>, Error> {
        if let Op::Text(text) = self.data.node(id).op {
            return Ok(Some(Chars::Borrowed(self.data.text(text))));
        }
        let at = self.buffer.len();
        if !self.write(id)? {
            return Ok(None);
        }
        self.take(at, id).map(Some)
    }

    fn write_entry(&mut self, index: u16) -> bool {
        let made = self.entry_slot(usize::from(index));
        if let Slot::Written(range) = made {
            let range = range.clone();
            self.buffer.push_again(range);
            return true;
        }
        false
    }

    fn write_let(&mut self, index: u16) -> Result<bool, Error> {
        match self.let_slot(index) {
            Slot::Written(range) => {
                self.buffer.push_again(range.clone());
                Ok(true)
            }
            Slot::Failed(error) => Err((**error).clone()),
            _ => Ok(false),
        }
    }

    /// Writes the name or the value of the pair that `each` is at.
    #[inline(never)]
    fn write_side(&mut self, id: Id) -> Result<bool, Error> {
        let Some(item) = self.item else {
            return Ok(false);
        };
        match (self.data.node(id).op, &item.value) {
            (Op::Name, _) => self.push_chars(&item.name),
            (_, Some(value)) => self.push_chars(value),
            (_, None) => Ok(false),
        }
    }

    /// Makes a named value.
    pub(super) fn make_let(&mut self, index: u16) {
        let named = &self.data.lets[usize::from(index)];
        let (slot, id) = (usize::from(index), self.chosen(named.value, named.signing));
        if let Err(error) = self.make(slot, id, named.sent) {
            self.slots[slot] = Slot::Failed(Box::new(error));
        }
    }

    /// Makes an entry.
    pub(super) fn make_entry(&mut self, index: u16) -> Result<(), Error> {
        let entry = &self.data.entries[usize::from(index)];
        let slot = self.data.lets.len() + usize::from(index);
        self.make(slot, self.chosen(entry.value, entry.signing), false)
    }

    /// A template as it stands in the file, or as signing writes it.
    pub(super) fn chosen(&self, value: Id, signing: Id) -> Id {
        match self.received {
            Some(_) => value,
            None => signing,
        }
    }

    /// Evaluates an expression into a slot.
    fn make(&mut self, slot: usize, id: Id, sent: bool) -> Result<(), Error> {
        let made = match self.data.node(id).kind {
            Type::Text | Type::Bytes | Type::Json => {
                let at = self.buffer.len();
                if self.write(id)? {
                    if sent {
                        self.buffer.reveal(at);
                    }
                    // Without a detour: this is what nearly every slot holds.
                    self.slots[slot] = Slot::Written(at..self.buffer.len());
                    return Ok(());
                }
                None
            }
            Type::Time => self.time(id)?.map(Slot::Time),
            Type::List => self.list(id)?.map(|list| Slot::List(Box::new(list))),
            Type::Pairs => self.pairs(id)?.map(|pairs| Slot::Pairs(Box::new(pairs))),
            Type::Switch => None,
        };
        self.slots[slot] = made.unwrap_or(Slot::Absent);
        Ok(())
    }

    fn missing_error(&self) -> Error {
        let what = match self.missing {
            Some((part, name)) => {
                let member = part.location().member();
                format!("{member} `{}`", self.data.member_name(part, name))
            }
            None => "a part of it".to_owned(),
        };
        Error::Missing { what }
    }
}
