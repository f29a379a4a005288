//! Syntax errors of TOML, in the words of this language.

use std::ops::Range;
use std::sync::Arc;

use super::problem::{Findings, Place, Source};

/// Reports the errors of a source, one a line: what follows it on the same line is its echo.
pub(crate) fn report(source: &Arc<Source>, errors: &[toml::de::Error], findings: &mut Findings) {
    let mut lines = Vec::new();
    for error in errors {
        let end = source.text.len();
        let span = error.span().unwrap_or(end..end);
        let line = line_of(&source.text, span.start);
        if lines.contains(&line.start) {
            continue;
        }
        lines.push(line.start);
        if let Some((message, span)) =
            never_closed(&source.text, error.message(), &line, span.start)
        {
            // All that comes after is taken for a part of it.
            findings.error(&Place::new(source, span), message);
            return;
        }
        let (message, span) = if let Some(span) = template_without_quotes(&source.text, &line) {
            ("a template stands in quotes, as `\"{…}\"`".to_owned(), span)
        } else if let Some(message) = ends_early(&source.text, error.message(), span.start) {
            (message, span)
        } else {
            let place = Place::new(source, span.clone());
            let after = source.text.get(span.end..line.end).unwrap_or_default();
            (reworded(error.message(), place.text(), after), span)
        };
        findings.error(&Place::new(source, span), message);
    }
}

/// What was opened further up, and runs on to here.
fn never_closed(
    text: &str,
    message: &str,
    line: &Range<usize>,
    at: usize,
) -> Option<(String, Range<usize>)> {
    let closed_by = |quotes: &str| {
        let open = text.rfind(quotes)?;
        let message = format!("this text is never closed: `{quotes}` is missing");
        Some((message, open..open + quotes.len()))
    };
    if message.starts_with("invalid multi-line basic string") {
        return closed_by("\"\"\"");
    }
    if message.starts_with("invalid multi-line literal string") {
        return closed_by("'''");
    }
    let first = text[line.start..at.max(line.start)].trim().is_empty();
    let inside = message.starts_with("missing comma") || message.starts_with("missing key for");
    let this = text[line.clone()].trim_start();
    let (name, _) = this.split_once('=').unwrap_or((this, ""));
    let entry = name.len() < this.len() && !name.contains(['"', '\'', '{', '[']);
    if !first || !inside || !(entry || this.starts_with('[')) {
        return None;
    }
    let mut end = line.start;
    loop {
        let before = line_of(text, end.checked_sub(1)?);
        let (name, value) = text[before.clone()].split_once('=').unwrap_or_default();
        let mark = value.trim_start().chars().next();
        if let Some(mark @ ('[' | '{')) = mark {
            let blanks = value.len() - value.trim_start().len();
            let open = before.start + name.len() + 1 + blanks;
            return Some((format!("this `{mark}` is never closed"), open..open + 1));
        }
        end = before.start;
    }
}

/// A quote that stands inside of a text and ends it.
fn ends_early(text: &str, message: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?.chars().next_back()?;
    let ends = message.starts_with("unexpected key or value") && matches!(before, '"' | '\'');
    ends.then(|| {
        format!(
            "a `{before}` has ended the text here; one that holds both kinds of quotes stands in `'''`"
        )
    })
}

/// The line that a byte stands on.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |len| at + len);
    start..end
}

/// `name = {value}`: TOML takes it for a table, and has no good word for what is wrong.
fn template_without_quotes(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let (name, value) = text[line.clone()].split_once('=')?;
    let written = value.trim();
    let is_template = written.starts_with('{') && !written.contains('=');
    let start = line.start + name.len() + 1 + (value.len() - value.trim_start().len());
    is_template.then(|| start..start + written.len())
}

/// What other languages write for `true` and `false`.
const SWITCHES: [&str; 8] = ["yes", "no", "on", "off", "True", "False", "TRUE", "FALSE"];

fn reworded(message: &str, found: &str, after: &str) -> String {
    let missing = |mark: &str| format!("a `{mark}` is missing here");
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    match what {
        "duplicate key" => format!("`{found}` is given twice"),
        "invalid basic string" => "this text is not closed: a `\"` is missing here".to_owned(),
        "invalid literal string" => "this text is not closed: a `'` is missing here".to_owned(),
        "missing escaped value" => {
            "there is no such escape; write `\\\\` for a backslash, or the text in `'` or `'''`"
                .to_owned()
        }
        "string values must be quoted" if found.is_empty() => {
            "a value is missing after `=`".to_owned()
        }
        "string values must be quoted" if SWITCHES.contains(&found) => {
            "a switch is `true` or `false`; a text stands in quotes".to_owned()
        }
        "string values must be quoted" => "a text stands in quotes".to_owned(),
        "key with no value"
            if after
                .split_once('=')
                .is_some_and(|(words, _)| !words.contains('{')) =>
        {
            "a `=` is missing here; a name of several words stands in quotes".to_owned()
        }
        "key with no value" => missing("="),
        "missing value" | "missing value for key" => "a value is missing after `=`".to_owned(),
        "unclosed table" | "unclosed array" => missing("]"),
        "unclosed array table" => missing("]]"),
        "unclosed inline table" => missing("}"),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            missing(",")
        }
        "invalid unquoted key" => {
            "a name of other characters than letters, digits, `-` and `_` stands in quotes"
                .to_owned()
        }
        _ => message.trim_end_matches(", expected nothing").to_owned(),
    }
}
