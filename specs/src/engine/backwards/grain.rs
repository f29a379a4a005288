//! How finely times are told.

use std::fmt;

use super::opening::shift;
use super::parts::Hole;
use crate::data::{Function, Id, Op, SchemeData};
use crate::time::{Piece, pieces};
use crate::timestamp::{SECOND, Timestamp};

/// How finely a text tells a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Hour,
    Minute,
    /// With so many digits of a second.
    Second(u8),
}

impl Grain {
    /// How fine a hole tells a time from which all else can be made; `None` if it does not.
    pub(super) fn told(data: &SchemeData<'_>, hole: &Hole) -> Option<Self> {
        match hole.undo.last()? {
            Function::Format(format) => Self::of_date(data.text(*format)),
            function => Self::written(data, *function),
        }
    }

    /// How fine what a function writes is.
    pub(super) fn written(data: &SchemeData<'_>, function: Function) -> Option<Self> {
        match function {
            Function::HttpDate | Function::UnixSeconds => Some(Self::Second(0)),
            Function::UnixMilliseconds => Some(Self::Second(3)),
            Function::Rfc3339(digits) => Some(Self::Second(digits)),
            Function::Format(format) => Some(Self::of_format(data.text(format))),
            _ => None,
        }
    }

    /// The finest piece of a format.
    fn of_format(format: &str) -> Self {
        let grain = |piece| match piece {
            Piece::Micros | Piece::Fraction => Self::Second(6),
            Piece::Millis => Self::Second(3),
            Piece::Second => Self::Second(0),
            Piece::Minute => Self::Minute,
            Piece::Hour => Self::Hour,
            _ => Self::Day,
        };
        let grains = pieces(format).flatten().map(grain);
        grains.max().unwrap_or(Self::Day)
    }

    /// How far a format tells date and time, from the year on without a gap.
    fn of_date(format: &str) -> Option<Self> {
        let pieces: Vec<Piece<'_>> = pieces(format).flatten().collect();
        let has = |wanted: &[Piece<'_>]| wanted.iter().any(|piece| pieces.contains(piece));
        let date =
            has(&[Piece::Year]) && has(&[Piece::Month, Piece::MonthName]) && has(&[Piece::Day]);
        let finer = [
            (Piece::Hour, Self::Hour),
            (Piece::Minute, Self::Minute),
            (Piece::Second, Self::of_format(format)),
        ];
        let told = finer.iter().take_while(|(piece, _)| has(&[*piece]));
        date.then(|| told.last().map_or(Self::Day, |(_, grain)| *grain))
    }

    /// How fine a time has to be told, with these seconds added, for all that a file makes of it to be
    /// made again.
    pub(super) fn needed(data: &SchemeData<'_>, told: Option<Id>) -> Self {
        let is_now = |op| op == Op::Now;
        let written = data.nodes.iter().filter_map(|node| match node.op {
            Op::Call(function, of, _) if data.reaches(of, &is_now) => {
                let grain = Self::written(data, function)?;
                let same = shift(data, of) == Some(told);
                Some(if same {
                    grain
                } else {
                    grain.max(Self::Second(0))
                })
            }
            _ => None,
        });
        let limits = [data.verify.since, data.verify.until].into_iter().flatten();
        let limits = limits.filter(|id| data.reaches(*id, &is_now));
        let needed = written.chain(limits.map(|_| Self::Second(0))).max();
        needed.unwrap_or(Self::Second(0))
    }

    /// A time as finely as this; none, if this is no second.
    pub(super) fn cut(self, time: Timestamp) -> Option<Timestamp> {
        let Self::Second(digits) = self else {
            return None;
        };
        let unit = 10_u32.pow(9_u32.saturating_sub(digits.into()));
        Some(time.with_nanosecond(time.nanosecond() / unit * unit))
    }

    /// How long a time lasts that is told so.
    pub(super) fn lasts(self) -> i128 {
        let seconds = match self {
            Self::Day => 86_400,
            Self::Hour => 3_600,
            Self::Minute => 60,
            Self::Second(_) => 0,
        };
        seconds * SECOND
    }
}

impl SchemeData<'_> {
    /// Whether a function writes times to the second, or finer.
    pub fn writes_seconds(&self, function: Function) -> bool {
        Grain::written(self, function).is_some_and(|grain| grain >= Grain::Second(0))
    }
}

impl fmt::Display for Grain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day => f.write_str("to the day"),
            Self::Hour => f.write_str("to the hour"),
            Self::Minute => f.write_str("to the minute"),
            Self::Second(0) => f.write_str("to the second"),
            Self::Second(3) => f.write_str("to the millisecond"),
            Self::Second(6) => f.write_str("to the microsecond"),
            Self::Second(digits) => write!(f, "to {digits} digits of a second"),
        }
    }
}
