//! A server's answer as HTTP text.

use std::path::Path;

use http::{HeaderMap, HeaderName, HeaderValue};
use signed_api_specs::Answer;

/// An answer: `HTTP/1.1 403 Forbidden`, headers, an empty line, and the body to the last byte.
pub(crate) struct AnswerText {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl AnswerText {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read(path).map_err(|error| error.to_string());
        text.and_then(|text| Self::parse(&text))
            .map_err(|message| format!("{}: {message}", path.display()))
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let (mut rest, mut lines) = (text, Vec::new());
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, behind) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
            rest = behind;
            let line = line.trim_ascii_end();
            if line.is_empty() && !lines.is_empty() {
                break;
            }
            lines.push(std::str::from_utf8(line).map_err(|_| "the headers are no text")?);
        }
        let first = lines.first().copied().unwrap_or_default();
        let mut words = first
            .split(' ')
            .skip_while(|word| word.starts_with("HTTP/"));
        let status = words.next().and_then(|word| word.parse().ok());
        let status = status.filter(|status| (100..600).contains(status));
        Ok(Self {
            status: status
                .ok_or("an answer begins with its status, as `HTTP/1.1 403 Forbidden`")?,
            headers: lines[1..]
                .iter()
                .map(|line| header(line))
                .collect::<Result<_, _>>()?,
            body: rest.to_vec(),
        })
    }

    /// The answer as the engine reads it.
    pub(crate) fn answer(&self) -> Answer<'_> {
        Answer {
            status: self.status,
            headers: &self.headers,
            body: &self.body,
        }
    }
}

fn header(line: &str) -> Result<(HeaderName, HeaderValue), String> {
    let wrong = || {
        format!(
            "a header is `name: value`, and this is `{}`",
            line.escape_debug()
        )
    };
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let name = name.parse().map_err(|_| wrong())?;
    Ok((name, value.trim().parse().map_err(|_| wrong())?))
}
