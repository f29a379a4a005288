//! What was signed, kept to be shown: with secrets masked.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use smallvec::SmallVec;

/// The string to sign of a request, as it was signed.
///
/// Some schemes put a secret into it. So [`Display`](fmt::Display) and [`Debug`](fmt::Debug) show
/// secrets as `‹name›`. Its memory holds the values of the headers too, and is wiped when the last
/// of them is dropped, if a secret was ever written into it. [`expose`](Self::expose) gives the bytes. By default it is empty.
#[derive(Clone, Default)]
pub struct StringToSign {
    written: Bytes,
    range: Range<usize>,
    masks: Hiding,
}

/// A secret stretch of a text.
#[derive(Clone)]
pub(crate) struct Hidden {
    pub(super) at: usize,
    pub(super) end: usize,
    /// Where the name of the credential that it is stands among the names, which is shown for it;
    /// empty if it was computed.
    pub(super) name: Range<usize>,
}

/// The secret stretches of a text: mostly none.
pub(crate) type Hiding = SmallVec<[Hidden; 2]>;

impl StringToSign {
    /// A range of what was written, in which these stretches are not shown. Their names were
    /// written too.
    pub(crate) fn new(written: Bytes, range: Range<usize>, masks: Hiding) -> Self {
        Self {
            written,
            range,
            masks,
        }
    }

    /// All that was written, and not only what was signed.
    pub(crate) fn written(&self) -> &Bytes {
        &self.written
    }

    /// The bytes that were signed, secrets included. Not for logs.
    pub fn expose(&self) -> &[u8] {
        &self.written[self.range.clone()]
    }

    /// Whether a secret stands in it.
    pub fn holds_secret(&self) -> bool {
        !self.masks.is_empty()
    }
}

impl fmt::Display for StringToSign {
    /// The text, with secrets as `‹name›` and bytes that are no text as `\xNN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = Masked {
            bytes: self.expose(),
            masks: &self.masks,
            names: &self.written,
        };
        masked.fmt(f)
    }
}

/// Bytes as they may be shown.
pub(super) struct Masked<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) masks: &'b [Hidden],
    /// What the names of secrets are found in.
    pub(super) names: &'b [u8],
}

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at = 0;
        for mask in self.masks {
            show(&self.bytes[at..mask.at.max(at)], f)?;
            let name = match &self.names[mask.name.clone()] {
                [] => "secret".into(),
                name => String::from_utf8_lossy(name),
            };
            write!(f, "‹{name}›")?;
            at = mask.end.max(at);
        }
        show(&self.bytes[at..], f)
    }
}

/// Text as it is; a byte that is none as `\xNN`.
fn show(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for chunk in bytes.utf8_chunks() {
        f.write_str(chunk.valid())?;
        for byte in chunk.invalid() {
            write!(f, "\\x{byte:02x}")?;
        }
    }
    Ok(())
}

impl fmt::Debug for StringToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StringToSign({:?})", self.to_string())
    }
}
