//! Text that shows all that is in it.

use std::fmt;

/// A text as people see every character of it: blanks as `·`, controls escaped, and so is what would
/// look like one of these marks. Line ends are `⏎`, each with a line end behind it.
#[derive(Clone, Copy, Debug)]
pub struct Visible<'t>(pub &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            ' ' => f.write_str("·"),
            '\n' => f.write_str("⏎\n"),
            '·' | '⏎' => write!(f, "{}", c.escape_unicode()),
            _ => escaped(c, f),
        })
    }
}

/// Text that can neither break a line nor move a terminal's cursor.
pub(crate) struct Escaped<'t>(pub(crate) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| escaped(c, f))
    }
}

/// Controls, white space that looks like a blank, and what changes the direction of writing are
/// escaped.
fn escaped(c: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let direction =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if direction || c.is_control() || (c.is_whitespace() && c != ' ') {
        write!(f, "{}", c.escape_default())
    } else {
        write!(f, "{c}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_seen() {
        let shown = |text| Visible(text).to_string();
        assert_eq!(shown("a b\n"), "a·b⏎\n");
        assert_eq!(shown("\t\r\u{1b}[2J"), "\\t\\r\\u{1b}[2J");
        assert_eq!(shown("·⏎"), "\\u{b7}\\u{23ce}");
        assert_eq!(
            shown("\u{a0}\u{200b}\u{202e}é"),
            "\\u{a0}\\u{200b}\\u{202e}é"
        );
        assert_eq!(Escaped("a b\nc").to_string(), "a b\\nc");
    }
}
