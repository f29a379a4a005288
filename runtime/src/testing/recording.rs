//! Exchanges in a file: JSON, to be read by people too.

use std::{fs, io, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, Response};
use serde::{Deserialize, Serialize};

use super::scrub::Scrub;
use crate::{BoxError, Error};

/// All that is in a file.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Recording {
    /// The names that were hidden beside those that always are.
    pub(super) hidden: Vec<String>,
    pub(super) exchanges: Vec<Exchange>,
}

/// A request and its answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Exchange {
    pub(super) request: Asked,
    pub(super) answer: Answered,
}

/// A request, scrubbed.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Names and values, as they are meant.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    pub(super) body: Content,
}

/// An answer, scrubbed.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Answered {
    status: u16,
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    body: Content,
}

/// A body: its text, or its bytes in base64 if it is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    Text(String),
    Base64(String),
}

impl Recording {
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read(path)?;
        serde_json::from_slice(&text).map_err(|error| {
            let name = path.display();
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{name} is no recording: {error}"),
            )
        })
    }

    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(path, text)
    }
}

impl Content {
    pub(super) fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    fn bytes(self) -> Result<Bytes, BoxError> {
        Ok(match self {
            Self::Text(text) => text.into(),
            Self::Base64(text) => {
                let bytes = STANDARD.decode(text).map_err(|error| error.to_string())?;
                bytes.into()
            }
        })
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Answered {
    pub(super) fn of(answer: &Response<Bytes>, scrub: &Scrub) -> Result<Self, Error> {
        let scrub = scrub.of_answer(answer);
        Ok(Self {
            status: answer.status().as_u16(),
            headers: headers(answer.headers(), &scrub),
            body: scrub.body(answer.headers(), answer.body())?,
        })
    }

    /// What was answered. A length that was said may be another now that the body is scrubbed.
    pub(super) fn response(self) -> Result<Response<Bytes>, BoxError> {
        let body = self.body.bytes()?;
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            let length = name == "content-length";
            let value = if length {
                body.len().to_string()
            } else {
                value
            };
            response = response.header(name, value.into_bytes());
        }
        Ok(response.body(body)?)
    }
}

/// Names and values, scrubbed.
pub(super) fn headers(headers: &HeaderMap, scrub: &Scrub) -> Vec<(String, String)> {
    let scrubbed = |(name, value)| (http::HeaderName::to_string(name), scrub.header(name, value));
    headers.iter().map(scrubbed).collect()
}
