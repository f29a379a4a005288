//! Encodings and time formats undone.

use crate::Timestamp;

use super::grain::Grain;
use super::parts::{Hole, What};
use super::reader::read;
use super::taken::Wrong;
use crate::data::{Function, SchemeData};
use crate::engine::encoding::{decode_hex, decode_padded_base64, whole_number};
use crate::engine::text::unquoted;
use crate::time::{self, HTTP_DATE};

pub(super) fn undone(hole: &Hole, text: &str) -> Result<String, Wrong> {
    String::from_utf8(undone_bytes(&hole.undo, text)?).map_err(|_| Wrong::Form)
}

/// What a hole's own expression has written.
pub(super) fn inside(hole: &Hole, text: &str) -> Result<String, Wrong> {
    let outside = undone_bytes(&hole.undo[..hole.outside], text)?;
    String::from_utf8(outside).map_err(|_| Wrong::Form)
}

/// Takes encodings off, outermost first.
pub(super) fn undone_bytes(undo: &[Function], text: &str) -> Result<Vec<u8>, Wrong> {
    let mut bytes = text.as_bytes().to_vec();
    for function in undo {
        bytes = match function {
            Function::Hex => decode_hex(&bytes).ok_or(Wrong::Form)?,
            Function::Base64 | Function::Base64Url => {
                decode_padded_base64(&bytes).ok_or(Wrong::Form)?
            }
            Function::HexNumber => {
                let digits = std::str::from_utf8(&bytes).map_err(|_| Wrong::Form)?;
                whole_number(digits).ok_or(Wrong::Form)?.into_bytes()
            }
            Function::PercentEncode => percent_encoding::percent_decode(&bytes).collect(),
            Function::Unpadded => {
                let padding = bytes.len().next_multiple_of(4) - bytes.len();
                bytes.resize(bytes.len() + padding, b'=');
                bytes
            }
            Function::Quoted => {
                let text = std::str::from_utf8(&bytes).map_err(|_| Wrong::Form)?;
                unquoted(text).ok_or(Wrong::Form)?.into_bytes()
            }
            _ => bytes,
        };
    }
    Ok(bytes)
}

impl Hole {
    /// Whether a text can stand here.
    pub(super) fn fits(&self, data: &SchemeData<'_>, text: &str) -> bool {
        let fits = text.chars().all(|c| self.alphabet.holds(c));
        match &self.what {
            _ if !fits => false,
            What::Time(_) if Grain::told(data, self).is_some() => self.time(data, text).is_some(),
            What::Template(parts) => {
                undone(self, text).is_ok_and(|text| read(data, parts, &text).is_some())
            }
            // Of several signatures, one that nothing can be read from is passed over.
            What::Signature => undone_bytes(&self.undo, text).is_ok_and(|bytes| !bytes.is_empty()),
            _ => true,
        }
    }

    /// The time that a text tells, whatever it is encoded with.
    pub(super) fn time(&self, data: &SchemeData<'_>, text: &str) -> Option<Timestamp> {
        let (written, around) = self.undo.split_last()?;
        let text = String::from_utf8(undone_bytes(around, text).ok()?).ok()?;
        match written {
            Function::HttpDate => time::read(&text, HTTP_DATE),
            Function::Rfc3339(_) => text.parse().ok(),
            Function::Format(format) => time::read(&text, data.text(*format)),
            Function::UnixMilliseconds => time::read_unix(&text, true),
            _ => time::read_unix(&text, false),
        }
    }
}
