//! Points in time, written as text.

use super::{DAYS, MONTHS};
use crate::{NoTime, Timestamp};

/// The digits and names that a time is written with, in UTC: found once, for as many formats as there
/// are.
#[derive(Clone, Copy)]
pub(crate) struct Calendar {
    /// `19941106084937.000000000SunNov`, and room behind it, for eight bytes are taken at once.
    text: [u8; 40],
}

impl Calendar {
    /// What tells a time, in the years that four digits tell.
    #[inline(never)]
    pub(crate) fn of(time: Timestamp) -> Result<Self, NoTime> {
        let civil = time.civil();
        let (date, t) = (civil.date(), civil.time());
        if !(1..=9999).contains(&date.year()) {
            return Err(NoTime);
        }
        let mut text = [b'.'; 40];
        text[..4].copy_from_slice(&four(date.year()));
        text[4..6].copy_from_slice(&two(date.month()));
        text[6..8].copy_from_slice(&two(date.day()));
        text[8..10].copy_from_slice(&two(t.hour()));
        text[10..12].copy_from_slice(&two(t.minute()));
        text[12..14].copy_from_slice(&two(t.second()));
        // In threes, which do not wait for each other.
        let nanoseconds = t.subsec_nanosecond().unsigned_abs();
        text[15..18].copy_from_slice(&three(nanoseconds / 1_000_000));
        text[18..21].copy_from_slice(&three(nanoseconds / 1_000 % 1_000));
        text[21..24].copy_from_slice(&three(nanoseconds % 1_000));
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        text[24..27].copy_from_slice(&DAYS[usize::from(weekday)]);
        text[27..30].copy_from_slice(&MONTHS[usize::from(date.month().unsigned_abs()) - 1]);
        Ok(Self { text })
    }

    /// Writes the time in a format; fractions are cut off. The checker has seen that every `%` begins
    /// a piece.
    pub(crate) fn write(&self, format: &[u8], out: &mut impl FnMut(&[u8])) {
        let (mut line, mut len) = ([0; 40], 0);
        let mut rest = format;
        loop {
            if len > line.len() - 8 {
                out(&line[..len]);
                len = 0;
            }
            rest = match rest {
                [b'%', b'.', _, after @ ..] if self.text[15..21] == *b"000000" => after,
                [b'%', letter, after @ ..] => {
                    let (at, width) = place(*letter);
                    line[len..len + 8].copy_from_slice(&self.text[at..at + 8]);
                    len += width;
                    match letter {
                        b'3' | b'.' => after.get(1..).unwrap_or_default(),
                        _ => after,
                    }
                }
                [byte, after @ ..] => {
                    line[len] = *byte;
                    len += 1;
                    after
                }
                [] => break,
            };
        }
        out(&line[..len]);
    }

    /// As in the `Date` header: [`HTTP_DATE`](super::HTTP_DATE) without looking for its pieces.
    pub(crate) fn http_date(&self) -> [u8; 29] {
        let mut text = *b"Sun, 06 Nov 1994 08:49:37 GMT";
        text[..3].copy_from_slice(&self.text[24..27]);
        text[5..7].copy_from_slice(&self.text[6..8]);
        text[8..11].copy_from_slice(&self.text[27..30]);
        text[12..16].copy_from_slice(&self.text[..4]);
        text[17..25].copy_from_slice(&self.clock());
        text
    }

    /// As RFC 3339 in UTC, with nine digits of a second.
    pub(crate) fn rfc3339(&self) -> [u8; 30] {
        let mut text = *b"1994-11-06T08:49:37.000000000Z";
        text[..4].copy_from_slice(&self.text[..4]);
        text[5..7].copy_from_slice(&self.text[4..6]);
        text[8..10].copy_from_slice(&self.text[6..8]);
        text[11..19].copy_from_slice(&self.clock());
        text[20..29].copy_from_slice(&self.text[15..24]);
        text
    }

    fn clock(&self) -> [u8; 8] {
        let mut text = *b"08:49:37";
        text[..2].copy_from_slice(&self.text[8..10]);
        text[3..5].copy_from_slice(&self.text[10..12]);
        text[6..].copy_from_slice(&self.text[12..14]);
        text
    }
}

/// Where the piece of a letter stands, and how long it is.
fn place(letter: u8) -> (usize, usize) {
    match letter {
        b'Y' => (0, 4),
        b'm' => (4, 2),
        b'd' => (6, 2),
        b'H' => (8, 2),
        b'M' => (10, 2),
        b'S' => (12, 2),
        // `%.f`
        b'.' => (14, 7),
        b'3' => (15, 3),
        b'f' => (15, 6),
        b'a' => (24, 3),
        _ => (27, 3),
    }
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

/// The last three digits of a number.
fn three(number: u32) -> [u8; 3] {
    let [hundreds, tens] = two_digits(u64::from(number / 10));
    [hundreds, tens, two_digits(u64::from(number % 10))[1]]
}
