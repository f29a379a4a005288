//! The examples of a scheme file: requests to sign.

use std::collections::BTreeMap;

use http::Request;
use signed_api::{Body, Setting, Unsigned};
use signed_api_reader::parse_http;
use signed_api_specs::Timestamp;
use signed_api_specs::data::{Location, SchemeData, Value, Values};
use toml::de::{DeTable, DeValue};

/// One of them.
pub(crate) struct Example {
    credentials: BTreeMap<String, String>,
    settings: BTreeMap<String, Given>,
    pub(crate) now: Timestamp,
    pub(crate) nonce: String,
    request: Request<Body>,
}

/// The value of a setting.
enum Given {
    Text(String),
    List(Vec<String>),
    Switch(bool),
}

impl Example {
    /// Those of a scheme's file that are signed; if it has none, those that are verified.
    pub(crate) fn all(text: &str, data: &SchemeData<'_>) -> Vec<Self> {
        let file = DeTable::parse(text).expect("TOML");
        let examples = file.get_ref()["example"].get_ref();
        let examples = examples.as_array().expect("examples").iter();
        let examples: Vec<_> = examples
            .map(|example| example.get_ref().as_table().expect("a table"))
            .collect();
        let signed = examples.iter().filter(|one| !one.contains_key("verdict"));
        let signed: Vec<Self> = signed.map(|one| Self::of(one)).collect();
        if !signed.is_empty() {
            return signed;
        }
        let received = examples.into_iter().map(Self::of);
        received.map(|one| one.without_signature(data)).collect()
    }

    /// The request before the scheme put something into its JSON body.
    fn without_signature(mut self, data: &SchemeData<'_>) -> Self {
        let body = self.request.body().as_bytes().expect("bytes in memory");
        let mut json: serde_json::Value = serde_json::from_slice(body).expect("JSON");
        for (_, entry) in data.entries_in(Location::Json) {
            let (path, name) = data.text(entry.name).rsplit_once('.').expect("a path");
            let pointer = format!("/{}", path.replace('.', "/"));
            let object = json.pointer_mut(&pointer).and_then(|it| it.as_object_mut());
            object.expect("an object").remove(name);
        }
        *self.request.body_mut() = json.to_string().into();
        self
    }

    fn of(example: &DeTable<'_>) -> Self {
        let get = |name: &str| example.get(name).map(toml::Spanned::get_ref);
        let text = |name: &str| get(name).and_then(DeValue::as_str);
        let now = match get("now") {
            Some(DeValue::Datetime(now)) => now.to_string().parse().expect("a time"),
            _ => panic!("an example has a time"),
        };
        let http = parse_http(text("request").expect("a request").as_bytes()).expect("HTTP");
        let body = text("body_base64").map_or(http.body, |body| {
            base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body)
                .expect("base64")
        });
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = http.method;
        *request.uri_mut() = http.uri;
        *request.headers_mut() = http.headers;
        let given = |name: &str| -> BTreeMap<String, Given> {
            let table = get(name).and_then(DeValue::as_table);
            let pairs = table.into_iter().flatten();
            pairs
                .map(|(name, value)| (name.get_ref().to_string(), Given::of(value.get_ref())))
                .collect()
        };
        let credentials = given("credentials").into_iter();
        Self {
            credentials: credentials
                .map(|(name, value)| (name, value.text()))
                .collect(),
            settings: given("settings"),
            now,
            nonce: text("nonce").unwrap_or_default().to_owned(),
            request,
        }
    }

    /// A credential or setting by the environment variable that would hold it.
    pub(crate) fn variable(&self, data: &SchemeData<'_>, variable: &str) -> Option<String> {
        let credentials = data.credentials.iter().map(|one| (one.name, one.env));
        let settings = data.settings.iter().map(|one| (one.name, one.env));
        let (name, _) = credentials
            .chain(settings)
            .find(|(name, env)| data.variable(*name, *env) == variable)?;
        let name = data.text(name);
        let setting = || self.settings.get(name).map(Given::text);
        self.credentials.get(name).cloned().or_else(setting)
    }

    /// The request, with the settings that its scheme's type does not hold.
    pub(crate) fn unsigned(&self, data: &SchemeData<'_>) -> Unsigned {
        let mut request = self.request.clone();
        crate::case::make_room(&mut request);
        let mut unsigned = Unsigned::new(request);
        let held = |name: &str| {
            data.settings.iter().any(|one| {
                data.text(one.name) == name
                    && !(one.optional || one.default.is_some() || one.by_trait)
            })
        };
        for (name, value) in self.settings.iter().filter(|(name, _)| !held(name)) {
            unsigned.set(name.as_str(), value.setting());
        }
        unsigned
    }
}

impl Values for Example {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let credential = self.credentials.get(name).map(|text| Value::Text(text));
        credential.or_else(|| {
            self.settings.get(name).map(|given| match given {
                Given::Text(text) => Value::Text(text),
                Given::List(items) => Value::List(items),
                Given::Switch(on) => Value::Switch(*on),
            })
        })
    }
}

impl Given {
    fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Boolean(on) => Self::Switch(*on),
            DeValue::Array(items) => {
                let texts = items.iter().filter_map(|item| item.get_ref().as_str());
                Self::List(texts.map(str::to_owned).collect())
            }
            other => panic!("{other:?} is no setting"),
        }
    }

    /// As a variable of the environment would say it.
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(","),
            Self::Switch(on) => on.to_string(),
        }
    }

    fn setting(&self) -> Setting {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.clone().into(),
            Self::Switch(on) => (*on).into(),
        }
    }
}
