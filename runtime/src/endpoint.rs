//! Where an API lives.

#[cfg(any(feature = "reqwest", feature = "ureq"))]
use std::net::IpAddr;
#[cfg(feature = "reqwest")]
use std::sync::Arc;

use http::{
    HeaderValue, Uri,
    uri::{Authority, PathAndQuery, Scheme},
};

use crate::{Error, wire::dots};

/// An endpoint in the one form in which it is signed and sent: host in lower case, no default
/// port, the base path without a slash at its end. What of it stands in every request is read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    base: String,
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    /// The same as reqwest has it: reading the host is half of the work of reading a URL.
    #[cfg(feature = "reqwest")]
    url: Option<Arc<reqwest::Url>>,
}

impl Endpoint {
    /// Reads `https://host[:port][/base/path]`.
    ///
    /// # Errors
    ///
    /// If it is no such thing. The message does not repeat it: it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        reject(text)?;
        let uri: Uri = text
            .parse()
            .map_err(|e| Error::request("the endpoint is not a URL").because(e))?;
        let scheme = match uri.scheme() {
            Some(scheme) if [Scheme::HTTPS, Scheme::HTTP].contains(scheme) => scheme.clone(),
            _ => {
                return Err(Error::request(
                    "the endpoint must begin with `https://` or `http://`",
                ));
            }
        };
        let authority = authority(&uri, scheme == Scheme::HTTPS)?;
        let path = uri.path().trim_end_matches('/');
        if dots(path).is_some() {
            return Err(Error::request(
                "the endpoint's path may not hold `.` or `..` as a segment",
            ));
        }
        let host = HeaderValue::from_str(authority.as_str())
            .map_err(|e| Error::request("the endpoint's host cannot be a header").because(e))?;
        let base = format!("{scheme}://{authority}{path}");
        Ok(Self {
            #[cfg(feature = "reqwest")]
            url: reqwest::Url::parse(&base).ok().map(Arc::new),
            base,
            scheme,
            authority,
            host,
        })
    }

    /// `https://host/base/path`, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// `/base/path`, empty if there is none.
    pub(crate) fn path(&self) -> &str {
        let origin = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        &self.base[origin..]
    }

    /// What the `Host` header says: the port only if it is not the default.
    pub(crate) const fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// The URI of a path, which begins with the endpoint's own, and a query.
    ///
    /// # Errors
    ///
    /// If it is no path and query.
    pub(crate) fn uri(&self, target: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::try_from(target)?);
        Ok(Uri::from_parts(parts)?)
    }

    /// As reqwest has it, if it can read it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn url(&self) -> Option<Arc<reqwest::Url>> {
        self.url.clone()
    }

    /// Whether TLS is used.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Refuses to send in the clear, but to this machine.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) fn assert_private(&self) -> Result<(), Error> {
        if self.is_https() || self.is_loopback() {
            return Ok(());
        }
        Err(Error::request(
            "the endpoint begins with `http://`, and is not this machine: whoever is on the way can read what is \
             sent and answered: `https://`, or, if it shall be so, a `transport` of your own",
        ))
    }

    /// Whether the host is this machine: a loopback address, or `localhost` and what is below it
    /// (RFC 6761, section 6.3).
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    fn is_loopback(&self) -> bool {
        let name = self.authority.host();
        let v6 = name.strip_prefix('[').and_then(|v6| v6.strip_suffix(']'));
        let address = v6.unwrap_or(name).parse::<IpAddr>();
        name == "localhost"
            || name.ends_with(".localhost")
            || address.is_ok_and(|address| address.is_loopback())
    }
}

/// What a URL may hold and an endpoint may not.
fn reject(text: &str) -> Result<(), Error> {
    let what = match text.find(['?', '#', '@']).map(|at| text.as_bytes()[at]) {
        Some(b'?') => "a query: give it as `query = \"…\"` to the trait",
        Some(b'#') => "a fragment: it is never sent",
        Some(_) => "a user or password: give credentials by themselves",
        None => return Ok(()),
    };
    Err(Error::request(format!("the endpoint may not hold {what}")))
}

/// The host, and its port if it is not the default.
fn authority(uri: &Uri, https: bool) -> Result<Authority, Error> {
    let authority = uri
        .authority()
        .ok_or_else(|| Error::request("the endpoint names no host"))?;
    let host = authority.host().to_ascii_lowercase();
    if host.is_empty() {
        return Err(Error::request("the endpoint names no host"));
    }
    let default = if https { 443 } else { 80 };
    // There is no user before the host; what stands after it is the port, if anything does. The
    // parser takes a port that is no number for none at all.
    let host = match (&authority.as_str()[host.len()..], authority.port_u16()) {
        ("", _) => host,
        (_, Some(port)) if port == default => host,
        (_, Some(port)) => format!("{host}:{port}"),
        (_, None) => {
            return Err(Error::request(
                "the endpoint's port is not a number below 65536",
            ));
        }
    };
    Authority::try_from(host).map_err(|e| Error::request("the endpoint's host is none").because(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form() {
        let base = |text| Endpoint::parse(text).unwrap().base;
        assert_eq!(
            base("https://Contoso.Example:443/"),
            "https://contoso.example"
        );
        assert_eq!(base("http://h:80/base/"), "http://h/base");
        assert_eq!(base("https://h:80//a//"), "https://h:80//a");
        assert_eq!(base("http://[::1]:8080"), "http://[::1]:8080");
        assert_eq!(
            Endpoint::parse("https://H:8443/b").unwrap().host(),
            "h:8443"
        );
    }

    #[test]
    fn refused() {
        let bad = [
            "contoso.example",
            "ftp://h",
            "https://",
            "https://:80",
            "https://u:p@h",
            "https://h?a",
            "https://h/#f",
            "https://h/../x",
            "https://h:70000",
            "https://h:",
            "https://h ",
            "",
            "/x",
        ];
        for text in bad {
            let error = Endpoint::parse(text).expect_err(text);
            assert_eq!(error.kind(), crate::ErrorKind::Request, "{text}");
        }
    }
}
