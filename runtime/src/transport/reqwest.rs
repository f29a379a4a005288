//! reqwest as the transport.

use http::{
    Uri,
    uri::{Authority, PathAndQuery},
};
use reqwest::{Client, Request, Url, redirect};

use super::tls;
use crate::{Body, BoxError, Error, Outgoing, Transport, wire::LONGEST};

/// What was signed is what is sent: the URL is compared before, and a redirect that the client
/// followed is reported after. Headers that a client of one's own adds by default are added after
/// signing; give them by `before_signing` instead.
impl Transport for Client {
    async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        let endpoint = request.0.endpoint.clone();
        let (request, signed) = request_of(request)?;
        let answer = self.execute(request).await.map_err(failed)?;
        if !is_signed(answer.url(), &signed, endpoint.as_deref()) {
            return Err(redirected().into());
        }
        let answer = http::Response::<reqwest::Body>::from(answer);
        Ok(answer.map(|body| Body::arriving(body, failed)))
    }
}

/// The transport that clients have unless they are given another, for wrapping it in one of your
/// own: it adds nothing, follows nothing, keeps nothing and asks no proxy.
///
/// # Errors
///
/// If the system's certificates cannot be read.
pub fn default_transport() -> Result<Client, Error> {
    default(true)
}

/// The default transport, with the system's certificates if it will need them.
pub(crate) fn default(https: bool) -> Result<Client, Error> {
    let tls = if https {
        tls::trusting()?
    } else {
        tls::trusting_nobody()?
    };
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .http1_only()
        .build()
        .map_err(|error| Error::transport("the HTTP client could not be made").because(error))
}

/// The request as reqwest has it, and the URI that was signed.
fn request_of(outgoing: Outgoing) -> Result<(Request, Uri), Error> {
    let endpoint = outgoing.0.endpoint.clone();
    let (parts, body) = outgoing.into_http().into_parts();
    let mut request = Request::new(parts.method, url(&parts.uri, endpoint.as_deref())?);
    *request.headers_mut() = parts.headers;
    // With an empty body reqwest would leave out what was signed, or add to it: better none at all.
    if !body.is_empty() {
        *request.body_mut() = Some(match body.as_bytes() {
            Some(_) if !body.is_watched() => body.into_bytes().unwrap_or_default().into(),
            _ => reqwest::Body::wrap(body),
        });
    }
    Ok((request, parts.uri))
}

/// The URL as reqwest has it, if that is the signed one. Its parser rewrites some (`..`, `'`, a
/// host written as a number); what it rewrites would not be what was signed.
pub(crate) fn url(signed: &Uri, endpoint: Option<&Url>) -> Result<Url, Error> {
    let target = signed.path_and_query().map_or("/", PathAndQuery::as_str);
    let url = match endpoint {
        // What begins with two slashes would be read as another host.
        Some(endpoint) if !target.starts_with("//") && is_of(signed, endpoint) => {
            endpoint.join(target)
        }
        _ => Url::parse(&signed.to_string()),
    };
    let url =
        url.map_err(|error| Error::request("reqwest cannot read the signed URL").because(error))?;
    if url.as_str().len() > LONGEST {
        return Err(too_long(url.as_str().len()));
    }
    if is_signed(&url, signed, endpoint) {
        Ok(url)
    } else {
        Err(rewritten(signed, &url))
    }
}

#[cold]
fn too_long(len: usize) -> Error {
    let message =
        format!("the signed URL has {len} bytes, and reqwest sends none of more than {LONGEST}");
    Error::request(message)
}

/// Whether a URL is the signed one: the endpoint's, letter by letter, as most are, or else by its parts.
fn is_signed(url: &Url, signed: &Uri, endpoint: Option<&Url>) -> bool {
    let of_endpoint = endpoint.filter(|endpoint| is_of(signed, endpoint));
    let origin = of_endpoint.map(|endpoint| {
        let endpoint = (endpoint.as_str(), endpoint.path().len());
        &endpoint.0[..endpoint.0.len() - endpoint.1]
    });
    let target = origin.and_then(|origin| url.as_str().strip_prefix(origin));
    let signed_target = signed.path_and_query().map(PathAndQuery::as_str);
    target.is_some() && target == signed_target || is_same(url, signed)
}

