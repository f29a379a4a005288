//! The query: left out, or not as it stands on the request line.

use percent_encoding::percent_decode_str;

use super::serial::{COMPONENT, FORM, PLAIN, encoded, other_hex};
use super::steps::swapped_part;
use crate::data::{Location, Part};
use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};

const AS_SENT: &str = "Sign path and query as they stand on the request line, byte for byte: take them from the request that is sent, not from what it was made of.";

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "query left out",
        done: "The path was signed without its query.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Case(left_out),
    },
    Way {
        name: "query signed too",
        done: "The query was signed with the path, and this scheme signs the path alone.",
        mend: "Sign the path without `?` and what follows.",
        pairs: true,
        alter: Alter::Case(signed_too),
    },
    Way {
        name: "name without a value",
        done: "A name without `=` was signed with one, or the other way round.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Query(bare),
    },
    Way {
        name: "query serialised again",
        done: "The query was taken apart and written again, with other percent-encoding than is sent.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Query(again),
    },
    Way {
        name: "query sorted",
        done: "The query was sorted before it was signed, and is not sent so.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Query(sorted),
    },
    Way {
        name: "query pair left out",
        done: "A pair of the query was not signed, or was added after signing.",
        mend: "Complete the URL before signing, and change nothing behind it.",
        pairs: true,
        alter: Alter::Query(pair_left_out),
    },
];

/// The path alone, and with the pairs that the scheme itself sets.
fn left_out<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let (path, Some(query)) = case.split_target() else {
        return Vec::new();
    };
    let data = case.tables.data();
    let set = |piece: &&str| {
        let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
        let mut entries = data.entries_in(Location::Query);
        entries.any(|(_, entry)| data.text(entry.name) == name)
    };
    let own: Vec<&str> = query.split('&').filter(set).collect();
    let mut targets = vec![path.to_owned()];
    if !own.is_empty() {
        targets.push(format!("{path}?{}", own.join("&")));
    }
    let cases = targets.into_iter().map(|target| case.with_target(target));
    cases
        .map(|case| (Some("the query".to_owned()), case))
        .collect()
}

fn signed_too<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    if case.split_target().1.is_none() {
        return Vec::new();
    }
    swapped_part(case, Part::Path, Part::PathAndQuery)
}

/// What serialisers make of a query.
fn again(query: &str) -> Vec<String> {
    let plus = |text: &str| text.replace('+', " ");
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut made = vec![
        query.replace("%20", "+"),
        query.replace("%20", " "),
        query.replace('+', "%20"),
        query.replace('+', "%2B"),
        query.replace('+', " "),
        query.replace("%2B", "+"),
        query.replace("%3A", ":").replace("%3a", ":"),
        decoded(query),
        decoded(&plus(query)),
    ];
    made.extend(other_hex(query));
    for (set, space) in [(PLAIN, "%20"), (FORM, "+"), (COMPONENT, "%20")] {
        for plus_is_space in [true, false] {
            let word = |text: &str| {
                let text = if plus_is_space {
                    plus(text)
                } else {
                    text.to_owned()
                };
                encoded(&decoded(&text), set).replace("%20", space)
            };
            made.push(each_pair(query, &word, false));
            made.push(each_pair(query, &word, true));
        }
    }
    made
}

/// Every name and value written again; if `always`, with a `=` in any case.
fn each_pair(query: &str, word: &dyn Fn(&str) -> String, always: bool) -> String {
    let pair = |piece: &str| match piece.split_once('=') {
        Some((name, value)) => format!("{}={}", word(name), word(value)),
        None if always && !piece.is_empty() => format!("{}=", word(piece)),
        None => word(piece),
    };
    query.split('&').map(pair).collect::<Vec<_>>().join("&")
}

fn bare(query: &str) -> Vec<String> {
    let without = |piece: &str| piece.strip_suffix('=').unwrap_or(piece).to_owned();
    let all = query.split('&').map(without).collect::<Vec<_>>().join("&");
    vec![each_pair(query, &str::to_owned, true), all]
}

fn sorted(query: &str) -> Vec<String> {
    let mut pieces: Vec<&str> = query.split('&').collect();
    pieces.sort_unstable();
    let sorted = pieces.join("&");
    pieces.reverse();
    vec![sorted, pieces.join("&")]
}

fn pair_left_out(query: &str) -> Vec<String> {
    let pieces: Vec<&str> = query.split('&').collect();
    if pieces.len() < 2 {
        return Vec::new();
    }
    let without = |index: usize| [&pieces[..index], &pieces[index + 1..]].concat().join("&");
    (0..pieces.len().min(30)).map(without).collect()
}
