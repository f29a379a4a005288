//! Percent-encoding, where the text stands.

use super::buffer::Buffer;
use super::encoding::hex_digit;

/// Which bytes are the unreserved characters of RFC 3986.
const UNRESERVED: [bool; 256] = {
    let characters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    let mut unreserved = [false; 256];
    let mut index = 0;
    while index < characters.len() {
        unreserved[characters[index] as usize] = true;
        index += 1;
    }
    unreserved
};

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Whether a byte stays as it is: all of a character that is kept.
fn stays(byte: u8, kept: &[u8]) -> bool {
    UNRESERVED[usize::from(byte)] || kept.contains(&byte)
}

/// Whether nothing in a text is percent-encoded, but for what is in `kept`.
pub(super) fn is_encoded(text: &[u8], kept: &[u8]) -> bool {
    text.iter().all(|byte| stays(*byte, kept))
}

/// Percent-encodes what stands since `at`, but for the unreserved characters and those in `kept`,
/// which is ASCII.
pub(super) fn encode(buffer: &mut Buffer, at: usize, kept: &[u8]) {
    if kept.is_empty() {
        encode_but(buffer, at, |byte| UNRESERVED[usize::from(byte)]);
    } else {
        encode_but(buffer, at, |byte| stays(byte, kept));
    }
}

#[inline]
fn encode_but(buffer: &mut Buffer, at: usize, stays: impl Fn(u8) -> bool) {
    let text = buffer.tail(at);
    let len = text.len();
    let reserved: usize = text.iter().map(|byte| usize::from(!stays(*byte))).sum();
    if reserved == 0 {
        return;
    }
    buffer.grow(2 * reserved);
    // From the end, so that nothing is written over what is still to be read.
    let text = buffer.tail_mut(at);
    let (mut from, mut to) = (len, text.len());
    while from < to {
        from -= 1;
        let byte = text[from];
        if stays(byte) {
            to -= 1;
            text[to] = byte;
        } else {
            to -= 3;
            text[to..to + 3].copy_from_slice(&encoded(byte));
        }
    }
}

fn encoded(byte: u8) -> [u8; 3] {
    let digit = |of: u8| DIGITS[usize::from(of)];
    [b'%', digit(byte >> 4), digit(byte & 15)]
}

/// A text, percent-encoded but for the characters in `kept`.
pub(super) fn encoded_but(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in text.split_inclusive(|c| kept.contains(c)) {
        let (piece, kept) = match piece.char_indices().next_back() {
            Some((at, last)) if kept.contains(last) => piece.split_at(at),
            _ => (piece, ""),
        };
        push_encoded(&mut out, piece);
        out.push_str(kept);
    }
    out
}

/// Adds a text, percent-encoded.
pub(super) fn push_encoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !UNRESERVED[usize::from(byte)]) {
        let (plain, reserved) = rest.split_at(at);
        let character = reserved.chars().next().map_or(0, char::len_utf8);
        out.push_str(plain);
        for byte in reserved[..character].bytes() {
            out.extend(encoded(byte).map(char::from));
        }
        rest = &reserved[character..];
    }
    out.push_str(rest);
}

/// A text, percent-encoded.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 16);
    push_encoded(&mut encoded, text);
    encoded
}

/// Makes every `+` a space, as it is in forms and queries.
pub(super) fn spaces(text: &mut [u8]) {
    for byte in text {
        if *byte == b'+' {
            *byte = b' ';
        }
    }
}

/// Decodes what stands since `at`; `%` without two digits behind it stands for itself.
pub(super) fn decode(buffer: &mut Buffer, at: usize) {
    let text = buffer.tail_mut(at);
    let digit = |byte: Option<&u8>| byte.copied().and_then(hex_digit);
    let (mut from, mut to) = (0, 0);
    while from < text.len() {
        let (byte, len) = match text[from..] {
            [b'%', ref digits @ ..] => match (digit(digits.first()), digit(digits.get(1))) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'%', 1),
            },
            _ => (text[from], 1),
        };
        text[to] = byte;
        (from, to) = (from + len, to + 1);
    }
    let end = buffer.len();
    buffer.close_gap(at + to, end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, done: impl Fn(&mut Buffer, usize)) -> String {
        let mut buffer = Buffer::default();
        buffer.push(b"% before ");
        let at = buffer.len();
        buffer.push(text.as_bytes());
        done(&mut buffer, at);
        assert!(buffer.bytes(0..at).starts_with(b"% before "));
        String::from_utf8_lossy(buffer.tail(at)).into_owned()
    }

    #[test]
    fn everything_but_the_unreserved_and_the_kept_is_encoded() {
        for (text, kept, wanted) in [
            ("", "", ""),
            ("aZ09-._~", "", "aZ09-._~"),
            ("/a b/ü%", "/", "/a%20b/%C3%BC%25"),
            ("/a b/ü%", "", "%2Fa%20b%2F%C3%BC%25"),
            ("!*'()", "*", "%21*%27%28%29"),
        ] {
            let encoded = written(text, |buffer, at| encode(buffer, at, kept.as_bytes()));
            assert_eq!(encoded, wanted, "{text}");
            if kept.is_empty() {
                assert_eq!(percent_encoded(text), wanted, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_encoding_stands_for_itself() {
        for (text, wanted) in [
            ("a%20b", "a b"),
            ("%c3%BC", "ü"),
            ("%", "%"),
            ("%2", "%2"),
            ("%zz%41", "%zzA"),
            ("%%41", "%A"),
            ("+", "+"),
        ] {
            assert_eq!(written(text, decode), wanted, "{text}");
        }
    }
}
