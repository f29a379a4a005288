//! A request as plain HTTP text: request line with the full URL, headers, an empty line, the body.

use std::ops::Range;

use signed_api_specs::RequestView;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

/// A request that stood in a text.
#[derive(Clone, Debug)]
pub struct HttpText {
    /// The method.
    pub method: Method,
    /// The full URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl HttpText {
    /// The request for the engine.
    ///
    /// # Errors
    ///
    /// If the URL is not absolute.
    pub fn view(&self) -> Result<RequestView<'_>, signed_api_specs::Error> {
        RequestView::new(&self.method, &self.uri, &self.headers, &self.body)
    }
}

/// Reads a request from its text. The URL may be left to a `Host` header, as on the wire; it is
/// `https` then.
///
/// # Errors
///
/// A sentence that says which line is wrong.
pub fn parse_http(text: &[u8]) -> Result<HttpText, String> {
    parse_lines(text).map_err(|mistake| mistake.message)
}

/// What is wrong with a request's text, and with which bytes of it.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
}

pub(crate) fn parse_lines(text: &[u8]) -> Result<HttpText, Mistake> {
    let mut lines = Lines { text, at: 0 };
    let (line, range) = lines.next()?.unwrap_or_default();
    let wrong = |message: String| Mistake {
        message,
        range: range.clone(),
    };
    let (method, target) = request_line(line).map_err(&wrong)?;
    let headers = headers(&mut lines)?;
    let uri = url(target, &headers).map_err(&wrong)?;
    Ok(HttpText {
        method,
        uri,
        headers,
        body: text[lines.at..].to_vec(),
    })
}

fn request_line(line: &str) -> Result<(Method, &str), String> {
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next().filter(|word| !word.is_empty()), words.next())
    else {
        return Err("the first line is a request line, as `GET https://host/path`".to_owned());
    };
    let version = words.next();
    if version.is_some_and(|version| !version.starts_with("HTTP/")) || words.next().is_some() {
        return Err("a request line is a method and a URL, with no blank in either".to_owned());
    }
    let method = method
        .parse()
        .map_err(|_| format!("`{method}` is no method"))?;
    Ok((method, target))
}

fn headers(lines: &mut Lines<'_>) -> Result<HeaderMap, Mistake> {
    let mut headers = HeaderMap::new();
    while let Some((line, range)) = lines.next()? {
        if line.is_empty() {
            break;
        }
        let (name, value) = header(line).map_err(|message| Mistake { message, range })?;
        headers.append(name, value);
    }
    Ok(headers)
}

fn header(line: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = line.split_once(':').ok_or_else(|| {
        format!("`{line}` is no header: it has no colon; an empty line comes before the body")
    })?;
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
        format!("`{name}` cannot be the name of a header; an empty line comes before the body")
    })?;
    let value = HeaderValue::from_str(value.trim())
        .map_err(|_| format!("the value of `{name}` is not visible ASCII"))?;
    Ok((header, value))
}

fn url(target: &str, headers: &HeaderMap) -> Result<Uri, String> {
    let absolute = if target.starts_with('/') {
        let host = headers.get(http::header::HOST);
        let host = host.and_then(|host| host.to_str().ok());
        let host = host.ok_or(
            "the URL has no host, and there is no `Host` header; write `https://host/path`",
        )?;
        format!("https://{host}{target}")
    } else {
        target.to_owned()
    };
    let uri: Uri = absolute.parse().map_err(|error| {
        if absolute.contains("://") {
            format!("`{absolute}` is no URL: {error}")
        } else {
            no_full_url(&absolute)
        }
    })?;
    if uri.scheme().is_none() || uri.authority().is_none() {
        return Err(no_full_url(&absolute));
    }
    Ok(uri)
}

fn no_full_url(url: &str) -> String {
    format!("`{url}` is no full URL, as `https://host/path`")
}

struct Lines<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line without its end, and where it stands; `None` at the end of the text.
    fn next(&mut self) -> Result<Option<(&'t str, Range<usize>)>, Mistake> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        if rest.is_empty() {
            return Ok(None);
        }
        let end = rest.iter().position(|byte| *byte == b'\n');
        let line = &rest[..end.unwrap_or(rest.len())];
        self.at += end.map_or(rest.len(), |end| end + 1);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let range = start..start + line.len();
        match std::str::from_utf8(line) {
            Ok(line) => Ok(Some((line, range))),
            Err(_) => Err(Mistake {
                message: "the request line and the headers are text".to_owned(),
                range,
            }),
        }
    }
}
