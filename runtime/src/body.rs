//! What a request or an answer carries.

use std::fmt;

use bytes::Bytes;

/// The body of a request or of an answer: bytes in memory.
///
/// A method whose `#[body]` parameter is a `Body` sends it as it is. Its content type is
/// `application/octet-stream`, or `text/plain; charset=utf-8` if it was made from text, unless the
/// method says otherwise.
#[derive(Clone, Default)]
pub struct Body {
    bytes: Bytes,
    text: bool,
}

impl Body {
    /// No body at all.
    pub const fn empty() -> Self {
        Self {
            bytes: Bytes::new(),
            text: false,
        }
    }

    /// A text, sent as UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            bytes: Bytes::from(text.into()),
            text: true,
        }
    }

    /// Bytes.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            text: false,
        }
    }

    /// The bytes, if they are in memory. Every body is, so far.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        Some(&self.bytes)
    }

    /// How many bytes there are, if that is known.
    pub fn len(&self) -> Option<usize> {
        Some(self.bytes.len())
    }

    /// There is certainly nothing in it.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes, without copying them, if they are in memory.
    pub fn into_bytes(self) -> Option<Bytes> {
        Some(self.bytes)
    }

    /// Whether it can be sent more than once. What is in memory can.
    #[allow(clippy::unused_self, reason = "not every body will be in memory")]
    pub(crate) const fn is_repeatable(&self) -> bool {
        true
    }

    /// The content type that fits if nobody says another.
    pub(crate) fn content_type(&self) -> &'static str {
        if self.text {
            "text/plain; charset=utf-8"
        } else {
            "application/octet-stream"
        }
    }
}

/// The length only: a body may hold anything.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.bytes.len())
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Body {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
