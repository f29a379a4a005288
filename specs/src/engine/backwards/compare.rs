//! What the scheme would set, beside what was received.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::reader::{behind_join, mark};
use super::refusal::Refusal;
use crate::data::{Entry, Id, Location, Op, Run, SchemeData, Type};
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::json;
use crate::engine::pairs::Pair;
use crate::engine::query::{decoded_form, decoded_query};

/// Compares what the scheme would set with what was received: what is made from the signature, or
/// everything else.
pub(super) fn compare(evaluator: &mut Evaluator<'_>, after: bool) -> Result<(), Refusal> {
    let data = evaluator.data;
    for (index, entry) in data.entries.iter().enumerate() {
        if entry.after != after {
            continue;
        }
        let range = match evaluator.entry_slot(index) {
            Slot::Written(range) => range,
            Slot::Pairs(at) => {
                evaluator.takes_body(entry.location)?;
                compare_pairs(evaluator, &evaluator.groups[*at])?;
                continue;
            }
            Slot::Absent if data.depends_on_request(entry) => {
                left_out(evaluator, entry)?;
                continue;
            }
            _ => continue,
        };
        evaluator.takes_body(entry.location)?;
        let what = || what(data, entry);
        let made = evaluator.buffer.bytes(range.clone()).trim_ascii().to_vec();
        let sent = received_value(evaluator, entry)?;
        let sent = sent.ok_or_else(|| Refusal::Missing { what: what() })?;
        if !same_value(evaluator, entry, &sent, &made)? {
            return Err(Refusal::Differs { what: what() });
        }
    }
    Ok(())
}

/// Whether an entry was received as it is made.
pub(super) fn same_value(
    evaluator: &mut Evaluator<'_>,
    entry: &Entry,
    sent: &str,
    made: &[u8],
) -> Result<bool, Refusal> {
    match evaluator.data.node(entry.value).op {
        Op::Parts(run, only) => holds_parts(evaluator, run, only, sent),
        // It may be a secret that is sent, or a MAC of one.
        _ => Ok(sent.as_bytes().trim_ascii().ct_eq(made).into()),
    }
}

pub(super) fn what(data: &SchemeData<'_>, entry: &Entry) -> String {
    let name = data.text(entry.name);
    match entry.location {
        Location::Headers => format!("header `{}`", name.to_ascii_lowercase()),
        location => format!("{} `{name}`", location.member()),
    }
}

/// What the scheme leaves out for this request is not there: else a hash would still count when
/// the body that it belongs to was taken away.
fn left_out(evaluator: &mut Evaluator<'_>, entry: &Entry) -> Result<(), Refusal> {
    match received_value(evaluator, entry)? {
        None => Ok(()),
        Some(_) => Err(Refusal::Differs {
            what: what(evaluator.data, entry),
        }),
    }
}

/// Whether every pair that the scheme would send in the body is there. Values are looked up by their
/// digests, for there may be many of one name, and one may be a secret that is sent, or a MAC of one.
fn compare_pairs<'r>(evaluator: &Evaluator<'r>, pairs: &[Pair<'r>]) -> Result<(), Refusal> {
    let body = evaluator.input.request.body.whole();
    let sent = body.and_then(decoded_form).map_err(Refusal::Request)?;
    let digest = |value: &[u8]| <[u8; 32]>::from(Sha256::digest(value));
    let sent: HashSet<(&str, [u8; 32])> = sent
        .iter()
        .map(|(name, value)| {
            let value = value.as_deref().unwrap_or_default();
            (name.as_str(), digest(value.as_bytes()))
        })
        .collect();
    for pair in pairs {
        let name = evaluator.chars(&pair.name);
        let value = pair.value.as_ref().map(|value| evaluator.chars(value));
        let value = value.unwrap_or_default();
        if !sent.contains(&(name, digest(value.as_bytes()))) {
            let what = format!("{} `{name}`", Location::Form.member());
            return Err(Refusal::Differs { what });
        }
    }
    Ok(())
}

