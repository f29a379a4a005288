//! Where requests begin: those of the vectors, which others have signed with every scheme.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value as Json;
use signed_api_reader::Scheme;
use signed_api_specs::Timestamp;
use signed_api_specs::data::{SettingKind, Value, Values};

use crate::change::other;
use crate::wire::Wire;

/// A request, and what it is signed with.
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) given: Given,
    pub(crate) request: Wire,
}

/// Credentials, settings, time and nonce.
#[derive(Clone)]
pub(crate) struct Given {
    texts: BTreeMap<String, String>,
    switches: BTreeMap<String, bool>,
    lists: BTreeMap<String, Vec<String>>,
    pub(crate) now: Timestamp,
    pub(crate) nonce: String,
}

impl Given {
    /// The same with another text.
    pub(crate) fn with(mut self, name: &str, text: &str) -> Self {
        self.texts.insert(name.to_owned(), text.to_owned());
        self
    }

    /// The same with each letter of a text another.
    pub(crate) fn others(&self, name: &str) -> Vec<Self> {
        let text = self.texts.get(name).map_or("", String::as_str);
        let others = (0..text.len()).filter_map(|at| other(text, at));
        others
            .map(|other| self.clone().with(name, &other))
            .collect()
    }
}

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let text = self.texts.get(name).map(|text| Value::Text(text));
        let switch = || self.switches.get(name).map(|on| Value::Switch(*on));
        let list = || self.lists.get(name).map(|items| Value::List(items));
        text.or_else(switch).or_else(list)
    }
}

/// The cases of a scheme's own vectors, and of those of the schemes that it extends, whose
/// credentials and settings are the scheme's.
pub(crate) fn seeds(scheme: &Scheme) -> Vec<Seed> {
    let name = scheme.data().name;
    let files = [name].into_iter();
    let files = files.chain(scheme.extends().iter().map(String::as_str));
    files
        .flat_map(rows)
        .filter_map(|row| seed(scheme, &row))
        .collect()
}

fn rows(name: &str) -> Vec<Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let text = fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap_or_default();
    text.lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect()
}

fn seed(scheme: &Scheme, row: &Json) -> Option<Seed> {
    let mut given = Given {
        texts: BTreeMap::new(),
        switches: BTreeMap::new(),
        lists: BTreeMap::new(),
        now: row["now"].as_str()?.parse().ok()?,
        nonce: row["nonce"].as_str().unwrap_or_default().to_owned(),
    };
    let data = scheme.data();
    for (name, value) in row["credentials"].as_object()? {
        let mut known = data.credentials.iter();
        known.find(|one| data.text(one.name) == name)?;
        if let Some(text) = value.as_str() {
            given.texts.insert(name.clone(), text.to_owned());
        }
    }
    for (name, value) in row["params"].as_object()? {
        let mut known = data.settings.iter();
        if let Some(setting) = known.find(|one| data.text(one.name) == name) {
            let mut choices = data.choices(setting.one_of);
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            if setting.one_of.len > 0 && !value.is_null() && !choices.any(|choice| choice == text) {
                return None;
            }
            given.set(name, setting.kind, value);
        }
    }
    Some(Seed {
        name: row["case"].as_str()?.to_owned(),
        given,
        request: request(&row["request"])?,
    })
}

impl Given {
    fn set(&mut self, name: &str, kind: SettingKind, value: &Json) {
        let name = name.to_owned();
        match value {
            Json::Null => {}
            Json::Bool(on) if kind == SettingKind::Switch => {
                self.switches.insert(name, *on);
            }
            Json::Array(items) => {
                let items = items.iter().filter_map(Json::as_str).map(str::to_owned);
                self.lists.insert(name, items.collect());
            }
            Json::String(text) => {
                self.texts.insert(name, text.clone());
            }
            other => {
                self.texts.insert(name, other.to_string());
            }
        }
    }
}

fn request(row: &Json) -> Option<Wire> {
    let uri: http::Uri = row["url"].as_str()?.parse().ok()?;
    let mut headers = HeaderMap::new();
    for pair in row["headers"].as_array()? {
        let name = HeaderName::from_bytes(pair[0].as_str()?.as_bytes()).ok()?;
        headers.append(
            name,
            HeaderValue::from_bytes(pair[1].as_str()?.as_bytes()).ok()?,
        );
    }
    Some(Wire {
        method: row["method"].as_str()?.to_owned(),
        scheme: uri.scheme_str()?.to_owned(),
        authority: uri.authority()?.to_string(),
        target: uri.path_and_query()?.to_string(),
        headers,
        body: STANDARD
            .decode(row["body_base64"].as_str().unwrap_or_default())
            .ok()?,
    })
}
