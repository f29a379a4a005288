//! Percent-encoding as others write it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986.
pub(super) const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What the WHATWG's form serialiser encodes; a space is `+` there.
pub(super) const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'*');

/// What ECMAScript's `encodeURIComponent` encodes.
pub(super) const COMPONENT: &AsciiSet = &PLAIN
    .remove(b'!')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// What ECMAScript's `encodeURI` encodes.
pub(super) const WHOLE: &AsciiSet = &COMPONENT
    .remove(b';')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'#');

/// A text percent-encoded.
pub(super) fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// The same with the digits of percent-encoding in lower case, and in upper case.
pub(super) fn other_hex(text: &str) -> Vec<String> {
    if !text.contains('%') {
        return Vec::new();
    }
    vec![
        with_hex(text, |digit| digit.to_ascii_lowercase()),
        with_hex(text, |digit| digit.to_ascii_uppercase()),
    ]
}

fn with_hex(text: &str, digit: fn(char) -> char) -> String {
    let mut left = 0;
    let mut write = |c: char| {
        if c == '%' {
            left = 2;
            return c;
        }
        let inside = left > 0;
        left -= usize::from(inside);
        if inside { digit(c) } else { c }
    };
    text.chars().map(&mut write).collect()
}
