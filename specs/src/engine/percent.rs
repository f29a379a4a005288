//! Percent-encoding, where the text stands.

use std::ops::Range;

use super::buffer::Buffer;
use super::encoding::hex_digit;
use super::scan::{any, count};

/// The unreserved characters of RFC 3986.
pub(super) const UNRESERVED: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// What is written for every byte: three characters, of which the last ones count, and how many. An
/// unreserved character of RFC 3986 is one.
const WRITTEN: [[u8; 4]; 256] = {
    let digits = b"0123456789ABCDEF";
    let mut written = [[b'%', 0, 0, 3]; 256];
    let mut byte = 0;
    while byte < 256 {
        written[byte][1] = digits[byte >> 4];
        written[byte][2] = digits[byte & 15];
        byte += 1;
    }
    let mut index = 0;
    while index < UNRESERVED.len() {
        let character = UNRESERVED[index];
        written[character as usize] = [character, character, character, 1];
        index += 1;
    }
    written
};

fn is_plain(byte: u8) -> bool {
    len_of(byte) == 1
}

/// Whether percent-encoding leaves a text as it is.
#[inline]
pub(super) fn is_unreserved(text: &[u8]) -> bool {
    if text.len() < 8 {
        // Of what is written as one character and what is three, one bit tells.
        return text.iter().fold(1, |len, byte| len | len_of(*byte)) == 1;
    }
    !any(text, |byte| !is_unreserved_byte(byte))
}

/// The same if what is in `kept` is left too.
pub(super) fn is_encoded(text: &[u8], kept: &[u8]) -> bool {
    let stays = |byte: &u8| is_plain(*byte) || kept.contains(byte);
    text.iter().all(stays)
}

/// Whether a text is what percent-encoding makes of the ASCII that it stands for.
pub(super) fn is_encoded_once(text: &[u8]) -> bool {
    let upper = |digit: u8| hex_digit(digit).filter(|_| !digit.is_ascii_lowercase());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| !is_plain(*byte)) {
        let [b'%', high, low, after @ ..] = &rest[at..] else {
            return false;
        };
        match (upper(*high), upper(*low)) {
            (Some(high @ 0..=7), Some(low)) if !is_plain(high << 4 | low) => rest = after,
            _ => return false,
        }
    }
    true
}

/// Writes again what stands elsewhere in the buffer, percent-encoded but for the unreserved
/// characters.
pub(super) fn encode_again(buffer: &mut Buffer, range: Range<usize>) {
    let at = buffer.len();
    let text = buffer.bytes(range.clone());
    let whole = encoded_len(text);
    buffer.grow(whole + MORE);
    let (known, room) = buffer.split_at_mut(at);
    write(&known[range], room);
    buffer.truncate(at + whole);
}

/// Writes a text, percent-encoded but for the unreserved characters.
pub(super) fn push(buffer: &mut Buffer, text: &[u8]) {
    if is_unreserved(text) {
        return buffer.push(text);
    }
    let (at, whole) = (buffer.len(), encoded_len(text));
    buffer.grow(whole + MORE);
    write(text, buffer.tail_mut(at));
    buffer.truncate(at + whole);
}

/// How much more room [`write`] takes than it fills.
const MORE: usize = 3;

/// Writes a text, percent-encoded. Four bytes are written however many count, for that is quicker
/// than to decide.
fn write(text: &[u8], room: &mut [u8]) {
    let mut to = 0;
    for byte in text {
        let written = WRITTEN[usize::from(*byte)];
        // Of an unreserved character all three are the same.
        room[to..to + 4].copy_from_slice(&written);
        to += usize::from(written[3]);
    }
}

fn encoded_len(text: &[u8]) -> usize {
    if text.len() < 64 {
        return text.iter().map(|byte| len_of(*byte)).sum();
    }
    text.len() + 2 * count(text, |byte| !is_unreserved_byte(byte))
}

fn len_of(byte: u8) -> usize {
    usize::from(WRITTEN[usize::from(byte)][3])
}

/// The same as the table says, reckoned without a branch: so sixteen bytes are looked at at once.
fn is_unreserved_byte(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    let is_dash_or_dot = byte.wrapping_sub(b'-') < 2;
    let (is_underscore, is_tilde) = (byte == b'_', byte == b'~');
    is_letter | is_digit | is_dash_or_dot | is_underscore | is_tilde
}

