//! What signing adds to a request.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use http::HeaderValue;
use http::uri::{InvalidUri, PathAndQuery};
use smallvec::SmallVec;

use super::Error;
use super::scan::any;
use super::string_to_sign::StringToSign;
use crate::data::SchemeData;

/// Where the value of a header stands in what was written.
pub(super) struct Written {
    /// The index of its entry; `None` for the host.
    pub(super) entry: Option<u16>,
    pub(super) range: Range<usize>,
    pub(super) sensitive: bool,
}

/// What signing adds to a request. Shown, the values are left out: a URL or a body may hold a
/// secret that is sent.
pub struct Signing {
    pub(super) headers: SmallVec<[Written; 8]>,
    /// Where path and query stand, if the scheme adds something to them.
    pub(super) target: Option<Range<usize>>,
    /// The body, if the scheme added something to it.
    pub body: Option<Bytes>,
    /// Where the length of that body stands.
    pub(super) length: Range<usize>,
    /// What was signed.
    pub string_to_sign: StringToSign,
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signing")
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}

impl Signing {
    /// Path and query, if the scheme adds something to them.
    pub fn target(&self) -> Option<Cow<'_, str>> {
        let range = self.target.clone()?;
        Some(String::from_utf8_lossy(
            &self.string_to_sign.written()[range],
        ))
    }

    /// The same as a part of a URL, which shares the memory.
    ///
    /// # Errors
    ///
    /// If it is none: it is too long, or what the request brought is no part of a URL.
    pub fn path_and_query(&self) -> Result<Option<PathAndQuery>, InvalidUri> {
        let Some(range) = self.target.clone() else {
            return Ok(None);
        };
        let text = self.string_to_sign.written().slice(range);
        PathAndQuery::from_maybe_shared(text).map(Some)
    }

    /// What a `Content-Length` header says of the body that is made, if one is.
    pub fn content_length(&self) -> Option<HeaderValue> {
        self.body.as_ref()?;
        header_value(self.string_to_sign.written().slice(self.length.clone()))
    }

    /// The headers to set, each by the index of its entry in [`SchemeData::entries`]; `None` for
    /// the `Host` header, which is there unless the request says the same: what is signed as the
    /// host is sent, without the default port, and there in any case.
    ///
    /// # Errors
    ///
    /// If a value cannot be that of a header.
    pub fn headers<'s>(
        &'s self,
        data: &'s SchemeData<'_>,
    ) -> impl Iterator<Item = Result<(Option<usize>, HeaderValue), Error>> {
        self.headers.iter().map(|header| {
            let text = self.string_to_sign.written().slice(header.range.clone());
            let entry = header.entry.map(usize::from);
            let mut value = header_value(text).ok_or_else(|| {
                let name = |entry: usize| data.text(data.entries[entry].name);
                let name = entry.map_or("host", name).to_owned();
                Error::Header { name }
            })?;
            value.set_sensitive(header.sensitive);
            Ok((entry, value))
        })
    }
}

/// A value that a header may have. A tab is not taken either: no scheme sends it, and some proxies
/// rewrite it.
fn header_value(text: Bytes) -> Option<HeaderValue> {
    if any(&text, |byte| byte == b'\t') {
        return None;
    }
    HeaderValue::from_maybe_shared(text).ok()
}
