//! How far a server's clock is from the user's, as its refusals tell.

use std::{
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use http::{HeaderMap, header};
use signed_api_specs::{
    Length,
    refused::{Clock, Fault},
};

use crate::{Error, Options, SchemeData, correction::Correction, stopwatch::Stopwatch};

/// An exchange that took longer tells too little of when the server looked at its clock.
const LONGEST: Duration = Duration::from_secs(10);

/// What whole seconds hide, on average.
const HIDDEN: Duration = Duration::from_millis(500);

/// Less is within what is not known.
const SMALLEST: i64 = 1_000;

/// Milliseconds that are added to the user's clock. It is one number for all clones of a client, read
/// and written without a lock.
#[derive(Default)]
pub(crate) struct Skew {
    offset: AtomicI64,
    /// What a call found that could not try it, and the offset of others at that time.
    untried: Mutex<Option<(Correction, i64)>>,
}

impl Skew {
    /// What a call with these options signs by, if it tries no other.
    pub(crate) fn wanted(&self, options: &Options) -> i64 {
        if options.corrects_clock() {
            self.offset()
        } else {
            0
        }
    }

    /// What was proved.
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, offset: i64) {
        self.offset.store(offset, Ordering::Relaxed);
    }

    /// Leaves a correction to the next call that could not find one for itself.
    pub(crate) fn leave(&self, correction: Correction) {
        let mut untried = self.untried.lock().unwrap_or_else(PoisonError::into_inner);
        *untried = Some((correction, self.offset()));
    }

    /// What was left, for one call, unless another offset was proved since. It waits for nobody.
    pub(crate) fn untried(&self) -> Option<Correction> {
        let (correction, before) = self.untried.try_lock().ok()?.take()?;
        (self.offset() == before).then_some(correction)
    }
}

/// A time, corrected; as it is if there is no such time.
pub(crate) fn corrected(now: SystemTime, offset: i64) -> SystemTime {
    let by = Duration::from_millis(offset.unsigned_abs());
    let corrected = if offset < 0 {
        now.checked_sub(by)
    } else {
        now.checked_add(by)
    };
    corrected.unwrap_or(now)
}

/// What a refusal tells of the user's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// How many milliseconds the server's clock is ahead of the user's.
    pub(crate) offset: i64,
}

impl Found {
    /// What a refusal of the signature tells.
    pub(crate) fn of(
        error: &Error,
        used: i64,
        sent: Stopwatch,
        data: &SchemeData<'_>,
    ) -> Option<Self> {
        let refused = error.explanation()?;
        let headers = error.headers()?;
        Self::by(refused.fault, refused.clock?, headers, used, sent, data)
    }

    /// What the two clocks tell, if it may be the user's: the code says so, or they are further apart
    /// than a request may be old, or ahead. `used` is the offset that was signed by.
    ///
    /// The server looked at its clock between sending and receiving: the middle is taken for that. An
    /// answer from a cache (`Age`) tells an older time.
    pub(crate) fn by(
        fault: Fault,
        clock: Clock,
        headers: &HeaderMap,
        used: i64,
        sent: Stopwatch,
        data: &SchemeData<'_>,
    ) -> Option<Self> {
        let took = sent.elapsed()?;
        let is_fresh = !headers.contains_key(header::AGE);
        if took > LONGEST || !is_fresh || !is_plausible(clock.server) {
            return None;
        }
        let off = ahead(clock.server, clock.signed, took)?;
        let is_it = match fault {
            Fault::Time => off.abs() >= SMALLEST,
            _ => is_outside(off, data),
        };
        let offset = used.checked_add(off)?;
        is_it.then_some(Self { offset })
    }
}

/// How many milliseconds the server's time is ahead of the middle of an exchange. Told in whole
/// seconds, it is half of one later on average.
fn ahead(told: SystemTime, began: SystemTime, took: Duration) -> Option<i64> {
    let middle = began.checked_add(took / 2)?;
    let since = told.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let is_whole = since.subsec_nanos() == 0;
    let hidden = if is_whole { HIDDEN } else { Duration::ZERO };
    let server = told.checked_add(hidden)?;
    let (apart, sign) = match server.duration_since(middle) {
        Ok(ahead) => (ahead, 1),
        Err(behind) => (behind.duration(), -1),
    };
    i64::try_from(apart.as_millis()).ok().map(|ms| ms * sign)
}

/// Whether a request is too old, or too far ahead, by the times of the scheme's `[verify]`.
fn is_outside(off: i64, data: &SchemeData<'_>) -> bool {
    let limit = if off > 0 {
        data.verify.tolerance
    } else {
        data.verify.future
    };
    limit.is_some_and(|seconds| off.abs() > i64::from(seconds) * 1_000)
}

/// A server whose clock was never set tells a time near 1970: the years 2000 to 2099 are taken.
fn is_plausible(server: SystemTime) -> bool {
    const YEAR_2000: u64 = 946_684_800;
    const YEAR_2100: u64 = 4_102_444_800;
    let since = server.duration_since(SystemTime::UNIX_EPOCH);
    since.is_ok_and(|since| (YEAR_2000..YEAR_2100).contains(&since.as_secs()))
}

/// `your clock is 2h 3m behind the server's`
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = if self.offset < 0 {
            "ahead of"
        } else {
            "behind"
        };
        let apart = Duration::from_millis(self.offset.unsigned_abs());
        let apart = if apart.as_secs() < 10 {
            apart
        } else {
            Duration::from_secs(apart.as_secs())
        };
        write!(f, "your clock is {} {side} the server's", Length(apart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_added_in_both_directions() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(corrected(at(100), 7_000), at(107));
        assert_eq!(corrected(at(100), -7_000), at(93));
        assert_eq!(corrected(at(100), 0), at(100));
        for offset in [i64::MIN, i64::MAX] {
            let _ = corrected(at(100), offset);
        }
    }

    #[test]
    fn the_middle_of_the_exchange_is_what_the_server_looked_at() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let took = Duration::from_secs(6);
        assert_eq!(ahead(at(1_003), at(1_000), took), Some(500));
        assert_eq!(ahead(at(1_003), at(1_000), Duration::ZERO), Some(3_500));
        assert_eq!(ahead(at(900), at(1_000), took), Some(-102_500));
        let exactly = at(1_003) + Duration::from_millis(250);
        assert_eq!(ahead(exactly, at(1_000), took), Some(250));
    }

    #[test]
    fn a_clock_that_was_never_set_tells_nothing() {
        let at = |seconds| is_plausible(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert!(!at(0) && !at(946_684_799) && at(946_684_800) && at(4_102_444_799));
        assert!(!at(4_102_444_800));
    }

    #[test]
    fn in_words() {
        let shown = |offset| Found { offset }.to_string();
        assert_eq!(shown(7_380_999), "your clock is 2h 3m behind the server's");
        assert_eq!(
            shown(-1_500),
            "your clock is 1s 500ms ahead of the server's"
        );
    }
}
