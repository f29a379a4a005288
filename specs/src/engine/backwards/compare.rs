//! What the scheme would set, beside what was received.

use super::received::json_value;
use super::refusal::Refusal;
use crate::data::{Entry, Id, Location, Op, Run};
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::query::{decoded_form, decoded_query};

/// Compares what the scheme would set with what was received: what is made from the signature, or
/// everything else.
pub(super) fn compare(evaluator: &mut Evaluator<'_>, after: bool) -> Result<(), Refusal> {
    let data = evaluator.data;
    for (index, entry) in data.entries.iter().enumerate() {
        let Slot::Written(range) = evaluator.entry_slot(index) else {
            continue;
        };
        if entry.after != after {
            continue;
        }
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
