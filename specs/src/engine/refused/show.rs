//! An explained refusal as it is printed.

use std::fmt;

use super::{Clock, Difference, DifferentLine, Refused, SAME, difference::same};
use crate::engine::visible::{Escaped, Visible};

/// How many characters of a line are shown, and of those how many before the first that differs.
const SHOWN: usize = 160;
const BEFORE: usize = 60;

/// What the server says, the clocks, what differs, and how the request was signed. Line ends are
/// `⏎`, blanks `·`.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server answered with ")?;
        self.summary(f)?;
        self.details(f)
    }
}

impl Refused {
    /// `401, code 7509 (the signature does not match)`.
    fn summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        self.coded(f)
    }

    /// Writes the code and what it means, behind a comma; nothing if there is none.
    ///
    /// # Errors
    ///
    /// If the formatter has one.
    pub fn coded(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.code {
            write!(f, ", code {}", Escaped(code))?;
        }
        match &self.meaning {
            Some(meaning) => write!(f, " ({meaning})"),
            None => Ok(()),
        }
    }

    /// Writes everything but the summary, each section behind an empty line.
    ///
    /// # Errors
    ///
    /// If the formatter has one.
    pub fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.said.is_empty() {
            write!(f, "\n\nthe server says\n  {}", Escaped(&self.said))?;
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
        let time = jiff::Timestamp::try_from(time).map_err(|_| fmt::Error)?;
        write!(f, "\n  {whose} {time}")?;
    }
    Ok(())
}

/// Each line that differs under what wrote it, the signed one over the server's.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server has another {}", self.name)?;
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
                Some(line) => write!(f, " {}", Around(line, common))?,
                None => f.write_str(" (no such line)")?,
            }
        }
        write!(f, "\n    {}", Escaped(&self.words))
    }
}

/// A line, or what stands around a byte of a long one.
struct Around<'l>(&'l str, usize);

impl fmt::Display for Around<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(line, at) = *self;
        let before = line[..line.floor_char_boundary(at)].char_indices().rev();
        let start = before.take(BEFORE).last().map_or(0, |(start, _)| start);
        let mut rest = line[start..].char_indices();
        let end = rest.nth(SHOWN).map_or(line.len(), |(end, _)| start + end);
        // What is common is not cut off a line that can be shown whole.
        let start = if end == line.len() && line.len() <= SHOWN {
            0
        } else {
            start
        };
        let dots = |cut: bool| if cut { "…" } else { "" };
        let (left, right) = (dots(start > 0), dots(end < line.len()));
        write!(f, "{left}{}{right}", Visible(&line[start..end]))
    }
}
