//! What has to be signed is signed, whatever list of headers a request brings.

use super::received::Received;
use super::refusal::Refusal;
use crate::data::{Function, Location, Op, Part, Rule, RuleKind, SchemeData};
use crate::engine::Input;
use crate::engine::evaluate::Evaluator;
use crate::engine::pick::matches;

/// A received list holds every header that has to be signed.
pub(super) fn signed_list(
    data: &SchemeData<'_>,
    input: Input<'_>,
    received: &Received,
) -> Result<(), Refusal> {
    let Some(names) = received.signed_headers() else {
        return own_list(data, input, received);
    };
    let rules = data.rules(data.signature.signed_headers);
    for rule in rules.iter().filter(|rule| rule.kind == RuleKind::Required) {
        let name = data.text(rule.text);
        if !names.iter().any(|known| known == name) {
            return Err(Refusal::NotSigned {
                name: name.to_owned(),
            });
        }
    }
    chosen(data, input, received, names)?;
    let sent = data.entries_in(Location::Headers);
    for (_, entry) in sent.filter(|(_, entry)| !entry.after) {
        let name = data.text(entry.name).to_ascii_lowercase();
        let fits = |kind: fn(RuleKind) -> bool| {
            rules
                .iter()
                .any(|rule| kind(rule.kind) && matches(data.bytes(rule.text), name.as_bytes()))
        };
        let alone = || fits(|kind| matches!(kind, RuleKind::Required | RuleKind::Optional));
        let matched = || fits(|kind| !kind.is_never()) && !data.is_of_headers(entry.value);
        let signed = (alone() || matched()) && !fits(RuleKind::is_never);
        if signed && input.request.headers.contains_key(&name) && !names.contains(&name) {
            return Err(Refusal::NotSigned { name });
        }
    }
    let uses_names = |op| matches!(op, Op::Name | Op::Call(Function::Names, ..));
    if data.reaches(data.signature.string_to_sign, &uses_names) {
        return Ok(());
    }
    let without = Received {
        signed_headers: None,
        ..received.clone()
    };
    let mut evaluator = Evaluator::new(data, &input, Some(&without));
    let own = evaluator.signed_headers().map_err(Refusal::Request)?;
    let same = own
        .iter()
        .map(|pair| evaluator.chars(&pair.name))
        .eq(names.iter().map(String::as_str));
    if same {
        Ok(())
    } else {
        Err(Refusal::OtherList)
    }
}

/// What the verifier's own list says is signed, whatever the sender chose.
fn chosen(
    data: &SchemeData<'_>,
    input: Input<'_>,
    received: &Received,
    names: &[String],
) -> Result<(), Refusal> {
    let evaluator = Evaluator::new(data, &input, Some(received));
    for rule in data.rules(data.signature.signed_headers) {
        let optional = match rule.kind {
            RuleKind::Members => false,
            RuleKind::OptionalMembers => true,
            _ => continue,
        };
        for name in evaluator.members(data.text(rule.text), "header") {
            let may_lack = optional && !input.request.headers.contains_key(&*name);
            if !may_lack && !names.iter().any(|known| *known == name) {
                return Err(Refusal::NotSigned {
                    name: name.into_owned(),
                });
            }
        }
    }
    Ok(())
}

/// What the verifier's own list says is signed, where a request may tell another.
fn own_list(data: &SchemeData<'_>, input: Input<'_>, received: &Received) -> Result<(), Refusal> {
    let lists = |rule: &Rule| rule.kind.is_list();
    let rules = data.rules(data.signature.signed_headers);
    if received.settings.is_empty() || !rules.iter().any(lists) {
        return Ok(());
    }
    let mut evaluator = Evaluator::new(data, &input, Some(received));
    let signed = evaluator.signed_headers().map_err(Refusal::Request)?;
    let names = signed
        .iter()
        .map(|pair| evaluator.chars(&pair.name).to_owned());
    chosen(
        data,
        input,
        &Received::default(),
        &names.collect::<Vec<_>>(),
    )
}

/// What a verifier needs signed is signed: in the received list, or by the file itself.
pub(super) fn required(
    data: &SchemeData<'_>,
    input: Input<'_>,
    received: &Received,
    names: &[String],
) -> Result<(), Refusal> {
    if names.is_empty() {
        return Ok(());
    }
    let mut evaluator = Evaluator::new(data, &input, Some(received));
    let signed = evaluator.signed_headers().map_err(Refusal::Request)?;
    let listed = data.reaches(data.signature.string_to_sign, &|op| {
        op == Op::Part(Part::SignedHeaders)
    });
    for name in names {
        let in_list = listed
            && signed
                .iter()
                .any(|pair| evaluator.chars(&pair.name) == name);
        let alone = |op| match op {
            Op::Member(Part::Headers, header) => data.text(header) == name,
            Op::Part(Part::Host) => name == "host",
            _ => false,
        };
        if !in_list && !data.reaches(data.signature.string_to_sign, &alone) {
            return Err(Refusal::NotSigned { name: name.clone() });
        }
    }
    Ok(())
}
