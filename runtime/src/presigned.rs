//! A URL that carries its signature.

use std::{fmt, time::Duration};

use http::{HeaderMap, Method, Uri, header, uri::Authority};

use crate::{Error, SchemeData, Signed, Unsigned, settings::declared};

/// A request that was signed in its URL, for somebody else to send: [`Client::presign`] and
/// [`Signer::presign`] make it.
///
/// Shown by `{}` it is the URL, all of it: whoever has it can send the request. `{:?}` shows no query.
///
/// [`Client::presign`]: crate::Client::presign
/// [`Signer::presign`]: crate::Signer::presign
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Presigned {
    /// The method that was signed: a URL for `GET` is none for `PUT`.
    pub method: Method,
    /// The URL, to be used as it is.
    pub url: Uri,
    /// The headers to send with it, beside `Host`: those that trait, request and client say, which
    /// the scheme may have signed, and those that the scheme itself sends. A URL for a browser has
    /// none.
    pub headers: HeaderMap,
}

impl Presigned {
    /// What of a signed request goes with its URL. A body does not; whoever sends the request may
    /// choose it if the scheme leaves it unsigned.
    pub(crate) fn of(signed: Signed, data: &SchemeData<'_>) -> Result<Self, Error> {
        let call = signed.call();
        let refused = |why: &str| {
            let name = data.name;
            Err(Error::request(format!("scheme `{name}` {why}")).of_call(call))
        };
        if !data.signs_query() {
            return refused("does not put its signature into the query, so no URL carries it");
        }
        let (parts, body) = signed.into_http().into_parts();
        if !body.is_empty() && data.uses_body() {
            return refused("signs the body, which a presigned URL cannot carry");
        }
        let (method, url, mut headers) = (parts.method, parts.uri, parts.headers);
        headers.remove(header::HOST);
        Ok(Self {
            method,
            url,
            headers,
        })
    }
}

/// The request with its lifetime, in the setting that the scheme has for it.
pub(crate) fn lasting(
    mut unsigned: Unsigned,
    data: &SchemeData<'_>,
    valid: Option<Duration>,
) -> Result<Unsigned, Error> {
    let Some(valid) = valid else {
        return Ok(unsigned);
    };
    let call = unsigned.call();
    let refused = |why: String| Err(Error::request(why).of_call(call));
    let Some(setting) = data.lifetime() else {
        let name = data.name;
        return refused(format!(
            "scheme `{name}` has no setting for how long a URL is valid; presign with `None`"
        ));
    };
    if valid.as_secs() == 0 {
        return refused("a presigned URL is valid for one second at least".to_owned());
    }
    let seconds = valid.as_secs().to_string();
    let max = declared(data, setting).and_then(|setting| setting.exceeded(&seconds));
    if let Some(max) = max {
        let (name, page) = (data.name, data.page);
        return refused(format!(
            "a URL of scheme `{name}` is valid for {max} seconds at most (`{setting}`), and {seconds} were asked \
             for: {page}"
        ));
    }
    unsigned.set(setting, seconds);
    Ok(unsigned)
}

/// The URL.
impl fmt::Display for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

/// No query and no values of headers: the one is the signature, the others may be secret.
impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self
            .headers
            .keys()
            .map(header::HeaderName::as_str)
            .collect();
        f.debug_struct("Presigned")
            .field("method", &self.method)
            .field("host", &self.url.authority().map(Authority::host))
            .field("path", &self.url.path())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}
