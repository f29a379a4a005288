//! What a file may do, and its author should look at again.

use signed_api_specs::data::{Entry, Function, Id, Known, Location, Op, Part, SchemeData};

use super::draft::{Draft, EntryDraft, LOCATIONS};
use super::lower::Lower;
use super::problem::Problem;
use super::template::{Part as Piece, mentioned, parse};

/// Warns; the scheme is whole.
pub(crate) fn warnings(lower: &mut Lower<'_>, draft: &Draft) {
    time_is_signed(lower);
    body_is_hashed(lower, draft);
    key_is_secret(lower, draft);
    sent_empty(lower, draft);
    set_by_the_file(lower);
}

/// Warns of a time that goes out unsigned, or finer than it is signed: its age proves nothing, or
/// little.
fn time_is_signed(lower: &mut Lower<'_>) {
    let data = lower.scheme.data();
    let is_time = |op| op == Op::Now;
    let has_seconds = |op| matches!(op, Op::Call(function, ..) if data.writes_seconds(function));
    let signed = data.signs(&is_time);
    if signed && data.signs(&has_seconds) {
        return;
    }
    let mut sent = data.entries.iter().zip(&lower.written);
    let found = sent.find(|(entry, _)| {
        data.reaches(entry.value, &is_time) && (!signed || data.reaches(entry.value, &has_seconds))
    });
    if let Some((_, (key, _))) = found {
        let name = &key.name;
        let message = if signed {
            format!(
                "`{name}` tells the time more finely than the string to sign, so its age proves no more \
                 than that does"
            )
        } else {
            format!("`{name}` is not in the string to sign, so its age proves nothing")
        };
        lower.findings.add(Problem::warning(&key.place, message));
    }
}

/// Warns where a sender could choose what stands for the body.
fn body_is_hashed(lower: &mut Lower<'_>, draft: &Draft) {
    let data = lower.scheme.data();
    let is_body = |op| op == Op::Part(Part::Body);
    let signed = |wanted| data.signs(&|op| op == wanted);
    let chosen = data.nodes.iter().find_map(|node| {
        let Op::Or(run) = node.op else { return None };
        let choices = data.links(run);
        let hashed = choices.iter().any(|id| is_made_of(&data, *id, &is_body));
        let sender = choices.iter().find_map(|id| match data.node(*id).op {
            Op::Setting(index) => {
                let setting = data.settings[usize::from(index)];
                let name = data.text(setting.name);
                (setting.known != Known::ByOwner).then(|| name.to_owned())
            }
            Op::Member(..) => Some(data.expression(*id)),
            _ => None,
        });
        sender.filter(|_| hashed && signed(node.op))
    });
    let Some(name) = chosen else { return };
    let word = name.split('.').next().unwrap_or_default();
    let place = draft
        .templates()
        .iter()
        .filter(|field| mentioned(field, "body").is_some())
        .find_map(|field| mentioned(field, word));
    let message = format!(
        "`{name}` stands for the body, so whoever sends a request can change the body unseen"
    );
    if let Some(place) = place.or_else(|| draft.signature.place.clone()) {
        lower.findings.add(Problem::warning(&place, message));
    }
}

/// Whether what is wanted is in a value, and not only a condition of it.
fn is_made_of(data: &SchemeData<'_>, id: Id, wanted: &dyn Fn(Op) -> bool) -> bool {
    let of = match data.node(id).op {
        op if wanted(op) => return true,
        Op::Let(index) => vec![data.lets[usize::from(index)].value],
        Op::Call(Function::When | Function::Unless, of, _) => vec![of],
        _ => data.children(id),
    };
    of.iter().any(|id| is_made_of(data, *id, wanted))
}

/// Warns of a key that would show in logs.
fn key_is_secret(lower: &mut Lower<'_>, draft: &Draft) {
    let data = lower.scheme.data();
    let fields = draft.signature.keys();
    let keys = data.links(data.signature.key);
    let reaches = |wanted: &dyn Fn(Op) -> bool| keys.iter().any(|id| data.reaches(*id, wanted));
    let is_secret = |op| match op {
        Op::Credential(index) => data.credentials[usize::from(index)].secret,
        _ => false,
    };
    if reaches(&is_secret) {
        return;
    }
    let mut known = data
        .credentials
        .iter()
        .map(|credential| data.text(credential.name));
    let place_of = |name| fields.iter().find_map(|field| mentioned(field, name));
    let open = known.find_map(|name| Some((name, place_of(name)?)));
    if let Some((name, place)) = open {
        let message = format!(
            "`{name}` is the key, and no secret; declare `secret = true`, or it may show in logs"
        );
        lower.findings.add(Problem::warning(&place, message));
    }
}

/// Warns of an entry that is one `[ ]`: what may be left out is its text, and not the entry.
fn sent_empty(lower: &mut Lower<'_>, draft: &Draft) {
    for (_, entry) in LOCATIONS.iter().flat_map(|(one, _)| draft.entries(*one)) {
        let EntryDraft::Template(field) = entry else {
            continue;
        };
        if matches!(parse(field).as_deref(), Ok([Piece::Optional(..)])) {
            let message = "this is sent empty where the `[ ]` is left out; without the `[ ]` it is not sent then";
            lower.findings.add(Problem::warning(&field.place, message));
        }
    }
}

/// Warns of an entry that looks at what the request brings, where the file sends something else.
fn set_by_the_file(lower: &mut Lower<'_>) {
    let data = lower.scheme.data();
    for (entry, (_, fields)) in data.entries.iter().zip(&lower.written) {
        let (part, word) = match entry.location {
            Location::Headers => (Part::OwnHeaders, "header"),
            Location::Query => (Part::OwnQuery, "query"),
            Location::Form => (Part::OwnForm, "form"),
            Location::Json => continue,
        };
        let looks_at = |entry: &Entry, name: &str| {
            data.reaches(entry.value, &|op| match op {
                Op::Member(of, member) => of == part && data.text(member) == name,
                _ => false,
            })
        };
        let mut others = data.entries.iter();
        let other = others.find(|other| {
            let name = data.text(other.lower);
            other.location == entry.location && looks_at(entry, name) && !looks_at(other, name)
        });
        let Some(other) = other else { continue };
        let name = data.text(other.lower);
        let place = fields.iter().find_map(|field| mentioned(field, word));
        if let Some(place) = place {
            let message = format!(
                "here `{word}.{name}` is what the request brings, and this file sets `{name}`; \
                 a name of `[let]` knows what is sent"
            );
            lower.findings.add(Problem::warning(&place, message));
        }
    }
}
