//! Numbers that only ever increase, for schemes whose nonces do.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    sync::{
        LazyLock, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use signed_api_specs::data::NonceKind;

use crate::{Scheme, Value};

/// The last number that was given.
pub(crate) struct Counter(AtomicU64);

/// The counters of a process. A server remembers the last nonce of a key, so all clients that sign
/// with one count together. Keys are told apart by a hash that is random for each process: none is
/// kept here, and two that share a counter by chance would come to no harm.
///
/// The lists only ever grow, at their ends, so nobody waits to find a counter.
struct Counters {
    hash: RandomState,
    lists: [Link; 256],
}

/// The rest of a list.
type Link = OnceLock<Box<Entry>>;

struct Entry {
    key: u64,
    counter: Counter,
    next: Link,
}

static COUNTERS: LazyLock<Counters> = LazyLock::new(|| Counters {
    hash: RandomState::new(),
    lists: [const { Link::new() }; 256],
});

impl Counter {
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// The counter of these credentials; one that is not used if the scheme counts nothing.
    pub(crate) fn of<S: Scheme>(scheme: &S) -> &'static Self {
        static UNUSED: Counter = Counter::new();
        if S::DATA.nonce != NonceKind::Increasing {
            return &UNUSED;
        }
        let counters = &*COUNTERS;
        counters.of(counters.hash(scheme))
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
    fn of(&self, key: u64) -> &Counter {
        let mut link = &self.lists[usize::from(key.to_le_bytes()[0])];
        loop {
            let entry = link.get_or_init(|| {
                Box::new(Entry {
                    key,
                    counter: Counter::new(),
                    next: Link::new(),
                })
            });
            if entry.key == key {
                return &entry.counter;
            }
            link = &entry.next;
        }
    }

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
        let counter = Counter::new();
        let at = |ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms);
        let seen = [5_000, 5_000, 4_000, 6_000].map(|ms| counter.next(at(ms)));
        assert_eq!(seen, [5_000, 5_001, 5_002, 6_000]);
    }
}
