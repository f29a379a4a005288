//! The algorithm: another hash, a hash instead of a MAC, key and text in each other's place.

use crate::data::{Algorithm, AlgorithmChoice, Function, Hash, Node, Op, Type};
use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "another hash",
        done: "It was signed by another hash than the scheme's.",
        mend: "Use the hash that the scheme names.",
        pairs: true,
        alter: Alter::Case(another_hash),
    },
    Way {
        name: "hash instead of a MAC",
        done: "The text was hashed without the key.",
        mend: "Use HMAC (RFC 2104) with the key, not a plain hash.",
        pairs: true,
        alter: Alter::Case(no_key),
    },
    Way {
        name: "key joined to the text",
        done: "Key and text were joined and hashed.",
        mend: "Use HMAC (RFC 2104) with the key, not a hash of both.",
        pairs: true,
        alter: Alter::Case(joined),
    },
    Way {
        name: "key and text swapped",
        done: "The text was used as the key, and the key was signed.",
        mend: "Look at the order of the arguments of the HMAC function.",
        pairs: true,
        alter: Alter::Case(swapped),
    },
    Way {
        name: "text hashed first",
        done: "A hash of the text was signed instead of the text.",
        mend: "Give the HMAC function the text itself; it hashes by itself.",
        pairs: true,
        alter: Alter::Case(hashed_first),
    },
];

/// The algorithm, where the file names one.
fn own(case: &Case<'_>) -> Option<Algorithm> {
    match case.tables.data().signature.algorithm {
        AlgorithmChoice::Always(own) => Some(own),
        AlgorithmChoice::Named(_) => None,
    }
}

fn with<'c>(case: &Case<'c>, algorithm: Algorithm) -> Option<Case<'c>> {
    case.with_steps(|tables| {
        tables.set_algorithm(algorithm);
        Some(())
    })
}

fn another_hash<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let keyed = own(case).is_none_or(|own| own.keyed);
    let hashes = Hash::ALL.iter().map(|(_, hash)| *hash);
    let algorithms = hashes.map(|hash| Algorithm { keyed, hash });
    let others = algorithms.filter(|other| Some(*other) != own(case));
    let made = others.filter_map(|other| {
        let at = format!("{} was used", other.hash.name());
        Some((Some(at), with(case, other)?))
    });
    made.collect()
}

/// The hashes that it may have been by mistake: the scheme's own and the usual ones.
fn plain(case: &Case<'_>) -> Vec<Algorithm> {
    let own = own(case).map(|own| own.hash);
    let mut hashes: Vec<Hash> = own
        .into_iter()
        .chain([Hash::Sha256, Hash::Sha1, Hash::Md5])
        .collect();
    hashes.dedup();
    let keyed = false;
    hashes
        .into_iter()
        .map(|hash| Algorithm { keyed, hash })
        .collect()
}

fn no_key<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    if own(case).is_some_and(|own| !own.keyed) {
        return Vec::new();
    }
    let made = plain(case).into_iter().filter_map(|plain| {
        let at = format!("`algorithm`: {} was used", plain.hash.name());
        Some((Some(at), with(case, plain)?))
    });
    made.collect()
}

fn joined<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let [key, ..] = *data.links(data.signature.key) else {
        return Vec::new();
    };
    let text = data.signature.string_to_sign;
    let mut made = Vec::new();
    for plain in plain(case) {
        for (order, name) in [([key, text], "before"), ([text, key], "behind")] {
            let changed = case.with_steps(|tables| {
                let run = tables.add_links(&order)?;
                let op = Op::Template(run);
                let whole = tables.add(Node {
                    kind: Type::Bytes,
                    op,
                })?;
                tables.set_string_to_sign(whole);
                tables.set_algorithm(plain);
                Some(())
            });
            let at = format!("{} of both, the key {name} the text", plain.hash.name());
            made.extend(changed.map(|changed| (Some(at), changed)));
        }
    }
    made
}

fn swapped<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let [key] = *data.links(data.signature.key) else {
        return Vec::new();
    };
    let text = data.signature.string_to_sign;
    let changed = case.with_steps(|tables| {
        tables.set_string_to_sign(key);
        tables.set_key(&[text])
    });
    let at = "`key` and `string_to_sign`".to_owned();
    changed
        .map(|changed| (Some(at), changed))
        .into_iter()
        .collect()
}

fn hashed_first<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let whole = case.tables.data().signature.string_to_sign;
    let mut made = Vec::new();
    let hash = own(case).map_or(Hash::Sha256, |own| own.hash);
    for encoding in [None, Some(Function::Hex), Some(Function::Base64)] {
        let changed = case.with_steps(|tables| {
            tables.wrap(whole, Function::Hash(hash), Type::Bytes)?;
            match encoding {
                Some(encoding) => tables.wrap(whole, encoding, Type::Text),
                None => Some(()),
            }
        });
        let at = "`string_to_sign`".to_owned();
        made.extend(changed.map(|changed| (Some(at), changed)));
    }
    made
}
