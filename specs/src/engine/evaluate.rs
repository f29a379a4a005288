//! The evaluator: one function for each kind of value, each writing or returning what an
//! expression is for one request.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::Timestamp;
use bytes::Bytes;
use http::{HeaderValue, header};
use smallvec::SmallVec;

use super::backwards::Received;
use super::body::MediaType;
use super::buffer::Buffer;
use super::form::OwnForm;
use super::headers::plain;
use super::json_body::OwnJson;
use super::json_values::JsonText;
use super::layout::Layouts;
use super::marks::Marks;
use super::pairs::{List, Pair, Pairs};
use super::signed::Signed;
use super::{BodyView, Error, Presence, RequestView, Wrote};
use crate::algorithm::Digest;
use crate::data::{
    Algorithm, Hash, Id, Location, Op, Part, RuleKind, SchemeData, Text, Type, Value, Values,
};
use crate::time::Calendar;

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

/// What a step has made, or where that stands.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// Not made yet.
    Unset,
    /// Absent, so left out.
    Absent,
    /// Text or bytes, in the buffer.
    Written(Range<usize>),
    /// A time.
    Time(Timestamp),
    /// A list, by its place among them.
    List(usize),
    /// Pairs, by their place among them.
    Pairs(usize),
    /// Something was missing: an error, by its place among them, only for whoever needs it.
    Failed(usize),
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
    pub(super) json_values: Vec<JsonText<'r>>,
    /// Named values, then entries.
    pub(super) slots: SmallVec<[Slot; 12]>,
    /// The lists among them.
    pub(super) lists: SmallVec<[List<'r>; 4]>,
    /// The pairs among them.
    pub(super) groups: SmallVec<[Pairs<'r>; 4]>,
    /// The errors among them.
    pub(super) failures: Vec<Error>,
    pub(super) signature: Option<Digest>,
    /// The time that was told last.
    pub(super) calendar: Option<(Timestamp, Calendar)>,
    /// The algorithm that settings name, once it was asked for.
    pub(super) algorithm: Option<Algorithm>,
    /// Where pairs stood that nobody needs any more.
    pub(super) room: Pairs<'r>,
    /// The pair that `each` is at.
    pub(super) item: Option<Pair<'r>>,
    /// The part of the request that was last found absent, for the error.
    pub(super) missing: Option<(Part, Text)>,
    /// The pairs of the query that the request brings, once they were read.
    pub(super) own_query: Option<Pairs<'r>>,
    /// The marks of their names.
    pub(super) query_marks: Marks,
    /// The form that the request brings, once it was read.
    pub(super) own_form: Option<OwnForm<'r>>,
    /// The JSON that the request brings, once it was read.
    pub(super) own_json: Option<OwnJson<'r>>,
    /// The body that was made last, and how many entries had been made then.
    pub(super) made_body: Option<(usize, Bytes)>,
    /// How many entries have been made.
    pub(super) entries_made: usize,
    /// Where the signed headers of other requests were found.
    pub(super) layouts: Option<&'r Layouts>,
    /// The headers that are signed, as they were last.
    pub(super) signed: Signed<'r>,
    /// The marks of the headers that the request brings, once one was looked for.
    pub(super) own_marks: Option<u64>,
    /// The request's own `Host` header.
    pub(super) said_host: Option<&'r HeaderValue>,
    /// What it says, if it says it as it is sent: text without white space.
    pub(super) plain_host: Option<&'r [u8]>,
    /// What the body is, once it was asked for.
    pub(super) media_type: OnceCell<MediaType>,
    /// The host, once it was asked for.
    pub(super) host: OnceCell<Cow<'r, str>>,
    /// The digests of the body that are signed and that nobody knew.
    pub(super) undigested: Vec<Hash>,
}

impl SchemeData<'_> {
    /// What a template over settings is, whatever the request.
    pub fn constant(&self, id: Id, values: &dyn Values) -> Option<String> {
        let input = Input {
            request: RequestView {
                method: "GET",
                scheme: "https",
                authority: "",
                path_and_query: "/",
                headers: &http::HeaderMap::new(),
                body: BodyView::Whole(b""),
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

const KILOBYTE: usize = 1024;

impl SchemeData<'_> {
    /// About how much is written for a request: a string to sign of usual length beside everything
    /// that is sent, the URL that is made, and the headers too where patterns choose those that are
    /// signed; and for tokens, which are signed and sent.
    fn room(&self, input: &Input<'_>) -> usize {
        let request = input.request;
        let rules = self.rules(self.signature.signed_headers);
        let headers = if rules.iter().any(|rule| rule.kind == RuleKind::Matching) {
            128 + 64 * request.headers.len()
        } else {
            0
        };
        let target = request.path_and_query.len();
        let sent = if self.sends(Location::Query) {
            target + 128
        } else {
            0
        };
        let body = match request.body {
            BodyView::Whole(body) if self.sends(Location::Form) => 128 + 3 * body.len(),
            BodyView::Whole(body) if self.sends(Location::Json) => 128 + body.len(),
            _ => 0,
        };
        let tokens = self.credentials.iter().enumerate();
        let tokens = tokens.filter(|(_, credential)| credential.sent);
        let token = tokens.map(|(place, _)| match input.values.value_at(self, place) {
            Some(Value::Text(token)) => 3 * token.len(),
            _ => 0,
        });
        let most = 640 + 2 * target + sent + body + headers + token.sum::<usize>();
        // Most fill less, and allocators are quickest up to a kilobyte.
        let is_near = most < KILOBYTE + KILOBYTE / 4;
        if is_near { most.min(KILOBYTE) } else { most }
    }
}

impl<'r> Evaluator<'r> {
    pub(super) fn new(
        data: &'r SchemeData<'r>,
        input: &'r Input<'r>,
        received: Option<&'r Received>,
    ) -> Self {
        let said_host = input.request.said(&header::HOST);
        Self {
            data,
            input,
            received,
            buffer: Buffer::with_capacity(data.room(input)),
            aside: Buffer::default(),
            json_values: Vec::new(),
            slots: SmallVec::from_const([const { Slot::Unset }; 12]),
            lists: SmallVec::new(),
            groups: SmallVec::new(),
            failures: Vec::new(),
            signature: None,
            calendar: None,
            algorithm: None,
            room: Pairs::new(),
            item: None,
            missing: None,
            own_query: None,
            query_marks: Marks::default(),
            own_form: None,
            own_json: None,
            made_body: None,
            entries_made: 0,
            layouts: None,
            signed: Signed::default(),
            own_marks: None,
            said_host,
            plain_host: said_host.and_then(plain).filter(|host| !host.is_empty()),
            media_type: OnceCell::new(),
            host: OnceCell::new(),
            undigested: Vec::new(),
        }
    }

    /// Makes room for what the steps make.
    pub(super) fn start(&mut self) {
        let slots = self.data.lets.len() + self.data.entries.len();
        if slots > self.slots.len() {
            self.slots.resize(slots, Slot::Unset);
        }
    }

    pub(super) fn let_slot(&self, index: u16) -> &Slot {
        self.slot(usize::from(index))
    }

    pub(super) fn entry_slot(&self, index: usize) -> &Slot {
        self.slot(self.data.lets.len() + index)
    }

    fn slot(&self, index: usize) -> &Slot {
        self.slots.get(index).unwrap_or(&Slot::Unset)
    }

    /// Makes a named value.
    pub(super) fn make_let(&mut self, index: u16) {
        let named = &self.data.lets[usize::from(index)];
        let (slot, id) = (usize::from(index), self.chosen(named.value, named.signing));
        if let Err(error) = self.make(slot, id, named.sent) {
            self.slots[slot] = self.fail(*error);
        }
    }

    /// Keeps an error, for whoever needs what could not be made.
    #[cold]
    pub(super) fn fail(&mut self, error: Error) -> Slot {
        self.failures.push(error);
        Slot::Failed(self.failures.len() - 1)
    }

    /// Makes an entry; absent is also what is not text.
    #[inline]
    pub(super) fn make_entry(&mut self, index: u16) -> Wrote {
        let entry = &self.data.entries[usize::from(index)];
        let slot = self.data.lets.len() + usize::from(index);
        let written = self.make(slot, self.chosen(entry.value, entry.signing), false)?;
        self.entries_made += 1;
        Ok(written)
    }

    /// A template as it stands in the file, or as signing writes it.
    pub(super) fn chosen(&self, value: Id, signing: Id) -> Id {
        match self.received {
            Some(_) => value,
            None => signing,
        }
    }

    /// Evaluates an expression into a slot: whether text was written.
    fn make(&mut self, slot: usize, id: Id, sent: bool) -> Wrote {
        let node = self.data.node(id);
        if !matches!(node.kind, Type::Text | Type::Bytes | Type::Json) {
            return self.make_other(slot, id);
        }
        let at = self.buffer.len();
        let range = match node.op {
            // What is named is not written twice.
            Op::Let(index)
                if !sent
                    && self.received.is_none()
                    && let Slot::Written(range) = self.let_slot(index) =>
            {
                range.clone()
            }
            _ if self.write(id)? => at..self.buffer.len(),
            _ => {
                self.slots[slot] = Slot::Absent;
                return Ok(Presence::Absent);
            }
        };
        if sent {
            self.buffer.reveal(at);
        }
        self.slots[slot] = Slot::Written(range);
        Ok(Presence::There)
    }

    /// The same of what is not written: few values are.
    #[inline(never)]
    fn make_other(&mut self, slot: usize, id: Id) -> Wrote {
        let made = match self.data.node(id).kind {
            Type::Time => self.time(id)?.map(Slot::Time),
            Type::List => self.list(id)?.map(|list| {
                self.lists.push(list);
                Slot::List(self.lists.len() - 1)
            }),
            Type::Pairs => self.pairs(id)?.map(|pairs| {
                self.groups.push(pairs);
                Slot::Pairs(self.groups.len() - 1)
            }),
            Type::Text | Type::Bytes | Type::Json | Type::Switch => None,
        };
        self.slots[slot] = made.unwrap_or(Slot::Absent);
        Ok(Presence::Absent)
    }
}
