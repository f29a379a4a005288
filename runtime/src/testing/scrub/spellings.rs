//! Secrets as they may stand in a text: as they are, and in every encoding that is easily read back.

use std::{cmp::Reverse, fmt::Write as _};

use base64::{
    Engine,
    alphabet::{self, Alphabet},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{LONG, SCRUBBED, SHORTEST};
use crate::{Secret, wire};

/// A text that can be read as an encoding of fewer bytes is not meant so.
const KEY: usize = 8;

/// What is looked for, the longest first: one may be the beginning of another, whose rest would stay.
#[derive(Clone, Default)]
pub(super) struct Spellings {
    texts: Vec<Secret>,
    /// Keys as bytes, in bodies that are no text.
    bytes: Vec<Zeroizing<Vec<u8>>>,
}

impl Spellings {
    /// Takes in a secret.
    pub(super) fn add(&mut self, secret: &str) {
        let form = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let mut texts: Vec<String> = vec![secret.to_owned(), wire::value(secret), form];
        if secret.len() >= SHORTEST {
            for bytes in meant(secret) {
                texts.extend(String::from_utf8(bytes.to_vec()));
                texts.extend(encoded(&bytes));
                self.bytes.push(bytes);
            }
        }
        for text in texts {
            if !self.texts.iter().any(|known| known.expose() == text) {
                self.texts.push(text.into());
            }
        }
        self.texts.sort_by_key(|text| Reverse(text.expose().len()));
    }

    /// Takes in a value that holds a signature or a secret: the whole, and the parts of it that look so.
    pub(super) fn add_value(&mut self, value: &str) {
        let plain = percent_decode_str(value).decode_utf8_lossy();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "+/=_-.".contains(c);
        let parts = [value, &plain].into_iter();
        let parts = parts.flat_map(|text| text.split(|c| !is_part(c)).map(without_name));
        let parts = parts.filter(|part| part.len() >= LONG);
        let whole = Some(value).filter(|value| value.len() >= SHORTEST);
        whole
            .into_iter()
            .chain(parts)
            .for_each(|secret| self.add(secret));
    }

    /// A text without them.
    pub(super) fn taken_from(&self, text: &str) -> String {
        let texts = self.texts.iter().map(Secret::expose);
        texts.fold(text.to_owned(), without)
    }

    /// Whether bytes that are no text hold one.
    pub(super) fn stand_in(&self, bytes: &[u8]) -> bool {
        let texts = self.texts.iter().map(|text| text.expose().as_bytes());
        let mut all = texts.chain(self.bytes.iter().map(|bytes| bytes.as_slice()));
        all.any(|part| bytes.windows(part.len()).any(|window| window == part))
    }
}

/// `Signature=abc` without what stands in front of the value.
fn without_name(part: &str) -> &str {
    let value = part.split_once('=').map(|(_, value)| value);
    value.filter(|value| value.len() >= LONG).unwrap_or(part)
}

/// The bytes of a secret, and those of which it is itself an encoding, as keys in base64 are.
fn meant(secret: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let in_base64 = [&alphabet::STANDARD, &alphabet::URL_SAFE].map(|alphabet| {
        let decoded = base64(alphabet).decode(secret);
        decoded.ok()
    });
    let decoded = in_base64.into_iter().flatten().chain(unhex(secret));
    let mut all = vec![secret.as_bytes().to_vec()];
    for bytes in decoded.filter(|bytes| bytes.len() >= KEY) {
        if !all.contains(&bytes) {
            all.push(bytes);
        }
    }
    all.into_iter().map(Zeroizing::new).collect()
}

/// Bytes in hexadecimal digits and in base64.
fn encoded(bytes: &[u8]) -> Vec<String> {
    let lower = bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let mut all = vec![lower.to_uppercase(), lower];
    for alphabet in [&alphabet::STANDARD, &alphabet::URL_SAFE] {
        let whole = base64(alphabet).encode(bytes);
        all.push(whole);
        all.extend((0..3).map(|before| within(alphabet, before, bytes)));
    }
    let in_urls: Vec<_> = all.iter().map(wire::value).collect();
    all.extend(in_urls);
    all
}

/// What bytes always look like in the base64 of a longer text, so many bytes behind a whole group of
/// three: without the digits that the bytes around them have a part in.
fn within(alphabet: &Alphabet, before: usize, bytes: &[u8]) -> String {
    let padded = [&[0; 2][..before], bytes].concat();
    let text = base64(alphabet).encode(&padded);
    let (first, end) = ((8 * before).div_ceil(6), 8 * padded.len() / 6);
    text[first..end].to_owned()
}

/// Base64 that is written without padding, and read with it or without.
fn base64(alphabet: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(alphabet, config)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: char| u8::try_from(c.to_digit(16)?).ok();
    let digits: Vec<u8> = text.chars().map(digit).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    is_whole.then(|| pairs.map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// A text without each place where a secret stands, whatever the case of its escapes.
fn without(text: String, spelled: &str) -> String {
    if !spelled.contains('%') {
        return if text.contains(spelled) {
            text.replace(spelled, SCRUBBED)
        } else {
            text
        };
    }
    let (mut scrubbed, mut rest) = (String::new(), &*text);
    while let Some(at) = find(rest, spelled) {
        scrubbed.extend([&rest[..at], SCRUBBED]);
        rest = &rest[at + spelled.len()..];
    }
    scrubbed + rest
}

/// Where a text stands in another; `%2B` and `%2b` are the same.
fn find(text: &str, spelled: &str) -> Option<usize> {
    let spelled = spelled.as_bytes();
    let is_digit = |at: usize| spelled[at.saturating_sub(2)..at].contains(&b'%');
    let same = |window: &[u8]| {
        let mut pairs = window.iter().zip(spelled).enumerate();
        pairs.all(|(at, (a, b))| a == b || is_digit(at) && a.eq_ignore_ascii_case(b))
    };
    text.as_bytes().windows(spelled.len()).position(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(secret: &str, text: &str) -> String {
        let mut spellings = Spellings::default();
        spellings.add(secret);
        spellings.taken_from(text)
    }

    /// As Python's base64 writes `user:hunter2!secret` and its like.
    #[test]
    fn in_base64_of_something_longer() {
        for (text, left) in [
            ("aHVudGVyMiFzZWNyZXQ=", "‹scrubbed›="),
            ("dXNlcjpodW50ZXIyIXNlY3JldA==", "dXNlcjp‹scrubbed›A=="),
            ("dXNlcnM6aHVudGVyMiFzZWNyZXQ=", "dXNlcnM6‹scrubbed›="),
            (
                "YWRtaW46aHVudGVyMiFzZWNyZXQ6eA==",
                "YWRtaW46‹scrubbed›6eA==",
            ),
            ("cm9vdDpodW50ZXIyIXNlY3JldA==", "cm9vdDp‹scrubbed›A=="),
        ] {
            assert_eq!(scrubbed("hunter2!secret", text), left);
        }
    }

    #[test]
    fn in_every_encoding() {
        for spelled in [
            "+/+/AAECAwQFBgc=",
            "-_-_AAECAwQFBgc",
            "+/+/AAECAwQFBgc",
            "%2B%2F%2B%2FAAECAwQFBgc%3D",
            "%2b%2f%2b%2fAAECAwQFBgc",
            "fbffbf0001020304050607",
            "FBFFBF0001020304050607",
            "Ky8rL0FBRUNBd1FGQmdjPQ",
            "2b2f2b2f41414543417751464267633d",
        ] {
            let found = scrubbed("+/+/AAECAwQFBgc=", &format!("a {spelled} b"));
            assert_eq!(found, "a ‹scrubbed› b", "{spelled}");
        }
    }

    #[test]
    fn bytes() {
        let mut spellings = Spellings::default();
        spellings.add("+/+/AAECAwQFBgc=");
        assert!(spellings.stand_in(b"\xff\xfb\xff\xbf\0\x01\x02\x03\x04\x05\x06\x07"));
        assert!(spellings.stand_in(b"\xfffbffbf0001020304050607"));
        assert!(!spellings.stand_in(b"\xff\xfb\xff\xbf\0\x01\x02\x03\x04\x05\x06"));
    }

    /// What is short is found as it is, and nothing that looks like it.
    #[test]
    fn a_short_one() {
        assert_eq!(scrubbed("ab", "ab 6162 YWI="), "‹scrubbed› 6162 YWI=");
    }
}
