//! What no way of signing can do without: the hashes, the MAC with a prepared key, the encodings.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha2::{Digest as _, Sha256};

/// A key, decoded and prepared.
pub(crate) fn prepared(key: &str) -> Hmac<Sha256> {
    let key = STANDARD.decode(key).expect("base64");
    Hmac::new_from_slice(&key).expect("any key")
}

/// The hash of the body and the signature, both encoded; the signature comes back.
pub(crate) fn acs(key: &Hmac<Sha256>, text: &[u8], body: &[u8]) -> [u8; 44] {
    std::hint::black_box(encoded::<44>(&Sha256::digest(body)));
    signature(key, text)
}

/// The same; an empty body has no hash here.
pub(crate) fn sinch_application(key: &Hmac<Sha256>, text: &[u8], body: &[u8]) -> [u8; 44] {
    if !body.is_empty() {
        std::hint::black_box(encoded::<24>(&Md5::digest(body)));
    }
    signature(key, text)
}

fn signature(key: &Hmac<Sha256>, text: &[u8]) -> [u8; 44] {
    let mut mac = key.clone();
    mac.update(text);
    encoded(&mac.finalize().into_bytes())
}

fn encoded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut text = [0; N];
    STANDARD
        .encode_slice(bytes, &mut text)
        .expect("just enough room");
    text
}
