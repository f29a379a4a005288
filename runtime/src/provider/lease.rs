//! Credentials for a while.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use crate::Scheme;

/// Credentials, and when they run out.
#[derive(Clone)]
pub struct Lease<S> {
    /// The credentials.
    pub credentials: S,
    /// When they run out, if they do.
    pub expires: Option<SystemTime>,
}

/// When they run out, and no credentials.
impl<S: Scheme> fmt::Debug for Lease<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("scheme", &S::DATA.name)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// How long before its end a lease is renewed, at most.
const AT_MOST: Duration = Duration::from_mins(5);

/// A lease as it is kept.
pub(super) struct Held<S> {
    pub(super) credentials: S,
    end: Option<End>,
}

/// When to renew, and when it is too late.
struct End {
    renew: SystemTime,
    expires: SystemTime,
}

impl<S> Held<S> {
    /// A lease that begins now. One that is over already has no second use.
    pub(super) fn new(lease: Lease<S>, now: SystemTime) -> Self {
        let end = lease.expires.map(|expires| {
            let length = expires.duration_since(now).unwrap_or(Duration::ZERO);
            let early = (length / 10).min(AT_MOST);
            let renew = expires.checked_sub(early).unwrap_or(expires);
            End { renew, expires }
        });
        let credentials = lease.credentials;
        Self { credentials, end }
    }

    /// They are good, and need not be renewed yet.
    pub(super) fn is_fresh(&self, now: SystemTime) -> bool {
        self.end.as_ref().is_none_or(|end| now < end.renew)
    }

    /// They are good, if perhaps not for long.
    pub(super) fn is_good(&self, now: SystemTime) -> bool {
        self.end.as_ref().is_none_or(|end| now < end.expires)
    }

    /// The same after renewing has failed: it is to be tried again when half of what is left is
    /// over.
    pub(super) fn postponed(&self, now: SystemTime) -> Self
    where
        S: Clone,
    {
        let end = self.end.as_ref().map(|end| {
            let left = end.expires.duration_since(now).unwrap_or(Duration::ZERO);
            let renew = now.checked_add(left / 2).unwrap_or(end.expires);
            End { renew, ..*end }
        });
        let credentials = self.credentials.clone();
        Self { credentials, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn held(expires: Option<u64>) -> Held<()> {
        let expires = expires.map(at);
        let lease = Lease {
            credentials: (),
            expires,
        };
        Held::new(lease, at(0))
    }

    #[test]
    fn a_lease_is_renewed_shortly_before_its_end() {
        for (length, renewed) in [(100, 90), (3_000, 2_700), (86_400, 86_100), (0, 0)] {
            let held = held(Some(length));
            assert!(
                !held.is_fresh(at(renewed)) && !held.is_good(at(length)),
                "{length}"
            );
            if let Some(before) = renewed.checked_sub(1) {
                assert!(held.is_fresh(at(before)), "{length}");
            }
        }
        assert!(held(None).is_fresh(at(u64::from(u32::MAX))));
    }

    #[test]
    fn what_cannot_be_renewed_is_tried_again_ever_sooner() {
        let mut held = held(Some(100));
        for (now, next) in [(90, 95), (96, 98), (98, 99)] {
            held = held.postponed(at(now));
            assert!(
                held.is_fresh(at(next - 1)) && !held.is_fresh(at(next)),
                "{now}"
            );
        }
        assert!(held.is_good(at(99)) && !held.is_good(at(100)));
    }
}
