//! Hashes, MACs and encodings, each by one call of the crate that everybody has. Nothing here is
//! this project's: what agrees with it agrees with an implementation of its own.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// Base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a text in base64.
///
/// # Panics
///
/// If it is something else.
pub fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).expect("base64")
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// MD5.
pub fn md5(bytes: &[u8]) -> Vec<u8> {
    Md5::digest(bytes).to_vec()
}

/// HMAC-SHA256.
///
/// # Panics
///
/// Never: a key may have any length.
pub fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// HMAC-SHA1.
///
/// # Panics
///
/// Never: a key may have any length.
pub fn hmac_sha1(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// HMAC-SHA512.
///
/// # Panics
///
/// Never: a key may have any length.
pub fn hmac_sha512(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// A signature as two of the providers send it: HMAC-SHA256 with the decoded key, in base64.
pub fn signature(key: &str, text: &str) -> String {
    base64(&hmac_sha256(&decoded(key), text.as_bytes()))
}
