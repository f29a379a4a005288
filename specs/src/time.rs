//! Points in time as text, written and read by one table of formats.

mod write;

use jiff_core::civil::DateTime;

use crate::Timestamp;

pub(crate) use write::{Calendar, two_digits};

/// The format of the `Date` header (RFC 9110, section 5.6.7).
pub(crate) const HTTP_DATE: &str = "%a, %d %b %Y %H:%M:%S GMT";

const DAYS: [[u8; 3]; 7] = [
    *b"Mon", *b"Tue", *b"Wed", *b"Thu", *b"Fri", *b"Sat", *b"Sun",
];
const MONTHS: [[u8; 3]; 12] = [
    *b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct",
    *b"Nov", *b"Dec",
];

/// A piece of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'f> {
    /// Text that stands as it is.
    Literal(&'f str),
    /// `%Y`: four digits.
    Year,
    /// `%m`: two digits.
    Month,
    /// `%d`: two digits.
    Day,
    /// `%H`: two digits.
    Hour,
    /// `%M`: two digits.
    Minute,
    /// `%S`: two digits.
    Second,
    /// `%a`: `Mon`.
    DayName,
    /// `%b`: `Jan`.
    MonthName,
    /// `%3f`: three digits of the second.
    Millis,
    /// `%f`: six digits of the second.
    Micros,
    /// `%.f`: a dot and microseconds, or nothing if they are zero.
    Fraction,
}

impl Piece<'_> {
    /// The piece that a `%` starts, and the length of its name.
    #[inline]
    fn named(rest: &[u8]) -> Option<(Self, usize)> {
        Some(match rest {
            [b'%', b'Y', ..] => (Self::Year, 2),
            [b'%', b'm', ..] => (Self::Month, 2),
            [b'%', b'd', ..] => (Self::Day, 2),
            [b'%', b'H', ..] => (Self::Hour, 2),
            [b'%', b'M', ..] => (Self::Minute, 2),
            [b'%', b'S', ..] => (Self::Second, 2),
            [b'%', b'a', ..] => (Self::DayName, 2),
            [b'%', b'b', ..] => (Self::MonthName, 2),
            [b'%', b'3', b'f', ..] => (Self::Millis, 3),
            [b'%', b'f', ..] => (Self::Micros, 2),
            [b'%', b'.', b'f', ..] => (Self::Fraction, 3),
            _ => return None,
        })
    }
}

/// The pieces of a format, or the `%` part that is none (with its offset).
pub fn pieces(format: &str) -> impl Iterator<Item = Result<Piece<'_>, (usize, &str)>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = format.get(at..).filter(|rest| !rest.is_empty())?;
        let (piece, len) = Piece::named(rest.as_bytes()).unwrap_or_else(|| {
            let len = rest.find('%').unwrap_or(rest.len());
            (Piece::Literal(&rest[..len]), len)
        });
        if len == 0 {
            let len = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            let found = (at, &rest[..len]);
            at = format.len();
            return Some(Err(found));
        }
        at += len;
        Some(Ok(piece))
    })
}

/// Reads a time in a format back, strictly: every digit and every name must be there, and the
/// name of the day must be the right one. Parts that the format lacks are zero.
pub(crate) fn read(text: &str, format: &str) -> Option<Timestamp> {
    let mut rest = text;
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut hour, mut minute, mut second, mut nanos) = (0, 0, 0, 0);
    let mut day_name = None;
    for piece in pieces(format) {
        match piece.ok()? {
            Piece::Literal(literal) => rest = rest.strip_prefix(literal)?,
            Piece::Year => year = Some(i16::try_from(take(&mut rest, 4)?).ok()?),
            Piece::Month => month = Some(i8::try_from(take(&mut rest, 2)?).ok()?),
            Piece::Day => day = Some(i8::try_from(take(&mut rest, 2)?).ok()?),
            Piece::Hour => hour = i8::try_from(take(&mut rest, 2)?).ok()?,
            Piece::Minute => minute = i8::try_from(take(&mut rest, 2)?).ok()?,
            Piece::Second => second = i8::try_from(take(&mut rest, 2)?).ok()?,
            Piece::Millis => nanos = i32::try_from(take(&mut rest, 3)? * 1_000_000).ok()?,
            Piece::Micros => nanos = i32::try_from(take(&mut rest, 6)? * 1_000).ok()?,
            Piece::Fraction => {
                if let Some(fraction) = rest.strip_prefix('.') {
                    rest = fraction;
                    nanos = i32::try_from(take(&mut rest, 6)? * 1_000).ok()?;
                }
            }
            Piece::DayName => day_name = Some(named(&mut rest, &DAYS)?),
            Piece::MonthName => month = Some(named(&mut rest, &MONTHS)? + 1),
        }
    }
    let civil = DateTime::new(year?, month?, day?, hour, minute, second, nanos).ok()?;
    let agrees = day_name.is_none_or(|name| name == civil.date().weekday().to_monday_zero_offset());
    (rest.is_empty() && civil.date().year() >= 1 && agrees).then_some(())?;
    Timestamp::of(civil)
}

