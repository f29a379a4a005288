//! Points in time, written as text.

use jiff_core::civil::Date;

use super::{DAYS, MONTHS};
use crate::{NoTime, Timestamp};

/// The digits that a time is written with, in UTC: found once, for as many formats as there are.
#[derive(Clone, Copy)]
pub(crate) struct Calendar {
    /// `19941106T084937Z`, and room behind it, for eight bytes are taken at once.
    text: [u8; 24],
    /// What a fraction and names are made of: few formats ask for them.
    nanoseconds: u32,
    date: Date,
}

impl Calendar {
    /// What tells a time, in the years that four digits tell.
    #[inline]
    pub(crate) fn of(time: Timestamp) -> Result<Self, NoTime> {
        let civil = time.civil()?;
        let (date, t) = (civil.date(), civil.time());
        let mut text = *b"19941106T084937Z        ";
        text[..4].copy_from_slice(&four(date.year()));
        text[4..6].copy_from_slice(&two(date.month()));
        text[6..8].copy_from_slice(&two(date.day()));
        text[9..11].copy_from_slice(&two(t.hour()));
        text[11..13].copy_from_slice(&two(t.minute()));
        text[13..15].copy_from_slice(&two(t.second()));
        Ok(Self {
            text,
            nanoseconds: time.nanosecond(),
            date,
        })
    }

    /// Writes the time in a format; fractions are cut off. The checker has seen that every `%` begins
    /// a piece.
    pub(crate) fn write(&self, format: &[u8], out: &mut impl FnMut(&[u8])) {
        match format {
            // As most formats are: the basic one of ISO 8601, and its day.
            b"%Y%m%dT%H%M%SZ" => out(&self.text[..16]),
            b"%Y%m%d" => out(&self.text[..8]),
            _ => self.write_pieces(format, out),
        }
    }

    fn write_pieces(&self, format: &[u8], out: &mut impl FnMut(&[u8])) {
        let (mut line, mut len) = ([0; 40], 0);
        let mut rest = format;
        loop {
            if len > line.len() - 8 {
                out(&line[..len]);
                len = 0;
            }
            rest = match rest {
                [b'%', b'.', _, after @ ..] if self.nanoseconds < 1_000 => after,
                [b'%', letter, after @ ..] => {
                    let (piece, width) = self.piece(*letter);
                    line[len..len + 8].copy_from_slice(&piece);
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

    /// The piece of a letter, and how long it is.
    #[inline]
    fn piece(&self, letter: u8) -> ([u8; 8], usize) {
        let (at, width) = match letter {
            b'Y' => (0, 4),
            b'm' => (4, 2),
            b'd' => (6, 2),
            b'H' => (9, 2),
            b'M' => (11, 2),
            b'S' => (13, 2),
            b'a' => return (eight(&self.day_name()), 3),
            b'b' => return (eight(&self.month_name()), 3),
            // `%.f`, `%3f` and `%f`.
            b'.' => return (eight(&self.fraction()), 7),
            b'3' => return (eight(&self.fraction()[1..]), 3),
            _ => return (eight(&self.fraction()[1..]), 6),
        };
        (eight(&self.text[at..]), width)
    }

    /// As in the `Date` header: [`HTTP_DATE`](super::HTTP_DATE) without looking for its pieces.
    pub(crate) fn http_date(&self) -> [u8; 29] {
        let mut text = *b"Sun, 06 Nov 1994 08:49:37 GMT";
        text[..3].copy_from_slice(&self.day_name());
        text[5..7].copy_from_slice(&self.text[6..8]);
        text[8..11].copy_from_slice(&self.month_name());
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
        text[19..29].copy_from_slice(&self.fraction());
        text
    }

    fn clock(&self) -> [u8; 8] {
        let mut text = *b"08:49:37";
        text[..2].copy_from_slice(&self.text[9..11]);
        text[3..5].copy_from_slice(&self.text[11..13]);
        text[6..].copy_from_slice(&self.text[13..15]);
        text
    }

    /// A dot and nine digits of a second: in threes, which do not wait for each other.
    fn fraction(&self) -> [u8; 10] {
        let mut text = [b'.'; 10];
        text[1..4].copy_from_slice(&three(self.nanoseconds / 1_000_000));
        text[4..7].copy_from_slice(&three(self.nanoseconds / 1_000 % 1_000));
        text[7..].copy_from_slice(&three(self.nanoseconds % 1_000));
        text
    }

    fn day_name(&self) -> [u8; 3] {
        let day = self.date.weekday().to_monday_zero_offset().unsigned_abs();
        DAYS[usize::from(day)]
    }

    fn month_name(&self) -> [u8; 3] {
        MONTHS[usize::from(self.date.month().unsigned_abs()) - 1]
    }
}

/// The first eight bytes, or what there is of them.
#[inline]
fn eight(text: &[u8]) -> [u8; 8] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..text.len()].copy_from_slice(text);
        eight
    })
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
