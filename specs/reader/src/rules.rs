//! The rules that look at a file as a whole: what is declared is used, what is secret stays so,
//! what is signed goes out.

use signed_api_specs::data::{Function, Id, Location, Op, Part, SchemeData};

use super::draft::{Draft, declared};
use super::lower::{Lower, Named, index as number};
use super::template::mentioned;

/// Checks the rules; the scheme is otherwise whole.
pub(crate) fn rules(lower: &mut Lower<'_>, draft: &Draft) {
    unused(lower, draft);
    signature_is_sent(lower, draft);
    signed_headers_are_signed(lower, draft);
    listed_twice(lower, draft);
    secrets_stay(lower);
    nonce_is_used(lower, draft);
}

fn unused(lower: &mut Lower<'_>, draft: &Draft) {
    let credentials = declared(&draft.credentials)
        .enumerate()
        .map(|(index, key)| (key, Named::Credential(number(index)), "credentials"));
    let settings = declared(&draft.settings)
        .enumerate()
        .map(|(index, key)| (key, Named::Setting(number(index)), "settings"));
    let lets = declared(&draft.lets)
        .enumerate()
        .map(|(index, key)| (key, Named::Let(number(index)), "let"));
    for (key, named, section) in credentials.chain(settings).chain(lets) {
        if lower.used.contains(&named) {
            continue;
        }
        let name = &key.name;
        let source = &key.place.source;
        match (&draft.extends, source.depth()) {
            // The file that it stands in may well use it; this one does not.
            (Some(extends), 1..) => {
                let message = format!(
                    "`{name}` of `{}` is never used here; take it out: `{name} = false` in `[{section}]`",
                    extends.text
                );
                lower.findings.error(&extends.place, message);
            }
            _ => lower
                .findings
                .error(&key.place, format!("`{name}` is never used")),
        }
    }
}

fn signature_is_sent(lower: &mut Lower<'_>, draft: &Draft) {
    if lower.scheme.entries.iter().any(|entry| entry.after) {
        return;
    }
    if let Some(place) = &draft.signature.place {
        // What is sent is of the file that extends this one, if that says any of it.
        let message = if place.source.extended_by.is_some() {
            "`{signature}` is sent nowhere: what the file that extends this one sends stands in the place of all \
             that this one sends there; say again what stays"
        } else {
            "`{signature}` is sent nowhere; put it into `[headers]`, `[query]`, `[form]` or `[json]`"
        };
        lower.findings.error(place, message);
    }
}

/// What is listed is signed, and what is signed is listed.
fn signed_headers_are_signed(lower: &mut Lower<'_>, draft: &Draft) {
    let data = lower.scheme.data();
    let is_used = |id| data.reaches(id, &|op| op == Op::Part(Part::SignedHeaders));
    let signed = is_used(data.signature.string_to_sign);
    match draft.signature.signed_headers() {
        [first, ..] if !signed => {
            let message = "`signed_headers` lists headers, and the string to sign does not use `{signed_headers}`";
            lower.findings.error(&first.place, message);
        }
        [] => {
            let templates = draft.templates();
            let place = templates
                .iter()
                .find_map(|field| mentioned(field, "signed_headers"));
            if let Some(place) = place {
                let message = "`{signed_headers}` is used, and `[signature]` lists none: `signed_headers = [\"host\"]`";
                lower.findings.error(&place, message);
            }
        }
        _ => {}
    }
}

fn listed_twice(lower: &mut Lower<'_>, draft: &Draft) {
    let fields = draft.signature.signed_headers();
    for (index, field) in fields.iter().enumerate() {
        if fields[..index].iter().any(|other| other.text == field.text) {
            let message = format!("`{}` is listed already", field.text);
            lower.findings.error(&field.place, message);
        }
    }
}

/// A header that is made from the signature cannot be listed.
pub(crate) fn signed_before_it_is_made(lower: &mut Lower<'_>, draft: &Draft) {
    let data = lower.scheme.data();
    for field in draft.signature.signed_headers() {
        let name = field.text.as_str();
        let mut headers = data.entries_in(Location::Headers);
        let entry = headers.find(|(_, entry)| data.text(entry.name).eq_ignore_ascii_case(name));
        if entry.is_some_and(|(_, entry)| entry.after) {
            let message = format!("`{name}` is made from the signature, so it cannot be signed");
            lower.findings.error(&field.place, message);
        }
    }
}

/// A secret reaches the wire through a hash or MAC only, unless it says `sent = true`.
fn secrets_stay(lower: &mut Lower<'_>) {
    let data = lower.scheme.data();
    for (entry, (_, fields)) in data.entries.iter().zip(&lower.written) {
        let Some(index) = bare_secret(&data, entry.value) else {
            continue;
        };
        let name = data.text(data.credentials[usize::from(index)].name);
        let place = fields.iter().find_map(|field| mentioned(field, name));
        let Some(place) = place.or_else(|| fields.first().map(|field| field.place.clone())) else {
            continue;
        };
        let message = format!(
            "this sends `{name}` as it is; if the provider wants that, declare `sent = true`"
        );
        lower.findings.error(&place, message);
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
        let message = "`nonce` says where `{nonce}` comes from, and nothing uses it";
        lower.findings.error(&nonce.place, message);
    }
}
