//! The rules that look at a file as a whole: what is declared is used, what is secret stays so,
//! what is signed goes out.

use super::check::{Places, declared};
use super::draft::{Change, Draft};
use super::lower::{Lower, Named};
use super::problem::{Place, Problem};
use crate::data::{Function, Id, Op, Part, RuleKind, SchemeData};

/// Checks the rules; the scheme is otherwise whole.
pub(crate) fn rules(lower: &mut Lower<'_>, draft: &Draft, places: &Places) {
    unused(lower, draft);
    signature_is_sent(lower, places);
    signed_headers_are_signed(lower, draft);
    secrets_stay(lower, places);
    nonce_is_used(lower, draft);
    time_is_signed(lower, places);
    body_is_hashed(lower, places);
    let scheme = &lower.scheme;
    if scheme.nodes.len() > usize::from(u16::MAX) || scheme.links.len() > usize::from(u16::MAX) {
        let place = places.string_to_sign.clone();
        place
            .into_iter()
            .for_each(|place| lower.findings.error(&place, "this scheme is too large"));
    }
}

fn unused(lower: &mut Lower<'_>, draft: &Draft) {
    let credentials = declared(&draft.credentials)
        .enumerate()
        .map(|(index, key)| (key, Named::Credential(number(index))));
    let settings = declared(&draft.settings)
        .enumerate()
        .map(|(index, key)| (key, Named::Setting(number(index))));
    let lets = declared(&draft.lets)
        .enumerate()
        .map(|(index, key)| (key, Named::Let(number(index))));
    for (key, named) in credentials.chain(settings).chain(lets) {
        if !lower.used.contains(&named) {
            lower
                .findings
                .error(&key.place, format!("`{}` is never used", key.name));
        }
    }
}

fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn signature_is_sent(lower: &mut Lower<'_>, places: &Places) {
    let data = lower.scheme.data();
    let sent = data
        .headers
        .iter()
        .chain(data.query)
        .any(|entry| entry.after);
    if let (false, Some(place)) = (sent, &places.string_to_sign) {
        lower.findings.error(
            place,
            "`{signature}` is sent nowhere; put it into `[headers]` or `[query]`",
        );
    }
}

fn signed_headers_are_signed(lower: &mut Lower<'_>, draft: &Draft) {
    let data = lower.scheme.data();
    let listed = draft
        .signature
        .signed_headers
        .as_ref()
        .and_then(Change::set);
    let is_used = |id| data.reaches(id, &|op| op == Op::Part(Part::SignedHeaders));
    let signed = is_used(data.signature.string_to_sign);
    let used = signed
        || data
            .headers
            .iter()
            .chain(data.query)
            .any(|entry| is_used(entry.value));
    let place = draft
        .signature
        .string_to_sign
        .as_ref()
        .and_then(Change::set)
        .map(|field| field.place.clone());
    match listed.and_then(|fields| fields.first()) {
        Some(first) if !signed => {
            let message =
                "`signed_headers` lists headers, and the string to sign does not use them";
            lower.findings.error(&first.place, message);
        }
        None if used => {
            let message = "`{signed_headers}` is used, and `[signature]` has no `signed_headers`";
            place
                .into_iter()
                .for_each(|place| lower.findings.error(&place, message));
        }
        _ => {}
    }
    duplicate_rules(lower, draft);
}

fn duplicate_rules(lower: &mut Lower<'_>, draft: &Draft) {
    let Some(Change::Set(fields)) = &draft.signature.signed_headers else {
        return;
    };
    for (index, field) in fields.iter().enumerate() {
        if fields[..index].iter().any(|other| other.text == field.text) {
            lower
                .findings
                .error(&field.place, format!("`{}` is listed already", field.text));
        }
    }
    let data = lower.scheme.data();
    let rules = data.rules(data.signature.signed_headers);
    let after = data
        .headers
        .iter()
        .filter(|entry| entry.after)
        .map(|entry| data.text(entry.name).to_ascii_lowercase());
    let after: Vec<String> = after.collect();
    for (rule, field) in rules.iter().zip(fields) {
        let name = data.text(rule.text);
        if matches!(rule.kind, RuleKind::Required) && after.iter().any(|header| header == name) {
            let message = format!("`{name}` is made from the signature, so it cannot be signed");
            lower.findings.error(&field.place, message);
        }
    }
}

