//! Signing: the steps of a scheme, one after another, and what they put on the request.

use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::Error;
use super::buffer::StringToSign;
use super::evaluate::{Evaluator, Input, Slot};
use crate::algorithm::{Digest, Mac};
use crate::data::{Hash, SchemeData, Step};

/// What signing adds to a request.
#[derive(Debug)]
pub struct Signing {
    /// The headers to set, each by its index in [`SchemeData::headers`].
    pub headers: SmallVec<[(usize, HeaderValue); 4]>,
    /// Path and query, if the scheme added something to them.
    pub path_and_query: Option<String>,
    /// What was signed.
    pub string_to_sign: StringToSign,
}

/// The prepared key of one set of credentials: make one, keep it, sign with it many times.
#[derive(Default)]
pub struct SigningKey {
    /// The key, if it is made from credentials alone.
    fixed: OnceLock<Mac>,
    /// The last key that also depends on the request or the time (a day, a region).
    last: Mutex<Option<Derived>>,
}

/// A chain of MACs, and the texts that it was made from.
struct Derived {
    texts: Zeroizing<Vec<u8>>,
    mac: Mac,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(‹secret›)")
    }
}

impl SchemeData<'_> {
    /// Signs a request. It is left as it is; what is to be set on it comes back.
    ///
    /// # Errors
    ///
    /// If the request, a credential or a setting lacks something that the scheme signs.
    pub fn sign(&self, key: &SigningKey, input: Input<'_>) -> Result<Signing, Error> {
        let mut evaluator = Evaluator::new(self, input, None);
        evaluator.guard()?;
        let signed = evaluator.run(key)?;
        evaluator.into_signing(signed)
    }
}

impl<'r> Evaluator<'r> {
    /// Takes every step, and returns where the string to sign stands in the buffer.
    pub(super) fn run(&mut self, key: &SigningKey) -> Result<Range<usize>, Error> {
        let mut string_to_sign = 0..0;
        for step in self.data.order {
            match *step {
                Step::Let(index) => self.make_let(index),
                Step::Header(index) => {
                    let entry = self.data.headers[usize::from(index)];
                    *self.header_slot(index) = self.make(entry.value, false)?;
                }
                Step::Query(index) => {
                    let entry = self.data.query[usize::from(index)];
                    let slot = self.make(entry.value, false)?;
                    self.refuse_taken(self.data.text(entry.name), &slot)?;
                    *self.query_slot(index) = slot;
                }
                Step::StringToSign => {
                    let at = self.buffer.len();
                    self.write(self.data.signature.string_to_sign)?;
                    string_to_sign = at..self.buffer.len();
                }
                Step::Sign => {
                    self.signature = Some(self.signature_of(key, string_to_sign.clone())?)
                }
            }
        }
        Ok(string_to_sign)
    }

