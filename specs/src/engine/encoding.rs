//! Hexadecimal and base64.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use super::buffer::Buffer;

/// Decoders take missing padding, and refuse everything else that is not strict.
const LENIENT_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT_PADDING);

/// Decodes standard or URL-safe base64 exactly as it is written: nobody may tell two texts for one
/// signature.
pub(crate) fn decode_padded_base64(text: &[u8]) -> Option<Vec<u8>> {
    let strict = general_purpose::STANDARD.decode(text);
    strict
        .or_else(|_| general_purpose::URL_SAFE.decode(text))
        .ok()
}

/// Decodes standard or URL-safe base64, padded or not.
pub(super) fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    if url_safe {
        URL_SAFE.decode(text).ok()
    } else {
        STANDARD.decode(text).ok()
    }
}

/// A whole number in hexadecimal digits.
pub(super) fn hex_number(text: &str) -> Option<String> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then(|| format!("{number:x}"))
}

/// The whole number that hexadecimal digits of either case are.
pub(crate) fn whole_number(digits: &str) -> Option<String> {
    let number = u64::from_str_radix(digits, 16).ok()?;
    let same = format!("{number:x}").eq_ignore_ascii_case(digits);
    same.then(|| number.to_string())
}

/// Decodes hexadecimal digits of either case.
pub(crate) fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.chunks_exact(2)
        .map(|pair| Some(hex_digit(pair[0])? << 4 | hex_digit(pair[1])?))
        .collect()
}

/// The value of a hexadecimal digit of either case.
pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Writes bytes as hexadecimal digits.
pub(super) fn push_hex(buffer: &mut Buffer, bytes: &[u8]) {
    let (chunks, rest) = bytes.as_chunks::<16>();
    for chunk in chunks {
        buffer.push(chunk.map(digits).as_flattened());
    }
    for byte in rest {
        buffer.push(&digits(*byte));
    }
}

/// Writes bytes as base64.
pub(super) fn push_base64(buffer: &mut Buffer, bytes: &[u8]) {
    let at = buffer.len();
    buffer.grow(bytes.len().div_ceil(3) * 4);
    write_base64(bytes, buffer.tail_mut(at), &general_purpose::STANDARD);
}

/// Writes what stands since `at` as hexadecimal digits.
pub(super) fn hex(buffer: &mut Buffer, at: usize) {
    let end = buffer.len();
    buffer.grow(2 * (end - at));
    let (bytes, text) = buffer.tail_mut(at).split_at_mut(end - at);
    write_hex(bytes, text);
    buffer.close_gap(at, end);
}

/// Writes what stands since `at` as base64.
pub(super) fn base64(buffer: &mut Buffer, at: usize, engine: &GeneralPurpose) {
    let end = buffer.len();
    buffer.grow((end - at).div_ceil(3) * 4);
    let (bytes, text) = buffer.tail_mut(at).split_at_mut(end - at);
    write_base64(bytes, text, engine);
    buffer.close_gap(at, end);
}

fn write_hex(bytes: &[u8], text: &mut [u8]) {
    for (byte, pair) in bytes.iter().zip(text.as_chunks_mut::<2>().0) {
        *pair = digits(*byte);
    }
}

/// The two digits of a byte: computed, and not looked up, so that many are found at once.
fn digits(byte: u8) -> [u8; 2] {
    let digit = |half: u8| half + b'0' + if half > 9 { b'a' - b'9' - 1 } else { 0 };
    [digit(byte >> 4), digit(byte & 15)]
}

/// The room is exactly what padded base64 needs.
fn write_base64(bytes: &[u8], text: &mut [u8], engine: &GeneralPurpose) {
    let room = text.len();
    let written = engine.encode_slice(bytes, text).unwrap_or(0);
    debug_assert_eq!(written, room);
}