fn take(rest: &mut &str, width: usize) -> Option<u32> {
    let digits = rest
        .get(..width)
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    *rest = &rest[width..];
    digits.parse().ok()
}

fn named(rest: &mut &str, names: &[[u8; 3]]) -> Option<i8> {
    let begins = |name: &[u8; 3]| rest.as_bytes().starts_with(name);
    let index = names.iter().position(begins)?;
    *rest = &rest[3..];
    i8::try_from(index).ok()
}

/// Reads RFC 3339 with any number of digits of a second, in UTC: `Z` or a zero offset. A verifier
/// keeps such a text as received, so another number of digits than its own verifies too.
pub(crate) fn read_rfc3339(text: &str) -> Option<Timestamp> {
    let (body, _) = ["Z", "+00:00", "-00:00"]
        .iter()
        .find_map(|zone| Some((text.strip_suffix(zone)?, zone)))?;
    let (seconds, fraction) = match body.split_once('.') {
        Some((seconds, fraction)) if !fraction.is_empty() => (seconds, fraction),
        Some(_) => return None,
        None => (body, ""),
    };
    let whole = read_seconds(seconds)?;
    if fraction.len() > 18 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = digits.fold(0, |number, digit| 10 * number + u32::from(digit - b'0'));
    Some(whole.with_nanosecond(nanos))
}

/// Reads `1994-11-06T08:49:37`, where nothing has to be looked for.
fn read_seconds(text: &str) -> Option<Timestamp> {
    let text: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let [
        ..,
        b'-',
        _,
        _,
        b'-',
        _,
        _,
        b'T',
        _,
        _,
        b':',
        _,
        _,
        b':',
        _,
        _,
    ] = text
    else {
        return None;
    };
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0_i16, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
            Some(10 * number + digit)
        })
    };
    let two = |from: usize| i8::try_from(number(from, from + 2)?).ok();
    let year = number(0, 4).filter(|year| *year >= 1)?;
    let civil = DateTime::new(year, two(5)?, two(8)?, two(11)?, two(14)?, two(17)?, 0).ok()?;
    Timestamp::of(civil)
}

/// Reads a time of which less may be said: RFC 3339 without its seconds or its time of day, or whole
/// Unix seconds.
pub(crate) fn read_any(text: &str) -> Option<Timestamp> {
    let minute = text
        .split_at_checked("2026-01-02T03:04".len())
        .filter(|(_, zone)| zone.starts_with(['Z', '+', '-']));
    text.parse()
        .ok()
        .or_else(|| minute.and_then(|(minute, zone)| format!("{minute}:00{zone}").parse().ok()))
        .or_else(|| read(text, "%Y-%m-%d"))
        .or_else(|| read_unix(text, false))
}

