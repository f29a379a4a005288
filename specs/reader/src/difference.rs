//! Two texts compared line by line, for people.

use std::fmt::Write as _;

/// How many lines that differ are shown: one too many or too few moves all that follow.
const LINES: usize = 3;

/// The first lines that differ between what was expected and what came out, with a caret under
/// the first character that does; `None` if they are equal.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    if expected.trim_end_matches('\n') == found.trim_end_matches('\n') {
        let newlines = |text: &str| text.len() - text.trim_end_matches('\n').len();
        return Some(format!(
            "it differs only by a newline at the end: {} expected, {} found",
            newlines(expected),
            newlines(found)
        ));
    }
    let mut report = String::new();
    let mut count = 0;
    let (mut left, mut right) = (expected.split('\n'), found.split('\n'));
    for line in 1.. {
        let (expected, found) = (left.next(), right.next());
        if expected.is_none() && found.is_none() {
            break;
        }
        if expected == found {
            continue;
        }
        count += 1;
        if count > LINES {
            continue;
        }
        let shown = |line: Option<&str>| line.map_or("(no such line)".to_owned(), visible);
        let (expected, found) = (shown(expected), shown(found));
        let same = expected
            .chars()
            .zip(found.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let caret = " ".repeat(same);
        let _ = write!(
            report,
            "{}line {line}, expected: {expected}\n{:width$}  found: {found}\n{:width$}         {caret}^",
            if report.is_empty() { "" } else { "\n" },
            "",
            "",
            width = format!("line {line}, ").len() + 1,
        );
    }
    if count > LINES {
        let _ = write!(report, "\nand {} more", count - LINES);
    }
    Some(report)
}

/// A line with everything that one does not see made visible.
fn visible(line: &str) -> String {
    if line.is_empty() {
        return "(empty)".to_owned();
    }
    let mut shown = String::new();
    let end = line.trim_end_matches(' ').len();
    for (at, c) in line.char_indices() {
        match c {
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            ' ' if at >= end => shown.push('·'),
            c if c.is_control() => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_first_character() {
        let report = difference("POST\n/a:play\nz", "POST\n/a%3Aplay\nz").unwrap_or_default();
        let shown = [
            "line 2, expected: /a:play",
            "           found: /a%3Aplay",
            "                    ^",
        ];
        assert_eq!(report, shown.join("\n"));
    }

    #[test]
    fn a_newline_at_the_end_is_named() {
        let report = difference("a\nb", "a\nb\n").unwrap_or_default();
        assert_eq!(
            report,
            "it differs only by a newline at the end: 0 expected, 1 found"
        );
    }
}
