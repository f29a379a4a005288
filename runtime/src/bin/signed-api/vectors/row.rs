//! A line of a vector file.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde::{Deserialize, Deserializer, de};
use signed_api_reader::HttpText;
use signed_api_specs::Timestamp;
use signed_api_specs::data::{Value, Values};

/// One signed request.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) case: String,
    pub(crate) mode: Mode,
    pub(crate) credentials: BTreeMap<String, Option<String>>,
    pub(crate) params: BTreeMap<String, Param>,
    #[serde(deserialize_with = "time")]
    pub(crate) now: Timestamp,
    pub(crate) nonce: Option<String>,
    request: Request,
    pub(crate) signed: Additions,
    string_to_sign_base64: Option<String>,
    pub(crate) expect: Option<Expect>,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(de::Error::custom)
}

/// Where the signature goes.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    Header,
    Query,
    Body,
    Verify,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Expect {
    Accept,
    Reject,
}

/// A setting of the scheme, or an option of the SDK that made the case.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Param {
    Absent(()),
    Switch(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<String>),
    /// No setting has this form, so no scheme takes the case.
    Other(serde_json::Value),
}

impl Param {
    /// As text, for comparing it with `covers`.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Absent(()) => String::new(),
            Self::Switch(on) => on.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(","),
            Self::Other(value) => value.to_string(),
        }
    }
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body_base64: Option<String>,
}

/// What signing adds or changes.
#[derive(Deserialize)]
pub(crate) struct Additions {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body_base64: Option<String>,
}

impl Row {
    /// The request before signing.
    pub(crate) fn request(&self) -> Result<HttpText, String> {
        let wrong = |what: &str| format!("the vector's {what} cannot be read");
        let method: Method = self.request.method.parse().map_err(|_| wrong("method"))?;
        let uri: Uri = self.request.url.parse().map_err(|_| wrong("URL"))?;
        let headers = headers(&self.request.headers).ok_or_else(|| wrong("headers"))?;
        let body = decode(self.request.body_base64.as_deref()).ok_or_else(|| wrong("body"))?;
        Ok(HttpText {
            method,
            uri,
            headers,
            body,
        })
    }

    pub(crate) fn string_to_sign(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.string_to_sign_base64.as_deref()?).ok()
    }

    /// Credentials, and params as settings.
    pub(crate) fn values(&self) -> Given<'_> {
        let numbers = self.params.iter().filter_map(|(name, param)| match param {
            Param::Number(number) => Some((name.as_str(), number.to_string())),
            _ => None,
        });
        Given {
            row: self,
            numbers: numbers.collect(),
        }
    }
}

/// The values of a row, for the engine.
pub(crate) struct Given<'r> {
    row: &'r Row,
    numbers: BTreeMap<&'r str, String>,
}

impl Values for Given<'_> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        if let Some(credential) = self.row.credentials.get(name) {
            return credential.as_deref().map(Value::Text);
        }
        match self.row.params.get(name)? {
            Param::Switch(on) => Some(Value::Switch(*on)),
            Param::Number(_) => self.numbers.get(name).map(|number| Value::Text(number)),
            Param::Text(text) => Some(Value::Text(text)),
            Param::List(items) => Some(Value::List(items)),
            Param::Absent(()) | Param::Other(_) => None,
        }
    }
}

fn headers(pairs: &[(String, String)]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    Some(headers)
}

pub(crate) fn decode(base64: Option<&str>) -> Option<Vec<u8>> {
    base64.map_or(Some(Vec::new()), |text| STANDARD.decode(text).ok())
}
