//! The request as the engine sees it: read only, exactly as it goes over the wire.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::raw_pairs::split;
use super::scan::any;
use super::{BodyView, Error};

/// So many headers are sooner compared with than a place is computed.
const FEW: usize = 4;

/// A request, before it is signed or as it was received.
#[derive(Clone, Copy)]
pub struct RequestView<'r> {
    /// The method.
    pub method: &'r str,
    /// The scheme of the URL, `http` or `https`.
    pub scheme: &'r str,
    /// Host and port of the URL.
    pub authority: &'r str,
    /// Path and query as on the request line, percent-encoding untouched.
    pub path_and_query: &'r str,
    /// The headers.
    pub headers: &'r HeaderMap,
    /// The body.
    pub body: BodyView<'r>,
}

impl<'r> RequestView<'r> {
    /// The view of a request whose URL says its scheme and host.
    ///
    /// # Errors
    ///
    /// If the URL is not absolute: nobody could say which host is signed. If it names a user, whose
    /// password would be sent and signed as a part of the host. If it holds a character that is no
    /// ASCII.
    pub fn new(
        method: &'r http::Method,
        uri: &'r http::Uri,
        headers: &'r HeaderMap,
        body: impl Into<BodyView<'r>>,
    ) -> Result<Self, Error> {
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(Error::NotAbsolute);
        };
        if any(authority.as_str().as_bytes(), |byte| byte == b'@') {
            return Err(Error::UserInfo);
        }
        let path_and_query = uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str);
        if !path_and_query.is_ascii() {
            let other = path_and_query.chars().find(|c| !c.is_ascii());
            let character = other.unwrap_or_default();
            return Err(Error::RawUrl { character });
        }
        Ok(Self {
            method: method.as_str(),
            scheme,
            authority: authority.as_str(),
            path_and_query,
            headers,
            body: body.into(),
        })
    }

    /// Path and query as they will be sent: an empty path is `/`.
    pub fn target(&self) -> Cow<'r, str> {
        let whole = self.path_and_query;
        match whole.as_bytes().first() {
            None => "/".into(),
            Some(b'?') => format!("/{whole}").into(),
            Some(_) => whole.into(),
        }
    }

    pub(crate) fn path(&self) -> &'r str {
        let (path, _) = split(self.path_and_query, b'?');
        if path.is_empty() { "/" } else { path }
    }

    /// What the request's own header of a name says, which mostly is among the first few.
    pub(crate) fn said(&self, name: &HeaderName) -> Option<&'r HeaderValue> {
        let mut few = self.headers.iter().take(FEW);
        match few.find(|(known, _)| *known == name) {
            Some((_, said)) => Some(said),
            None if self.headers.len() > FEW => self.headers.get(name),
            None => None,
        }
    }

    /// What the `Host` header says, as given; if there is none, what it will say: the host of the
    /// URL in lower case, without the port if it is the default one.
    ///
    /// # Errors
    ///
    /// If the request's own `Host` header is not text.
    pub fn host(&self) -> Result<Cow<'r, str>, Error> {
        self.host_of(self.headers.get(header::HOST))
    }

    /// The host by the request's `Host` header, which is what a request is asked for most.
    pub(crate) fn host_of(&self, said: Option<&'r HeaderValue>) -> Result<Cow<'r, str>, Error> {
        if let Some(host) = said {
            let host = host.to_str().map_err(|_| Error::NotText {
                what: "header `host`".to_owned(),
            })?;
            Ok(host.trim_ascii().into())
        } else {
            let host = self.without_default_port(self.authority);
            let upper = |byte: u8| byte.is_ascii_uppercase();
            Ok(if any(host.as_bytes(), upper) {
                host.to_ascii_lowercase().into()
            } else {
                host.into()
            })
        }
    }

    pub(crate) fn without_default_port<'h>(&self, host: &'h str) -> &'h str {
        let default = if self.scheme.eq_ignore_ascii_case("http") {
            ":80"
        } else {
            ":443"
        };
        host.strip_suffix(default).unwrap_or(host)
    }

    /// A host without its port, and the port.
    pub(crate) fn split_port<'h>(&self, host: &'h str) -> (&'h str, &'h str) {
        let default = if self.scheme.eq_ignore_ascii_case("http") {
            "80"
        } else {
            "443"
        };
        let port = host.bytes().rposition(|byte| byte == b':');
        match port.map(|at| (&host[..at], &host[at + 1..])) {
            // The colons of an IPv6 address stand inside brackets.
            Some((name, port)) if !port.contains(']') => (name, port),
            _ => (host, default),
        }
    }
}
