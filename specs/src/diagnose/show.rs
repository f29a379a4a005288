//! A diagnosis as it is printed: the first answer on top.

use std::fmt;

use super::{Diagnosis, DifferingLine, Finding, Mistake};

/// How many lines that differ are shown.
const LINES: usize = 4;

/// How many characters of a line are shown.
const SHOWN: usize = 240;

/// How many of them stand before the first that differs.
const LEAD: usize = 80;

impl Diagnosis {
    /// The first answer in one line, for a header or a log.
    pub fn headline(&self) -> String {
        match self.findings.first() {
            Some(finding) => {
                let mistakes = finding.mistakes.iter().map(|one| {
                    let at = one.place.as_ref().map(|place| format!(" ({place})"));
                    format!(
                        "{}{}: {} {}",
                        one.name,
                        at.unwrap_or_default(),
                        one.what,
                        one.mend
                    )
                });
                mistakes.collect::<Vec<_>>().join(" And ")
            }
            None if self.signature_is_right => "nothing is wrong".to_owned(),
            None => "no known mistake gives this signature".to_owned(),
        }
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.of_another_client && !self.findings.is_empty() {
            f.write_str("what the other client does otherwise than this scheme:\n\n")?;
        }
        for (index, finding) in self.findings.iter().enumerate() {
            match (index, finding.reproduces) {
                // What another client does is not for the reader to mend.
                (0, _) if self.of_another_client => finding.show(false, f)?,
                (0, _) => finding.show(true, f)?,
                // Of what gives the same signature, the simplest is told in full.
                (_, true) => {
                    let mistakes = finding.mistakes.iter().map(Mistake::short);
                    write!(f, "\nor: {}", mistakes.collect::<Vec<_>>().join(", and "))?;
                }
                (_, false) => write!(f, "\n\nalso: {finding}")?,
            }
        }
        if self.is_right() {
            f.write_str("nothing is wrong: the signature is right, and so is what goes with it")?;
        } else if !self.signature_is_right && !self.findings.iter().any(|one| one.reproduces) {
            if !self.findings.is_empty() {
                f.write_str("\n\n")?;
            }
            self.unexplained(f)?;
        }
        if !self.excluded.is_empty() {
            f.write_str("\n")?;
        }
        for sentence in &self.excluded {
            write!(f, "\n- {sentence}")?;
        }
        Ok(())
    }
}

impl Mistake {
    /// Name and place.
    fn short(&self) -> String {
        match &self.place {
            Some(place) => format!("{} ({})", self.name, Shown(place)),
            None => self.name.to_owned(),
        }
    }
}

impl Diagnosis {
    fn unexplained(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unsignable {
            // What it might be otherwise shows once this is mended.
            return f.write_str("Nothing could be signed, so no signature was compared.");
        }
        if self.attempts == 0 && !self.cut_short {
            return f.write_str("No signature could be read, so none was compared.");
        }
        let known = Self::ways().len();
        write!(
            f,
            "The signature was not reproduced: {} attempts, {known} ways, one and two at a time{}.\n\
             What remains is a key of another account or one that was replaced, a value that cannot be \
             guessed (a path, host or body that something on the way has rewritten), or three mistakes at once.",
            self.attempts,
            if self.cut_short {
                ", until the bound was reached"
            } else {
                ""
            }
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(true, f)
    }
}

impl Finding {
    /// The mistakes, with how to mend them or without, and what they make.
    fn show(&self, mend: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            f.write_str(if index > 0 { "\nand " } else { "" })?;
            mistake.show(mend, f)?;
        }
        for line in self.lines.iter().take(LINES) {
            write!(f, "\n{line}")?;
        }
        if self.lines.len() > LINES {
            write!(f, "\n  and {} more lines differ", self.lines.len() - LINES)?;
        }
        if self.reproduces {
            f.write_str("\n  With this, the signature comes out as it was sent.")?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(true, f)
    }
}

impl Mistake {
    fn show(&self, mend: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  {}", self.name, self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n  where: {}", Shown(place))?;
        }
        if mend {
            write!(f, "\n  mend:  {}", self.mend)?;
        }
        Ok(())
    }
}

impl fmt::Display for DifferingLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from();
        let text = |line: &Option<String>| match line {
            Some(line) if line.is_empty() => "(empty)".to_owned(),
            Some(line) if from > 0 => format!("…{}", Shown(&line[from..])),
            Some(line) => Shown(line).to_string(),
            None => "(no such line)".to_owned(),
        };
        write!(
            f,
            "  line {} of the string to sign\n    signed: {}\n    wanted: {}",
            self.number,
            text(&self.signed),
            text(&self.wanted)
        )
    }
}

impl DifferingLine {
    /// From where on it is shown: of a long line, a little before the first difference.
    fn from(&self) -> usize {
        let (Some(signed), Some(wanted)) = (&self.signed, &self.wanted) else {
            return 0;
        };
        let pairs = signed.char_indices().zip(wanted.chars());
        let same: Vec<usize> = pairs
            .take_while(|((_, a), b)| a == b)
            .map(|((at, _), _)| at)
            .collect();
        same.len().checked_sub(LEAD).map_or(0, |index| same[index])
    }
}

/// The beginning of a text, every character visible.
struct Shown<'t>(&'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self
            .0
            .char_indices()
            .nth(SHOWN)
            .map_or(self.0.len(), |(at, _)| at);
        write!(f, "{}", crate::engine::Escaped(&self.0[..end]))?;
        f.write_str(if end < self.0.len() { "…" } else { "" })
    }
}

/// The lines that differ between two texts.
pub(super) fn differing(signed: &str, wanted: &str) -> Vec<DifferingLine> {
    let (mut left, mut right) = (signed.split('\n'), wanted.split('\n'));
    let mut lines = Vec::new();
    for number in 1.. {
        let (signed, wanted) = (left.next(), right.next());
        if signed.is_none() && wanted.is_none() {
            break;
        }
        if signed != wanted {
            let owned = |line: Option<&str>| line.map(str::to_owned);
            lines.push(DifferingLine {
                number,
                signed: owned(signed),
                wanted: owned(wanted),
            });
        }
    }
    lines
}
