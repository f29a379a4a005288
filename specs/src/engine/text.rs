//! The functions from text to other text.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes all but the unreserved characters and those in `kept`.
pub(super) fn percent_encoded(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 16);
    for piece in text.split_inclusive(|c| kept.contains(c)) {
        let (piece, kept) = match piece.char_indices().next_back() {
            Some((at, last)) if kept.contains(last) => piece.split_at(at),
            _ => (piece, ""),
        };
        encoded.extend(utf8_percent_encode(piece, RESERVED));
        encoded.push_str(kept);
    }
    encoded
}

/// A text in quotes; quotes and backslashes in it stand behind a backslash.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// The length of the quoted string that a text begins with.
pub(super) fn quoted_len(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.strip_prefix('"')?.char_indices().find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map(|(at, _)| at + 2)
}

/// What stands in a quoted string.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut characters = inner.chars();
    let mut plain = String::with_capacity(inner.len());
    while let Some(c) = characters.next() {
        plain.push(if c == '\\' { characters.next()? } else { c });
    }
    Some(plain)
}

/// `x-qiniu-date` becomes `X-Qiniu-Date`.
pub(crate) fn title_case(text: &str) -> String {
    let mut start = true;
    let case = |c: char| {
        let cased = if start {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        };
        start = !c.is_ascii_alphanumeric();
        cased
    };
    text.chars().map(case).collect()
}

/// Dot segments are resolved and repeated slashes made one, as AWS's SDKs do: a slash at the end
/// stays, and a dot segment at the end leaves none (RFC 3986, section 5.2.4 would).
pub(super) fn normalized(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let slash = if path.ends_with('/') && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/"))
}
