//! Points in time, and what lies between two of them.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use jiff_core::bounds::RangeError;
use jiff_core::civil::DateTime;
use jiff_core::tz::Offset;

use crate::time::{self, Calendar};

/// A second, in nanoseconds.
pub(crate) const SECOND: i128 = 1_000_000_000;

/// 1 January of the year 1, 00:00:00 UTC.
const FIRST: jiff_core::Timestamp = jiff_core::Timestamp::constant(-62_135_596_800, 0);

/// A point in time, to the nanosecond, in the years that four digits tell.
///
/// As text it is RFC 3339:
///
/// ```
/// use signed_api_specs::Timestamp;
///
/// let time: Timestamp = "2026-01-02T03:04:05.250+01:00".parse()?;
/// assert_eq!(time.to_string(), "2026-01-02T02:04:05.25Z");
/// assert_eq!(time.http_date()?, "Fri, 02 Jan 2026 02:04:05 GMT");
/// # Ok::<(), signed_api_specs::NoTime>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff_core::Timestamp);

/// A time outside the years 1 to 9999, or a text that is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTime;

impl Timestamp {
    /// 1 January 1970, 00:00:00 UTC.
    pub const UNIX_EPOCH: Self = Self(jiff_core::Timestamp::UNIX_EPOCH);

    /// Seconds since 1970, and nanoseconds beside them.
    fn new(seconds: i64, nanoseconds: i32) -> Result<Self, NoTime> {
        Self::checked(jiff_core::Timestamp::new(seconds, nanoseconds))
    }

    /// The calendar goes on before the year 1, and texts do not.
    fn checked(time: Result<jiff_core::Timestamp, RangeError>) -> Result<Self, NoTime> {
        match time {
            Ok(time) if time >= FIRST => Ok(Self(time)),
            _ => Err(NoTime),
        }
    }

    /// Seconds since 1970.
    ///
    /// # Errors
    ///
    /// If there is no such time.
    pub fn from_second(seconds: i64) -> Result<Self, NoTime> {
        Self::new(seconds, 0)
    }

    /// Milliseconds since 1970.
    ///
    /// # Errors
    ///
    /// If there is no such time.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, NoTime> {
        Self::checked(jiff_core::Timestamp::from_millisecond(milliseconds))
    }

    /// Whole seconds since 1970, rounded towards it.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// Whole milliseconds since 1970, rounded towards it.
    pub(crate) fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }

    /// What [`as_second`](Self::as_second) leaves: nanoseconds, negative before 1970.
    pub(crate) fn subsec_nanosecond(self) -> i32 {
        self.0.subsec_nanosecond()
    }

    /// Nanoseconds since 1970.
    pub fn as_nanosecond(self) -> i128 {
        self.0.as_nanosecond()
    }

    /// By how many nanoseconds it is later than another time.
    pub(crate) fn since(self, other: Self) -> i128 {
        self.as_nanosecond() - other.as_nanosecond()
    }

    /// The time that is so many seconds later, or earlier.
    pub(crate) fn plus_seconds(self, seconds: i64) -> Option<Self> {
        Self::checked(self.0.checked_add(seconds, 0)).ok()
    }

    /// The time that is so many nanoseconds later, or earlier.
    pub(crate) fn plus_nanoseconds(self, nanoseconds: i32) -> Option<Self> {
        Self::checked(self.0.checked_add(0, nanoseconds)).ok()
    }

    /// The time of a date and a clock in UTC.
    pub(crate) fn of(civil: DateTime) -> Option<Self> {
        Self::checked(civil.to_timestamp(Offset::UTC)).ok()
    }

    /// Date and clock in UTC.
    #[inline]
    pub(crate) fn civil(self) -> DateTime {
        self.0.to_datetime(Offset::UTC)
    }

    /// As HTTP dates are written (RFC 9110, section 5.6.7).
    ///
    /// # Errors
    ///
    /// If four digits do not tell its year.
    pub fn http_date(self) -> Result<String, NoTime> {
        let text = Calendar::of(self)?.http_date();
        Ok(text.iter().copied().map(char::from).collect())
    }

    /// Reads an HTTP date; the name of the day may be wrong.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let (_, date) = text.split_once(", ")?;
        let formats = ["%d %b %Y %H:%M:%S GMT", "%d %b %Y %H:%M:%S +0000"];
        formats.iter().find_map(|format| time::read(date, format))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = NoTime;

    fn try_from(time: SystemTime) -> Result<Self, NoTime> {
        let parts = |length: Duration| {
            let seconds = i64::try_from(length.as_secs()).map_err(|_| NoTime)?;
            Ok((seconds, length.subsec_nanos().cast_signed()))
        };
        let (seconds, nanoseconds) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => parts(since)?,
            Err(before) => parts(before.duration()).map(|(s, n)| (-s, -n))?,
        };
        Self::new(seconds, nanoseconds)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let nanoseconds = time.subsec_nanosecond().unsigned_abs();
        let since = Duration::new(time.as_second().unsigned_abs(), nanoseconds);
        if time < Timestamp::UNIX_EPOCH {
            Self::UNIX_EPOCH - since
        } else {
            Self::UNIX_EPOCH + since
        }
    }
}