/// What was received where an entry is sent.
pub(super) fn received_value(
    evaluator: &mut Evaluator<'_>,
    entry: &Entry,
) -> Result<Option<String>, Refusal> {
    let request = evaluator.input.request;
    let name = evaluator.data.text(entry.name);
    let pairs = match entry.location {
        Location::Headers => {
            let value = evaluator.own_header(name)?;
            return Ok(value.map(|value| evaluator.chars(&value).to_owned()));
        }
        Location::Json => {
            let kind = evaluator.data.node(entry.value).kind;
            let body = request.body.whole().map_err(Refusal::Request)?;
            return Ok(member_of_kind(body, name, kind));
        }
        Location::Query => decoded_query(request.path_and_query),
        Location::Form => request.body.whole().and_then(decoded_form),
    };
    let mut pairs = pairs.map_err(Refusal::Request)?.into_iter();
    let pair = pairs.find(|(pair, _)| pair == name);
    Ok(pair.map(|(_, value)| value.unwrap_or_default()))
}

/// The value of a JSON member where the scheme sends this kind; a number is never taken for the
/// string of its digits, or the other way round.
fn member_of_kind(body: &[u8], path: &str, kind: Type) -> Option<String> {
    let body = std::str::from_utf8(body).ok()?;
    let raw = json::at(body, &json::pointer(path.split('.')))?;
    match kind {
        Type::Json => Some(raw.to_owned()),
        _ if raw.starts_with('"') => json::plain(raw),
        _ => None,
    }
}

/// Whether every part that the scheme would send is among those received; and, if it sends these alone,
/// nothing else is, nor one of them twice.
fn holds_parts(
    evaluator: &mut Evaluator<'_>,
    run: Run,
    only: bool,
    sent: &str,
) -> Result<bool, Refusal> {
    let data = evaluator.data;
    let [start, join, parts @ ..] = data.links(run) else {
        return Ok(false);
    };
    let literal = |id: Id| match data.node(id).op {
        Op::Text(text) => data.text(text),
        _ => "",
    };
    let (start, join) = (literal(*start), literal(*join));
    let Some(sent) = sent.trim_ascii().strip_prefix(start) else {
        return Ok(false);
    };
    let mut made = Vec::new();
    for part in parts {
        made.extend(evaluator.items_of(*part).map_err(Refusal::Request)?);
    }
    if only {
        return Ok(is_made_of(sent, join, made));
    }
    let joins = sent.match_indices(mark(join));
    let rests = joins.filter_map(|(at, _)| behind_join(&sent[at..], join));
    let begins: Vec<&str> = std::iter::once(sent).chain(rests).collect();
    let is_there = |part: &String| {
        let mut found = begins.iter().map(|sent| behind(sent, part, join));
        found.any(|rest| rest.is_some())
    };
    Ok(made.iter().all(is_there))
}

/// Whether a text is these parts, in any order.
fn is_made_of(mut sent: &str, join: &str, mut parts: Vec<String>) -> bool {
    // One may begin as another does.
    parts.sort_unstable_by_key(|part| std::cmp::Reverse(part.len()));
    while !parts.is_empty() {
        let mut all = parts.iter().enumerate();
        let found = all.find_map(|(index, part)| Some((index, behind(sent, part, join)?)));
        let Some((index, rest)) = found else {
            return false;
        };
        parts.remove(index);
        if rest.is_empty() {
            return parts.is_empty();
        }
        sent = behind_join(rest, join).unwrap_or(rest);
    }
    false
}

/// What stands behind a part that a text begins with: nothing, or what joins it to the next.
fn behind<'t>(sent: &'t str, part: &str, join: &str) -> Option<&'t str> {
    let (found, rest) = sent.split_at_checked(part.len())?;
    let ends = rest.is_empty() || behind_join(rest, join).is_some();
    // It may be a secret that is sent, or a MAC of one.
    (ends && found.as_bytes().ct_eq(part.as_bytes()).into()).then_some(rest)
}
