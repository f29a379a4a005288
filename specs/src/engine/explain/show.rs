//! An explanation as it is printed.

use std::fmt;

use super::{Explanation, Given, Made, Outcome, Sent, Stretch};
use crate::engine::visible::{Escaped, Visible};

/// Sections in the order of signing. Each template stands over the lines that it has made; a line
/// of the file's own text stands alone. Line ends are `⏎`, blanks `·`.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.scheme, self.title)?;
        given("credentials", &self.credentials, f)?;
        given("settings", &self.settings, f)?;
        write!(f, "\n\nnow {}", self.now)?;
        if let Some(nonce) = &self.nonce {
            write!(f, "\nnonce {}", Visible(nonce))?;
        }
        if !self.values.is_empty() {
            f.write_str("\n\nnamed values")?;
            self.values.iter().try_for_each(|one| made("", one, f))?;
        }
        sent(
            "set before signing",
            self.sent.iter().filter(|one| !one.after),
            f,
        )?;
        if !self.string_to_sign.is_empty() {
            f.write_str("\n\nstring to sign")?;
            stretches(&self.string_to_sign, "  ", f)?;
        }
        self.key(f)?;
        sent(
            "set after signing",
            self.sent.iter().filter(|one| one.after),
            f,
        )?;
        match &self.error {
            Some(error) => write!(f, "\n\nnot signed: {error}"),
            None => Ok(()),
        }
    }
}

impl Explanation {
    fn key(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(algorithm) = &self.algorithm else {
            return Ok(());
        };
        match self.key.len() {
            0 => write!(f, "\n\nhashed by {algorithm}")?,
            1 => write!(f, "\n\nkey of {algorithm}")?,
            _ => write!(f, "\n\nkeys of {algorithm}, each for the next")?,
        }
        self.key.iter().try_for_each(|key| stretches(key, "  ", f))
    }
}

fn given(heading: &str, given: &[Given], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if given.is_empty() {
        return Ok(());
    }
    write!(f, "\n\n{heading}")?;
    given.iter().try_for_each(
        |Given {
             name,
             value,
             default,
         }| {
            write!(f, "\n  {name}")?;
            match value {
                Some(value) => write!(f, " = {}", Visible(value))?,
                None => f.write_str(": not given")?,
            }
            f.write_str(if *default { " (default)" } else { "" })
        },
    )
}

fn sent<'s>(
    heading: &str,
    sent: impl Iterator<Item = &'s Sent>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut sent = sent.peekable();
    if sent.peek().is_some() {
        write!(f, "\n\n{heading}")?;
    }
    sent.try_for_each(|one| made(&format!("{} ", one.location.member()), &one.made, f))
}

fn made(place: &str, made: &Made, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n  {place}{}", made.name)?;
    let template = Escaped(&made.template);
    match &made.outcome {
        Outcome::Text(text) => stretches(text, "    ", f),
        Outcome::List(items) => {
            write!(f, "\n    {template}")?;
            items
                .iter()
                .try_for_each(|item| write!(f, "\n      | {}", Visible(item)))
        }
        Outcome::Pairs(pairs) => {
            write!(f, "\n    {template}")?;
            pairs.iter().try_for_each(|(name, value)| {
                let value = value.as_deref().unwrap_or_default();
                write!(f, "\n      | {}: {}", Visible(name), Visible(value))
            })
        }
        Outcome::Absent => write!(f, ": left out\n    {template}"),
        Outcome::Failed(error) => write!(f, ": cannot be made, for {error}\n    {template}"),
    }
}

/// The lines of a template, each over what it has made.
fn stretches(stretches: &[Stretch], indent: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    lines(stretches)
        .iter()
        .try_for_each(|line| line.show(indent, f))
}

/// A line of a template, and the lines that it has made.
#[derive(Default)]
struct Line {
    template: String,
    text: String,
    /// It is not only the file's own text.
    made: bool,
}

fn lines(stretches: &[Stretch]) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    for Stretch { template, text } in stretches {
        if let (Some(template), Some(line)) = (template, lines.last_mut()) {
            line.template.push_str(template);
            line.text.push_str(text);
            line.made = true;
            continue;
        }
        for piece in text.split_inclusive('\n') {
            if let Some(line) = lines.last_mut() {
                line.template.push_str(piece.trim_end_matches('\n'));
                line.text.push_str(piece);
            }
            if piece.ends_with('\n') {
                lines.push(Line::default());
            }
        }
    }
    // Behind a line end at the end there is nothing more.
    if lines.len() > 1
        && lines
            .last()
            .is_some_and(|line| !line.made && line.text.is_empty())
    {
        lines.pop();
    }
    lines
}

impl Line {
    fn show(&self, indent: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.made {
            write!(f, "\n{indent}{}", Escaped(&self.template))?;
        }
        let ended = self.text.strip_suffix('\n');
        let lines = ended.unwrap_or(&self.text).split('\n');
        let count = lines.clone().count();
        for (index, line) in lines.enumerate() {
            let end = ended.is_some() || index + 1 < count;
            let end = if end { "⏎" } else { "" };
            let blank = if line.len() + end.len() > 0 { " " } else { "" };
            write!(f, "\n{indent}  |{blank}{}{end}", Visible(line))?;
        }
        Ok(())
    }
}
