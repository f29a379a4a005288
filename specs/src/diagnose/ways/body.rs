//! The body: other bytes were hashed or signed than are sent.

use std::fmt::Write as _;

use super::serial::{COMPONENT, FORM, PLAIN, encoded};
use crate::diagnose::json::{ascii, plain_slashes, restyled, sorted, stringified, unescaped};
use crate::diagnose::way::{Alter, Way};

const AS_SENT: &str =
    "Write the body once, as bytes; hash and sign these bytes, and send the same.";

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "body left out",
        done: "The body was not signed: an empty one stands in its place.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Body(|_| vec![Vec::new()]),
    },
    Way {
        name: "no body signed as a text",
        done: "Of a request without a body, the text of a missing value was signed, as `null` or `undefined`.",
        mend: "Without a body, hash and sign an empty text.",
        pairs: true,
        alter: Alter::Body(|body| {
            let texts = NOTHING.iter().filter(|_| body.is_empty());
            texts.map(|text| text.as_bytes().to_vec()).collect()
        }),
    },
    Way {
        name: "blanks around the body",
        done: "The body was signed with other blanks or line ends at its ends than it is sent with.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Body(ends),
    },
    Way {
        name: "byte order mark",
        done: "The body is sent with a byte order mark and was signed without one, or the other way round.",
        mend: "Write the body without a byte order mark.",
        pairs: true,
        alter: Alter::Body(byte_order_mark),
    },
    Way {
        name: "body serialised again",
        done: "The body was serialised a second time: what was hashed or signed has other blanks, line ends or escapes, other digits of numbers, or another order, than what is sent.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Body(serialised_again),
    },
    Way {
        name: "text encoded twice",
        done: "The body's text was encoded as UTF-8 a second time before it was hashed or signed.",
        mend: "Hash and sign the bytes that are sent; a function that wants text encodes it by itself.",
        pairs: true,
        alter: Alter::Body(twice),
    },
    Way {
        name: "another charset",
        done: "The body's text was hashed or signed in another character set than it is sent in.",
        mend: "Hash and sign the bytes that are sent, which should be UTF-8.",
        pairs: true,
        alter: Alter::Body(charsets),
    },
];

const NOTHING: [&str; 8] = [
    "null",
    "undefined",
    "{}",
    "[]",
    "\"\"",
    "None",
    "nil",
    "false",
];

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Longer bodies are not rewritten: there are many ways to, and each would be held.
const REWRITTEN: usize = 64 << 10;

fn text(body: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(body).ok();
    text.filter(|text| (1..=REWRITTEN).contains(&text.len()))
}

fn serialised_again(body: &[u8]) -> Vec<Vec<u8>> {
    let Some(text) = text(body) else {
        return Vec::new();
    };
    let mut made: Vec<String> = restyled(text);
    for more in [
        ascii(text),
        unescaped(text),
        stringified(text),
        plain_slashes(text),
        sorted(text),
    ] {
        made.extend(more.iter().flat_map(|text| restyled(text)));
        made.extend(more);
    }
    if !text.trim_start().starts_with(['{', '[']) && text.contains('=') {
        made.extend(forms(text));
    }
    made.push(text.replace("\r\n", "\n"));
    made.push(text.replace("\r\n", "\n").replace('\n', "\r\n"));
    let mut seen = std::collections::BTreeSet::new();
    made.retain(|text| seen.insert(text.clone()));
    made.into_iter().map(String::into_bytes).collect()
}

/// What serialisers make of a form.
fn forms(form: &str) -> Vec<String> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let written = |word: &dyn Fn(&str) -> String| {
        let pair = |piece: &str| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            format!("{}={}", word(&decoded(name)), word(&decoded(value)))
        };
        form.split('&').map(pair).collect::<Vec<_>>().join("&")
    };
    let mut sorted: Vec<&str> = form.split('&').collect();
    sorted.sort_unstable();
    let json = form.split('&').fold(String::new(), |mut json, piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let (name, value) = (decoded(name), decoded(value));
        let comma = if json.is_empty() { "" } else { "," };
        let _ = write!(json, "{comma}{name:?}:{value:?}");
        json
    });
    vec![
        written(&|word| encoded(word, FORM).replace("%20", "+")),
        written(&|word| encoded(word, PLAIN)),
        written(&|word| encoded(word, COMPONENT)),
        written(&str::to_owned),
        sorted.join("&"),
        format!("{{{json}}}"),
    ]
}

fn ends(body: &[u8]) -> Vec<Vec<u8>> {
    let trimmed = body.trim_ascii();
    let ends: [&[u8]; 3] = [b"\n", b"\r\n", b" "];
    let with = |end: &&[u8]| [trimmed, *end].concat();
    std::iter::once(trimmed.to_vec())
        .chain(ends.iter().map(with))
        .collect()
}

/// Each byte taken for a character.
fn twice(body: &[u8]) -> Vec<Vec<u8>> {
    if body.is_ascii() || body.len() > REWRITTEN {
        return Vec::new();
    }
    let text: String = body.iter().map(|byte| char::from(*byte)).collect();
    vec![text.into_bytes()]
}

fn charsets(body: &[u8]) -> Vec<Vec<u8>> {
    let Some(text) = text(body) else {
        return Vec::new();
    };
    let utf16 = text.encode_utf16();
    let mut made = vec![utf16.flat_map(u16::to_le_bytes).collect()];
    if text.is_ascii() {
        return made;
    }
    let latin: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    made.extend(latin);
    let question = |c: char| if c.is_ascii() { c } else { '?' };
    made.push(text.chars().map(question).collect::<String>().into_bytes());
    // What one gets who takes the bytes of another character set for UTF-8.
    let lossy = |c: char| if c.is_ascii() { c } else { '\u{fffd}' };
    made.push(text.chars().map(lossy).collect::<String>().into_bytes());
    made
}

fn byte_order_mark(body: &[u8]) -> Vec<Vec<u8>> {
    vec![match body.strip_prefix(MARK) {
        Some(rest) => rest.to_vec(),
        None => [MARK, body].concat(),
    }]
}
