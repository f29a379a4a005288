//! A hash, a MAC or an encoding, and the bytes that it works on.

use std::fmt;
use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use signed_api_specs::data::Hash;
use sm3::Sm3;

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Digest(Hash),
    /// With a key that was prepared before.
    Mac(Hash),
    /// With a key that is another for each request.
    MacOfNewKey(Hash),
    Hex,
    HexDecode,
    Base64,
    Base64Url,
    Base64Decode,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(hash) => f.write_str(hash.name()),
            Self::Mac(hash) => write!(f, "hmac-{}", hash.name()),
            Self::MacOfNewKey(hash) => write!(f, "hmac-{} of a new key", hash.name()),
            Self::Hex => f.write_str("hex"),
            Self::HexDecode => f.write_str("hex_decode"),
            Self::Base64 => f.write_str("base64"),
            Self::Base64Url => f.write_str("base64_url"),
            Self::Base64Decode => f.write_str("base64_decode"),
        }
    }
}

/// It is ready to be done.
pub(crate) struct Work {
    pub(crate) kind: Kind,
    run: Box<dyn Fn()>,
}

impl Work {
    pub(crate) fn new(kind: Kind, key: Vec<u8>, bytes: Vec<u8>) -> Self {
        let run = match kind {
            Kind::Digest(hash) => digest(hash, bytes),
            Kind::Mac(hash) => mac(hash, &key, bytes),
            Kind::MacOfNewKey(hash) => mac_of_new_key(hash, key, bytes),
            encoding => encode(encoding, bytes),
        };
        Self { kind, run }
    }

    pub(crate) fn run(&self) {
        (self.run)();
    }
}

/// Calls a function for the type of a hash, or for the MAC by it.
macro_rules! by_hash {
    ($hash:ident, $function:ident($($argument:ident),*)) => {
        match $hash {
            Hash::Md5 => $function::<Md5>($($argument),*),
            Hash::Sha1 => $function::<Sha1>($($argument),*),
            Hash::Sha256 => $function::<Sha256>($($argument),*),
            Hash::Sha384 => $function::<Sha384>($($argument),*),
            Hash::Sha512 => $function::<Sha512>($($argument),*),
            Hash::Sm3 => $function::<Sm3>($($argument),*),
        }
    };
    ($hash:ident, $function:ident::<Hmac>($($argument:ident),*)) => {
        match $hash {
            Hash::Md5 => $function::<Hmac<Md5>>($($argument),*),
            Hash::Sha1 => $function::<Hmac<Sha1>>($($argument),*),
            Hash::Sha256 => $function::<Hmac<Sha256>>($($argument),*),
            Hash::Sha384 => $function::<Hmac<Sha384>>($($argument),*),
            Hash::Sha512 => $function::<Hmac<Sha512>>($($argument),*),
            Hash::Sm3 => $function::<Hmac<Sm3>>($($argument),*),
        }
    };
}

fn digest(hash: Hash, bytes: Vec<u8>) -> Box<dyn Fn()> {
    fn of<D: Digest + 'static>(bytes: Vec<u8>) -> Box<dyn Fn()> {
        Box::new(move || drop(black_box(D::digest(&bytes))))
    }
    by_hash!(hash, of(bytes))
}

fn mac(hash: Hash, key: &[u8], bytes: Vec<u8>) -> Box<dyn Fn()> {
    fn of<M: Mac + KeyInit + Clone + 'static>(key: &[u8], bytes: Vec<u8>) -> Box<dyn Fn()> {
        let prepared = keyed::<M>(key);
        Box::new(move || finish(prepared.clone(), &bytes))
    }
    by_hash!(hash, of::<Hmac>(key, bytes))
}

fn mac_of_new_key(hash: Hash, key: Vec<u8>, bytes: Vec<u8>) -> Box<dyn Fn()> {
    fn of<M: Mac + KeyInit + 'static>(key: Vec<u8>, bytes: Vec<u8>) -> Box<dyn Fn()> {
        Box::new(move || finish(keyed::<M>(&key), &bytes))
    }
    by_hash!(hash, of::<Hmac>(key, bytes))
}

fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("any key")
}

fn finish(mut mac: impl Mac, bytes: &[u8]) {
    mac.update(bytes);
    black_box(mac.finalize());
}

/// Encodes into room that is there already.
fn encode(kind: Kind, bytes: Vec<u8>) -> Box<dyn Fn()> {
    let room = std::cell::RefCell::new(vec![0; 4 * bytes.len().max(1)]);
    let engine = if kind == Kind::Base64Url {
        URL_SAFE
    } else {
        STANDARD
    };
    Box::new(move || {
        let mut room = room.borrow_mut();
        let done = match kind {
            Kind::Hex => hex::encode_to_slice(&bytes, &mut room[..2 * bytes.len()]).is_ok(),
            Kind::HexDecode => hex::decode_to_slice(&bytes, &mut room[..bytes.len() / 2]).is_ok(),
            Kind::Base64Decode => engine.decode_slice(&bytes, &mut room).is_ok(),
            _ => engine.encode_slice(&bytes, &mut room).is_ok(),
        };
        black_box((&room, done));
    })
}
