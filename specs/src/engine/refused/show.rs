//! An explained refusal as it is printed.

use std::fmt;

use super::difference::{around, same};
use super::{Clock, Difference, DifferentLine, Refused, SAME};
use crate::engine::visible::{Escaped, Visible};

/// How many characters of a line are shown.
const SHOWN: usize = 160;

/// What the server says, the clocks, what differs, and how the request was signed. Line ends are
/// `⏎`, blanks `·`.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered with {}", self.status)?;
        self.line(f)?;
        self.details(f)
    }
}

impl Refused {
    /// Writes what goes on behind a status: the code, what it means, and the hint, or else the
    /// beginning of the body; `, code 7509 (the signature does not match): …`.
    ///
    /// # Errors
    ///
    /// If the formatter has one.
    pub fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.code {
            write!(f, ", code {}", Escaped(code))?;
        }
        if let Some(meaning) = &self.meaning {
            write!(f, " ({meaning})")?;
        }
        match self.hint() {
            Some(hint) => write!(f, ": {}", Escaped(&hint)),
            None if self.said.is_empty() => Ok(()),
            None => write!(f, ": {}", Escaped(&self.said)),
        }
    }

    /// Writes everything that the line does not hold, each section behind an empty line.
    ///
    /// # Errors
    ///
    /// If the formatter has one.
    pub fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hint().is_some() && !self.said.is_empty() {
            write!(f, "\n\nthe server says\n  {}", Escaped(&self.said))?;
        }
        if let Some(diagnosis) = &self.diagnosis {
            write!(f, "\n\nthe server's diagnosis\n  {}", Escaped(diagnosis))?;
        }
        if let Some(clock) = &self.clock {
            clocks(*clock, f)?;
        }
        if self.told && self.differences.is_empty() {
            write!(f, "\n\nnothing differs\n  {SAME}")?;
        }
        self.differences
            .iter()
            .try_for_each(|one| write!(f, "\n\n{one}"))?;
        write!(f, "\n\nhow it was signed\n{}", self.signed)
    }
}

fn clocks(clock: Clock, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n\nclocks\n  {clock}")?;
    for (whose, time) in [("signed", clock.signed), ("server", clock.server)] {
        let time = crate::Timestamp::try_from(time).map_err(|_| fmt::Error)?;
        write!(f, "\n  {whose} {time}")?;
    }
    Ok(())
}

/// Each line that differs under what wrote it, the signed one over the server's.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server made another `{}`", self.name)?;
        self.lines
            .iter()
            .try_for_each(|line| write!(f, "\n{line}"))?;
        match self.more {
            0 => Ok(()),
            1 => f.write_str("\n  and 1 line more"),
            more => write!(f, "\n  and {more} lines more"),
        }
    }
}

impl fmt::Display for DifferentLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  line {}", self.number)?;
        if let Some(template) = &self.template {
            write!(f, ", {}", Escaped(template))?;
        }
        let common = match (&self.signed, &self.server) {
            (Some(signed), Some(server)) => same(signed, server),
            _ => 0,
        };
        for (whose, line) in [("signed", &self.signed), ("server", &self.server)] {
            write!(f, "\n    {whose} |")?;
            match line {
                Some(line) if line.is_empty() => f.write_str(" (empty)")?,
                Some(line) => write!(f, " {}", Visible(&around(line, common, SHOWN)))?,
                None => f.write_str(" (no such line)")?,
            }
        }
        write!(f, "\n    {}", Escaped(&self.words))
    }
}
