//! Multipart bodies (RFC 7578), as browsers write them.

use std::fmt::Write as _;

use http::HeaderValue;

use crate::{Body, Error, Part};

/// Parts under their names, in the order in which they are sent.
pub(crate) type Entries = Vec<(&'static str, Part)>;

/// The body that parts make, and its content type.
///
/// Between them stands what nobody can have foreseen, so that no part can end before its end.
pub(crate) fn body(parts: Entries) -> Result<(HeaderValue, Body), Error> {
    let boundary = boundary()?;
    let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
        .map_err(|error| Error::request("the boundary is none").because(error))?;
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut before = "";
    for (name, part) in parts {
        let head = format!("{before}--{boundary}\r\n{}", head(name, &part)?);
        pieces.extend([Body::bytes(head), part.body]);
        before = "\r\n";
    }
    pieces.push(Body::bytes(format!("{before}--{boundary}--\r\n")));
    Ok((content_type, Body::joined(pieces)))
}

/// The headers of a part, and the empty line.
fn head(name: &str, part: &Part) -> Result<String, Error> {
    let mut head = format!(
        "content-disposition: form-data; name=\"{}\"",
        escaped(&with_crlf(name))
    );
    if let Some(file) = &part.file_name {
        let _ = write!(head, "; filename=\"{}\"", escaped(file));
    }
    if let Some(content_type) = &part.content_type {
        // `http` lets other bytes through.
        let value = HeaderValue::from_str(content_type);
        if !value.is_ok_and(|value| value.to_str().is_ok()) {
            let why = "has a content type that holds a control character or one outside ASCII";
            return Err(Error::request(format!("part `{name}` {why}")));
        }
        let _ = write!(head, "\r\ncontent-type: {content_type}");
    }
    head.push_str("\r\n\r\n");
    Ok(head)
}

/// A name as it stands between quotes: what would end it is escaped (WHATWG HTML, "multipart form
/// data", escape a multipart/form-data name).
fn escaped(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}

/// The name of a part, its line ends as browsers send them; the names of files stay as they are.
fn with_crlf(name: &str) -> String {
    name.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\n', "\r\n")
}

/// 128 bits of chance.
fn boundary() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::request("the system gives no random bytes").because(error))?;
    let hex = |mut text: String, byte: &u8| {
        let _ = write!(text, "{byte:02x}");
        text
    };
    Ok(bytes.iter().fold("signed-api-".to_owned(), hex))
}
