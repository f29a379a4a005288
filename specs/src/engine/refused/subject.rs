//! What a part of a template is about, in words.

use crate::engine::explain::Explanation;

/// How many named values are looked through.
const DEPTH: usize = 8;

/// What a line, or a part of it, is about.
pub(super) struct Subject {
    /// As `path` or `` `content-type` ``.
    noun: String,
    /// The named value that it is a hash of.
    pub(super) hash_of: Option<String>,
    /// It is the body, or a hash of it.
    pub(super) is_body: bool,
}

impl Subject {
    fn new(noun: impl Into<String>) -> Self {
        Self {
            noun: noun.into(),
            hash_of: None,
            is_body: false,
        }
    }

    /// A header or parameter.
    pub(super) fn named(name: &str) -> Self {
        Self::new(format!("`{name}`"))
    }

    /// A line of which no more is known.
    pub(super) fn line(number: usize) -> Self {
        Self::new(format!("line {number}"))
    }

    /// What a part of a template is about, by the first value of the request in it.
    pub(super) fn of(template: &str, explanation: &Explanation) -> Option<Self> {
        Self::within(template, explanation, DEPTH)
    }

    fn within(template: &str, explanation: &Explanation, depth: usize) -> Option<Self> {
        let hashed = ["| sha", "| md5", "| sm3", "| digest", "| hmac"];
        let hashed = hashed.iter().any(|function| template.contains(function));
        if let Some(subject) = names(template).find_map(|name| known(name, hashed)) {
            return Some(subject);
        }
        let name = names(template).next()?;
        let value = explanation.values.iter().find(|value| value.name == name);
        let Some(value) = value.filter(|_| depth > 0) else {
            return Some(Self::named(name));
        };
        if hashed {
            let hash_of = Some(name.to_owned());
            return Some(Self {
                hash_of,
                ..Self::new(format!("hash of `{name}`"))
            });
        }
        // One that is made of one thing is that thing.
        let inner =
            Some(value.template.as_str()).filter(|template| template.matches('{').count() == 1);
        let inner = inner.and_then(|template| Self::within(template, explanation, depth - 1));
        Some(inner.unwrap_or_else(|| Self::named(name)))
    }

    /// `path`, without an article.
    pub(super) fn noun(&self) -> &str {
        &self.noun
    }

    /// `the path`.
    pub(super) fn the(&self) -> String {
        let is_name = self.noun.starts_with('`') || self.noun.starts_with("line");
        let article = if is_name { "" } else { "the " };
        format!("{article}{}", self.noun)
    }
}

/// The names in a template, in their order.
fn names(template: &str) -> impl Iterator<Item = &str> {
    let inside = template.find('{').map_or("", |at| &template[at..]);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let words = inside.split(move |c| !is_part(c));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// The values of the language that come from a request.
fn known(name: &str, hashed: bool) -> Option<Subject> {
    if let Some((part @ ("header" | "query" | "form" | "json"), member)) = name.split_once('.') {
        let place = if matches!(part, "form" | "json") {
            " of the body"
        } else {
            ""
        };
        return Some(Subject::new(format!("`{member}`{place}")));
    }
    Some(match name {
        "method" => Subject::new("method"),
        "scheme" | "url" => Subject::new("URL"),
        "host" | "host_name" | "port" => Subject::new("host"),
        "path" => Subject::new("path"),
        "path_and_query" => Subject::new("path and query"),
        "query" | "raw_query" => Subject::new("query"),
        "headers" | "signed_headers" => Subject::new("list of signed headers"),
        "now" => Subject::new("time"),
        "nonce" => Subject::new("nonce"),
        "body" | "form" | "json" => Subject {
            is_body: true,
            ..Subject::new(if hashed { "hash of the body" } else { "body" })
        },
        _ => return None,
    })
}
