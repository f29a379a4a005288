//! What a verifier tells is signed: whatever on the way changes a request tells nothing else by it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use http::HeaderValue;
use signed_api_specs::data::SchemeData;

use crate::change::{Change, other, parts};
use crate::wire::Wire;
use crate::{Case, with_every};

/// What stands between the pieces of a value.
const JOINS: [&str; 6] = [", ", ",", ";", " ", "&", ":"];

/// What a verifier tells of a request that it accepts.
fn told(case: &Case<'_>, request: &Wire) -> Option<String> {
    let verified = request.verified(case.data, case.reading, case.given).ok()?;
    let received = &verified.received;
    let credentials: Vec<_> = received.credentials().collect();
    let (time, nonce) = (received.time(), received.nonce());
    let text = verified.signing.string_to_sign;
    Some(format!("{credentials:?} {time:?} {nonce:?} {text}"))
}

/// A signed request with each thing that is sent changed, taken away, sent twice and sent beside
/// another.
fn changes(signed: &Wire) -> Vec<Change> {
    let mut all = parts(signed);
    for (name, value) in &signed.headers {
        let values = value.to_str().map(values).unwrap_or_default();
        all.extend(values.into_iter().filter_map(|(what, value)| {
            let mut changed = signed.clone();
            changed
                .headers
                .insert(name, HeaderValue::from_str(&value).ok()?);
            Some((format!("header {name} {what}"), changed))
        }));
    }
    if let Some((path, query)) = signed.target.split_once('?') {
        all.extend(pairs(query).into_iter().map(|(what, query)| {
            let mut changed = signed.clone();
            changed.target = format!("{path}?{query}");
            (format!("query {what}"), changed)
        }));
    }
    let text = std::str::from_utf8(&signed.body).unwrap_or_default();
    let mut bodies = match serde_json::from_str(text) {
        Ok(json) => members(&json),
        Err(_) => pairs(text),
    };
    bodies.retain(|_| !text.is_empty());
    all.extend(bodies.into_iter().map(|(what, body)| {
        let mut changed = signed.clone();
        changed.body = body.into_bytes();
        (format!("body {what}"), changed)
    }));
    all.retain(|(_, changed)| changed != signed);
    all
}

/// A text with some of its letters and digits another, at most so many.
fn others(text: &str, most: usize) -> Vec<(String, String)> {
    let step = text.len().div_ceil(most).max(1);
    let places = (0..text.len())
        .step_by(step)
        .filter_map(|at| other(text, at));
    places.map(|text| ("other".to_owned(), text)).collect()
}

/// A value of a header, changed; and with its pieces changed, whatever stands between them.
fn values(text: &str) -> Vec<(String, String)> {
    let mut all = others(text, 8);
    // Times in other words.
    let times = [("Z", ".5Z"), ("Z", "+00:00"), (":", ":0")];
    let times = times.map(|(from, to)| text.replacen(from, to, 1));
    let longer = [format!("{text}0"), format!("{text}zz")];
    let texts = times.into_iter().chain(longer);
    all.extend(texts.map(|text| ("other".to_owned(), text)));
    for join in JOINS.into_iter().filter(|join| text.contains(join)) {
        let pieces: Vec<&str> = text.split(join).collect();
        for (at, piece) in pieces.iter().enumerate() {
            let name = piece.split(['=', ' ']).next().unwrap_or_default();
            let with = |what: &str, these: &[&str]| {
                let rest = [&pieces[..at], these, &pieces[at + 1..]].concat();
                (format!("{what} `{name}`"), rest.join(join))
            };
            all.push(with("without", &[]));
            all.push(with("twice", &[piece, piece]));
            if at == 0 {
                all.extend(["zz", "zz=1", "zz=\"1\""].map(|one| with("beside", &[piece, one])));
            }
            let changed = others(piece, 2);
            all.extend(
                changed
                    .iter()
                    .map(|(_, other)| with("twice and other", &[piece, other])),
            );
        }
        let turned: Vec<&str> = pieces.iter().rev().copied().collect();
        all.push(("turned round".to_owned(), turned.join(join)));
    }
    all.push(("in capitals".to_owned(), text.to_ascii_uppercase()));
    all.push(("in small letters".to_owned(), text.to_ascii_lowercase()));
    all.push(("empty".to_owned(), String::new()));
    all
}

