//! Hashes and MACs, by name.

use hmac::{Hmac, KeyInit, Mac as _};
use sha1::digest::{self, Digest as _, FixedOutput as _};
use zeroize::Zeroize as _;

use crate::data::{Algorithm, Hash};

impl Hash {
    /// Every hash, with its name in a scheme file.
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("md5", Self::Md5),
        ("sha1", Self::Sha1),
        ("sha256", Self::Sha256),
        ("sha384", Self::Sha384),
        ("sha512", Self::Sha512),
        ("sm3", Self::Sm3),
    ];

    /// Its name in a scheme file.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// The digest of some bytes.
    pub(crate) fn digest(self, bytes: &[u8]) -> Digest {
        match self {
            Self::Md5 => Digest::new(&md5::Md5::digest(bytes)),
            Self::Sha1 => Digest::new(&sha1::Sha1::digest(bytes)),
            Self::Sha256 => Digest::new(&sha2::Sha256::digest(bytes)),
            Self::Sha384 => Digest::new(&sha2::Sha384::digest(bytes)),
            Self::Sha512 => Digest::new(&sha2::Sha512::digest(bytes)),
            Self::Sm3 => Digest::new(&sm3::Sm3::digest(bytes)),
        }
    }
}

impl Algorithm {
    /// The algorithm of this name: a hash, or `hmac-` and a hash.
    pub fn from_name(name: &str) -> Option<Self> {
        let (keyed, hash) = match name.strip_prefix("hmac-") {
            Some(hash) => (true, hash),
            None => (false, name),
        };
        let (_, hash) = Hash::ALL.iter().find(|(known, _)| *known == hash)?;
        Some(Self { keyed, hash: *hash })
    }

    /// Every name that [`from_name`](Self::from_name) knows.
    pub fn names() -> impl Iterator<Item = String> {
        ["hmac-", ""].iter().flat_map(|mac| {
            Hash::ALL
                .iter()
                .map(move |(hash, _)| format!("{mac}{hash}"))
        })
    }
}

/// A hash in the making.
#[derive(Clone)]
pub(crate) enum Hasher {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sm3(sm3::Sm3),
}

impl Hasher {
    pub(crate) fn new(hash: Hash) -> Self {
        match hash {
            Hash::Md5 => Self::Md5(md5::Md5::new()),
            Hash::Sha1 => Self::Sha1(sha1::Sha1::new()),
            Hash::Sha256 => Self::Sha256(sha2::Sha256::new()),
            Hash::Sha384 => Self::Sha384(sha2::Sha384::new()),
            Hash::Sha512 => Self::Sha512(sha2::Sha512::new()),
            Hash::Sm3 => Self::Sm3(sm3::Sm3::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(hash) => digest::Update::update(hash, bytes),
            Self::Sha1(hash) => digest::Update::update(hash, bytes),
            Self::Sha256(hash) => digest::Update::update(hash, bytes),
            Self::Sha384(hash) => digest::Update::update(hash, bytes),
            Self::Sha512(hash) => digest::Update::update(hash, bytes),
            Self::Sm3(hash) => digest::Update::update(hash, bytes),
        }
    }

    pub(crate) fn finish(self) -> Digest {
        match self {
            Self::Md5(hash) => Digest::new(&hash.finalize_fixed()),
            Self::Sha1(hash) => Digest::new(&hash.finalize_fixed()),
            Self::Sha256(hash) => Digest::new(&hash.finalize_fixed()),
            Self::Sha384(hash) => Digest::new(&hash.finalize_fixed()),
            Self::Sha512(hash) => Digest::new(&hash.finalize_fixed()),
            Self::Sm3(hash) => Digest::new(&hash.finalize_fixed()),
        }
    }
}

/// The result of a hash or MAC, on the stack.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digest {
    bytes: [u8; 64],
    len: usize,
}

impl Digest {
    fn new(result: &[u8]) -> Self {
        let mut bytes = [0; 64];
        bytes[..result.len()].copy_from_slice(result);
        Self {
            bytes,
            len: result.len(),
        }
    }

    /// For one that is a key.
    pub(crate) fn wipe(&mut self) {
        self.bytes.zeroize();
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// An HMAC whose key has been prepared: both key blocks are hashed once, here.
#[derive(Clone)]
pub(crate) enum Mac {
    Md5(Hmac<md5::Md5>),
    Sha1(Hmac<sha1::Sha1>),
    Sha256(Hmac<sha2::Sha256>),
    Sha384(Hmac<sha2::Sha384>),
    Sha512(Hmac<sha2::Sha512>),
    Sm3(Hmac<sm3::Sm3>),
}

impl Mac {
    /// Prepares a key of any length.
    pub(crate) fn new(hash: Hash, key: &[u8]) -> Self {
        fn keyed<M: KeyInit>(key: &[u8]) -> M {
            // RFC 2104 takes a key of any length.
            M::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes every key"))
        }
        match hash {
            Hash::Md5 => Self::Md5(keyed(key)),
            Hash::Sha1 => Self::Sha1(keyed(key)),
            Hash::Sha256 => Self::Sha256(keyed(key)),
            Hash::Sha384 => Self::Sha384(keyed(key)),
            Hash::Sha512 => Self::Sha512(keyed(key)),
            Hash::Sm3 => Self::Sm3(keyed(key)),
        }
    }

    /// The MAC of some bytes under this key, which stays prepared.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Digest {
        macro_rules! finish {
            ($mac:expr) => {{
                let mut mac = $mac.clone();
                mac.update(bytes);
                Digest::new(&mac.finalize_fixed())
            }};
        }
        match self {
            Self::Md5(mac) => finish!(mac),
            Self::Sha1(mac) => finish!(mac),
            Self::Sha256(mac) => finish!(mac),
            Self::Sha384(mac) => finish!(mac),
            Self::Sha512(mac) => finish!(mac),
            Self::Sm3(mac) => finish!(mac),
        }
    }
}
