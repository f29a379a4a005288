//! A text that is never shown.

use std::{fmt, sync::Arc};

use serde_core::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A secret credential: a key, a password, a token.
///
/// It is shown nowhere (its `Debug` and `Display` say `‹secret›`). Clones share it, and it is wiped
/// when the last of them is dropped. It has no `PartialEq` and no `Serialize`, so that neither a
/// comparison nor a dump leaks it.
///
/// ```
/// # use signed_api::Secret;
/// let key = Secret::from("c2VjcmV0");
/// assert_eq!(format!("{key} {key:?}"), "‹secret› ‹secret›");
/// assert_eq!(key.expose(), "c2VjcmV0");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// The secret itself. Whoever writes this word has a reason.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹secret›")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
