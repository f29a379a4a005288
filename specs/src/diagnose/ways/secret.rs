//! The key: not decoded, with something before or behind it, or another's.

use crate::data::{Function, Id, Op, SchemeData, Type};
use crate::diagnose::case::Case;
use crate::diagnose::tables::{Tables, reach};
use crate::diagnose::way::{Alter, Hints, Made, Way};

const AS_SHOWN: &str =
    "Take the key as the provider shows it, without blanks, quotes or line ends.";

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "key not decoded",
        done: "The text of the key was used as the key, and this scheme decodes it first.",
        mend: "Decode the key, then sign with the bytes that come out.",
        pairs: true,
        alter: Alter::Case(not_decoded),
    },
    Way {
        name: "key in hexadecimal",
        done: "The key was decoded, and its hexadecimal digits were used as the key.",
        mend: "Sign with the bytes that decoding gives, not with digits that show them.",
        pairs: true,
        alter: Alter::Case(in_hexadecimal),
    },
    Way {
        name: "key decoded",
        done: "The key was decoded, and this scheme uses it as the text that it is.",
        mend: "Sign with the bytes of the key's text, though it may look like base64 or hexadecimal digits.",
        pairs: true,
        alter: Alter::Case(decoded),
    },
    Way {
        name: "blanks around the key",
        done: "The key was used with a line end, blank or quotation mark before or behind it.",
        mend: "Take blanks and line ends off what is read from files and environment variables.",
        pairs: true,
        alter: Alter::Secret(blanks),
    },
    Way {
        name: "key in other letters",
        done: "The key was used in other letters, capital or small.",
        mend: AS_SHOWN,
        pairs: true,
        alter: Alter::Secret(|key| vec![key.to_ascii_lowercase(), key.to_ascii_uppercase()]),
    },
    Way {
        name: "prefix of the key",
        done: "The key was used without what it begins with.",
        mend: AS_SHOWN,
        pairs: true,
        alter: Alter::Secret(without_prefix),
    },
    Way {
        name: "part of a connection string",
        done: "What was given as the key is a longer text that holds the key.",
        mend: "Give the part behind the name of the key alone.",
        pairs: true,
        alter: Alter::Secret(part_of_text),
    },
    Way {
        name: "another credential as the key",
        done: "It was signed with another credential than the key.",
        mend: "Give each credential under its own name; after keys were changed, use the one that counts now.",
        pairs: true,
        alter: Alter::Case(another),
    },
    Way {
        name: "step of the key left out",
        done: "The key was not derived in all its steps.",
        mend: "Derive the key as the file's `key` lists it, each part keyed by the one before.",
        pairs: true,
        alter: Alter::Case(step_left_out),
    },
];

/// The names of the secret credentials that are given.
fn given(case: &Case<'_>) -> Vec<String> {
    let data = case.tables.data();
    let secret = data.credentials.iter().filter(|one| one.secret);
    let names = secret.map(|one| data.text(one.name).to_owned());
    names
        .filter(|name| case.values.text(name).is_some())
        .collect()
}

/// Each secret credential as it may have been by mistake.
pub(in crate::diagnose) fn secrets<'c>(case: &Case<'c>, f: fn(&str) -> Vec<String>) -> Made<'c> {
    let mut made = Vec::new();
    for name in given(case) {
        let Some(own) = case.values.text(&name) else {
            continue;
        };
        for other in f(own)
            .into_iter()
            .filter(|other| other != own && !other.is_empty())
        {
            let at = format!("the credential `{name}`");
            made.push((Some(at), case.with_values(case.values.with(&name, &other))));
        }
    }
    made
}

fn in_key(data: &SchemeData<'_>) -> Vec<Id> {
    let mut found = Vec::new();
    for key in data.links(data.signature.key) {
        reach(data, *key, &mut found);
    }
    found
}

fn not_decoded<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    where_decoded(case, |tables, id, of| {
        let inner = *tables.data().node(of);
        tables.put(id, inner);
        Some(())
    })
}

fn in_hexadecimal<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    where_decoded(case, |tables, id, _| {
        tables.wrap(id, Function::Hex, Type::Text)
    })
}

/// Something else in the place of each expression that decodes the key.
fn where_decoded<'c>(
    case: &Case<'c>,
    change: fn(&mut Tables<'c>, Id, Id) -> Option<()>,
) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for id in in_key(&data) {
        let Op::Call(Function::Base64Decode | Function::HexDecode, of, _) = data.node(id).op else {
            continue;
        };
        let at = format!("`{{{}}}`", data.expression(id));
        let changed = case.with_steps(|tables| change(tables, id, of));
        made.extend(changed.map(|changed| (Some(at), changed)));
    }
    made
}

fn decoded<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for id in in_key(&data) {
        let Op::Credential(index) = data.node(id).op else {
            continue;
        };
        if !data.credentials[usize::from(index)].secret {
            continue;
        }
        let at = format!("`{{{}}}`", data.expression(id));
        for function in [
            Function::Base64Decode,
            Function::HexDecode,
            Function::PercentDecode,
        ] {
            let case = case.with_steps(|tables| tables.wrap(id, function, Type::Bytes));
            made.extend(case.map(|case| (Some(at.clone()), case)));
        }
    }
    made
}

fn blanks(key: &str) -> Vec<String> {
    let mut made = vec![
        format!("{key}\n"),
        format!("{key}\r\n"),
        format!("{key} "),
        format!(" {key}"),
        format!("\"{key}\""),
        format!("'{key}'"),
        key.trim().to_owned(),
        key.trim_matches(['"', '\'']).to_owned(),
    ];
    made.push(format!("{key}\0"));
    made
}

fn without_prefix(key: &str) -> Vec<String> {
    let marks = key.match_indices(['_', '-', '.', ':']).take(4);
    marks
        .map(|(at, mark)| key[at + mark.len()..].to_owned())
        .collect()
}

/// The parts of `name=value;name=value`, in which a value may hold `=`.
fn part_of_text(text: &str) -> Vec<String> {
    let parts = text.split([';', '&', ' ']).take(16);
    let values = parts.filter_map(|part| part.split_once('='));
    values.map(|(_, value)| value.to_owned()).collect()
}

fn another<'c>(case: &Case<'c>, hints: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let names = data.credentials.iter().map(|one| data.text(one.name));
    let names: Vec<&str> = names
        .filter(|name| case.values.text(name).is_some())
        .collect();
    let mut made = Vec::new();
    for secret in given(case) {
        for other in names.iter().filter(|name| **name != secret) {
            if let Some(text) = case.values.text(other) {
                let at = format!("`{other}` was used as `{secret}`");
                made.push((Some(at), case.with_values(case.values.with(&secret, text))));
            }
        }
        for (index, text) in hints.other_secrets.iter().enumerate() {
            let at = format!("the other key number {} was used as `{secret}`", index + 1);
            made.push((Some(at), case.with_values(case.values.with(&secret, text))));
        }
    }
    made
}

fn step_left_out<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let key = data.links(data.signature.key);
    let mut made = Vec::new();
    for index in 0..key.len() {
        let left = [&key[..index], &key[index + 1..]].concat();
        if left.is_empty() {
            break;
        }
        let at = format!("`key`: `{}`", data.template(key[index]));
        let case = case.with_steps(|tables| tables.set_key(&left));
        made.extend(case.map(|case| (Some(at), case)));
    }
    made
}
