//! The text of a signature, and the bytes that it may stand for.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;

use crate::data::Function;
use crate::engine::decode_hex;

/// A manner of writing a signature.
pub(super) struct Manner {
    pub(super) name: &'static str,
    pub(super) done: &'static str,
    decode: fn(&str) -> Option<Vec<u8>>,
}

static MANNERS: [Manner; 9] = [
    Manner {
        name: "signature in hexadecimal",
        done: "The signature is written in hexadecimal digits.",
        decode: |text| decode_hex(text.as_bytes()),
    },
    Manner {
        name: "signature in base64",
        done: "The signature is written in base64.",
        decode: |text| STANDARD.decode(text).ok(),
    },
    Manner {
        name: "signature without padding",
        done: "The signature is written in base64 without the `=` at its end.",
        decode: |text| STANDARD_NO_PAD.decode(text).ok(),
    },
    Manner {
        name: "signature in URL-safe base64",
        done: "The signature is written in the URL-safe alphabet of base64.",
        decode: |text| URL_SAFE.decode(text).ok(),
    },
    Manner {
        name: "signature in URL-safe base64",
        done: "The signature is written in the URL-safe alphabet of base64, without padding.",
        decode: |text| URL_SAFE_NO_PAD.decode(text).ok(),
    },
    Manner {
        name: "hexadecimal digits in base64",
        done: "The hexadecimal digits of the signature are written in base64, instead of its bytes.",
        decode: |text| decode_hex(&STANDARD.decode(text).ok()?),
    },
    Manner {
        name: "signature percent-encoded",
        done: "The signature is percent-encoded, and here it should not be.",
        decode: |text| {
            let plain = percent_encoding::percent_decode_str(text)
                .decode_utf8()
                .ok()?;
            STANDARD.decode(plain.as_bytes()).ok()
        },
    },
    Manner {
        name: "signature not percent-encoded",
        done: "The signature is not percent-encoded: its `+` has become a blank.",
        decode: |text| STANDARD.decode(text.replace(' ', "+")).ok(),
    },
    Manner {
        name: "blanks around the signature",
        done: "The signature has a line end, blank or quotation mark before or behind it.",
        decode: |text| {
            let plain = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
            decode_hex(plain.as_bytes()).or_else(|| STANDARD.decode(plain).ok())
        },
    },
];

/// What stands where the scheme's own encoding was expected, in other letters.
static CAPITALS: Manner = Manner {
    name: "signature in other letters",
    done: "The hexadecimal digits of the signature are written in other letters, capital or small.",
    decode: |_| None,
};

static CUT: Manner = Manner {
    name: "signature cut off",
    done: "The signature is cut off: its first bytes are right, and the rest is not there.",
    decode: |_| None,
};

/// How a signature that is right is written.
#[derive(Clone, Copy)]
pub(super) enum Written {
    /// As the scheme writes it.
    Rightly,
    /// In another manner.
    Otherwise(&'static Manner),
}

/// A signature as it was sent.
pub(super) struct Sent {
    /// How the scheme writes it, outermost first.
    encodings: Vec<Function>,
    /// What it may stand for.
    readings: Vec<(Written, Vec<u8>)>,
}

impl Sent {
    pub(super) fn new(text: &str, encodings: &[Function]) -> Self {
        let mut readings: Vec<(Written, Vec<u8>)> = Vec::new();
        for manner in &MANNERS {
            let Some(bytes) = (manner.decode)(text).filter(|bytes| !bytes.is_empty()) else {
                continue;
            };
            if readings.iter().any(|(_, known)| *known == bytes) {
                continue;
            }
            let own = encoded(&bytes, encodings);
            if own == text {
                // Its own encoding is the first explanation.
                readings.insert(0, (Written::Rightly, bytes));
                continue;
            }
            let letters = own.eq_ignore_ascii_case(text) && !encodings.contains(&Function::Base64);
            let manner = if letters { &CAPITALS } else { manner };
            readings.push((Written::Otherwise(manner), bytes));
        }
        Self {
            encodings: encodings.to_vec(),
            readings,
        }
    }

    /// Whether it is this signature, and then how it is written.
    pub(super) fn is(&self, signature: &[u8]) -> Option<Written> {
        for (written, bytes) in &self.readings {
            if signature.ct_eq(bytes).into() {
                return Some(*written);
            }
            let cut = bytes.len() >= 8 && bytes.len() < signature.len();
            if cut && signature[..bytes.len()].ct_eq(bytes).into() {
                return Some(Written::Otherwise(&CUT));
            }
        }
        None
    }

    /// How many bytes it has, read as the scheme writes it.
    pub(super) fn len(&self) -> Option<usize> {
        let mut readings = self.readings.iter();
        let own = readings.find(|(written, _)| matches!(written, Written::Rightly));
        own.map(|(_, bytes)| bytes.len())
    }

    /// What the scheme writes it in.
    pub(super) fn encoding(&self) -> &'static str {
        match self.encodings.last() {
            Some(Function::Hex) => "hexadecimal digits",
            Some(Function::Base64Url) => "URL-safe base64",
            Some(Function::Base64) => "base64",
            _ => "its own encoding",
        }
    }
}

/// The bytes of a signature as the scheme writes them.
fn encoded(bytes: &[u8], encodings: &[Function]) -> String {
    let mut text = String::new();
    for function in encodings.iter().rev() {
        text = match function {
            Function::Hex => hex(bytes),
            Function::Base64 => STANDARD.encode(bytes),
            Function::Base64Url => URL_SAFE.encode(bytes),
            Function::Unpadded => text.trim_end_matches('=').to_owned(),
            Function::UpperCase => text.to_ascii_uppercase(),
            Function::LowerCase => text.to_ascii_lowercase(),
            _ => text,
        };
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The hashes that make so many bytes.
pub(super) fn hashes_of(len: usize) -> &'static str {
    match len {
        16 => ", as many as of MD5",
        20 => ", as many as of SHA-1",
        32 => ", as many as of SHA-256",
        48 => ", as many as of SHA-384",
        64 => ", as many as of SHA-512",
        _ => "",
    }
}
