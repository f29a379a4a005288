//! When a request is signed, and by which nonce.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_timer::Delay;
use signed_api_specs::data::NonceKind;

use crate::{BoxFuture, Error, counter::Counter};

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
        static COUNTER: Counter = Counter::new();
        let nonce = nonce(kind, &COUNTER, now)?;
        Ok(Self { now, nonce })
    }
}

/// Where a client takes its moments from, and how it waits for the next.
#[derive(Clone, Default)]
pub(crate) struct Moments {
    pub(crate) clock: Option<Arc<dyn Fn() -> SystemTime + Send + Sync>>,
    pub(crate) nonces: Option<Arc<dyn Fn() -> String + Send + Sync>>,
    pub(crate) sleep: Option<Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>>,
}

impl Moments {
    /// A new moment, at a time that the clock told: each signature has its own. The scheme says which kind of nonce it wants, and
    /// the key which counter.
    ///
    /// # Errors
    ///
    /// If a random nonce is wanted and the system gives no randomness.
    pub(crate) fn next(
        &self,
        now: SystemTime,
        kind: NonceKind,
        counter: &Counter,
    ) -> Result<Moment, Error> {
        let nonce = match &self.nonces {
            Some(nonces) => nonces(),
            None => nonce(kind, counter, now)?,
        };
        Ok(Moment { now, nonce })
    }

    /// What the clock says.
    pub(crate) fn now(&self) -> SystemTime {
        let clock = self.clock.as_ref();
        clock.map_or_else(SystemTime::now, |clock| clock())
    }

    /// Waits between attempts.
    pub(crate) async fn wait(&self, time: Duration) {
        match &self.sleep {
            Some(sleep) => sleep(time).await,
            None => Delay::new(time).await,
        }
    }
}

fn nonce(kind: NonceKind, counter: &Counter, now: SystemTime) -> Result<String, Error> {
    match kind {
        NonceKind::Random => Ok(hex(&random()?)),
        NonceKind::Uuid => Ok(uuid(random()?)),
        NonceKind::Given => Ok(String::new()),
        NonceKind::Increasing => Ok(counter.next(now).to_string()),
    }
}

/// A random UUID in text.
///
/// # Errors
///
/// If the system gives no randomness.
pub(crate) fn new_uuid() -> Result<String, Error> {
    random().map(uuid)
}

fn random() -> Result<[u8; 16], Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::signing("the system gave no random bytes").because(e))?;
    Ok(bytes)
}

/// 32 hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from(b"0123456789abcdef"[usize::from(four)]);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(digit).collect()
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
    fn random_nonces_have_their_form() {
        let nonce = |kind| Moment::at(SystemTime::now(), kind).unwrap().nonce;
        let plain = nonce(NonceKind::Random);
        assert!(plain.len() == 32 && plain.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(nonce(NonceKind::Uuid).split('-').count(), 5);
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
