//! The steps that a scheme's file describes: one left out, or another in its place.

use crate::data::{Function, Hash, Id, Known, Node, Op, Part, SchemeData, SettingKind, Type};
use crate::diagnose::case::Case;
use crate::diagnose::tables::{Tables, reachable};
use crate::diagnose::way::{Alter, Hints, Made, Way};

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "empty body hashed",
        done: "Of a request without a body a hash was signed, and this scheme leaves it out then.",
        mend: "Sign an empty text in its place.",
        pairs: true,
        alter: Alter::Step(|function| matches!(function, Function::NonEmpty).then_some(&[])),
    },
    Way {
        name: "hexadecimal and base64 confused",
        done: "Bytes were written in hexadecimal digits where the scheme writes base64, or the other way round.",
        mend: "Encode the bytes of the hash or MAC as the scheme says; many libraries give hexadecimal digits unless they are asked.",
        pairs: true,
        alter: Alter::Step(other_encoding),
    },
    Way {
        name: "hexadecimal digits in base64",
        done: "The hexadecimal digits of a hash or MAC were written in base64, instead of its bytes.",
        mend: "Take the bytes of the hash or MAC, not its hexadecimal digits, and write these in base64.",
        pairs: true,
        alter: Alter::Case(digits_in_base64),
    },
    Way {
        name: "space as a plus",
        done: "A space was signed as `+`, and this scheme writes `%20`.",
        mend: "Percent-encode as RFC 3986 does; what encodes forms writes `+`.",
        pairs: true,
        alter: Alter::Case(plus_for_space),
    },
    Way {
        name: "pairs signed encoded",
        done: "Names and values were signed percent-encoded, and this scheme signs them decoded.",
        mend: "Sign names and values as they were before they went into the URL or the form.",
        pairs: true,
        alter: Alter::Case(encoded_pairs),
    },
    Way {
        name: "hexadecimal in capitals",
        done: "Hexadecimal digits were written in capitals.",
        mend: "Write hexadecimal digits in small letters.",
        pairs: true,
        alter: Alter::Case(capitals),
    },
    Way {
        name: "another hash in a step",
        done: "A step used another hash than the scheme's.",
        mend: "Use the hash that the step names.",
        pairs: true,
        alter: Alter::Step(other_hash),
    },
    Way {
        name: "step left out",
        done: "A step of the scheme was left out.",
        mend: "Do every step of the scheme's file, in its order.",
        pairs: true,
        alter: Alter::Step(left_out),
    },
    Way {
        name: "another step",
        done: "Another step was done in the place of the scheme's.",
        mend: "Do every step of the scheme's file, in its order.",
        pairs: true,
        alter: Alter::Step(another),
    },
    Way {
        name: "another value of a setting",
        done: "Another value of a setting was used: the settings here are not those that it was signed with.",
        mend: "Give the same settings on both sides.",
        pairs: true,
        alter: Alter::Case(settings),
    },
];

const HASHES: [Function; 4] = [
    Function::Hash(Hash::Sha256),
    Function::Hash(Hash::Sha1),
    Function::Hash(Hash::Md5),
    Function::Hash(Hash::Sha512),
];

fn other_encoding(function: Function) -> Option<&'static [Function]> {
    match function {
        Function::Hex => Some(&[Function::Base64]),
        Function::Base64 => Some(&[Function::Hex, Function::Base64Url]),
        Function::Base64Url => Some(&[Function::Base64, Function::Hex]),
        _ => None,
    }
}

fn other_hash(function: Function) -> Option<&'static [Function]> {
    matches!(function, Function::Hash(_) | Function::Digest).then_some(&HASHES)
}

fn left_out(function: Function) -> Option<&'static [Function]> {
    let can_be = matches!(
        function,
        Function::Hash(_)
            | Function::Digest
            | Function::Unpadded
            | Function::PercentEncode
            | Function::PercentDecode
            | Function::FormDecode
            | Function::LowerCase
            | Function::LowerEscapes
            | Function::UpperCase
            | Function::TitleCase
            | Function::Trim
            | Function::SingleSpaces
            | Function::Replace
            | Function::WithoutPrefix
            | Function::WithoutSuffix
            | Function::NormalizePath
            | Function::Truncate
            | Function::Skip
            | Function::Sort
            | Function::Unique
            | Function::Merge
            | Function::Number
            | Function::HexNumber
    );
    can_be.then_some(&[])
}

fn another(function: Function) -> Option<&'static [Function]> {
    match function {
        Function::LowerCase => Some(&[Function::UpperCase]),
        Function::UpperCase => Some(&[Function::LowerCase]),
        Function::PercentDecode => Some(&[Function::FormDecode]),
        Function::FormDecode | Function::PercentEncode => Some(&[Function::PercentDecode]),
        Function::SortedJson => Some(&[Function::ToJson]),
        Function::UnixSeconds => Some(&[Function::UnixMilliseconds]),
        Function::UnixMilliseconds => Some(&[Function::UnixSeconds]),
        _ => None,
    }
}

