//! A request that was accepted.

use std::{collections::BTreeMap, fmt, time::SystemTime};

use signed_api_specs::Received;

use crate::StringToSign;

/// What a request that was accepted tells: for replay checks, and to know whose it is.
#[derive(Clone)]
#[non_exhaustive]
pub struct Verified {
    /// When it was signed, if the scheme sends a time and signs it: as finely as it is signed.
    pub time: Option<SystemTime>,
    /// Its nonce, if the scheme has one and signs it: one that is not signed anybody may change.
    pub nonce: Option<String>,
    /// What was signed. Shown, its secrets are masked.
    pub string_to_sign: StringToSign,
    received: Received,
}

impl Verified {
    pub(super) fn of(verified: signed_api_specs::Verified) -> Self {
        let received = verified.received;
        Self {
            time: received.time().and_then(|time| time.try_into().ok()),
            nonce: received.nonce().map(str::to_owned),
            string_to_sign: verified.signing.string_to_sign,
            received,
        }
    }

    /// A credential that the request names, as the id of its key.
    pub fn credential(&self, name: &str) -> Option<&str> {
        self.received.credential(name)
    }
}

/// Whose it is and when it was signed, in a line. What was signed may be long; it shows by itself.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: BTreeMap<_, _> = self.received.credentials().collect();
        f.debug_struct("Verified")
            .field("credentials", &credentials)
            .field("time", &self.received.time())
            .field("nonce", &self.nonce)
            .finish_non_exhaustive()
    }
}