/// Pairs of a query or form, changed.
fn pairs(text: &str) -> Vec<(String, String)> {
    let pieces: Vec<&str> = text.split('&').collect();
    let mut all = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let with = |what: &str, these: &[&str]| {
            let rest = [&pieces[..at], these, &pieces[at + 1..]].concat();
            (format!("{what} `{name}`"), rest.join("&"))
        };
        all.push(with("without", &[]));
        all.push(with("twice", &[piece, piece]));
        all.push(with("without value", &[name]));
        all.push(with("renamed", &[&format!("zz{piece}")]));
        for value in ["Z", ".5Z"].map(|end| value.replacen('Z', end, 1)) {
            all.push(with("other", &[&format!("{name}={value}")]));
        }
        for (what, value) in others(value, 8) {
            all.push(with(&what, &[&format!("{name}={value}")]));
            all.push(with(
                "twice and other",
                &[piece, &format!("{name}={value}")],
            ));
        }
    }
    all.push(("beside another".to_owned(), format!("{text}&zz=1")));
    all
}

/// Members of a JSON body, changed.
fn members(json: &serde_json::Value) -> Vec<(String, String)> {
    let Some(object) = json.as_object() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut with = |what: String, change: &dyn Fn(&mut serde_json::Map<String, _>)| {
        let mut object = object.clone();
        change(&mut object);
        all.push((what, serde_json::Value::Object(object).to_string()));
    };
    for (name, value) in object {
        with(format!("without `{name}`"), &|object| {
            object.remove(name);
        });
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        for (_, other) in others(&text, 8) {
            let number = other.parse::<u64>().ok().filter(|_| value.is_u64());
            let other = number.map_or_else(|| other.as_str().into(), serde_json::Value::from);
            with(format!("other `{name}`"), &|object| {
                object.insert(name.clone(), other.clone());
            });
        }
    }
    with("beside another".to_owned(), &|object| {
        object.insert("zz".to_owned(), 1.into());
    });
    all
}

#[test]
fn what_is_told_is_signed() {
    with_every(|case, _, signed, _| {
        let right = told(case, signed).unwrap();
        let another = |(what, changed): Change| {
            let other = told(case, &changed).filter(|told| *told != right)?;
            Some(format!("{what}, and tells {other}, not {right}"))
        };
        changes(signed).into_iter().filter_map(another).collect()
    });
}

/// Which part of a request a change is of, if a scheme knows it: of headers those that it sets, and
/// what the body is.
fn part<'w>(data: &SchemeData<'_>, what: &'w str) -> Option<&'w str> {
    let mut words = what.split(' ');
    match words.next()? {
        "header" => {
            let name = words.next()?;
            let mut set = data.headers().map(|entry| data.text(entry.lower));
            let known = name == "content-type" || set.any(|one| one == name);
            known.then_some(name)
        }
        part => Some(part),
    }
}

/// The pairs of a query, whatever their order; a bare name has an empty value.
fn meant(request: &Wire) -> Vec<&str> {
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<_> = pairs.map(|pair| pair.trim_end_matches('=')).collect();
    pairs.sort_unstable();
    pairs
}

/// What each scheme leaves unsigned in one of its requests at least: in the text beside this, which
/// `UPDATE=1` writes anew. Read it then beside the page of the provider.
#[test]
fn what_is_not_signed_is_known() {
    let found = RefCell::new(BTreeMap::<String, BTreeSet<String>>::new());
    with_every(|case, _, signed, _| {
        let mut found = found.borrow_mut();
        let open = found.entry(case.data.name.to_owned()).or_default();
        for (what, changed) in parts(signed) {
            let Some(part) = part(case.data, &what) else {
                continue;
            };
            let other = part != "query" || meant(&changed) != meant(signed);
            if other && !open.contains(part) && case.refused(&changed).is_none() {
                open.insert(part.to_owned());
            }
        }
        Vec::new()
    });
    let mut text = String::new();
    for (scheme, open) in found.into_inner() {
        let open: Vec<String> = open.into_iter().collect();
        let _ = writeln!(text, "{scheme}: {}", open.join(", "));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/every/unsigned.txt");
    if env::var_os("UPDATE").is_some() {
        fs::write(file, text).unwrap();
    } else {
        assert_eq!(fs::read_to_string(file).unwrap(), text);
    }
}
