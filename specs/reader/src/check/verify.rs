//! `[verify]`: how long a request counts.

use signed_api_specs::data::{Entry, Function, Known, Op, Type, Verify};

use super::Check;
use crate::document::Field;
use crate::draft::Seconds;
use crate::lower::{Lowered, Scope, index};

impl Check<'_> {
    pub(super) fn verify(&mut self) {
        let draft = &self.draft.verify;
        let usual = Verify::default();
        let until = draft.until.as_ref();
        let since = draft.since.as_ref();
        let since = since.and_then(|field| self.moment("since", field));
        let lowered = until.and_then(|field| self.moment("until", field));
        let tolerance = match (draft.tolerance, until) {
            (Some(_), Some(field)) => {
                let message =
                    "a request counts for a `tolerance`, or `until` a time; say one of them";
                self.error(&field.place, message);
                None
            }
            (None, Some(_)) => None,
            (seconds, None) => seconds.map_or(usual.tolerance, Seconds::limit),
        };
        self.lower.scheme.verify = Verify {
            tolerance,
            future: draft.future.map_or(usual.future, Seconds::limit),
            since: since.map(|lowered| lowered.id),
            until: lowered.as_ref().map(|lowered| lowered.id),
            lifetime: lowered.and_then(|lowered| self.lifetime(&lowered)),
        };
    }

    fn moment(&mut self, key: &str, field: &Field) -> Option<Lowered> {
        let lowered = self.lower.field(field, Scope::Signature)?;
        if lowered.kind == Type::Time {
            self.read_back(&lowered);
            return Some(lowered);
        }
        let message = format!(
            "`{key}` is a time, as `{{now | plus(expires)}}`, and this is {}",
            lowered.kind.a_name()
        );
        self.error(&field.place, message);
        None
    }

    /// The settings that `until` and something that is sent depend on.
    fn sent_settings(&self, until: &Lowered) -> Vec<u16> {
        let data = self.lower.scheme.data();
        let is_sent = |index: &u16| {
            let this = |op| op == Op::Setting(*index);
            let sent = |entry: &Entry| data.reaches(entry.value, &this);
            data.reaches(until.id, &this) && data.entries.iter().any(sent)
        };
        let settings = 0..index(self.lower.scheme.settings.len());
        settings.filter(is_sent).collect()
    }

    /// A lifetime that is sent is read back.
    fn read_back(&mut self, until: &Lowered) {
        for index in self.sent_settings(until) {
            self.lower.scheme.settings[usize::from(index)].known = Known::ByRequest;
        }
    }

    /// The one setting whose seconds `plus` adds.
    fn lifetime(&self, until: &Lowered) -> Option<u16> {
        let data = self.lower.scheme.data();
        let is_added = |index: &u16| {
            data.reaches(until.id, &|op| match op {
                Op::Call(Function::Plus, _, seconds) => data
                    .links(seconds)
                    .iter()
                    .any(|one| data.reaches(*one, &|op| op == Op::Setting(*index))),
                _ => false,
            })
        };
        let mut added = self.sent_settings(until);
        added.retain(is_added);
        match added[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}