/// RFC 3339, with any number of digits of a second, and any offset from UTC.
impl FromStr for Timestamp {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        let (local, zone) = text
            .split_at_checked(text.len().saturating_sub(6))
            .ok_or(NoTime)?;
        let (sign, offset) = match zone.as_bytes() {
            [b'+', rest @ ..] => (1, rest),
            [b'-', rest @ ..] => (-1, rest),
            _ => return time::read_rfc3339(text).ok_or(NoTime),
        };
        let [h, i, b':', m, n] = offset else {
            return Err(NoTime);
        };
        let two = |tens: &u8, units: &u8| {
            let digits = [*tens, *units].map(|digit| char::from(digit).to_digit(10));
            Some(i64::from(digits[0]? * 10 + digits[1]?))
        };
        let (hours, minutes) = (two(h, i).ok_or(NoTime)?, two(m, n).ok_or(NoTime)?);
        if hours > 23 || minutes > 59 {
            return Err(NoTime);
        }
        let local = time::read_rfc3339(&format!("{local}Z")).ok_or(NoTime)?;
        local
            .plus_seconds(-sign * (hours * 3_600 + minutes * 60))
            .ok_or(NoTime)
    }
}

/// RFC 3339 in UTC, with as many digits of a second as it takes.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Calendar::of(*self).map_err(|_| fmt::Error)?.rfc3339();
        let text = String::from_utf8_lossy(&text);
        let digits = text.trim_end_matches('Z').trim_end_matches('0');
        // Zeros are cut off behind the dot alone.
        let end = digits.len().max(19);
        write!(f, "{}Z", text[..end].trim_end_matches('.'))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}Z", self.civil())
    }
}

impl fmt::Display for NoTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is of the years 1 to 9999, and written as `2026-01-02T03:04:05Z`")
    }
}

impl std::error::Error for NoTime {}

/// A number of nanoseconds in seconds; what is left of a second is cut off.
pub(crate) fn whole_seconds(nanoseconds: i128) -> i64 {
    let seconds = nanoseconds / SECOND;
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// A length of time by its units, the greatest first: `2h 3m`, `1s 500ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub Duration);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanoseconds) = (self.0.as_secs(), self.0.subsec_nanos());
        let units = [
            (seconds / 3_600, "h"),
            (seconds / 60 % 60, "m"),
            (seconds % 60, "s"),
            ((nanoseconds / 1_000_000).into(), "ms"),
        ];
        let mut shown = units.iter().filter(|(number, _)| *number > 0);
        let Some((number, unit)) = shown.next() else {
            return f.write_str("0s");
        };
        write!(f, "{number}{unit}")?;
        shown.try_for_each(|(number, unit)| write!(f, " {number}{unit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_another_library_reads_and_writes_it() {
        for text in [
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05.678901+02:30",
            "2026-01-02T03:04:05.000000001-11:00",
            "1969-12-31T23:59:59.5Z",
            "0001-01-01T00:00:00.1Z",
            "9999-12-30T22:00:00.999999999Z",
            "2028-02-29T00:00:00.10+00:00",
        ] {
            let (ours, theirs): (Timestamp, jiff::Timestamp) =
                (text.parse().unwrap(), text.parse().unwrap());
            assert_eq!(ours.to_string(), theirs.to_string());
            assert_eq!(ours.as_nanosecond(), theirs.as_nanosecond());
            let time = SystemTime::from(ours);
            assert_eq!(time, SystemTime::from(theirs));
            assert_eq!(Timestamp::try_from(time), Ok(ours));
        }
        let first = -62_135_596_800;
        assert_eq!(
            Timestamp::from_second(first).unwrap().to_string(),
            "0001-01-01T00:00:00Z"
        );
        assert_eq!(Timestamp::from_second(first - 1), Err(NoTime));
        assert_eq!(Timestamp::from_millisecond(first * 1_000 - 1), Err(NoTime));
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05+24:00",
            "é:00",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(NoTime), "{text}");
        }
    }

    #[test]
    fn http_dates_are_read_whatever_the_name_of_the_day() {
        let time = "1994-11-06T08:49:37Z".parse().ok();
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Mon, 06 Nov 1994 08:49:37 +0000",
        ] {
            assert_eq!(Timestamp::from_http_date(text), time);
        }
        assert_eq!(Timestamp::from_http_date("06 Nov 1994 08:49:37 GMT"), None);
    }

    #[test]
    fn lengths_as_another_library_shows_them() {
        for milliseconds in [0_u64, 1, 250, 1_500, 60_000, 7_380_000, 90_061_001] {
            let theirs = jiff::SignedDuration::from_millis(milliseconds.cast_signed());
            let ours = Length(Duration::from_millis(milliseconds));
            assert_eq!(ours.to_string(), format!("{theirs:#}"));
        }
    }
}
