//! What went before the failure that a call ended with.

use std::fmt::{self, Write as _};

use super::{
    Error,
    cause::{self, Public},
    show,
};
use crate::skew::Found;

/// The attempts before the last one.
#[derive(Default)]
pub(crate) struct History {
    /// A line for each.
    earlier: Vec<String>,
    /// Why there was no other, if there might have been.
    pub(crate) ended: Option<String>,
    /// What was found out about the user's clock, and what became of that.
    pub(crate) clock: Option<(Found, Remedy)>,
}

/// What became of a wrong clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Another attempt was signed with the time corrected.
    Corrected,
    /// It was refused as the one before.
    RefusedAgain,
    /// A call left it to this one, which was refused as well.
    RefusedToo,
    /// Whoever calls does not want it.
    NotWanted,
    /// The body is gone: the next call of which that is true tries it.
    NotRepeatable,
}

impl History {
    /// How many attempts were made, with the last one.
    pub(crate) fn attempts(&self) -> u32 {
        u32::try_from(self.earlier.len()).map_or(u32::MAX, |earlier| earlier.saturating_add(1))
    }

    /// Keeps what an attempt met: a line, since an answer may be long.
    pub(crate) fn add(&mut self, error: &Error) {
        let mut line = show::met(error, None).to_string();
        for cause in cause::all(error) {
            // A text takes whatever is written.
            let _ = write!(line, ": {}", Public(cause));
        }
        self.earlier.push(line);
    }

    /// There is something to say.
    pub(super) fn tells(&self) -> bool {
        self.attempts() > 1 || self.ended.is_some() || self.clock.is_some()
    }

    pub(super) fn clock_offset(&self) -> Option<i64> {
        self.clock.map(|(found, _)| found.offset)
    }

    /// `after 3 attempts: `, if there was more than one.
    pub(super) fn before(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attempts() {
            1 => Ok(()),
            attempts => write!(f, "after {attempts} attempts: "),
        }
    }

    /// Each attempt, why there was no other, and the clock.
    pub(super) fn all(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (met, number) in self.earlier.iter().zip(1..) {
            write!(f, "\nattempt {number}: {}", show::Escaped(met))?;
        }
        if let Some(why) = &self.ended {
            write!(f, "\nnot attempted again: {}", show::Escaped(why))?;
        }
        match &self.clock {
            Some((found, remedy)) => write!(f, "\nclock: {found}; {remedy}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Corrected => "the request was signed again with the time corrected",
            Self::RefusedAgain => {
                "signed again with the time corrected, the request was refused again, so it is not the clock alone"
            }
            Self::NotWanted => "`Options::correct_clock(false)` keeps it",
            Self::RefusedToo => {
                "signed with the time corrected, as an earlier refusal told it, the request was refused too, so it is not the clock alone"
            }
            Self::NotRepeatable => {
                "the request could not be signed again, for its body is gone; the next one of which that is true is signed with the time corrected"
            }
        })
    }
}