/// Percent-encodes what stands since `at`, but for the unreserved characters and those in `kept`,
/// which is ASCII.
pub(super) fn encode(buffer: &mut Buffer, at: usize, kept: &[u8]) {
    let text = buffer.tail(at);
    if kept.is_empty() {
        let whole = encoded_len(text);
        return encode_by(buffer, at, whole, |byte| WRITTEN[usize::from(byte)]);
    }
    let written = |byte| match WRITTEN[usize::from(byte)] {
        [.., 3] if kept.contains(&byte) => [byte, byte, byte, 1],
        written => written,
    };
    let whole = text.iter().map(|byte| usize::from(written(*byte)[3])).sum();
    encode_by(buffer, at, whole, written);
}

#[inline]
fn encode_by(buffer: &mut Buffer, at: usize, whole: usize, written: impl Fn(u8) -> [u8; 4]) {
    let plain = buffer.len() - at;
    if whole == plain {
        return;
    }
    buffer.grow(whole - plain + MORE);
    let text = buffer.tail_mut(at);
    // What is still to be read stands behind all that is written.
    let (mut from, mut to) = (text.len() - plain, 0);
    text.copy_within(..plain, from);
    while let Some(byte) = text.get(from) {
        let written = written(*byte);
        text[to..to + 4].copy_from_slice(&written);
        (from, to) = (from + 1, to + usize::from(written[3]));
    }
    buffer.truncate(at + whole);
}

/// A text, percent-encoded but for the characters in `kept`.
pub(super) fn encoded_but(text: &str, kept: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 16);
    for c in text.chars() {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        if kept.contains(c) {
            out.extend_from_slice(bytes);
        } else {
            push_encoded(&mut out, bytes);
        }
    }
    text_of(out)
}

/// Adds a text, percent-encoded.
pub(super) fn push_encoded(out: &mut Vec<u8>, text: &[u8]) {
    if is_unreserved(text) {
        return out.extend_from_slice(text);
    }
    let (at, whole) = (out.len(), encoded_len(text));
    out.resize(at + whole + MORE, 0);
    write(text, &mut out[at..]);
    out.truncate(at + whole);
}

/// A text, percent-encoded.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = Vec::with_capacity(text.len() + 16);
    push_encoded(&mut encoded, text.as_bytes());
    text_of(encoded)
}

/// The text of what was put together of texts.
pub(super) fn text_of(texts: Vec<u8>) -> String {
    String::from_utf8(texts)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Makes the hexadecimal digits of what is percent-encoded lower-case.
pub(super) fn lower(text: &mut [u8]) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'%') {
        let (_, behind) = std::mem::take(&mut rest).split_at_mut(at + 1);
        if let [high, low, ..] = behind
            && high.is_ascii_hexdigit()
            && low.is_ascii_hexdigit()
        {
            high.make_ascii_lowercase();
            low.make_ascii_lowercase();
        }
        rest = behind;
    }
}

/// Makes every `+` a space, as it is in forms and queries.
pub(super) fn spaces(text: &mut [u8]) {
    for byte in text {
        if *byte == b'+' {
            *byte = b' ';
        }
    }
}

/// Decodes what stands since `at`. Whether only ASCII was encoded comes back: then text is text again.
pub(super) fn decode(buffer: &mut Buffer, at: usize) -> bool {
    let (len, ascii) = decode_in(buffer.tail_mut(at));
    let end = buffer.len();
    buffer.close_gap(at + len, end);
    ascii
}

/// Decodes a text where it stands; `%` without two digits behind it stands for itself. How long it
/// is then comes back, and whether only ASCII was encoded.
pub(super) fn decode_in(text: &mut [u8]) -> (usize, bool) {
    let digit = |byte: Option<&u8>| byte.copied().and_then(hex_digit);
    let (mut from, mut to, mut ascii) = (0, 0, true);
    while let Some(&(mut byte)) = text.get(from) {
        from += 1;
        if byte == b'%'
            && let Some(high) = digit(text.get(from))
            && let Some(low) = digit(text.get(from + 1))
        {
            byte = high << 4 | low;
            ascii &= byte.is_ascii();
            from += 2;
        }
        text[to] = byte;
        to += 1;
    }
    (to, ascii)
}

#[cfg(test)]
mod tests;
