//! Numbers that only ever increase, for schemes whose nonces do.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use signed_api_specs::data::NonceKind;

use crate::{Scheme, Value};

/// The last number that was given.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

/// The counters of a process. A server remembers the last nonce of a key, so all clients that sign
/// with one count together. Keys are told apart by a hash that is random for each process: none is
/// kept here, and two that share a counter by chance would come to no harm.
#[derive(Default)]
struct Counters {
    hash: RandomState,
    of_keys: Mutex<HashMap<u64, Arc<Counter>>>,
}

static COUNTERS: LazyLock<Counters> = LazyLock::new(Counters::default);

impl Counter {
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// The counter of these credentials; one that nobody shares if the scheme counts nothing.
    pub(crate) fn of<S: Scheme>(scheme: &S) -> Arc<Self> {
        if S::DATA.nonce != NonceKind::Increasing {
            return Arc::default();
        }
        let mut of_keys = COUNTERS
            .of_keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(of_keys.entry(COUNTERS.hash(scheme)).or_default())
    }

    /// Unix milliseconds, but always more than the last time, even if the clock steps back.
    pub(crate) fn next(&self, now: SystemTime) -> u64 {
        let since = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        let now = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        let next = |last: u64| now.max(last.saturating_add(1));
        let last = self.0.update(Ordering::Relaxed, Ordering::Relaxed, next);
        next(last)
    }
}

impl Counters {
    /// By the scheme's name and its credentials.
    fn hash<S: Scheme>(&self, scheme: &S) -> u64 {
        let mut hasher = self.hash.build_hasher();
        let mut text = |text: &str| {
            hasher.write(text.as_bytes());
            hasher.write_u8(0xff);
        };
        text(S::DATA.name);
        for credential in S::DATA.credentials {
            match scheme.value(S::DATA.text(credential.name)) {
                Some(Value::Text(value)) => text(value),
                _ => text("\0"),
            }
        }
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_repeat() {
        let counter = Counter::default();
        let at = |ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms);
        let seen = [5_000, 5_000, 4_000, 6_000].map(|ms| counter.next(at(ms)));
        assert_eq!(seen, [5_000, 5_001, 5_002, 6_000]);
    }
}
