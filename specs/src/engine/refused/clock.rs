//! The clock that a request was signed by, beside the server's.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::timestamp::{SECOND, Timestamp, whole_seconds};

use super::answer::Reader;
use crate::time;

/// What an answer takes on its way, and what a whole second hides: less is no difference.
const USUAL: i128 = 5 * SECOND;
/// What may be why a request is refused.
const FAR: i128 = 60 * SECOND;

/// The time that was signed, and the server's when it answered.
///
/// Shown, it says how far they are apart: `your clock is 2 h 3 min behind the server's`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clock {
    /// The time that the request was signed by.
    pub signed: SystemTime,
    /// What the server's clock said.
    pub server: SystemTime,
}

impl Clock {
    /// By the answer's own words, or else its header `date`.
    pub(super) fn read(now: Timestamp, reader: &Reader<'_>, told: Option<&str>) -> Option<Self> {
        let told = told.and_then(read).or_else(|| read(reader.header("date")?));
        Some(Self {
            signed: now.try_into().ok()?,
            server: told?.try_into().ok()?,
        })
    }

    /// The two differ by more than an answer takes on its way (5 s).
    pub fn is_off(&self) -> bool {
        self.behind().abs() > USUAL
    }

    /// The two differ by so much that it may be why a request is refused (a minute).
    pub(super) fn is_far_off(&self) -> bool {
        self.behind().abs() > FAR
    }

    /// By how many nanoseconds the signer's clock is behind the server's; ahead if it is negative.
    fn behind(&self) -> i128 {
        let nanoseconds = |apart: Duration| i128::try_from(apart.as_nanos()).unwrap_or(i128::MAX);
        match self.server.duration_since(self.signed) {
            Ok(behind) => nanoseconds(behind),
            Err(ahead) => -nanoseconds(ahead.duration()),
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_off() {
            return f.write_str("your clock agrees with the server's");
        }
        let behind = self.behind();
        let side = if behind.is_negative() {
            "ahead of"
        } else {
            "behind"
        };
        write!(
            f,
            "your clock is {} {side} the server's",
            Words(whole_seconds(behind).unsigned_abs())
        )
    }
}

/// A number of seconds by its two greatest units: `2 h 3 min`.
struct Words(u64);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("d", 86400), ("h", 3600), ("min", 60), ("s", 1)];
        let first = units
            .iter()
            .position(|(_, length)| self.0 >= *length)
            .unwrap_or(3);
        let (unit, length) = units[first];
        write!(f, "{} {unit}", self.0 / length)?;
        match units.get(first + 1) {
            Some((unit, shorter)) if self.0 % length >= *shorter => {
                write!(f, " {} {unit}", self.0 % length / shorter)
            }
            _ => Ok(()),
        }
    }
}

/// A time in one of the forms in which servers tell theirs.
fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let known = [time::HTTP_DATE, "%Y%m%dT%H%M%SZ", "%Y-%m-%d %H:%M:%S"];
    // Seconds have ten digits until 2286, milliseconds thirteen.
    let unix = || time::read_unix(text, text.len() > 11);
    known
        .iter()
        .find_map(|format| time::read(text, format))
        .or_else(|| time::read_rfc3339(text))
        .or_else(unix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(signed: &str, server: &str) -> String {
        let time = |text| SystemTime::try_from(read(text).unwrap()).unwrap();
        let (signed, server) = (time(signed), time(server));
        Clock { signed, server }.to_string()
    }

    #[test]
    fn differences_in_words() {
        let at = "Fri, 02 Jan 2026 03:04:05 GMT";
        assert_eq!(
            off(at, "2026-01-02T03:04:10.5Z"),
            "your clock is 5 s behind the server's"
        );
        assert_eq!(off(at, "1767323045"), "your clock agrees with the server's");
        assert_eq!(
            off(at, "20260102T050705Z"),
            "your clock is 2 h 3 min behind the server's"
        );
        assert_eq!(
            off(at, "1767150244000"),
            "your clock is 2 d ahead of the server's"
        );
        assert_eq!(
            off(at, "2026-01-02 03:00:04"),
            "your clock is 4 min 1 s ahead of the server's"
        );
        assert_eq!(
            off("0001-01-01T00:00:00Z", "9999-12-30T00:00:00Z"),
            "your clock is 3652057 d behind the server's"
        );
        assert_eq!(read("soon"), None);
    }
}
