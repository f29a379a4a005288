//! The refusal that a scheme's file holds: what its provider answers.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::answer::{Answer, Reader};
use crate::data::{Code, CodeKind, SchemeData, Told};
use crate::engine::json;

/// A provider's answer to a wrong signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OwnRefusal {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl SchemeData<'_> {
    /// The answer of `[refusal]`, if the file has one. `told` gives what the provider tells of its
    /// own signing, by name: it stands for `‹name›` in the body, escaped as XML or JSON needs it.
    pub fn own_refusal(&self, told: impl Fn(&str) -> Option<String>) -> Option<OwnRefusal> {
        let refusal = self.refusal?;
        let mut headers = HeaderMap::new();
        for (name, value) in self.refusal_headers(refusal.headers) {
            // The checker lets nothing else through.
            if let (Ok(name), Ok(value)) =
                (name.parse::<HeaderName>(), HeaderValue::try_from(value))
            {
                headers.append(name, value);
            }
        }
        let template = self.text(refusal.body);
        let escape = Escape::of(template);
        let filled = self.told.iter().fold(template.to_owned(), |body, one| {
            let name = self.told_name(*one);
            let mark = format!("‹{name}›");
            if body.contains(&mark) {
                body.replace(&mark, &escape.text(&told(name).unwrap_or_default()))
            } else {
                body
            }
        });
        Some(OwnRefusal {
            status: refusal.status,
            headers,
            body: filled,
        })
    }

    /// The same for a wrong time: where the code of the signature stands, the first of `stale` does,
    /// if the file has one.
    pub fn own_stale_refusal(&self, told: impl Fn(&str) -> Option<String>) -> Option<OwnRefusal> {
        let own = self.own_refusal(told)?;
        let codes = self.codes.iter();
        let stale = codes.filter(|code| code.kind == CodeKind::Stale);
        let mut told_so = stale.filter_map(|code| own.with_code(self, *code));
        Some(told_so.next().unwrap_or(own))
    }

    /// The name of what the server tells.
    pub(crate) fn told_name(&self, told: Told) -> &str {
        let value = told
            .value
            .and_then(|index| self.lets.get(usize::from(index)));
        value.map_or("string_to_sign", |value| self.text(value.name))
    }
}

impl OwnRefusal {
    /// The answer, as a client gets it.
    pub fn answer(&self) -> Answer<'_> {
        Answer {
            status: self.status,
            headers: &self.headers,
            body: self.body.as_bytes(),
        }
    }
}

impl OwnRefusal {
    /// The code in it, if it is one that the file knows.
    pub fn code(&self, data: &SchemeData<'_>) -> Option<Code> {
        Reader::new(data, &self.answer()).code()?.1
    }

    /// The same with another code, if that is then read there.
    fn with_code(&self, data: &SchemeData<'_>, code: Code) -> Option<Self> {
        let (own, other) = (data.text(self.code(data)?.code), data.text(code.code));
        let mut changed = self.clone();
        changed.body = changed.body.replacen(own, other, 1);
        for value in changed.headers.values_mut().filter(|value| *value == own) {
            *value = HeaderValue::try_from(other).ok()?;
        }
        (changed.code(data) == Some(code)).then_some(changed)
    }
}

/// For the checker of files.
impl OwnRefusal {
    /// What it tells, read back.
    pub fn told(&self, data: &SchemeData<'_>, told: Told) -> Option<String> {
        Reader::new(data, &self.answer()).first(told.places)
    }
}

/// How a text is put into a body.
enum Escape {
    Xml,
    Json,
    None,
}

impl Escape {
    fn of(body: &str) -> Self {
        match body.trim_start().as_bytes().first() {
            Some(b'<') => Self::Xml,
            Some(b'{' | b'[') => Self::Json,
            _ => Self::None,
        }
    }

    fn text(&self, text: &str) -> String {
        match self {
            Self::Xml => text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('\r', "&#xD;"),
            Self::Json => {
                let quoted = json::quoted(text);
                quoted[1..quoted.len() - 1].to_owned()
            }
            Self::None => text.to_owned(),
        }
    }
}
