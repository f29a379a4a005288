//! What signing adds to a request.

use std::ops::Range;

use bytes::Bytes;
use http::HeaderValue;
use smallvec::SmallVec;

use super::Error;
use super::scan::any;
use super::string_to_sign::StringToSign;
use crate::data::SchemeData;

/// Where the value of a header stands in what was written.
pub(super) struct Written {
    /// The index of its entry; `None` for the host.
    pub(super) entry: Option<usize>,
    pub(super) range: Range<usize>,
    pub(super) sensitive: bool,
}

/// What signing adds to a request. Shown, the values are left out: a URL or a body may hold a
/// secret that is sent.
pub struct Signing {
    pub(super) headers: SmallVec<[Written; 4]>,
    /// Path and query, if the scheme added something to them.
    pub path_and_query: Option<String>,
    /// The body, if the scheme added something to it.
    pub body: Option<Vec<u8>>,
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
            let mut value = header_value(text).ok_or_else(|| {
                let name = |entry: usize| data.text(data.entries[entry].name);
                let name = header.entry.map_or("host", name).to_owned();
                Error::Header { name }
            })?;
            value.set_sensitive(header.sensitive);
            Ok((header.entry, value))
        })
    }
}

/// A value that a header may have. A tab is a control character here: no scheme sends it, and some
/// proxies rewrite it.
fn header_value(text: Bytes) -> Option<HeaderValue> {
    if any(&text, |byte| byte < b' ') {
        return None;
    }
    HeaderValue::from_maybe_shared(text).ok()
}
