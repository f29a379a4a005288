//! The one buffer that everything is written into, with the stretches that must not be shown.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use smallvec::SmallVec;
use zeroize::optimization_barrier;

use super::secrecy::{Mask, Secrecy};
use super::string_to_sign::{Hidden, Hiding, Masked, StringToSign};
use crate::data::SchemeData;
use crate::time::two_digits;

/// What is made room for at least.
const LEAST: usize = 256;

/// Bytes that are wiped when they go, once a secret has been among them.
#[derive(Default)]
struct Erasable {
    bytes: Vec<u8>,
    secret: bool,
}

impl Drop for Erasable {
    fn drop(&mut self) {
        if self.secret {
            // The whole capacity, not only what is in use, and all at once: `zeroize` takes it byte by
            // byte.
            self.bytes.clear();
            self.bytes.resize(self.bytes.capacity(), 0);
            optimization_barrier(self.bytes.as_slice());
        }
    }
}

impl AsRef<[u8]> for Erasable {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Bytes that grow at the end. A function writes its argument there, and replaces it by its
/// result: so nested expressions need no memory of their own.
#[derive(Default)]
pub(crate) struct Buffer {
    ink: Erasable,
    masks: SmallVec<[Mask; 4]>,
}

impl Buffer {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        let mut empty = Self::default();
        empty.ink.bytes = Vec::with_capacity(capacity);
        empty
    }

