//! The form of what holds the signature: what is wrong with it, found by mending it.

use super::Mistake;
use super::case::Case;
use crate::Malformed;
use crate::data::{Entry, Location, Op, SchemeData};

/// A way to mend a text so that it can be read.
struct Mend {
    name: &'static str,
    done: &'static str,
    instead: &'static str,
    /// What the text may have been meant as, each with what was changed.
    candidates: fn(&Shape<'_>) -> Vec<(String, String)>,
}

/// A text that cannot be read, and what the scheme writes there.
struct Shape<'s> {
    text: &'s str,
    /// The word that it should begin with, and the blank behind it.
    lead: String,
    /// The texts of the template.
    literals: &'s [String],
}

const MENDS: &[Mend] = &[
    Mend {
        name: "another scheme word",
        done: "The text begins with another word than the scheme's.",
        instead: "Begin with the word of the scheme's template.",
        candidates: other_word,
    },
    Mend {
        name: "scheme word lost",
        done: "What the text begins with is not there.",
        instead: "Write the name of the authentication scheme first, with one blank behind it, as the scheme's template does.",
        candidates: lost_start,
    },
    Mend {
        name: "part that does not belong there",
        done: "A part of another dialect stands in it.",
        instead: "Take it out: this scheme has no such part.",
        candidates: foreign_part,
    },
    Mend {
        name: "another separator",
        done: "Its parts are joined by something else than the scheme writes between them.",
        instead: "Join the parts as the scheme's template does.",
        candidates: other_separator,
    },
    Mend {
        name: "quotation marks",
        done: "Its values stand in quotation marks, and the scheme writes none.",
        instead: "Leave out the quotation marks.",
        candidates: |shape| vec![(shape.text.replace('"', ""), "`\"`".to_owned())],
    },
    Mend {
        name: "name in other letters",
        done: "A name in it has other letters, capital or small, than the scheme's.",
        instead: "Write the names letter by letter as the scheme's template does.",
        candidates: other_letters,
    },
    Mend {
        name: "parts in another order",
        done: "Its parts stand in another order than the scheme's.",
        instead: "Write the parts in the order of the scheme's template.",
        candidates: other_order,
    },
];

/// How many texts are tried, and then with each how many more.
const CANDIDATES: usize = 40;

/// Between the parts of such texts.
const SEPARATORS: [&str; 6] = ["&", ", ", ",", "; ", ";", " "];

/// Mends the form of an entry, if known ways of getting it wrong explain it: the request mended, and
/// what was wrong.
pub(super) fn mended<'c>(
    case: &Case<'c>,
    malformed: &Malformed,
) -> Option<(Case<'c>, Vec<Mistake>)> {
    let text = malformed.text.as_deref()?;
    if malformed.location != Location::Headers || text.len() > 4096 {
        return None;
    }
    let data = case.tables.data();
    let (index, entry) = data.entries.iter().enumerate().find(|(_, entry)| {
        entry.location == malformed.location && data.text(entry.name) == malformed.name
    })?;
    let literals = literals(&data, entry);
    let lead = lead(case, index, &literals);
    let mistake = |mend: &Mend, at: String| Mistake {
        name: mend.name,
        what: mend.done.to_owned(),
        place: Some(format!(
            "header `{}`: {at}",
            malformed.name.to_ascii_lowercase()
        )),
        mend: mend.instead.to_owned(),
    };
    let readable = |text: &str| -> Option<Case<'c>> {
        let case = case.with_header(&malformed.name, text)?;
        let captured = case.look();
        let wrong = captured
            .problems
            .iter()
            .any(|other| other.name == malformed.name);
        let signed = !malformed.after || !captured.received.signature_texts().is_empty();
        (!wrong && signed).then_some(case)
    };
    let tried = |text: &str| -> Vec<(&'static Mend, String, String)> {
        let lead = lead.clone();
        let shape = Shape {
            text,
            lead,
            literals: &literals,
        };
        let made = MENDS.iter().flat_map(|mend| {
            let candidates = (mend.candidates)(&shape).into_iter();
            candidates.map(move |(candidate, at)| (mend, candidate, at))
        });
        made.filter(|(_, candidate, _)| candidate != text)
            .take(CANDIDATES)
            .collect()
    };
    let once = tried(text);
    for (mend, candidate, at) in &once {
        if let Some(case) = readable(candidate) {
            return Some((case, vec![mistake(mend, at.clone())]));
        }
    }
    for (first, candidate, at) in &once {
        for (second, candidate, also) in tried(candidate) {
            if let Some(case) = readable(&candidate) {
                let mistakes = vec![mistake(first, at.clone()), mistake(second, also)];
                return Some((case, mistakes));
            }
        }
    }
    None
}

