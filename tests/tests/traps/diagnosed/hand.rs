//! A request signed by hand, under any scheme: what is sent, and beside it what is signed.

use signed_api_tests::by_hand::{base64, hex, hmac_sha1, hmac_sha256, hmac_sha512, sha256};

/// The key of all of them; it can be decoded, whether it has to be or not.
pub(crate) const SECRET: &str = "c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudCwgbWFkZSB1cA==";
pub(crate) const KEY_ID: &str = "key1";

/// What is sent, and what is signed; where the two differ is the mistake.
#[derive(Clone)]
pub(crate) struct Hand {
    pub(crate) method: &'static str,
    pub(crate) signed_method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) signed_path: &'static str,
    pub(crate) query: &'static str,
    pub(crate) signed_query: &'static str,
    pub(crate) host: &'static str,
    pub(crate) signed_host: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) signed_content_type: &'static str,
    /// Unix seconds.
    pub(crate) time: i64,
    pub(crate) signed_time: i64,
    pub(crate) body: &'static str,
    pub(crate) signed_body: &'static str,
    pub(crate) secret: &'static str,
    /// The key is decoded where it should not be, or the other way round.
    pub(crate) key_otherwise: bool,
    pub(crate) newline: &'static str,
    pub(crate) end: &'static str,
    /// Hexadecimal digits for base64, or the other way round.
    pub(crate) written_otherwise: bool,
    pub(crate) capitals: bool,
    pub(crate) mac: Mac,
}

/// How a text is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mac {
    Right,
    OtherHash,
    NoKey,
    Swapped,
}

/// The hash of a scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    pub(crate) fn mac(self, key: &[u8], text: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => hmac_sha1(key, text),
            Self::Sha256 => hmac_sha256(key, text),
            Self::Sha512 => hmac_sha512(key, text),
        }
    }
}

impl Hand {
    /// The key, in the bytes that the scheme wants: decoded or not.
    pub(crate) fn key(&self, decodes: bool) -> Vec<u8> {
        if decodes == self.key_otherwise {
            self.secret.as_bytes().to_vec()
        } else {
            signed_api_tests::by_hand::decoded(self.secret.trim())
        }
    }

    /// The MAC of a text.
    pub(crate) fn sign(&self, hash: Hash, key: &[u8], text: &str) -> Vec<u8> {
        let text = text.as_bytes();
        let other = match hash {
            Hash::Sha256 => Hash::Sha1,
            _ => Hash::Sha256,
        };
        match self.mac {
            Mac::Right => hash.mac(key, text),
            Mac::OtherHash => other.mac(key, text),
            Mac::NoKey => sha256(text),
            Mac::Swapped => hash.mac(text, key),
        }
    }

    /// A signature as the scheme writes it, in base64 or hexadecimal digits.
    pub(crate) fn written(&self, signature: &[u8], in_base64: bool) -> String {
        match (in_base64 != self.written_otherwise, self.capitals) {
            (true, _) => base64(signature),
            (false, false) => hex(signature),
            (false, true) => hex(signature).to_uppercase(),
        }
    }

    /// The target that is sent.
    pub(crate) fn target(&self) -> String {
        joined(self.path, self.query)
    }
}

pub(crate) fn joined(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// A form of time, by `date` of a Unix system's `%` letters, in UTC.
pub(crate) fn time(seconds: i64, format: &str) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap();
    time.strftime(format).to_string()
}

/// Percent-encoding of all but the unreserved characters, byte by byte.
pub(crate) fn percent(text: &str, kept: &[u8]) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        byte if kept.contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The pairs of a query or form, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}
