//! What the scheme would set, beside what was received.

use super::received::json_value;
use super::refusal::Refusal;
use crate::data::{Entry, Id, Location, Op, Run};
use crate::engine::evaluate::{Evaluator, Slot};
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
            Slot::Pairs(pairs) => {
                compare_pairs(evaluator, pairs)?;
                continue;
            }
            _ => continue,
        };
        let name = data.text(entry.name);
        let what = || match entry.location {
            Location::Headers => format!("header `{}`", name.to_ascii_lowercase()),
            location => format!("{} `{name}`", location.member()),
        };
        let made = evaluator.buffer.bytes(range.clone()).trim_ascii().to_vec();
        let sent = received_value(evaluator, entry)?;
        let sent = sent.ok_or_else(|| Refusal::Missing { what: what() })?;
        let same = match data.node(entry.value).op {
            Op::Parts(run) => holds_parts(evaluator, run, &sent)?,
            _ => sent.as_bytes().trim_ascii() == made,
        };
        if !same {
            return Err(Refusal::Differs { what: what() });
        }
    }
    Ok(())
}

/// Whether every pair that the scheme would send in the body is there.
fn compare_pairs<'r>(evaluator: &Evaluator<'r>, pairs: &[Pair<'r>]) -> Result<(), Refusal> {
    let sent = decoded_form(evaluator.input.request.body).map_err(Refusal::Request)?;
    for pair in pairs {
        let name = evaluator.chars(&pair.name);
        let value = pair.value.as_ref().map(|value| evaluator.chars(value));
        let same = |(known, sent): &(String, Option<String>)| {
            known == name && sent.as_deref().unwrap_or("") == value.unwrap_or("")
        };
        if !sent.iter().any(same) {
            let what = format!("{} `{name}`", Location::Form.member());
            return Err(Refusal::Differs { what });
        }
    }
    Ok(())
}

/// What was received where an entry is sent.
fn received_value(evaluator: &Evaluator<'_>, entry: &Entry) -> Result<Option<String>, Refusal> {
    let request = evaluator.input.request;
    let name = evaluator.data.text(entry.name);
    let pairs = match entry.location {
        Location::Headers => {
            let value = request.headers.get(name.to_ascii_lowercase());
            let text = value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            return Ok(text);
        }
        Location::Json => return Ok(json_value(request.body, name)),
        Location::Query => decoded_query(request.path_and_query),
        Location::Form => decoded_form(request.body),
    };
    let mut pairs = pairs.map_err(Refusal::Request)?.into_iter();
    let pair = pairs.find(|(pair, _)| pair == name);
    Ok(pair.map(|(_, value)| value.unwrap_or_default()))
}

/// Whether every part that the scheme would send is among those received.
fn holds_parts(evaluator: &mut Evaluator<'_>, run: Run, sent: &str) -> Result<bool, Refusal> {
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
    for part in parts {
        for made in evaluator.items_of(*part).map_err(Refusal::Request)? {
            let mut found = sent.match_indices(&made);
            let whole = |(at, found): (usize, &str)| {
                let (before, behind) = (&sent[..at], &sent[at + found.len()..]);
                (before.is_empty() || before.ends_with(join))
                    && (behind.is_empty() || behind.starts_with(join))
            };
            if !found.any(whole) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
