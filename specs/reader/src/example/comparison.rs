//! What came out beside what the example says.

use signed_api_specs::Signing;
use signed_api_specs::data::Location;
use signed_api_specs::language::json_text;

use super::Example;
use crate::difference::difference;
use crate::document::{Field, Key};
use crate::problem::{Place, Problem, did_you_mean};

/// What the scheme sends: names and values.
type Sent = Vec<(String, String)>;

/// What differs: where, and how; and whether it is made from the signature.
struct Difference {
    place: Place,
    report: String,
    after: bool,
}

impl Example<'_> {
    pub(super) fn compare(&mut self, signing: &Signing) {
        let expected = self.draft.string_to_sign.as_ref();
        let string_to_sign = signing.string_to_sign.to_string();
        let mut differences = self.entries(signing);
        let other = expected.and_then(|expected| string_differs(expected, &string_to_sign));
        if let Some(other) = other {
            // What is signed differs, so the signature does, and tells no more.
            differences.retain(|one| !one.after);
            differences.insert(0, other);
        }
        let Some(first) = differences.first() else {
            return;
        };
        let mut problem = Problem::new(&first.place, "this example is not reproduced");
        let signature = differences.iter().any(|one| one.after);
        for one in differences {
            problem = problem.note(one.report);
        }
        if expected.is_none() {
            let lines = numbered(&string_to_sign);
            problem = problem.note(format!("the string to sign was:\n{lines}"));
        } else if signature {
            let note = "the string to sign is as expected; look at `algorithm`, `key`, and how `{signature}` is written";
            problem = problem.note(note);
        }
        self.findings.add(problem);
    }

    /// What is sent and differs.
    fn entries(&self, signing: &Signing) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (location, expected) in [
            (Location::Headers, &self.draft.headers),
            (Location::Query, &self.draft.query),
            (Location::Form, &self.draft.form),
            (Location::Json, &self.draft.json),
        ] {
            let sent = self.sent(location, signing);
            for (key, field) in expected {
                let name = match location {
                    Location::Headers => key.name.to_ascii_lowercase(),
                    _ => key.name.clone(),
                };
                let after = self.is_after(location, &name);
                let found = differs(key, &name, field, &sent, location.member());
                differences.extend(found.map(|one| Difference { after, ..one }));
            }
        }
        let body = self.draft.body.as_ref();
        differences.extend(body.and_then(|expected| self.body_differs(expected, signing)));
        differences
    }

    fn body_differs(&self, expected: &Field, signing: &Signing) -> Option<Difference> {
        let body = String::from_utf8_lossy(signing.body.as_deref().unwrap_or_default());
        let report = difference(&expected.text, &body)?;
        let mut entries = self.data.entries.iter();
        Some(Difference {
            place: first_difference(expected, &body),
            report: format!("the body differs:\n{report}"),
            after: entries.any(|entry| {
                entry.after && matches!(entry.location, Location::Form | Location::Json)
            }),
        })
    }

    /// Whether an entry is made from the signature.
    fn is_after(&self, location: Location, name: &str) -> bool {
        let mut entries = self.data.entries_in(location);
        entries
            .any(|(_, entry)| entry.after && self.data.text(entry.name).eq_ignore_ascii_case(name))
    }

    /// Names and values of what is sent in a place.
    fn sent(&self, location: Location, signing: &Signing) -> Sent {
        let body = String::from_utf8_lossy(signing.body.as_deref().unwrap_or_default());
        match location {
            Location::Headers => self.headers(signing),
            Location::Query => {
                let target = signing.target().unwrap_or_default();
                target
                    .split_once('?')
                    .map_or(Vec::new(), |(_, query)| pairs(query))
            }
            Location::Form => pairs(&body),
            Location::Json => {
                let members = self.data.entries_in(location).filter_map(|(_, entry)| {
                    let path = self.data.text(entry.name);
                    Some((path.to_owned(), json_text(&body, path)?))
                });
                members.collect()
            }
        }
    }

    fn headers(&self, signing: &Signing) -> Sent {
        let header = |(index, value): (Option<usize>, http::HeaderValue)| {
            let name = self.data.text(self.data.entries[index?].name);
            let value = String::from_utf8_lossy(value.as_bytes());
            Some((name.to_ascii_lowercase(), value.into_owned()))
        };
        let headers = signing.headers(self.data);
        headers.filter_map(Result::ok).filter_map(header).collect()
    }
}

/// The pairs of a query or form.
fn pairs(text: &str) -> Sent {
    let decode = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text);
        decoded.decode_utf8_lossy().into_owned()
    };
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decode(name), decode(value))
    };
    text.split('&').map(pair).collect()
}

/// Where and how the string to sign differs.
fn string_differs(expected: &Field, found: &str) -> Option<Difference> {
    let report = difference(&expected.text, found)?;
    let mut report = format!("the string to sign differs:\n{report}");
    if expected.text.trim_end_matches('\n') == found.trim_end_matches('\n') {
        report.push_str("\na newline before the closing quotes counts, here and in `[signature]`");
    }
    Some(Difference {
        place: first_difference(expected, found),
        report,
        after: false,
    })
}

/// Where and how what is sent differs from what is expected.
fn differs(key: &Key, name: &str, expected: &Field, sent: &Sent, what: &str) -> Option<Difference> {
    let Some((_, value)) = sent.iter().find(|(other, _)| *other == name) else {
        let near = did_you_mean(name, sent.iter().map(|(name, _)| name.as_str()));
        return Some(Difference {
            place: key.place.clone(),
            report: format!("the {what} `{name}` is not set{near}"),
            after: false,
        });
    };
    let report = difference(&expected.text, value)?;
    Some(Difference {
        place: first_difference(expected, value),
        report: format!("the {what} `{name}` differs:\n{report}"),
        after: false,
    })
}

/// The place of the first character that differs; at the end, of what stands behind it.
fn first_difference(expected: &Field, found: &str) -> Place {
    let same = expected.text.chars().zip(found.chars());
    let same: usize = same
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let next = expected.text[same..].chars().next();
    expected.part(&(same..same + next.map_or(0, char::len_utf8)))
}

/// The lines of a string to sign, each with its number and its end made visible.
fn numbered(text: &str) -> String {
    let count = text.split('\n').count();
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let end = if index + 1 < count { "\\n" } else { "" };
        format!("{:>3} | {line}{end}", index + 1)
    });
    lines.collect::<Vec<_>>().join("\n")
}
