//! A placeholder that was signed before it was filled in.

use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};

pub(super) static WAYS: &[Way] = &[Way {
    name: "placeholder not filled in",
    done: "The URL was signed with a placeholder in it, and sent with its value.",
    mend: "Fill in all variables first, then sign what came out: a script that runs before the request sees the text with its braces.",
    pairs: false,
    alter: Alter::Case(placeholders),
}];

/// At most so many segments and pairs are looked at, from the end.
const LOOKED_AT: usize = 8;

fn placeholders<'c>(case: &Case<'c>, hints: &Hints<'c>) -> Made<'c> {
    let (path, query) = case.split_target();
    let mut targets = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    for (index, segment) in segments.iter().enumerate().rev().take(LOOKED_AT) {
        let (value, action) = split_action(segment);
        if !is_value(value) && hints.placeholders.is_empty() {
            continue;
        }
        let mut names = hints.placeholders.to_vec();
        names.extend(guessed(&segments[..index]));
        for text in names.iter().flat_map(|name| written(name)) {
            let mut segments = segments.clone();
            let segment = format!("{text}{action}");
            segments[index] = &segment;
            targets.push(with_query(&segments.join("/"), query));
        }
    }
    for (start, name, end) in query.map(pairs).unwrap_or_default() {
        let mut names = hints.placeholders.to_vec();
        names.extend([name.to_owned(), camel(name), name.replace('-', "_")]);
        for text in names.iter().flat_map(|name| written(name)) {
            targets.push(format!("{path}?{start}{name}={text}{end}"));
        }
    }
    let place = || Some("path and query".to_owned());
    let cases = targets.into_iter().map(|target| case.with_target(target));
    cases.map(|case| (place(), case)).collect()
}

fn with_query(path: &str, query: Option<&str>) -> String {
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// What stands before and behind each value of a query.
fn pairs(query: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in query.split('&').take(LOOKED_AT) {
        let end = at + piece.len();
        if let Some((name, value)) = piece.split_once('=').filter(|(_, value)| !value.is_empty()) {
            debug_assert!(piece.ends_with(value));
            found.push((&query[..at], name, &query[end..]));
        }
        at = end + 1;
    }
    found
}

/// A value, and the name of an action behind it: `421f3500` and `:play`.
fn split_action(segment: &str) -> (&str, &str) {
    match segment.rfind(':') {
        Some(at) if at > 0 && segment[at + 1..].bytes().all(|b| b.is_ascii_alphabetic()) => {
            segment.split_at(at)
        }
        _ => (segment, ""),
    }
}

/// Whether a segment looks like a value, and not like a word of the API.
fn is_value(segment: &str) -> bool {
    let is_version = segment.len() < 6 && segment.starts_with('v');
    (segment.bytes().any(|byte| byte.is_ascii_digit()) && !is_version) || segment.len() > 24
}

/// What a variable behind these segments may be called: behind `orders`, `orderId`.
fn guessed(before: &[&str]) -> Vec<String> {
    let words = before
        .iter()
        .rev()
        .filter(|word| !word.is_empty() && !is_value(word));
    let mut names = vec!["id".to_owned()];
    for word in words.take(2) {
        let one = match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => word.strip_suffix('s').unwrap_or(word).to_owned(),
        };
        let snake = snake(&one);
        names.extend([
            format!("{one}Id"),
            format!("{snake}_id"),
            format!("{one}_id"),
            format!("{one}ID"),
            format!("{word}Id"),
            one,
        ]);
    }
    names
}

/// A name as templates write variables, also percent-encoded.
fn written(name: &str) -> Vec<String> {
    vec![
        format!("{{{{{name}}}}}"),
        format!("{{{name}}}"),
        format!(":{name}"),
        format!("<{name}>"),
        format!("${{{name}}}"),
        format!("%7B%7B{name}%7D%7D"),
        format!("%7B{name}%7D"),
    ]
}

fn snake(name: &str) -> String {
    let mut made = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !made.is_empty() {
            made.push('_');
        }
        made.push(c.to_ascii_lowercase());
    }
    made
}

fn camel(name: &str) -> String {
    let mut words = name.split(['-', '_', '.']);
    let mut made = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        made.extend([&first.to_ascii_uppercase(), rest]);
    }
    made
}