/// A secret reaches the wire through a hash or MAC only, unless it says `sent = true`.
fn secrets_stay(lower: &mut Lower<'_>, places: &Places) {
    let data = lower.scheme.data();
    let headers = data.headers.iter().zip(&places.headers);
    for (entry, place) in headers.chain(data.query.iter().zip(&places.query)) {
        if let Some(index) = bare_secret(&data, entry.value) {
            let name = data.text(data.credentials[usize::from(index)].name);
            let message = format!(
                "this sends `{name}` as it is; if the provider wants that, declare `sent = true`"
            );
            lower.findings.error(place, message);
        }
    }
}

fn bare_secret(data: &SchemeData<'_>, id: Id) -> Option<u16> {
    match data.node(id).op {
        Op::Credential(index) => {
            let credential = data.credentials[usize::from(index)];
            (credential.secret && !credential.sent).then_some(index)
        }
        Op::Let(index) => bare_secret(data, data.lets[usize::from(index)].value),
        Op::Call(Function::Hash(_) | Function::Digest | Function::Hmac, ..) => None,
        // What a condition looks at is not sent.
        Op::Call(Function::When | Function::Unless, of, _) => bare_secret(data, of),
        _ => data
            .children(id)
            .iter()
            .find_map(|child| bare_secret(data, *child)),
    }
}

fn nonce_is_used(lower: &mut Lower<'_>, draft: &Draft) {
    let used = lower.scheme.nodes.iter().any(|node| node.op == Op::Nonce);
    if let (Some(nonce), false) = (&draft.nonce, used) {
        lower.findings.error(
            &nonce.place,
            "`nonce` says where `{nonce}` comes from, and nothing uses it",
        );
    }
}

/// What the string to sign is made from, headers that the file sets included.
fn signs(data: &SchemeData<'_>, wanted: &dyn Fn(Op) -> bool) -> bool {
    let by_step = |step: &crate::data::Step| match *step {
        crate::data::Step::Header(index) => Some(data.headers[usize::from(index)].value),
        crate::data::Step::Query(index) => Some(data.query[usize::from(index)].value),
        _ => None,
    };
    let before = data
        .order
        .iter()
        .take_while(|step| **step != crate::data::Step::StringToSign);
    let mut before = before.filter_map(by_step);
    data.reaches(data.signature.string_to_sign, wanted) || before.any(|id| data.reaches(id, wanted))
}

/// Warns of a time that goes out unsigned: its age proves nothing.
fn time_is_signed(lower: &mut Lower<'_>, places: &Places) {
    let data = lower.scheme.data();
    let is_time = |op| op == Op::Now;
    if signs(&data, &is_time)
        || data
            .links(data.signature.key)
            .iter()
            .any(|id| data.reaches(*id, &is_time))
    {
        return;
    }
    let headers = data.headers.iter().zip(&places.headers);
    let found = headers
        .chain(data.query.iter().zip(&places.query))
        .find(|(entry, _)| data.reaches(entry.value, &is_time));
    if let Some((entry, place)) = found {
        let name = data.text(entry.name);
        let message = format!("`{name}` is not in the string to sign, so its age proves nothing");
        lower.findings.add(Problem::warning(place, message));
    }
}

/// Warns where a sender could choose what stands for the body.
fn body_is_hashed(lower: &mut Lower<'_>, places: &Places) {
    let data = lower.scheme.data();
    let mut chosen: Option<(String, &Place)> = None;
    for node in data.nodes {
        let Op::Or(run) = node.op else { continue };
        let links = data.links(run);
        let hashes = links
            .iter()
            .any(|id| data.reaches(*id, &|op| op == Op::Part(Part::Body)));
        let sender = links.iter().find_map(|id| match data.node(*id).op {
            Op::Setting(index) => {
                let setting = data.settings[usize::from(index)];
                setting
                    .from_request
                    .then(|| data.text(setting.name).to_owned())
            }
            Op::Member(..) => Some(data.expression(*id)),
            _ => None,
        });
        if let (true, Some(name), Some(place)) = (hashes, sender, &places.string_to_sign) {
            chosen = Some((name, place));
        }
    }
    if let Some((name, place)) = chosen {
        let message = format!(
            "`{name}` stands for the body, so whoever sends a request can change the body unseen"
        );
        lower.findings.add(Problem::warning(place, message));
    }
}
