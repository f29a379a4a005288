//! Points in time, written as text.

use jiff_core::civil::{Date, Time};

use super::{DAYS, MONTHS};
use crate::{NoTime, Timestamp};

/// Date and clock, in the years that four digits tell.
fn civil(time: Timestamp) -> Result<(Date, Time), NoTime> {
    let civil = time.civil();
    if (1..=9999).contains(&civil.date().year()) {
        Ok((civil.date(), civil.time()))
    } else {
        Err(NoTime)
    }
}

/// Writes a time in a format, in UTC; fractions are cut off. The checker has seen that every `%`
/// begins a piece.
pub(crate) fn write(
    time: Timestamp,
    format: &str,
    out: &mut impl FnMut(&[u8]),
) -> Result<(), NoTime> {
    let (date, t) = civil(time)?;
    let nanoseconds = t.subsec_nanosecond().unsigned_abs();
    let mut line = Line::default();
    let mut rest = format.as_bytes();
    loop {
        // The longest piece has seven bytes.
        if line.len > line.text.len() - 8 {
            out(line.take());
        }
        rest = match rest {
            [b'%', letter, after @ ..] => {
                match letter {
                    b'Y' => line.add(four(date.year())),
                    b'm' => line.add(two(date.month())),
                    b'd' => line.add(two(date.day())),
                    b'H' => line.add(two(t.hour())),
                    b'M' => line.add(two(t.minute())),
                    b'S' => line.add(two(t.second())),
                    b'a' => line.add(day_name(date)),
                    b'b' => line.add(MONTHS[usize::from(date.month().unsigned_abs()) - 1]),
                    b'f' => line.add(digits::<6>(nanoseconds / 1_000)),
                    b'3' => line.add(digits::<3>(nanoseconds / 1_000_000)),
                    // `%.f`
                    _ if nanoseconds < 1_000 => {}
                    _ => {
                        line.add(*b".");
                        line.add(digits::<6>(nanoseconds / 1_000));
                    }
                }
                match letter {
                    b'3' | b'.' => after.get(1..).unwrap_or_default(),
                    _ => after,
                }
            }
            [byte, after @ ..] => {
                line.add([*byte]);
                after
            }
            [] => break,
        };
    }
    out(line.take());
    Ok(())
}

/// What is written at once.
#[derive(Default)]
struct Line {
    text: [u8; 32],
    len: usize,
}

impl Line {
    fn add<const WIDTH: usize>(&mut self, text: [u8; WIDTH]) {
        self.text[self.len..self.len + WIDTH].copy_from_slice(&text);
        self.len += WIDTH;
    }

    fn take(&mut self) -> &[u8] {
        &self.text[..std::mem::take(&mut self.len)]
    }
}

fn day_name(date: Date) -> [u8; 3] {
    DAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// A time as in the `Date` header: [`HTTP_DATE`](super::HTTP_DATE) without looking for its pieces.
pub(crate) fn http_date(time: Timestamp) -> Result<[u8; 29], NoTime> {
    let (date, t) = civil(time)?;
    let month = usize::from(date.month().unsigned_abs()) - 1;
    let mut text = *b"Sun, 06 Nov 1994 08:49:37 GMT";
    text[..3].copy_from_slice(&day_name(date));
    text[5..7].copy_from_slice(&two(date.day()));
    text[8..11].copy_from_slice(&MONTHS[month]);
    text[12..16].copy_from_slice(&four(date.year()));
    text[17..25].copy_from_slice(&clock(t));
    Ok(text)
}

/// A time as RFC 3339 in UTC, with nine digits of a second.
pub(crate) fn rfc3339(time: Timestamp) -> Result<[u8; 30], NoTime> {
    let (date, t) = civil(time)?;
    let mut text = *b"1994-11-06T08:49:37.000000000Z";
    text[..4].copy_from_slice(&four(date.year()));
    text[5..7].copy_from_slice(&two(date.month()));
    text[8..10].copy_from_slice(&two(date.day()));
    text[11..19].copy_from_slice(&clock(t));
    // In threes, which do not wait for each other.
    let nanoseconds = t.subsec_nanosecond().unsigned_abs();
    text[20..23].copy_from_slice(&digits::<3>(nanoseconds / 1_000_000));
    text[23..26].copy_from_slice(&digits::<3>(nanoseconds / 1_000 % 1_000));
    text[26..29].copy_from_slice(&digits::<3>(nanoseconds % 1_000));
    Ok(text)
}

fn clock(t: Time) -> [u8; 8] {
    let mut text = *b"08:49:37";
    text[..2].copy_from_slice(&two(t.hour()));
    text[3..5].copy_from_slice(&two(t.minute()));
    text[6..].copy_from_slice(&two(t.second()));
    text
}

/// The two digits of every number that has no more.
const TWO: [[u8; 2]; 100] = {
    let mut two = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        two[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    two
};

fn two(number: i8) -> [u8; 2] {
    TWO[usize::from(number.unsigned_abs() % 100)]
}

/// The last two digits of a number.
#[allow(clippy::cast_possible_truncation, reason = "it is less than a hundred")]
pub(crate) fn two_digits(number: u64) -> [u8; 2] {
    TWO[(number % 100) as usize]
}

fn four(number: i16) -> [u8; 4] {
    let number = usize::from(number.unsigned_abs());
    let ([a, b], [c, d]) = (TWO[number / 100 % 100], TWO[number % 100]);
    [a, b, c, d]
}

/// The last digits of a number, with leading zeros.
fn digits<const WIDTH: usize>(mut number: u32) -> [u8; WIDTH] {
    let mut text = [b'0'; WIDTH];
    for digit in text.iter_mut().rev() {
        // One decimal digit fits a byte.
        #[allow(clippy::cast_possible_truncation)]
        let units = (number % 10) as u8;
        *digit += units;
        number /= 10;
    }
    text
}
