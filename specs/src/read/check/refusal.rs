//! `[refusal]`: what the provider answers if a signature is wrong.

use super::Check;
use super::entries::wrong_in_header_name;
use crate::data::{RefusalAnswer, Run};
use crate::read::lower::index;

impl Check<'_> {
    pub(super) fn refusal(&mut self) {
        let Some(refusal) = &self.draft.refusal else {
            return;
        };
        let at = index(self.lower.scheme.refusal_headers.len());
        for (key, field) in &refusal.headers {
            if let Some(bad) = wrong_in_header_name(&key.name) {
                let message = format!("a header name may not {bad}");
                self.error(&key.place, message);
            }
            let mut characters = field.text.char_indices();
            if let Some((at, c)) = characters.find(|(_, c)| c.is_control() || !c.is_ascii()) {
                let place = field.part(&(at..at + c.len_utf8()));
                self.error(
                    &place,
                    "a header here is visible ASCII, without control characters",
                );
            }
            let pair = (self.lower.text(&key.name), self.lower.text(&field.text));
            self.lower.scheme.refusal_headers.push(pair);
        }
        let body = refusal.body.as_ref();
        let body = body.map_or("", |body| body.text.as_str());
        self.lower.scheme.refusal = Some(RefusalAnswer {
            status: refusal.status,
            body: self.lower.text(body),
            headers: Run {
                at,
                len: index(refusal.headers.len()),
            },
        });
    }
}