    pub(crate) fn len(&self) -> usize {
        self.ink.bytes.len()
    }

    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.ink.bytes[range]
    }

    /// The text of a range: only text is written where one is asked for.
    pub(crate) fn text(&self, range: Range<usize>) -> Cow<'_, str> {
        let bytes = self.bytes(range);
        std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
    }

    /// What has been written since `at`.
    pub(crate) fn tail(&self, at: usize) -> &[u8] {
        &self.ink.bytes[at..]
    }

    pub(crate) fn tail_mut(&mut self, at: usize) -> &mut [u8] {
        &mut self.ink.bytes[at..]
    }

    /// What stands before `at`, and what has been written since.
    pub(crate) fn split_at_mut(&mut self, at: usize) -> (&[u8], &mut [u8]) {
        let (known, tail) = self.ink.bytes.split_at_mut(at);
        (known, tail)
    }

    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.left() < bytes.len() {
            return self.push_far(bytes);
        }
        match bytes {
            // Line ends and the like, without a call.
            [byte] => self.ink.bytes.extend_from_slice(&[*byte]),
            _ => self.ink.bytes.extend_from_slice(bytes),
        }
    }

    /// Writes what has no room yet.
    #[cold]
    fn push_far(&mut self, bytes: &[u8]) {
        self.move_out(bytes.len());
        self.ink.bytes.extend_from_slice(bytes);
    }

    /// Writes a whole number.
    pub(crate) fn push_number(&mut self, number: i64) {
        if number < 0 {
            self.push(b"-");
        }
        self.push_digits(number.unsigned_abs());
    }

    /// Writes a number that is not negative.
    pub(crate) fn push_digits(&mut self, number: u64) {
        let mut digits = [0; 20];
        let (mut at, mut rest) = (digits.len(), number);
        while rest >= 10 {
            at -= 2;
            digits[at..at + 2].copy_from_slice(&two_digits(rest % 100));
            rest /= 100;
        }
        // One is left, or none.
        if rest > 0 || at == digits.len() {
            at -= 1;
            digits[at] = two_digits(rest)[1];
        }
        self.push(&digits[at..]);
    }

    /// Writes a credential, and remembers that it may not be shown.
    pub(crate) fn push_secret(&mut self, bytes: &[u8], kind: Secrecy) {
        let at = self.len();
        self.push(bytes);
        self.mask(at..self.len(), kind);
    }

    /// Remembers that a stretch may not be shown. Only this does: a buffer that was never told of a
    /// secret has nothing to look for.
    fn mask(&mut self, range: Range<usize>, kind: Secrecy) {
        self.ink.secret = true;
        self.masks.push(Mask {
            at: range.start,
            end: range.end,
            kind,
        });
    }

    /// What may not be shown.
    #[inline]
    fn masks(&self) -> &[Mask] {
        if self.ink.secret { &self.masks } else { &[] }
    }

    /// Forgets what may not be shown, but for some of it.
    #[inline]
    fn keep_masks(&mut self, kept: impl Fn(&Mask) -> bool) {
        if self.ink.secret {
            self.masks.retain(|mask| kept(mask));
        }
    }

    /// Writes what may be secret.
    pub(crate) fn push_with(&mut self, bytes: &[u8], secrecy: Option<Secrecy>) {
        match secrecy {
            None => self.push(bytes),
            Some(secrecy) => self.push_secret(bytes, secrecy),
        }
    }

    /// Writes what stands in another buffer, secrets included.
    pub(crate) fn push_from(&mut self, other: &Self, range: Range<usize>) {
        let at = self.len();
        self.push(other.bytes(range.clone()));
        for mask in other.masks() {
            if let Some(again) = mask.again(&range, at) {
                self.mask(again, mask.kind);
            }
        }
    }

    /// Writes again what stands elsewhere in the buffer, secrets included.
    #[inline]
    pub(crate) fn push_again(&mut self, range: Range<usize>) {
        let at = self.len();
        self.push_bare(range.clone());
        if self.ink.secret {
            self.mask_again(&range, at);
        }
    }

    /// What is secret in a range that was written again, at `at`, is so there too.
    #[inline(never)]
    fn mask_again(&mut self, range: &Range<usize>, at: usize) {
        for index in 0..self.masks.len() {
            let mask = self.masks[index];
            if let Some(again) = mask.again(range, at) {
                self.mask(again, mask.kind);
            }
        }
    }

    /// Writes again what stands elsewhere in the buffer; what is secret in it is for the caller to say.
    #[inline]
    pub(crate) fn push_bare(&mut self, range: Range<usize>) {
        self.reserve(range.len());
        self.ink.bytes.extend_from_within(range);
    }

    /// Makes the tail this long, with zeros, for an encoder to write into.
    pub(crate) fn grow(&mut self, by: usize) {
        self.reserve(by);
        let len = self.len() + by;
        self.ink.bytes.resize(len, 0);
    }

    /// How much can be written without moving what is there.
    pub(crate) fn left(&self) -> usize {
        self.ink.bytes.capacity() - self.ink.bytes.len()
    }

    fn reserve(&mut self, more: usize) {
        if self.left() < more {
            self.move_out(more);
        }
    }

    /// Growing by hand: the old allocation is wiped before it is given back.
    #[cold]
    fn move_out(&mut self, more: usize) {
        let capacity = (self.ink.bytes.len() + more).max(self.ink.bytes.capacity() * 2);
        let capacity = capacity.max(LEAST);
        let mut grown = Vec::with_capacity(capacity);
        grown.extend_from_slice(&self.ink.bytes);
        let bytes = std::mem::replace(&mut self.ink.bytes, grown);
        drop(Erasable {
            bytes,
            secret: self.ink.secret,
        });
    }

    #[inline]
    pub(crate) fn truncate(&mut self, at: usize) {
        self.ink.bytes.truncate(at);
        self.keep_masks(|mask| mask.end <= at);
    }

    /// Replaces what stands since `at`; what is secret in it is for the caller to say.
    pub(crate) fn replace(&mut self, at: usize, bytes: &[u8]) {
        self.ink.bytes.truncate(at);
        self.push(bytes);
    }

    /// Puts a byte before and behind what stands since `at`.
    pub(crate) fn enclose(&mut self, at: usize, byte: u8) {
        self.grow(2);
        let tail = self.tail_mut(at);
        let len = tail.len();
        tail.copy_within(..len - 2, 1);
        (tail[0], tail[len - 1]) = (byte, byte);
    }

    /// Takes out what stands between `at` and `end`, so that what follows moves to `at`.
    pub(crate) fn close_gap(&mut self, at: usize, end: usize) {
        self.ink.bytes.copy_within(end.., at);
        let len = self.len() - (end - at);
        self.ink.bytes.truncate(len);
    }

    /// What is secret since `at`, if anything.
    #[inline]
    pub(crate) fn secrecy(&self, at: usize) -> Option<Secrecy> {
        let mut found = self.masks().iter().filter(|mask| mask.at >= at).peekable();
        found.peek()?;
        Some(Secrecy::Computed {
            sent: found.all(|mask| mask.kind.sent()),
        })
    }

    /// The secrecy of a stretch that is a secret, or part of one.
    #[inline]
    pub(crate) fn secrecy_of(&self, range: &Range<usize>) -> Option<Secrecy> {
        let mut around = self.masks().iter().filter(|mask| mask.touches(range));
        around.next().map(|mask| mask.kind)
    }

    /// Everything since `at` was computed from what stood there: one secret stretch, or none.
    #[inline]
    pub(crate) fn computed(&mut self, at: usize, secrecy: Option<Secrecy>) {
        self.keep_masks(|mask| mask.at < at);
        if let Some(kind) = secrecy {
            self.mask(at..self.len(), kind);
        }
    }

    /// Remembers that a stretch, behind all that are known, may not be shown though it is sent.
    pub(crate) fn mask_sent(&mut self, range: Range<usize>) {
        self.mask(range, Secrecy::Computed { sent: true });
    }

    /// Forgets that what was made of secrets since `at` is one: it is sent as it is. A secret that is
    /// sent itself stays one.
    pub(crate) fn reveal(&mut self, at: usize) {
        self.keep_masks(|mask| mask.at < at || mask.kind != Secrecy::Computed { sent: false });
    }

    /// Whether a range holds a secret.
    #[inline]
    pub(crate) fn holds_secret(&self, range: &Range<usize>) -> bool {
        self.masks().iter().any(|mask| mask.touches(range))
    }

    /// What was computed from secrets.
    pub(crate) fn computed_secrets(&self) -> impl Iterator<Item = &[u8]> {
        let computed = |mask: &&Mask| matches!(mask.kind, Secrecy::Computed { .. });
        let masks = self.masks().iter().filter(computed);
        masks.filter_map(|mask| self.ink.bytes.get(mask.at..mask.end))
    }

    /// Ends the writing with what was signed: what is kept of it shares the memory of all that was
    /// written, and the last to go wipes that.
    pub(crate) fn finish(&mut self, signed: Range<usize>, data: &SchemeData<'_>) -> StringToSign {
        let mut masks = self.hidden(&signed, data);
        for mask in &mut masks {
            // It is shown without the scheme.
            let at = self.len();
            self.push(&data.text.as_bytes()[mask.name.clone()]);
            mask.name = at..self.len();
        }
        let written = Bytes::from_owner(std::mem::take(&mut self.ink));
        StringToSign::new(written, signed, masks)
    }

    /// What stands in a range, as it may be shown.
    pub(crate) fn shown(&self, range: Range<usize>, data: &SchemeData<'_>) -> String {
        let masked = Masked {
            masks: &self.hidden(&range, data),
            names: data.text.as_bytes(),
            bytes: &self.ink.bytes[range],
        };
        masked.to_string()
    }

    /// What is secret in a range, with what is shown for it: names stand in the text of the scheme.
    fn hidden(&self, range: &Range<usize>, data: &SchemeData<'_>) -> Hiding {
        let masks = self.masks().iter().filter(|mask| mask.touches(range));
        let hidden = masks.map(|mask| Hidden {
            at: mask.at.max(range.start) - range.start,
            end: mask.end.min(range.end) - range.start,
            name: match mask.kind {
                Secrecy::Credential { index, .. } => {
                    data.credentials[usize::from(index)].name.range()
                }
                Secrecy::Computed { .. } => 0..0,
            },
        });
        hidden.collect()
    }
}