#[cold]
fn is_same(url: &Url, signed: &Uri) -> bool {
    let port = signed.port_u16().or_else(|| {
        if url.scheme() == "https" {
            Some(443)
        } else {
            Some(80)
        }
    });
    signed.scheme_str() == Some(url.scheme())
        && signed.host().is_some_and(|host| {
            url.host_str()
                .is_some_and(|other| other.eq_ignore_ascii_case(host))
        })
        && port == url.port_or_known_default()
        && url.username().is_empty()
        && url.password().is_none()
        && signed.path() == url.path()
        && signed.query() == url.query()
}

fn is_of(signed: &Uri, endpoint: &Url) -> bool {
    let authority = signed.authority().map(Authority::as_str);
    authority == Some(endpoint.authority()) && signed.scheme_str() == Some(endpoint.scheme())
}

/// The queries are not shown: a scheme may put a secret there.
fn rewritten(signed: &Uri, url: &Url) -> Error {
    let message = if signed.path() == url.path() {
        "reqwest would send another URL than the signed one".to_owned()
    } else {
        format!(
            "reqwest would send the path `{}` instead of the signed `{}`",
            url.path(),
            signed.path()
        )
    };
    Error::request(message)
}

pub(crate) fn redirected() -> Error {
    Error::transport(
        "the HTTP client followed a redirect, with a signature made for another URL; \
         build it with `redirect(reqwest::redirect::Policy::none())`",
    )
}

/// The URL is left out of the message: its query may hold a secret.
fn failed(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if let Some(own) = Error::of_body(&error) {
        return own.because(error);
    }
    if error.is_connect() {
        return Error::connect(error);
    }
    if error.is_timeout() {
        // Its head or its rest: both end here.
        let message = "the answer did not come within the time of the HTTP client's configuration";
        return Error::timeout(message).because(error);
    }
    let sent = error.is_body() || error.is_decode();
    let message = if sent {
        "the answer did not arrive"
    } else {
        "no answer came, and the request may have arrived"
    };
    Error::transport(message).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_has_a_length_at_most() {
        let origin = "https://h";
        for (len, fits) in [(LONGEST, true), (LONGEST + 1, false)] {
            let path = format!("/{}?q", "a".repeat(len - origin.len() - 3));
            let signed = Uri::builder().scheme("https").authority("h");
            let signed = signed.path_and_query(path).build().unwrap();
            let endpoint = Url::parse("https://h/").unwrap();
            for endpoint in [None, Some(&endpoint)] {
                let url = url(&signed, endpoint);
                // What reqwest itself makes of it.
                let taken =
                    Request::new(http::Method::GET, Url::parse(&signed.to_string()).unwrap());
                assert_eq!(
                    http::Request::<reqwest::Body>::try_from(taken).is_ok(),
                    fits
                );
                match url {
                    Ok(url) => assert!(fits && url.as_str().len() == len),
                    Err(error) => assert_eq!(
                        error.to_string(),
                        "the signed URL has 65535 bytes, and reqwest sends none of more than 65534"
                    ),
                }
            }
        }
    }

    #[test]
    fn a_url_is_the_signed_one_or_none() {
        for same in [
            "https://h/a:play?api-version=1",
            "http://h:8080/%3A?x=%20&y&=",
            "https://H/?",
            "https://h:443/",
            "https://h//a//b",
        ] {
            let same: Uri = same.parse().unwrap();
            let whole = Url::parse(&same.to_string()).unwrap();
            for endpoint in [None, Some(&whole)] {
                assert_eq!(url(&same, endpoint).unwrap(), whole);
            }
        }
        for other in [
            "https://h/a/../b",
            "https://h/?it's",
            "https://127.1/",
            "https://u@h/",
        ] {
            let other = other.parse().unwrap();
            let endpoint = Url::parse("https://h/").unwrap();
            for endpoint in [None, Some(&endpoint)] {
                assert!(url(&other, endpoint).is_err(), "{other}");
            }
        }
    }
}