    /// Refuses a value that could not be read back.
    fn guard(&mut self) -> Result<(), Error> {
        for guard in self.data.guards {
            let at = self.buffer.len();
            self.write(guard.node)?;
            let mark = self.data.text(guard.mark);
            let found = self
                .buffer
                .tail(at)
                .windows(mark.len())
                .any(|window| window == mark.as_bytes());
            self.buffer.truncate(at);
            if found {
                let what = self.data.expression(guard.node);
                return Err(Error::Ambiguous {
                    what,
                    mark: mark.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// A pair that the scheme sets may not be there already.
    fn refuse_taken(&self, name: &str, slot: &Slot) -> Result<(), Error> {
        if self.received.is_some() || !matches!(slot, Slot::Written(_)) {
            return Ok(());
        }
        let pairs = self.query_pairs(false)?;
        if pairs.iter().any(|pair| self.chars(&pair.name) == name) {
            return Err(Error::Taken {
                what: format!("query pair `{name}`"),
            });
        }
        Ok(())
    }

    fn signature_of(&mut self, key: &SigningKey, text: Range<usize>) -> Result<Digest, Error> {
        let algorithm = self.algorithm()?;
        if !algorithm.keyed {
            return Ok(algorithm.hash.digest(self.buffer.bytes(text)));
        }
        if self.data.signature.key_fixed {
            let mac = match key.fixed.get() {
                Some(mac) => mac,
                None => {
                    let mac = self.derive(algorithm.hash)?.mac;
                    key.fixed.get_or_init(|| mac)
                }
            };
            return Ok(mac.sign(self.buffer.bytes(text)));
        }
        self.sign_with_last(key, algorithm.hash, text)
    }

    /// Signs with the last key if it was made from the same texts, else with a new one.
    fn sign_with_last(
        &mut self,
        key: &SigningKey,
        hash: Hash,
        text: Range<usize>,
    ) -> Result<Digest, Error> {
        let at = self.buffer.len();
        self.write_key_texts()?;
        let mut last = key.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last
            .as_ref()
            .is_none_or(|last| *last.texts != self.buffer.tail(at))
        {
            self.buffer.truncate(at);
            *last = Some(self.derive(hash)?);
        } else {
            self.buffer.truncate(at);
        }
        let signed = last
            .as_ref()
            .map(|last| last.mac.sign(self.buffer.bytes(text)));
        signed.ok_or(Error::EmptyKey)
    }

    /// Writes the texts of the key, each behind its length, so that no two keys look the same.
    fn write_key_texts(&mut self) -> Result<SmallVec<[Range<usize>; 5]>, Error> {
        let mut ranges = SmallVec::new();
        for id in self.data.links(self.data.signature.key) {
            let at = self.buffer.len();
            self.buffer.push(&[0; 8]);
            if !self.write(*id)? {
                return Err(Error::EmptyKey);
            }
            let text = at + 8..self.buffer.len();
            self.buffer.tail_mut(at)[..8].copy_from_slice(&text.len().to_le_bytes());
            ranges.push(text);
        }
        Ok(ranges)
    }

    /// Makes the key: the first text keys the MAC of the second, that keys the MAC of the third.
    fn derive(&mut self, hash: Hash) -> Result<Derived, Error> {
        let at = self.buffer.len();
        let ranges = self.write_key_texts()?;
        let mut mac: Option<Mac> = None;
        for range in ranges {
            let text = self.buffer.bytes(range);
            let key = match &mac {
                Some(mac) => Mac::new(hash, mac.sign(text).as_bytes()),
                None if text.is_empty() => return Err(Error::EmptyKey),
                None => Mac::new(hash, text),
            };
            mac = Some(key);
        }
        let texts = Zeroizing::new(self.buffer.tail(at).to_vec());
        self.buffer.truncate(at);
        Ok(Derived {
            texts,
            mac: mac.ok_or(Error::EmptyKey)?,
        })
    }

    /// What is to be set, and the string to sign with the buffer that it stands in.
    pub(super) fn into_signing(mut self, string_to_sign: Range<usize>) -> Result<Signing, Error> {
        let headers = self.header_values()?;
        let path_and_query =
            (!self.data.query.is_empty()).then(|| self.path_and_query().into_owned());
        let buffer = std::mem::take(&mut self.buffer);
        let name = |index: u16| {
            self.data
                .text(self.data.credentials[usize::from(index)].name)
                .to_owned()
        };
        Ok(Signing {
            headers,
            path_and_query,
            string_to_sign: buffer.into_string_to_sign(string_to_sign, name),
        })
    }

    /// The values of all headers share one allocation.
    fn header_values(&self) -> Result<SmallVec<[(usize, HeaderValue); 4]>, Error> {
        let written = || {
            let slots = self.header_slots().iter().enumerate();
            slots.filter_map(|(index, slot)| {
                if let Slot::Written(range) = slot {
                    Some((index, range))
                } else {
                    None
                }
            })
        };
        let mut values = Vec::with_capacity(written().map(|(_, range)| range.len()).sum());
        written().for_each(|(_, range)| values.extend_from_slice(self.buffer.bytes(range.clone())));
        let mut values = Bytes::from(values);
        written()
            .map(|(index, range)| {
                let entry = self.data.headers[index];
                let secret = entry.after || self.buffer.holds_secret(range);
                let value = header_value(values.split_to(range.len()), secret);
                let name = || self.data.text(entry.name).to_owned();
                value
                    .map(|value| (index, value))
                    .ok_or_else(|| Error::Header { name: name() })
            })
            .collect()
    }
}

/// A header value; `None` if it holds a control character. A tab is one here: no scheme sends it,
/// and some proxies rewrite it.
fn header_value(bytes: Bytes, secret: bool) -> Option<HeaderValue> {
    if bytes.contains(&b'\t') {
        return None;
    }
    let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
    value.set_sensitive(secret);
    Some(value)
}
