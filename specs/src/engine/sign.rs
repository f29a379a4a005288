//! Signing: the steps of a scheme, one after another, and what they put on the request.

use std::ops::Range;
use std::sync::{OnceLock, RwLock};

use crate::Timestamp;
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::evaluate::{Evaluator, Input, Slot};
use super::layout::Layouts;
use super::plan::Plan;
use super::signing::{Signing, Written};
use super::unchanged::holds;
use super::{Error, Made};
use crate::algorithm::Mac;
use crate::data::{Hash, Id, Known, Location, Op, Role, SchemeData, Step};

/// A scheme and the prepared key of one set of credentials under it: make one, keep it, sign with it
/// many times. It also remembers what it found of the scheme and of earlier requests.
pub struct SigningKey<'d> {
    pub(super) data: &'d SchemeData<'d>,
    /// The key, if it is made from credentials alone.
    fixed: OnceLock<Mac>,
    /// The last key that also depends on the request, a setting or the time (a day, a region, a
    /// hash). Nobody waits for it: who cannot look at it makes the key anew, and what cannot be kept
    /// because others look is kept by a later one.
    last: RwLock<Option<Derived>>,
    /// Where the headers that are signed were found.
    layouts: Layouts,
    /// The credentials have been looked at: each can be read back.
    guarded: OnceLock<()>,
    /// The steps of the scheme, prepared.
    plan: OnceLock<Plan>,
}

/// A chain of MACs, and what it was made from beside credentials.
struct Derived {
    hash: Hash,
    texts: Zeroizing<Vec<u8>>,
    mac: Mac,
}

impl std::fmt::Debug for SigningKey<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(‹secret›)")
    }
}

impl<'d> SigningKey<'d> {
    /// A key under a scheme, for the credentials that it will sign or verify with first: others need
    /// a key of their own.
    pub fn new(data: &'d SchemeData<'d>) -> Self {
        Self {
            data,
            fixed: OnceLock::new(),
            last: RwLock::new(None),
            layouts: Layouts::default(),
            guarded: OnceLock::new(),
            plan: OnceLock::new(),
        }
    }

    /// Signs a request. It is left as it is; what is to be set on it comes back.
    ///
    /// # Errors
    ///
    /// If the request, a credential or a setting lacks something that the scheme signs.
    pub fn sign(&self, input: Input<'_>) -> Result<Signing, Error> {
        let mut evaluator = Evaluator::new(self.data, &input, None);
        evaluator.layouts = Some(&self.layouts);
        evaluator.one_reading()?;
        evaluator.guard(self)?;
        let signed = evaluator.run(self)?;
        evaluator.all_digested()?;
        evaluator.signing(signed)
    }
}

impl SchemeData<'_> {
    /// Whether signing makes what a step names where the string to sign names it.
    pub(super) fn makes_later(&self, step: Step) -> bool {
        matches!(step, Step::Let(index) if self.lets[usize::from(index)].once)
    }

    /// Whether an expression is a value that only an owner gives.
    pub(super) fn is_owners(&self, id: Id) -> bool {
        match self.node(id).op {
            Op::Credential(_) => true,
            Op::Setting(index) => self.settings[usize::from(index)].known != Known::ByRequest,
            _ => false,
        }
    }
}

