//! When a request is signed, and by which nonce.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use signed_api_specs::data::NonceKind;

use crate::Error;

/// What signing takes from outside: the time, and a text that is used once.
///
/// A scheme is a pure function of request, credentials, settings and a moment: the same moment
/// gives the same signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time that the scheme writes.
    pub now: SystemTime,
    /// The nonce. A scheme that uses none ignores it.
    pub nonce: String,
}

impl Moment {
    /// A time with a new nonce, of the kind that a scheme asks for:
    /// `Moment::at(SystemTime::now(), Acs::DATA.nonce)`. Increasing nonces are so within the process.
    ///
    /// # Errors
    ///
    /// If the system gives no randomness.
    pub fn at(now: SystemTime, kind: NonceKind) -> Result<Self, Error> {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let nonce = nonce(kind, now, &LAST)?;
        Ok(Self { now, nonce })
    }
}

/// Where a client takes its moments from.
pub(crate) struct Moments {
    pub(crate) clock: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>,
    pub(crate) nonces: Option<Box<dyn Fn() -> String + Send + Sync>>,
    kind: NonceKind,
    last: AtomicU64,
}

impl Moments {
    pub(crate) const fn new(kind: NonceKind) -> Self {
        Self {
            clock: None,
            nonces: None,
            kind,
            last: AtomicU64::new(0),
        }
    }

    /// A new moment: each signature has its own.
    ///
    /// # Errors
    ///
    /// If a random nonce is wanted and the system gives no randomness.
    pub(crate) fn next(&self) -> Result<Moment, Error> {
        let now = self
            .clock
            .as_ref()
            .map_or_else(SystemTime::now, |clock| clock());
        let nonce = match &self.nonces {
            Some(nonces) => nonces(),
            None => nonce(self.kind, now, &self.last)?,
        };
        Ok(Moment { now, nonce })
    }
}

fn nonce(kind: NonceKind, now: SystemTime, last: &AtomicU64) -> Result<String, Error> {
    match kind {
        NonceKind::Random => Ok(hex(&random()?)),
        NonceKind::Uuid => Ok(uuid(random()?)),
        NonceKind::Given => Ok(String::new()),
        NonceKind::Increasing => Ok(increasing(now, last).to_string()),
    }
}

/// Unix milliseconds, but always more than the last time, even if the clock steps back.
fn increasing(now: SystemTime, last: &AtomicU64) -> u64 {
    let since = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    let now = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    let next = |last: u64| now.max(last.saturating_add(1));
    next(last.update(Ordering::Relaxed, Ordering::Relaxed, next))
}

fn random() -> Result<[u8; 16], Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::signing("the system gave no random bytes for a nonce").because(e))?;
    Ok(bytes)
}

/// 32 hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A random UUID (RFC 9562, section 5.4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = hex(&bytes);
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn increasing_nonces_never_repeat() {
        let last = AtomicU64::new(0);
        let at = |ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms);
        let seen = [5_000, 5_000, 4_000, 6_000].map(|ms| increasing(at(ms), &last));
        assert_eq!(seen, [5_000, 5_001, 5_002, 6_000]);
    }

    #[test]
    fn random_nonces_have_their_form() {
        let nonce = |kind| Moment::at(SystemTime::now(), kind).unwrap().nonce;
        let plain = nonce(NonceKind::Random);
        assert!(plain.len() == 32 && plain.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(nonce(NonceKind::Uuid).split('-').count(), 5);
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