/// The texts of a template.
fn literals(data: &SchemeData<'_>, entry: &Entry) -> Vec<String> {
    let parts = match data.node(entry.value).op {
        Op::Template(run) | Op::Parts(run, _) => data.links(run).to_vec(),
        _ => vec![entry.value],
    };
    let texts = parts.iter().filter_map(|part| match data.node(*part).op {
        Op::Text(text) => Some(data.text(text).to_owned()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty()).collect()
}

/// The first word of what the scheme writes.
fn lead(case: &Case<'_>, index: usize, literals: &[String]) -> String {
    let made = case
        .made_and_sent(index)
        .0
        .and_then(|made| String::from_utf8(made).ok());
    let text = made
        .as_deref()
        .or(literals.first().map(String::as_str))
        .unwrap_or_default();
    match text.split_once(' ') {
        Some((word, _)) if !word.contains(['=', '"', ':']) => format!("{word} "),
        _ => String::new(),
    }
}

fn lost_start(shape: &Shape<'_>) -> Vec<(String, String)> {
    let text = shape.text;
    let mut made = Vec::new();
    let mut push = |start: &str| {
        if !start.is_empty() && !text.starts_with(start) {
            made.push((format!("{start}{text}"), format!("`{start}` is missing")));
        }
    };
    push(&shape.lead);
    if let Some(first) = shape.literals.first() {
        let ends = first
            .char_indices()
            .map(|(at, _)| at)
            .skip(1)
            .chain([first.len()]);
        let overlap = |at: &usize| text.starts_with(&first[*at..]);
        ends.filter(overlap).for_each(|at| push(&first[..at]));
    }
    let word = shape.lead.trim_end();
    if !word.is_empty()
        && !text.starts_with(&shape.lead)
        && let Some(rest) = text.strip_prefix(word)
    {
        made.push((
            format!("{}{rest}", shape.lead),
            format!("no blank behind `{word}`"),
        ));
    }
    made
}

fn other_word(shape: &Shape<'_>) -> Vec<(String, String)> {
    let Some((word, rest)) = shape.text.split_once(' ') else {
        return Vec::new();
    };
    // It may be anything, a token for one: so it is not repeated.
    let known = word.len() <= 24
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !known || shape.lead.is_empty() {
        return Vec::new();
    }
    let lead = &shape.lead;
    let at = format!("`{word}` in the place of `{}`", lead.trim_end());
    vec![(format!("{lead}{rest}"), at)]
}

fn foreign_part(shape: &Shape<'_>) -> Vec<(String, String)> {
    let (start, rest) = match shape.text.split_once(' ') {
        Some((word, rest)) if !word.contains('=') => (&shape.text[..=word.len()], rest),
        _ => ("", shape.text),
    };
    let mut made = Vec::new();
    for separator in SEPARATORS {
        let pieces: Vec<&str> = rest.split(separator).collect();
        if !(2..=12).contains(&pieces.len()) {
            continue;
        }
        for (index, piece) in pieces.iter().enumerate() {
            let Some((name, _)) = piece.split_once('=') else {
                continue;
            };
            let left = [&pieces[..index], &pieces[index + 1..]].concat();
            let at = format!("`{name}=`");
            made.push((format!("{start}{}", left.join(separator)), at));
        }
    }
    made
}

fn other_separator(shape: &Shape<'_>) -> Vec<(String, String)> {
    let mut made = Vec::new();
    for used in SEPARATORS.iter().filter(|one| shape.text.contains(**one)) {
        for meant in SEPARATORS.iter().filter(|one| **one != *used) {
            if shape.literals.iter().any(|literal| literal.contains(meant)) {
                let (start, rest) = match shape.text.strip_prefix(&shape.lead) {
                    Some(rest) => (shape.lead.as_str(), rest),
                    None => ("", shape.text),
                };
                let at = format!("`{used}` in the place of `{meant}`");
                made.push((format!("{start}{}", rest.replace(used, meant)), at));
            }
        }
    }
    made
}

fn other_letters(shape: &Shape<'_>) -> Vec<(String, String)> {
    let mut text = shape.text.to_owned();
    let mut at = String::new();
    for literal in shape.literals {
        let lower = text.to_ascii_lowercase();
        if let Some(found) = lower.find(&literal.to_ascii_lowercase()) {
            let range = found..found + literal.len();
            if text[range.clone()] != **literal {
                at = format!("`{}` in the place of `{literal}`", &text[range.clone()]);
            }
            text.replace_range(range, literal);
        }
    }
    vec![(text, at)]
}

fn other_order(shape: &Shape<'_>) -> Vec<(String, String)> {
    let rest = shape.text.strip_prefix(&shape.lead).unwrap_or(shape.text);
    let start = &shape.text[..shape.text.len() - rest.len()];
    let mut made = Vec::new();
    for separator in SEPARATORS {
        let mut pieces: Vec<&str> = rest.split(separator).collect();
        if (2..=6).contains(&pieces.len()) {
            for _ in 1..pieces.len() {
                pieces.rotate_left(1);
                made.push((
                    format!("{start}{}", pieces.join(separator)),
                    "the order".to_owned(),
                ));
            }
        }
    }
    made
}