impl Evaluator<'_> {
    /// Takes every step, and returns where the string to sign stands in the buffer.
    pub(super) fn run(&mut self, key: &SigningKey<'_>) -> Result<Range<usize>, Error> {
        let mut string_to_sign = 0..0;
        self.start();
        if self.received.is_none() {
            let plan = key.plan.get_or_init(|| Plan::of(key.data));
            self.follow(plan, key, &mut string_to_sign)?;
        } else {
            for step in self.data.order {
                self.step(*step, key, &mut string_to_sign)?;
            }
        }
        self.in_force()?;
        Ok(string_to_sign)
    }

    /// The times between which the request counts: a text that is none is not signed either.
    pub(super) fn in_force(&mut self) -> Result<[Option<Timestamp>; 2], Error> {
        let verify = self.data.verify;
        let mut moment = |id: Option<Id>| id.map_or(Ok(None), |id| self.time(id));
        Ok([moment(verify.since)?, moment(verify.until)?])
    }

    /// Takes one step.
    pub(super) fn step(
        &mut self,
        step: Step,
        key: &SigningKey<'_>,
        string_to_sign: &mut Range<usize>,
    ) -> Made<()> {
        match step {
            Step::Let(index) => self.make_let(index),
            Step::Entry(index) => {
                let is_written = self.make_entry(index)?.is_there();
                if self.received.is_none() {
                    self.after_entry(usize::from(index), is_written)?;
                }
            }
            Step::StringToSign => {
                let at = self.buffer.len();
                let signature = &self.data.signature;
                self.write(self.chosen(signature.string_to_sign, signature.signing))?;
                *string_to_sign = at..self.buffer.len();
            }
            Step::Sign => {
                self.make_signature(key, string_to_sign.clone())?;
            }
        }
        Ok(())
    }

    /// Looks at what is there already, once an entry has been made.
    #[inline]
    pub(super) fn after_entry(&mut self, index: usize, is_written: bool) -> Made<()> {
        // Most of what is sent is a header, which replaces any other.
        let replaces = self.data.entries[index].location == Location::Headers;
        if is_written && replaces {
            return Ok(());
        }
        self.refuse_taken(index)
    }

    /// Refuses a value that could not be read back. Credentials stay the same as long as their key.
    pub(super) fn guard(&mut self, key: &SigningKey<'_>) -> Result<(), Error> {
        let is_guarded = key.guarded.get().is_some();
        for guard in self.data.guards {
            if is_guarded && matches!(self.data.node(guard.node).op, Op::Credential(_)) {
                continue;
            }
            let mark = self.data.bytes(guard.mark);
            let found = match self.data.node(guard.node).op {
                // Without a copy: this is what most of them are.
                Op::Credential(index) => {
                    let text = self.credential_text(index)?;
                    text.is_some_and(|text| holds(text.as_bytes(), mark))
                }
                Op::Setting(index) => {
                    let text = self.setting_text(index)?;
                    text.is_some_and(|text| holds(text.as_bytes(), mark))
                }
                _ => {
                    let at = self.buffer.len();
                    self.write(guard.node)?;
                    let found = holds(self.buffer.tail(at), mark);
                    self.buffer.truncate(at);
                    found
                }
            };
            if found {
                return Err(Error::Ambiguous {
                    what: self.data.expression(guard.node),
                    mark: self.data.text(guard.mark).to_owned(),
                });
            }
        }
        key.guarded.get_or_init(|| ());
        Ok(())
    }

    /// What the scheme sets may not be there already, but for a header, which is replaced. What it
    /// leaves out for this request may not be there either: nobody could tell it from the hash of
    /// a body that was taken away.
    #[inline(never)]
    fn refuse_taken(&mut self, index: usize) -> Made<()> {
        let entry = &self.data.entries[index];
        let left_out = match self.entry_slot(index) {
            Slot::Written(_) => false,
            // What its owner did not give does not depend on the request.
            Slot::Absent if self.data.is_owners(entry.value) => return Ok(()),
            Slot::Absent => true,
            _ => return Ok(()),
        };
        let name = self.data.text(entry.name);
        let taken = match entry.location {
            Location::Headers => left_out && self.brings_header(name),
            Location::Query => self.query_names(name)?,
            Location::Form if entry.role == Role::Moves => false,
            Location::Form => self.own_form_pair(name)?.is_some(),
            // A JSON body looks for itself when something is added.
            Location::Json => left_out && self.own_member(name)?.is_some(),
        };
        if taken && (!left_out || self.data.depends_on_request(entry)) {
            let what = format!("{} `{name}`", entry.location.member());
            return Err(Error::Taken { what }.into());
        }
        Ok(())
    }

    fn make_signature(&mut self, key: &SigningKey<'_>, text: Range<usize>) -> Result<(), Error> {
        let algorithm = self.algorithm()?;
        if !algorithm.keyed {
            self.signature = Some(algorithm.hash.digest(self.buffer.bytes(text)));
            return Ok(());
        }
        if self.data.key_fixed() {
            let mac = if let Some(mac) = key.fixed.get() {
                mac
            } else {
                let mac = self.derive(algorithm.hash)?;
                key.fixed.get_or_init(|| mac)
            };
            self.signature = Some(mac.sign(self.buffer.bytes(text)));
            return Ok(());
        }
        self.sign_with_last(key, algorithm.hash, text)
    }

    /// Signs with the last key if it was made from the same texts for the same hash, else with a new
    /// one. Texts of credentials alone are the same.
    fn sign_with_last(
        &mut self,
        key: &SigningKey<'_>,
        hash: Hash,
        text: Range<usize>,
    ) -> Result<(), Error> {
        if let Ok(last) = key.last.try_read()
            && let Some(last) = &*last
            && last.hash == hash
            && (self.is_made_of(&last.texts) || *self.key_texts()? == *last.texts)
        {
            self.signature = Some(last.mac.sign(self.buffer.bytes(text)));
            return Ok(());
        }
        let texts = self.key_texts()?;
        let mac = self.derive(hash)?;
        self.signature = Some(mac.sign(self.buffer.bytes(text)));
        if let Ok(mut last) = key.last.try_write() {
            *last = Some(Derived { hash, texts, mac });
        }
        Ok(())
    }

    /// The texts of the key that depend on more than credentials, each behind its length.
    fn key_texts(&mut self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let at = self.buffer.len();
        for id in self.data.links(self.data.signature.key_varies) {
            self.write_key_text(*id)?;
        }
        let texts = Zeroizing::new(self.buffer.tail(at).to_vec());
        self.buffer.truncate(at);
        Ok(texts)
    }

    /// Whether those texts are these: compared where they stand, as what is given or was made before
    /// does. A verifier looks for what it has read.
    fn is_made_of(&self, texts: &[u8]) -> bool {
        let mut rest = texts;
        let mut ids = self.data.links(self.data.signature.key_varies).iter();
        let is_all = self.received.is_none()
            && ids.all(|id| {
                let Some(text) = self.lent(*id) else {
                    return false;
                };
                let len = text.len().to_le_bytes();
                let after = rest
                    .strip_prefix(&len)
                    .and_then(|rest| rest.strip_prefix(text));
                after.is_some_and(|after| {
                    rest = after;
                    true
                })
            });
        is_all && rest.is_empty()
    }

    /// Writes a text of the key behind its length, so that no two keys look the same.
    fn write_key_text(&mut self, id: Id) -> Made<Range<usize>> {
        let at = self.buffer.len();
        self.buffer.push(&[0; 8]);
        if !self.write(id)? {
            return Err(Error::EmptyKey.into());
        }
        let text = at + 8..self.buffer.len();
        self.buffer.tail_mut(at)[..8].copy_from_slice(&text.len().to_le_bytes());
        Ok(text)
    }

    /// Makes the key: the first text keys the MAC of the second, that keys the MAC of the third.
    fn derive(&mut self, hash: Hash) -> Result<Mac, Error> {
        let at = self.buffer.len();
        let mut texts = SmallVec::<[Range<usize>; 5]>::new();
        for id in self.data.links(self.data.signature.key) {
            texts.push(self.write_key_text(*id)?);
        }
        let mut mac: Option<Mac> = None;
        for range in texts {
            let text = self.buffer.bytes(range);
            let key = match &mac {
                Some(mac) => {
                    let mut derived = mac.sign(text);
                    let mac = Mac::new(hash, derived.as_bytes());
                    derived.wipe();
                    mac
                }
                None if text.is_empty() => return Err(Error::EmptyKey),
                None => Mac::new(hash, text),
            };
            mac = Some(key);
        }
        self.buffer.truncate(at);
        mac.ok_or(Error::EmptyKey)
    }

    /// What is to be set, and what was signed: parts of what was written, which they share.
    pub(super) fn signing(&mut self, string_to_sign: Range<usize>) -> Result<Signing, Error> {
        let data = self.data;
        let mut headers = SmallVec::new();
        self.write_headers(&mut headers)?;
        let target = data.sends(Location::Query).then(|| {
            let at = self.buffer.len();
            self.write_target();
            at..self.buffer.len()
        });
        let body = self.changed_body()?;
        let at = self.buffer.len();
        if let Some(body) = &body {
            self.buffer.push_digits(body.len() as u64);
        }
        let length = at..self.buffer.len();
        let string_to_sign = self.buffer.finish(string_to_sign, data);
        Ok(Signing {
            headers,
            target,
            body: body.map(|body| body.of(string_to_sign.written())),
            length,
            string_to_sign,
        })
    }

    /// The host, unless the request's own header says the same, and the headers.
    fn write_headers(&mut self, headers: &mut SmallVec<[Written; 8]>) -> Made<()> {
        if self.plain_host.is_none() {
            let host = self.host()?;
            let at = self.buffer.len();
            self.buffer.push(host.as_bytes());
            headers.push(Written {
                entry: None,
                range: at..self.buffer.len(),
                sensitive: false,
            });
        }
        let set = self.data.sections.of(Location::Headers);
        for index in set.at..set.at + set.len {
            let place = usize::from(index);
            let entry = &self.data.entries[place];
            if let Slot::Written(range) = self.entry_slot(place) {
                headers.push(Written {
                    entry: Some(index),
                    range: range.clone(),
                    sensitive: entry.after || self.buffer.holds_secret(range),
                });
            }
        }
        Ok(())
    }
}
