//! `[verify]`: how long a request counts.

use super::Check;
use crate::data::{Op, Type, Verify};
use crate::read::document::Field;
use crate::read::draft::Seconds;
use crate::read::lower::{Lowered, Scope};

impl Check<'_> {
    pub(super) fn verify(&mut self) {
        let draft = &self.draft.verify;
        let usual = Verify::default();
        let until = draft.until.as_ref();
        let lowered = until.and_then(|field| self.until(field));
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
            until: lowered.map(|lowered| lowered.id),
        };
    }

    fn until(&mut self, field: &Field) -> Option<Lowered> {
        let lowered = self.lower.field(field, Scope::Signature)?;
        if lowered.kind == Type::Time {
            self.read_back(&lowered);
            return Some(lowered);
        }
        let message = format!(
            "`until` is a time, as `{{now | plus(expires)}}`, and this is {}",
            lowered.kind.a_name()
        );
        self.error(&field.place, message);
        None
    }

    /// A lifetime that is sent is read back.
    fn read_back(&mut self, until: &Lowered) {
        let scheme = &mut self.lower.scheme;
        let data = scheme.data();
        let settings = 0..scheme.settings.len();
        let used: Vec<usize> = settings
            .filter(|index| {
                let this = Op::Setting(crate::read::lower::index(*index));
                data.reaches(until.id, &|op| op == this)
                    && data
                        .entries
                        .iter()
                        .any(|entry| data.reaches(entry.value, &|op| op == this))
            })
            .collect();
        for index in used {
            scheme.settings[index].from_request = true;
        }
    }
}
