//! Points in time, and what lies between two of them.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use jiff_core::civil::{DateTime, TimeSecond, UnixEpochDay};

use crate::time::{self, Calendar};

/// A second, in nanoseconds.
pub(crate) const SECOND: i128 = 1_000_000_000;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// The seconds of the years 1 to 9999. Texts have no others, though the calendar begins earlier.
const YEARS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

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
pub struct Timestamp {
    /// Since 1970; before it, the second that the time lies in.
    second: i64,
    /// Behind that second, less than a whole one.
    nanosecond: u32,
}

/// A time outside the years 1 to 9999, or a text that is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTime;

impl Timestamp {
    /// 1 January 1970, 00:00:00 UTC.
    pub const UNIX_EPOCH: Self = Self {
        second: 0,
        nanosecond: 0,
    };

    /// Seconds since 1970.
    ///
    /// # Errors
    ///
    /// If there is no such time.
    pub fn from_second(second: i64) -> Result<Self, NoTime> {
        let time = Self {
            second,
            nanosecond: 0,
        };
        YEARS.contains(&second).then_some(time).ok_or(NoTime)
    }

    /// Milliseconds since 1970.
    ///
    /// # Errors
    ///
    /// If there is no such time.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, NoTime> {
        let rest = milliseconds.rem_euclid(1_000).unsigned_abs();
        let second = Self::from_second(milliseconds.div_euclid(1_000))?;
        Ok(second.with_nanosecond(u32::try_from(rest * 1_000_000).map_err(|_| NoTime)?))
    }

    /// Whole seconds since 1970, rounded down also before it.
    pub fn as_second(self) -> i64 {
        self.second
    }

    /// Whole milliseconds since 1970, rounded down also before it.
    pub(crate) fn as_millisecond(self) -> i64 {
        self.second * 1_000 + i64::from(self.nanosecond / 1_000_000)
    }

    /// Nanoseconds since 1970.
    pub fn as_nanosecond(self) -> i128 {
        i128::from(self.second) * SECOND + i128::from(self.nanosecond)
    }

    /// By how many nanoseconds it is later than another time.
    pub(crate) fn since(self, other: Self) -> i128 {
        self.as_nanosecond() - other.as_nanosecond()
    }

    /// The time that is so many seconds later, or earlier.
    pub(crate) fn plus_seconds(self, seconds: i64) -> Option<Self> {
        let time = Self::from_second(self.second.checked_add(seconds)?).ok()?;
        Some(time.with_nanosecond(self.nanosecond))
    }

    /// The same second, and so much of the next one.
    pub(crate) fn with_nanosecond(self, nanosecond: u32) -> Self {
        Self { nanosecond, ..self }
    }

    /// The time of a date and a clock in UTC.
    pub(crate) fn of(civil: DateTime) -> Option<Self> {
        let (day, clock) = (civil.date().to_unix_epoch_day(), civil.time());
        let second = i64::from(day.day()) * DAY + i64::from(clock.to_second().second());
        let nanosecond = clock.subsec_nanosecond().unsigned_abs();
        Some(Self::from_second(second).ok()?.with_nanosecond(nanosecond))
    }

    /// Date and clock in UTC, the clock to the second.
    #[inline]
    pub(crate) fn civil(self) -> Result<DateTime, NoTime> {
        let number = |number: i64| i32::try_from(number).map_err(|_| NoTime);
        let day = UnixEpochDay::new(number(self.second.div_euclid(DAY))?);
        let clock = TimeSecond::new(number(self.second.rem_euclid(DAY))?);
        let date = day.map_err(|_| NoTime)?.to_date();
        Ok(DateTime::from_parts(
            date,
            clock.map_err(|_| NoTime)?.to_time(),
        ))
    }

    /// What is left of the second.
    #[inline]
    pub(crate) fn nanosecond(self) -> u32 {
        self.nanosecond
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
        let seconds = |length: Duration| i64::try_from(length.as_secs()).map_err(|_| NoTime);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => {
                let second = Self::from_second(seconds(since)?)?;
                Ok(second.with_nanosecond(since.subsec_nanos()))
            }
            Err(before) => {
                let before = before.duration();
                let second = -seconds(before)?;
                match before.subsec_nanos() {
                    0 => Self::from_second(second),
                    rest => {
                        Ok(Self::from_second(second - 1)?.with_nanosecond(1_000_000_000 - rest))
                    }
                }
            }
        }
    }
}

/// The clocks of some systems begin later than the year 1: on Windows in 1601.
impl TryFrom<Timestamp> for SystemTime {
    type Error = NoTime;

    fn try_from(time: Timestamp) -> Result<Self, NoTime> {
        let seconds = Duration::from_secs(time.second.unsigned_abs());
        let second = if time.second < 0 {
            Self::UNIX_EPOCH.checked_sub(seconds)
        } else {
            Self::UNIX_EPOCH.checked_add(seconds)
        };
        let rest = Duration::from_nanos(time.nanosecond.into());
        second
            .and_then(|second| second.checked_add(rest))
            .ok_or(NoTime)
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
        fmt::Display::fmt(self, f)
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
            let time = SystemTime::try_from(ours).unwrap();
            assert_eq!(time, SystemTime::from(theirs));
            assert_eq!(Timestamp::try_from(time), Ok(ours));
        }
        // Where the years begin and end; the other library ends a day earlier.
        let (first, last) = (-62_135_596_800, 253_402_300_799);
        for (second, text) in [
            (first, "0001-01-01T00:00:00Z"),
            (last, "9999-12-31T23:59:59Z"),
        ] {
            let time = Timestamp::from_second(second).unwrap();
            assert_eq!(time.to_string(), text);
            assert_eq!(text.parse(), Ok(time));
            let told = SystemTime::try_from(time).unwrap();
            assert_eq!(Timestamp::try_from(told), Ok(time));
        }
        for beyond in [first - 1, last + 1, i64::MIN, i64::MAX] {
            assert_eq!(Timestamp::from_second(beyond), Err(NoTime));
        }
        assert_eq!(Timestamp::from_millisecond(first * 1_000 - 1), Err(NoTime));
        let before = Timestamp::from_millisecond(-1);
        assert_eq!(before, "1969-12-31T23:59:59.999Z".parse());
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05+24:00",
            "é:00",
            "9999-12-31T23:59:59-00:01",
            "0001-01-01T00:00:00+00:01",
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
