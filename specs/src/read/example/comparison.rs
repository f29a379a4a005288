//! What came out beside what the example says.

use super::Example;
use crate::Signing;
use crate::data::Entry;
use crate::read::difference::difference;
use crate::read::document::{Field, Key};
use crate::read::problem::{Place, Problem, did_you_mean};

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

    /// The headers and query pairs that differ.
    fn entries(&self, signing: &Signing) -> Vec<Difference> {
        let (headers, query) = (self.headers(signing), query(signing));
        let headers = self.draft.headers.iter().filter_map(|(key, expected)| {
            let name = key.name.to_ascii_lowercase();
            let after = self.is_after(self.data.headers, &name);
            differs(key, &name, expected, &headers, "header").map(|one| Difference { after, ..one })
        });
        let query = self.draft.query.iter().filter_map(|(key, expected)| {
            let after = self.is_after(self.data.query, &key.name);
            let found = differs(key, &key.name, expected, &query, "query pair");
            found.map(|one| Difference { after, ..one })
        });
        headers.chain(query).collect()
    }

    /// Whether an entry is made from the signature.
    fn is_after(&self, entries: &[Entry], name: &str) -> bool {
        let this = |entry: &&Entry| self.data.text(entry.name).eq_ignore_ascii_case(name);
        entries.iter().find(this).is_some_and(|entry| entry.after)
    }

    fn headers(&self, signing: &Signing) -> Sent {
        let header = |(index, value): &(usize, http::HeaderValue)| {
            let name = self.data.text(self.data.headers[*index].name);
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_ascii_lowercase(), value.into_owned())
        };
        signing.headers.iter().map(header).collect()
    }
}

fn query(signing: &Signing) -> Sent {
    let target = signing.path_and_query.as_deref().unwrap_or_default();
    let Some((_, query)) = target.split_once('?') else {
        return Vec::new();
    };
    let decode = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text);
        decoded.decode_utf8_lossy().into_owned()
    };
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decode(name), decode(value))
    };
    query.split('&').map(pair).collect()
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
