//! Where each byte of a TOML string stands in the source.

/// For each byte of a string, and its end, the offset in the source; and the bytes that are no
/// part of the text: newlines are LF, however the file is stored.
pub(crate) fn offsets(raw: &str, base: usize) -> (Vec<usize>, Vec<usize>) {
    let mut at = opening(raw);
    let end = raw.len().saturating_sub(quotes(raw));
    let basic = raw.starts_with('"');
    let (mut offsets, mut dropped) = (Vec::new(), Vec::new());
    while at < end {
        let rest = &raw[at..end];
        if basic && rest.starts_with('\\') {
            let (taken, bytes) = escape(rest);
            offsets.extend(std::iter::repeat_n(base + at, bytes));
            at += taken;
        } else if rest.starts_with("\r\n") {
            dropped.push(offsets.len() + dropped.len());
            at += 1;
        } else {
            let taken = rest.chars().next().map_or(1, char::len_utf8);
            offsets.extend(base + at..base + at + taken);
            at += taken;
        }
    }
    offsets.push(base + end);
    (offsets, dropped)
}

/// A text without some of its bytes, which are all ASCII.
pub(crate) fn without(text: String, dropped: &[usize]) -> String {
    // The parser may have taken them out itself.
    let present = |at: &usize| text.as_bytes().get(*at) == Some(&b'\r');
    if dropped.is_empty() || !dropped.iter().all(present) {
        return text;
    }
    let kept = text
        .char_indices()
        .filter(|(at, _)| dropped.binary_search(at).is_err());
    kept.map(|(_, c)| c).collect()
}

/// How many quotes a string ends with.
fn quotes(raw: &str) -> usize {
    let multi = raw.len() >= 6 && (raw.starts_with("\"\"\"") || raw.starts_with("'''"));
    if multi { 3 } else { 1 }
}

/// How much stands before the text: the quotes, and a newline right after three of them.
fn opening(raw: &str) -> usize {
    let quotes = quotes(raw);
    let rest = raw.get(quotes..).unwrap_or_default();
    let newline = match rest.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    };
    quotes + newline
}

/// How much of the source an escape takes, and how many bytes of text it makes.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            // A backslash at the end of a line takes all white space after it.
            let next = rest[1..].find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n'));
            return (next.map_or(rest.len(), |next| next + 1), 0);
        }
        _ => return (2, 1),
    };
    let code = rest
        .get(2..2 + digits)
        .and_then(|code| u32::from_str_radix(code, 16).ok());
    let made = code.and_then(char::from_u32).map_or(1, char::len_utf8);
    (2 + digits, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, text: &str, wanted: &[usize]) {
        let (offsets, dropped) = offsets(raw, 0);
        assert_eq!(offsets, wanted, "{raw:?}");
        assert_eq!(offsets.len(), without(text.to_owned(), &dropped).len() + 1);
    }

    #[test]
    fn escapes_stand_where_they_begin() {
        check(r#""a\n\u00e9b""#, "a\n\u{e9}b", &[1, 2, 4, 4, 10, 11]);
        check(
            r#""\x41\e\U0001F600""#,
            "A\u{1b}\u{1f600}",
            &[1, 5, 7, 7, 7, 7, 17],
        );
    }

    #[test]
    fn literal_strings_have_no_escapes() {
        check(r"'a\n'", "a\\n", &[1, 2, 3, 4]);
    }

    #[test]
    fn windows_newlines_are_one_byte() {
        check("\"\"\"\r\na\r\nb\"\"\"", "a\r\nb", &[5, 7, 8, 9]);
        check("\"\"\"a\\\r\n  b\"\"\"", "ab", &[3, 9, 10]);
    }

    #[test]
    fn quotes_may_stand_before_the_end() {
        check("''''a''''", "'a'", &[3, 4, 5, 6]);
        check("''", "", &[1]);
    }
}
