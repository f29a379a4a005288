//! What a file's first example calls, for those who look for one.

use super::super::document::Item;
use super::super::draft::ExampleDraft;
use super::super::http_text::{HttpText, parse_lines};

/// A request that a scheme's file signs.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The request, without what the scheme adds.
    pub request: HttpText,
    /// Its settings that are text, by name.
    pub settings: Vec<(String, String)>,
}

impl Sample {
    /// The first example that is signed; if there is none, the first that is verified.
    pub(crate) fn of(examples: &[ExampleDraft]) -> Option<Self> {
        let signed = examples.iter().find(|example| example.verdict.is_none());
        let example = signed.or(examples.first())?;
        let request = example.request.as_ref()?;
        let settings = example
            .settings
            .iter()
            .filter_map(|(key, item)| match item {
                Item::Text(field) => Some((key.name.clone(), field.text.clone())),
                _ => None,
            });
        Some(Self {
            request: parse_lines(request.text.as_bytes()).ok()?,
            settings: settings.collect(),
        })
    }
}