/// Each function of the scheme left out, or others in its place, as `f` says.
pub(in crate::diagnose) fn replaced<'c>(
    case: &Case<'c>,
    f: fn(Function) -> Option<&'static [Function]>,
) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for id in reachable(&data) {
        let node = data.node(id);
        let Op::Call(function, of, arguments) = node.op else {
            continue;
        };
        let Some(others) = f(function) else { continue };
        let at = Some(at(&data, id));
        if others.is_empty() && same_kind(node.kind, data.node(of).kind) {
            made.push((at.clone(), with_node(case, id, *data.node(of))));
        }
        for other in others.iter().filter(|other| **other != function) {
            let op = Op::Call(*other, of, arguments);
            made.push((at.clone(), with_node(case, id, Node { op, ..*node })));
        }
    }
    made
}

/// Texts and bytes pass for one another where they are written.
fn same_kind(one: Type, other: Type) -> bool {
    let written = |kind| matches!(kind, Type::Text | Type::Bytes);
    one == other || written(one) && written(other)
}

fn with_node<'c>(case: &Case<'c>, id: Id, node: Node) -> Case<'c> {
    let mut case = case.clone();
    std::rc::Rc::make_mut(&mut case.tables).put(id, node);
    case
}

/// An expression, as it stands in the file.
fn at(data: &SchemeData<'_>, id: Id) -> String {
    format!("`{{{}}}`", data.expression(id))
}

/// One part of the request in the place of another.
pub(super) fn swapped_part<'c>(case: &Case<'c>, part: Part, other: Part) -> Made<'c> {
    let data = case.tables.data();
    let nodes = reachable(&data).into_iter();
    let parts = nodes.filter(|id| data.node(*id).op == Op::Part(part));
    let swapped = parts.map(|id| {
        let op = Op::Part(other);
        let node = Node {
            op,
            ..*data.node(id)
        };
        (Some(at(&data, id)), with_node(case, id, node))
    });
    swapped.collect()
}

fn digits_in_base64<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let made = reachable(&data).into_iter().filter_map(|id| {
        let Op::Call(Function::Base64, of, _) = data.node(id).op else {
            return None;
        };
        let digits = |tables: &mut Tables<'c>| tables.wrap(of, Function::Hex, Type::Text);
        Some((Some(at(&data, id)), case.with_steps(digits)?))
    });
    made.collect()
}

/// The pairs of the query or of a form as they are sent, and not decoded.
fn encoded_pairs<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let ids = reachable(&data).into_iter();
    let pairs = ids.filter(|id| {
        let op = data.node(*id).op;
        matches!(op, Op::Part(Part::Query | Part::Form))
    });
    let made = pairs.filter_map(|id| {
        let encode =
            |tables: &mut Tables<'c>| tables.wrap(id, Function::PercentEncode, Type::Pairs);
        Some((Some(at(&data, id)), case.with_steps(encode)?))
    });
    made.collect()
}

fn plus_for_space<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let nodes = reachable(&data).into_iter();
    let encoding =
        nodes.filter(|id| matches!(data.node(*id).op, Op::Call(Function::PercentEncode, ..)));
    let made = encoding.filter_map(|id| {
        let plus = |tables: &mut Tables<'c>| {
            let node = *tables.data().node(id);
            let encoded = tables.add(node)?;
            let texts = [tables.add_text("%20")?, tables.add_text("+")?];
            let op = Op::Call(Function::Replace, encoded, tables.add_links(&texts)?);
            tables.put(id, Node { op, ..node });
            Some(())
        };
        Some((Some(at(&data, id)), case.with_steps(plus)?))
    });
    made.collect()
}

fn capitals<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let nodes = reachable(&data).into_iter();
    let hex = nodes.filter(|id| matches!(data.node(*id).op, Op::Call(Function::Hex, ..)));
    let made = hex.filter_map(|id| {
        let capitals = |tables: &mut Tables<'c>| tables.wrap(id, Function::UpperCase, Type::Text);
        Some((Some(at(&data, id)), case.with_steps(capitals)?))
    });
    made.collect()
}

/// Other choices of a setting; of one that may be anything, the words that the request holds where
/// the signature stands.
fn settings<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let after = data.headers().filter(|entry| entry.after);
    let sent: Vec<&str> = after
        .filter_map(|entry| case.header(data.text(entry.name)))
        .collect();
    let words = sent
        .iter()
        .flat_map(|text| text.split(['/', ',', ';', '=', '&', ' ', '"']));
    let words: Vec<&str> = words
        .filter(|word| (1..40).contains(&word.len()))
        .take(30)
        .collect();
    let mut made = Vec::new();
    for setting in data
        .settings
        .iter()
        .filter(|one| one.known != Known::ByRequest)
    {
        let name = data.text(setting.name);
        let mut others: Vec<&str> = data.choices(setting.one_of).collect();
        match setting.kind {
            SettingKind::Switch => others = vec!["true", "false"],
            SettingKind::Text if others.is_empty() => others.clone_from(&words),
            _ => {}
        }
        let own = case.values.text(name).map(str::to_owned);
        for other in others
            .into_iter()
            .filter(|other| own.as_deref() != Some(*other))
        {
            let at = format!("setting `{name}`: `{other}` was used");
            made.push((Some(at), case.with_values(case.values.with(name, other))));
        }
    }
    made
}
