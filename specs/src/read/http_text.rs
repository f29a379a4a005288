//! A request as plain HTTP text: request line with the full URL, headers, an empty line, the body.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::RequestView;

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
    pub fn view(&self) -> Result<RequestView<'_>, crate::Error> {
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
    let mut rest = text;
    let line = next_line(&mut rest)?.unwrap_or_default();
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next().filter(|word| !word.is_empty()), words.next())
    else {
        return Err("the first line is a request line: `GET https://host/path`".to_owned());
    };
    if words
        .next()
        .is_some_and(|version| !version.starts_with("HTTP/"))
        || words.next().is_some()
    {
        return Err("a request line is a method and a URL, with no blank in either".to_owned());
    }
    let method = method
        .parse()
        .map_err(|_| format!("`{method}` is no method"))?;
    let mut headers = HeaderMap::new();
    while let Some(line) = next_line(&mut rest)? {
        if line.is_empty() {
            break;
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| format!("`{line}` is no header: it has no colon"))?;
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("`{name}` is no name of a header"))?;
        let value = HeaderValue::from_str(value.trim())
            .map_err(|_| format!("the value of `{name}` is not text"))?;
        headers.append(name, value);
    }
    let absolute = if target.starts_with('/') {
        let host = headers
            .get(http::header::HOST)
            .and_then(|host| host.to_str().ok());
        let host = host.ok_or("the URL has no host, and there is no `Host` header")?;
        format!("https://{host}{target}")
    } else {
        target.to_owned()
    };
    let uri: Uri = absolute
        .parse()
        .map_err(|error| format!("`{absolute}` is no URL: {error}"))?;
    if uri.scheme().is_none() || uri.authority().is_none() {
        return Err(format!(
            "`{absolute}` is no full URL, as `https://host/path`"
        ));
    }
    Ok(HttpText {
        method,
        uri,
        headers,
        body: rest.to_vec(),
    })
}

/// The next line without its end; `None` at the end of the text.
fn next_line<'t>(rest: &mut &'t [u8]) -> Result<Option<&'t str>, String> {
    if rest.is_empty() {
        return Ok(None);
    }
    let end = rest.iter().position(|byte| *byte == b'\n');
    let (line, after) = match end {
        Some(end) => (&rest[..end], &rest[end + 1..]),
        None => (*rest, &[][..]),
    };
    *rest = after;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    std::str::from_utf8(line)
        .map(Some)
        .map_err(|_| "the request line and the headers are text".to_owned())
}
