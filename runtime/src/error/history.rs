//! What went before the failure that a call ended with.

use std::{error::Error as _, fmt};

use super::{Error, show};

/// The attempts before the last one.
#[derive(Default)]
pub(crate) struct History {
    /// A line for each.
    earlier: Vec<String>,
    /// Why there was no other, if there might have been.
    pub(crate) ended: Option<String>,
}

impl History {
    /// How many attempts were made, with the last one.
    pub(crate) fn attempts(&self) -> u32 {
        u32::try_from(self.earlier.len()).map_or(u32::MAX, |earlier| earlier.saturating_add(1))
    }

    /// Keeps what an attempt met: a line, since an answer may be long.
    pub(crate) fn add(&mut self, error: &Error) {
        let mut line = show::met(error).to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            line.push_str(": ");
            line.push_str(&error.to_string());
            cause = error.source();
        }
        self.earlier.push(line);
    }

    /// `after 3 attempts: `, if there was more than one.
    pub(super) fn before(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attempts() {
            1 => Ok(()),
            attempts => write!(f, "after {attempts} attempts: "),
        }
    }

    /// Each attempt, and why there was no other.
    pub(super) fn all(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (met, number) in self.earlier.iter().zip(1..) {
            write!(f, "\nattempt {number}: {met}")?;
        }
        match &self.ended {
            Some(why) => write!(f, "\nnot attempted again: {why}"),
            None => Ok(()),
        }
    }
}
