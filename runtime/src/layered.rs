//! What a signature is made from beside the request: its settings, over those of the scheme.

use signed_api_specs::data::{SchemeData, Values};

use crate::settings::{Places, Problem, Settings};
use crate::{Scheme, Value};

/// Settings of the request first, then the scheme's own values.
pub(crate) struct Layered<'l, S> {
    settings: &'l Settings,
    /// Where the scheme has each of them.
    places: Places,
    scheme: &'l S,
}

impl<'l, S: Scheme> Layered<'l, S> {
    pub(crate) fn new(settings: &'l Settings, scheme: &'l S) -> Self {
        Self {
            settings,
            places: settings.places(S::DATA),
            scheme,
        }
    }

    /// What is wrong with the settings under the scheme: the first of it.
    pub(crate) fn problem(&self) -> Option<Problem> {
        self.settings.problem_at(S::DATA, &self.places)
    }
}

impl<S: Scheme> Values for Layered<'_, S> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        self.settings
            .value(name)
            .or_else(|| self.scheme.value(name))
    }

    fn value_at(&self, _: &SchemeData<'_>, place: usize) -> Option<Value<'_>> {
        // A request sets no credentials, and mostly nothing at all.
        match self.places.iter().position(|own| *own == Some(place)) {
            Some(own) => self.settings.value_of(own),
            None => self.scheme.value_at(place),
        }
    }
}
