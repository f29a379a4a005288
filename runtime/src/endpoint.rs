//! Where an API lives.

#[cfg(any(feature = "reqwest", feature = "ureq"))]
use std::net::IpAddr;
#[cfg(feature = "reqwest")]
use std::sync::Arc;

use http::{Uri, uri::Scheme};

use crate::{Error, wire::dots};

/// An endpoint in the one form in which it is signed and sent: host in lower case, no default
/// port, the base path without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    base: String,
    host: String,
    https: bool,
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
        let https = uri.scheme() == Some(&Scheme::HTTPS);
        if !https && uri.scheme() != Some(&Scheme::HTTP) {
            return Err(Error::request(
                "the endpoint must begin with `https://` or `http://`",
            ));
        }
        let host = host(&uri, https)?;
        let path = uri.path().trim_end_matches('/');
        if dots(path).is_some() {
            return Err(Error::request(
                "the endpoint's path may not hold `.` or `..` as a segment",
            ));
        }
        let scheme = if https { "https" } else { "http" };
        let base = format!("{scheme}://{host}{path}");
        Ok(Self {
            #[cfg(feature = "reqwest")]
            url: reqwest::Url::parse(&base).ok().map(Arc::new),
            base,
            host,
            https,
        })
    }

    /// `https://host/base/path`, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// What the `Host` header says: the port only if it is not the default.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// As reqwest has it, if it can read it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn url(&self) -> Option<Arc<reqwest::Url>> {
        self.url.clone()
    }

    /// Whether TLS is used.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) const fn is_https(&self) -> bool {
        self.https
    }

    /// Refuses to send in the clear, but to this machine.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) fn assert_private(&self) -> Result<(), Error> {
        if self.https || self.is_loopback() {
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
        let name = self.host.split(':').next().unwrap_or_default();
        let v6 = self
            .host
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next());
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

fn host(uri: &Uri, https: bool) -> Result<String, Error> {
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
    match (&authority.as_str()[host.len()..], authority.port_u16()) {
        ("", _) => Ok(host),
        (_, Some(port)) if port == default => Ok(host),
        (_, Some(port)) => Ok(format!("{host}:{port}")),
        (_, None) => Err(Error::request(
            "the endpoint's port is not a number below 65536",
        )),
    }
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
