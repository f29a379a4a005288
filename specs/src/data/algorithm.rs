//! Hashes and MACs.

#[cfg(feature = "read")]
use serde::Serialize;

/// A hash, plain or as the hash of an HMAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Algorithm {
    /// `hmac-` stands before the hash's name.
    pub keyed: bool,
    /// The hash.
    pub hash: Hash,
}

/// A hash function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum Hash {
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4).
    Sha1,
    /// SHA-256 (FIPS 180-4).
    #[default]
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// SM3 (GB/T 32905).
    Sm3,
}