/// Reads whole Unix seconds or milliseconds: digits, with a minus sign before 1970, and no
/// leading zeros.
pub(crate) fn read_unix(text: &str, milliseconds: bool) -> Option<Timestamp> {
    let number: i64 = text.parse().ok().filter(|n: &i64| n.to_string() == text)?;
    if milliseconds {
        Timestamp::from_millisecond(number).ok()
    } else {
        Timestamp::from_second(number).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(time: Timestamp) -> Calendar {
        Calendar::of(time).unwrap()
    }

    fn written(time: &str, format: &str) -> String {
        let mut text = Vec::new();
        let calendar = calendar(time.parse().unwrap());
        calendar.write(format.as_bytes(), &mut |bytes| {
            text.extend_from_slice(bytes);
        });
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn writes_what_rfc_9110_prints() {
        // RFC 9110, section 5.6.7.
        assert_eq!(
            written("1994-11-06T08:49:37Z", HTTP_DATE),
            "Sun, 06 Nov 1994 08:49:37 GMT"
        );
        let time: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        assert_eq!(
            calendar(time).http_date(),
            *b"Sun, 06 Nov 1994 08:49:37 GMT"
        );
        assert_eq!(
            read("Sun, 06 Nov 1994 08:49:37 GMT", HTTP_DATE),
            "1994-11-06T08:49:37Z".parse().ok()
        );
    }

    #[test]
    fn writes_what_it_reads() {
        let (first, last) = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z");
        for time in [first, "2028-02-29T23:59:59.000000001Z", last] {
            let time: Timestamp = time.parse().unwrap();
            let text = calendar(time).rfc3339();
            assert_eq!(
                read_rfc3339(std::str::from_utf8(&text).unwrap()),
                Some(time)
            );
            let text = calendar(time).http_date();
            let seconds = time.as_second();
            assert_eq!(
                read(std::str::from_utf8(&text).unwrap(), HTTP_DATE),
                Timestamp::from_second(seconds).ok()
            );
        }
    }

    #[test]
    fn whole_numbers_are_rounded_down_before_1970_too() {
        let whole = |time: &str| {
            let time: Timestamp = time.parse().unwrap();
            (time.as_second(), time.as_millisecond())
        };
        assert_eq!(whole("1969-12-31T23:59:58.9995Z"), (-2, -1001));
        assert_eq!(whole("1970-01-01T00:00:01.9995Z"), (1, 1999));
        assert_eq!(whole("1969-12-31T23:59:58Z"), (-2, -2000));
    }

    #[test]
    fn cuts_fractions_off() {
        assert_eq!(
            written("2028-02-29T23:59:59.999999999Z", "%S.%3f %f"),
            "59.999 999999"
        );
    }

    #[test]
    fn a_fraction_with_its_dot_is_there_only_if_it_is_not_zero() {
        // As Python's `datetime.isoformat`.
        let format = "%H:%M:%S%.f+00:00";
        assert_eq!(
            written("2028-02-29T23:59:59.000001Z", format),
            "23:59:59.000001+00:00"
        );
        assert_eq!(written("2026-01-02T03:04:05Z", format), "03:04:05+00:00");
        let read = |text| read(text, "%Y-%m-%dT%H:%M:%S%.f+00:00");
        assert_eq!(
            read("2026-01-02T03:04:05+00:00"),
            "2026-01-02T03:04:05Z".parse().ok()
        );
        assert_eq!(read("2026-01-02T03:04:05.5+00:00"), None);
    }

    #[test]
    fn a_wrong_day_name_is_no_date() {
        assert_eq!(read("Mon, 06 Nov 1994 08:49:37 GMT", HTTP_DATE), None);
        assert_eq!(read("Sun, 31 Feb 1994 08:49:37 GMT", HTTP_DATE), None);
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 +0000", HTTP_DATE), None);
    }

    #[test]
    fn reads_any_number_of_digits() {
        let time = "2014-09-24T10:59:41.5Z".parse().ok();
        assert_eq!(read_rfc3339("2014-09-24T10:59:41.5000000Z"), time);
        assert_eq!(read_rfc3339("2014-09-24T10:59:41.5+00:00"), time);
        assert_eq!(read_rfc3339("2014-09-24T10:59:41.Z"), None);
        assert_eq!(read_rfc3339("2014-09-24T10:59:41+02:00"), None);
    }

    #[test]
    fn an_unknown_letter_is_named() {
        assert_eq!(pieces("%Y-%q").last(), Some(Err((3, "%q"))));
        assert_eq!(pieces("%").last(), Some(Err((0, "%"))));
    }
}
