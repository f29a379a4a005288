//! A trait as an example, in the documentation of a built-in scheme's type: it calls what the first
//! example of the scheme's file calls.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use signed_api_reader::{HttpText, Sample, Scheme};
use signed_api_specs::data::SchemeData;
use syn::Ident;

use crate::names;

/// As many parameters of a query or a form show how it is done.
const SHOWN: usize = 3;

/// The example, with the fields of the type, each as Rust writes it.
pub(super) fn documentation<'f>(
    scheme: &Scheme,
    fields: impl Iterator<Item = (&'f Ident, &'static str)>,
) -> Option<String> {
    let data = scheme.data();
    let Sample { request, settings } = scheme.sample()?;
    let ty = names::camel(data.name);
    let arguments = of_trait(&data, settings);
    let path = request.uri.path();
    let method = request.method.as_str();
    let parameters = parameters(request);
    let kind = content_type(&data, request, &parameters);
    let verb = match method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" => {
            format!("{}({path:?}{kind})", method.to_lowercase())
        }
        other => format!("http({other:?}, {path:?}{kind})"),
    };
    let parameters = parameters.iter().fold(String::new(), |mut text, one| {
        let _ = writeln!(text, "        {one},");
        text
    });
    let fields = fields.fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "    {name}: {value},");
        text
    });
    let base = format!("https://{}", request.uri.authority()?);
    Some(format!(
        "```no_run
use signed_api::{{Error, schemes::{ty}, signed_api}};

#[signed_api(scheme = {:?}{arguments})]
pub trait Api {{
    #[{verb}]
    async fn call(
        &self,
{parameters}    ) -> Result<String, Error>;
}}

# fn main() -> Result<(), Error> {{
let credentials = {ty} {{
{fields}}};
let api = ApiClient::new({base:?}, credentials)?;
# Ok(())
# }}
```",
        data.name
    ))
}

/// The settings that the scheme leaves to the trait.
fn of_trait(data: &SchemeData<'_>, settings: &[(String, String)]) -> String {
    let left = data.settings.iter().filter(|setting| setting.by_trait);
    left.fold(String::new(), |mut text, setting| {
        let name = data.text(setting.name);
        let given = settings.iter().find(|(given, _)| given == name);
        let value = given.map_or("…", |(_, value)| value);
        let _ = write!(text, ", {name} = {value:?}");
        text
    })
}

/// The content type, if the scheme signs one and no body says it.
fn content_type(data: &SchemeData<'_>, request: &HttpText, parameters: &[String]) -> String {
    let of_body = |one: &String| one.starts_with("#[body") || one.starts_with("#[form");
    if !data.needs_content_type() || parameters.iter().any(of_body) {
        return String::new();
    }
    let kind = request.headers.get("content-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    format!(", header = {:?}", format!("content-type: {kind}"))
}

/// What goes into the query and the body, if the method has one.
fn parameters(request: &HttpText) -> Vec<String> {
    let mut parameters = pairs("query", request.uri.query().unwrap_or_default());
    let has_body = request.method != "GET" && request.method != "HEAD";
    let kind = request.headers.get("content-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let body = String::from_utf8_lossy(&request.body);
    if has_body && kind.contains("form-urlencoded") {
        parameters.extend(pairs("form", &body));
    }
    // Names that differ in their case alone would be one parameter.
    let mut taken = BTreeSet::new();
    parameters.retain(|(name, _)| taken.insert(name.clone()));
    let shown = parameters.into_iter();
    let mut shown: Vec<String> = shown
        .map(|(name, role)| format!("#[{role}] {name}: &str"))
        .collect();
    if has_body && (kind.contains("json") || body.starts_with('{')) {
        shown.push("#[body] body: &serde_json::Value".to_owned());
    } else if has_body && !kind.contains("form-urlencoded") && !body.is_empty() {
        shown.push("#[body(text)] body: &str".to_owned());
    }
    shown
}

/// Parameters for the first pairs of a query or a form, each with its role; names that are
/// percent-encoded are passed over.
fn pairs(role: &str, text: &str) -> Vec<(String, String)> {
    let names = text.split('&').filter_map(|pair| pair.split('=').next());
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let plain = |name: &&str| name.starts_with(char::is_alphabetic) && name.chars().all(plain);
    let shown = names.filter(plain).take(SHOWN);
    shown
        .map(|name| (snake(name), format!("{role}({name:?})")))
        .collect()
}

/// `StartTime` is `start_time`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && small {
            text.push('_');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        text.push(if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        });
    }
    if syn::parse_str::<Ident>(&text).is_err() {
        text.push('_');
    }
    text
}
