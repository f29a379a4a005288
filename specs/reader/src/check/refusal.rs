//! `[refusal]`: what the provider answers if a signature is wrong, and where in it things stand.

use signed_api_specs::data::{AnswerPart, Code, CodeKind, Place, RefusalAnswer, Run, Told, Type};

use super::Check;
use super::entries::wrong_in_header_name;
use crate::document::{Field, Key};
use crate::draft::{PlaceDraft, RefusalDraft};
use crate::lower::index;
use crate::problem::did_you_mean;

/// The text that `told` names beside the values of `[let]`.
const STRING_TO_SIGN: &str = "string_to_sign";

impl Check<'_> {
    pub(super) fn refusal(&mut self) {
        let draft = self.draft;
        let Some(refusal) = &draft.refusal else {
            return;
        };
        let headers = self.refusal_headers(refusal);
        let body = refusal.body.as_ref();
        let body = body.map_or("", |body| body.text.as_str());
        let body = self.lower.text(body);
        self.codes(&refusal.codes, CodeKind::Signature);
        self.codes(&refusal.stale, CodeKind::Stale);
        self.codes(&refusal.temporary, CodeKind::Temporary);
        let code = self.places(&refusal.code);
        let time = self.places(&refusal.time);
        for (key, places) in &refusal.told {
            self.told(key, places);
        }
        let status = refusal.status.0;
        self.lower.scheme.refusal = Some(RefusalAnswer {
            status,
            body,
            headers,
            code,
            time,
        });
        self.coded(refusal);
        self.told_again(refusal);
    }

    fn refusal_headers(&mut self, refusal: &RefusalDraft) -> Run {
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
        let len = index(refusal.headers.len());
        Run { at, len }
    }

    fn codes(&mut self, codes: &[(Key, Field)], kind: CodeKind) {
        for (key, meaning) in codes {
            if meaning.text.trim().is_empty() || meaning.text.contains(char::is_control) {
                self.error(&meaning.place, "what a code means is said in one line");
            }
            let code = Code {
                code: self.lower.text(&key.name),
                meaning: self.lower.text(&meaning.text),
                kind,
            };
            let same = |known: &&Code| known.code == code.code;
            if let Some(known) = self.lower.scheme.codes.iter().find(same) {
                let table = table(known.kind);
                let message = format!("the code `{}` is among `{table}` already", key.name);
                self.error(&key.place, message);
            }
            self.lower.scheme.codes.push(code);
        }
    }

    fn told(&mut self, key: &Key, places: &[PlaceDraft]) {
        let places = self.places(places);
        let mut lets = self.lower.lets.iter();
        let value = lets.position(|one| one.key.name == key.name).map(index);
        if value.is_none() && key.name != STRING_TO_SIGN {
            let names = self.lower.lets.iter().map(|one| one.key.name.as_str());
            let near = did_you_mean(&key.name, names.chain([STRING_TO_SIGN]));
            let message = format!(
                "`told` names `{STRING_TO_SIGN}` and values of `[let]`, and `{}` is neither{near}",
                key.name
            );
            return self.error(&key.place, message);
        }
        let lowered = value.and_then(|value| self.lower.lowered_let(value));
        if lowered.is_some_and(|lowered| !matches!(lowered.kind, Type::Text | Type::Bytes)) {
            let message = format!("`{}` is no text, so nobody can tell it", key.name);
            self.error(&key.place, message);
        }
        self.lower.scheme.told.push(Told { value, places });
    }

    fn places(&mut self, drafts: &[PlaceDraft]) -> Run {
        let places: Vec<Place> = drafts
            .iter()
            .filter_map(|draft| self.place(draft))
            .collect();
        let at = index(self.lower.scheme.places.len());
        let len = index(places.len());
        self.lower.scheme.places.extend(places);
        Run { at, len }
    }

    fn place(&mut self, draft: &PlaceDraft) -> Option<Place> {
        for field in draft.fields().filter(|field| field.text.is_empty()) {
            self.error(&field.place, "this is empty, and so found nowhere");
        }
        let part = match (&draft.json, &draft.xml, &draft.header) {
            (Some(path), None, None) => {
                if path.text.split('.').any(str::is_empty) && !path.text.is_empty() {
                    self.error(
                        &path.place,
                        "a path has names between its dots, as `error.code`",
                    );
                }
                AnswerPart::Json(self.lower.text(&path.text))
            }
            (None, Some(name), None) => AnswerPart::Xml(self.lower.text(&name.text)),
            (None, None, Some(name)) => {
                if let Some(bad) = wrong_in_header_name(&name.text) {
                    self.error(&name.place, format!("a header name may not {bad}"));
                }
                AnswerPart::Header(self.lower.text(&name.text))
            }
            (None, None, None) if draft.after.is_some() || draft.before.is_some() => {
                AnswerPart::Body
            }
            (None, None, None) => {
                let message = "a place is in `json`, `xml` or a `header`, or in the body `after` or `before` a text";
                self.error(&draft.place, message);
                return None;
            }
            _ => {
                self.error(&draft.place, "a place is one of `json`, `xml` and `header`");
                return None;
            }
        };
        let mut mark =
            |field: &Option<Field>| field.as_ref().map(|field| self.lower.text(&field.text));
        let (after, before) = (mark(&draft.after), mark(&draft.before));
        let hex = draft.hex;
        Some(Place {
            part,
            after,
            before,
            hex,
        })
    }

    /// Codes are found in the answer that the file itself has.
    fn coded(&mut self, refusal: &RefusalDraft) {
        let others = refusal.stale.first().or(refusal.temporary.first());
        let known = refusal.codes.first().or(others);
        match (refusal.code.first(), known) {
            (None, Some((key, _))) => {
                let message =
                    "nothing says where a code stands: `code = { json = \"error.code\" }`";
                self.error(&key.place, message);
            }
            (None, None) if refusal.status.0 < 300 => {
                let message = format!(
                    "an answer of {} refuses by its code alone: `code` and `codes` are missing",
                    refusal.status.0
                );
                self.error(&refusal.status.1, message);
            }
            (Some(place), None) => {
                self.error(
                    &place.place,
                    "`codes` is missing: what can stand here, and what it means",
                );
            }
            (Some(place), Some(_)) if self.lower.findings.is_empty() => {
                let data = self.lower.scheme.data();
                let found = data
                    .own_refusal(|_| None)
                    .and_then(|answer| answer.code(&data));
                if found.is_none_or(|known| known.kind != CodeKind::Signature) {
                    let message = "none of `codes` stands here in the answer of this file, its `headers` and `body`";
                    self.error(&place.place, message);
                }
            }
            _ => {}
        }
    }

    /// What stands in the file's own answer for what a server tells is found there again.
    fn told_again(&mut self, refusal: &RefusalDraft) {
        let Some(body) = refusal
            .body
            .as_ref()
            .filter(|_| self.lower.findings.is_empty())
        else {
            return;
        };
        for (start, _) in body.text.match_indices('‹') {
            let rest = &body.text[start + '‹'.len_utf8()..];
            let name = rest.split('›').next().unwrap_or_default();
            if !refusal.told.iter().any(|(key, _)| key.name == name) {
                let place = body.part(&(start..start + '‹'.len_utf8() + name.len()));
                let message = format!("`told` does not say where `{name}` stands");
                return self.error(&place, message);
            }
        }
        let data = self.lower.scheme.data();
        let sample = |name: &str| Some(format!("{name}\n<&\"'é›\n"));
        let Some(answer) = data.own_refusal(sample) else {
            return;
        };
        let lost = data
            .told
            .iter()
            .zip(&refusal.told)
            .find(|(told, (key, _))| {
                body.text.contains(&format!("‹{}›", key.name))
                    && answer.told(&data, **told) != sample(&key.name)
            });
        if let Some((_, (key, _))) = lost {
            let message = format!(
                "what stands for `‹{0}›` in `body` is not found here",
                key.name
            );
            self.error(&key.place, message);
        }
    }
}

/// Where codes of a kind are written.
const fn table(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Signature => "codes",
        CodeKind::Stale => "stale",
        CodeKind::Temporary => "temporary",
    }
}
