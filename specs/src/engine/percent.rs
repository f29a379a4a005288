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

/// The same as forms have it: a space is `+`.
const WRITTEN_IN_FORMS: [[u8; 4]; 256] = {
    let mut written = WRITTEN;
    written[b' ' as usize] = [b'+', b'+', b'+', 1];
    written
};

/// How a text is percent-encoded.
#[derive(Clone, Copy)]
pub(super) struct Style<'k> {
    written: &'static [[u8; 4]; 256],
    /// What is left too: ASCII.
    kept: &'k [u8],
}

impl<'k> Style<'k> {
    /// But for the unreserved characters.
    pub(super) const STRICT: Self = Self::but(b"");
    /// The same, and `+` for a space.
    pub(super) const FORM: Self = Self {
        written: &WRITTEN_IN_FORMS,
        kept: b"",
    };

    /// But for the unreserved characters and these.
    const fn but(kept: &'k [u8]) -> Self {
        let written = &WRITTEN;
        Self { written, kept }
    }
}

fn is_plain(byte: u8) -> bool {
    len_of(byte) == 1
}

/// Whether percent-encoding leaves a text as it is.
#[inline]
pub fn is_unreserved(text: &[u8]) -> bool {
    // Sixteen at once pay where there are more than a few.
    if text.len() < 24 {
        return is_all_plain(text);
    }
    !any(text, |byte| !is_unreserved_byte(byte))
}

/// The same of a few: of what is written as one character and what is three, one bit tells.
#[inline]
fn is_all_plain(text: &[u8]) -> bool {
    text.iter().fold(1, |len, byte| len | len_of(*byte)) == 1
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

/// Writes again what stands elsewhere in the buffer, percent-encoded.
pub(super) fn encode_again(buffer: &mut Buffer, range: Range<usize>, style: Style<'_>) {
    let at = buffer.len();
    buffer.grow(room_for(buffer.bytes(range.clone()), buffer.left()));
    let (known, room) = buffer.split_at_mut(at);
    let len = write(&known[range], room, style);
    buffer.truncate(at + len);
}

/// Writes a text, percent-encoded.
pub(super) fn push(buffer: &mut Buffer, text: &[u8], style: Style<'_>) {
    if is_unreserved(text) {
        buffer.push(text);
    } else {
        push_changed(buffer, text, style);
    }
}

/// The same of a text that most likely holds something else than unreserved characters.
pub(super) fn push_changed(buffer: &mut Buffer, text: &[u8], style: Style<'_>) {
    let at = buffer.len();
    buffer.grow(room_for(text, buffer.left()));
    let len = write(text, buffer.tail_mut(at), style);
    buffer.truncate(at + len);
}

/// Writes a text, percent-encoded; how long it is then comes back. Of most texts eight characters
/// stay as they are at once.
#[inline]
fn write(text: &[u8], room: &mut [u8], style: Style<'_>) -> usize {
    let (blocks, rest) = text.as_chunks::<8>();
    let mut to = 0;
    for block in blocks {
        if is_all_plain(block) {
            room[to..to + block.len()].copy_from_slice(block);
            to += block.len();
        } else {
            to += write_each(block, &mut room[to..], style);
        }
    }
    to + write_each(rest, &mut room[to..], style)
}

/// The same byte by byte. Four are written however many count, for that is quicker than to decide.
#[inline]
fn write_each(text: &[u8], room: &mut [u8], style: Style<'_>) -> usize {
    let (mut to, kept) = (0, style.kept);
    for byte in text {
        let written = match style.written[usize::from(*byte)] {
            // Of what is left as it is all three are the same.
            [.., 3] if !kept.is_empty() && kept.contains(byte) => [*byte, *byte, *byte, 1],
            written => written,
        };
        room[to..to + 4].copy_from_slice(&written);
        to += usize::from(written[3]);
    }
    to
}

/// The room that [`write`] takes, of which it may leave some: where there is enough, a text is not
/// looked at for it.
fn room_for(text: &[u8], left: usize) -> usize {
    let most = 3 * text.len() + MORE;
    if most <= left {
        return most;
    }
    text.len() + 2 * count(text, |byte| !is_unreserved_byte(byte)) + MORE
}

/// The last one is written with what does not count.
const MORE: usize = 3;

fn len_of(byte: u8) -> u8 {
    WRITTEN[usize::from(byte)][3]
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
    let (text, end) = (buffer.tail(at), buffer.len());
    if is_unreserved(text) || is_encoded(text, kept) {
        return;
    }
    buffer.grow(room_for(buffer.tail(at), buffer.left()));
    let (text, room) = buffer.tail_mut(at).split_at_mut(end - at);
    let len = write(text, room, Style::but(kept));
    buffer.truncate(end + len);
    buffer.close_gap(at, end);
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
            push_encoded(&mut out, bytes, Style::STRICT);
        }
    }
    text_of(out)
}

/// Adds a text, percent-encoded.
pub(super) fn push_encoded(out: &mut Vec<u8>, text: &[u8], style: Style<'_>) {
    if is_unreserved(text) {
        return out.extend_from_slice(text);
    }
    let at = out.len();
    out.resize(at + room_for(text, out.capacity() - at), 0);
    let len = write(text, &mut out[at..], style);
    out.truncate(at + len);
}

/// A text, percent-encoded.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = Vec::with_capacity(text.len() + 16);
    push_encoded(&mut encoded, text.as_bytes(), Style::STRICT);
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

/// Decodes what stands since `at`, in which every `+` is `plus`. Whether only ASCII was encoded comes
/// back: then text is text again.
pub(super) fn decode(buffer: &mut Buffer, at: usize, plus: u8) -> bool {
    let (len, ascii) = decode_in(buffer.tail_mut(at), plus);
    buffer.truncate(at + len);
    ascii
}

/// Decodes a text where it stands, in which every `+` is `plus`: a space, as it is in forms and
/// queries, or itself. `%` without two digits behind it stands for itself. How long the text is then
/// comes back, and whether only ASCII was encoded.
pub(super) fn decode_in(text: &mut [u8], plus: u8) -> (usize, bool) {
    let digit = |byte: Option<&u8>| byte.copied().and_then(hex_digit);
    let (mut from, mut to, mut ascii) = (0, 0, true);
    while let Some(&(mut byte)) = text.get(from) {
        from += 1;
        if byte == b'+' {
            byte = plus;
        } else if byte == b'%'
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
