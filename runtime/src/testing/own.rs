//! What a scheme itself puts on a request: signatures and times, other with each attempt.

use serde_json::Value;
use signed_api_specs::{SchemeData, data::Location};

/// Whether the scheme sets this header, pair or member.
pub(super) fn sets(scheme: Option<&SchemeData<'_>>, location: Location, name: &str) -> bool {
    names(scheme, location).any(|own| match location {
        Location::Headers => own.eq_ignore_ascii_case(name),
        _ => own == name,
    })
}

/// The names that the scheme sets in a location.
pub(super) fn names<'a>(
    scheme: Option<&SchemeData<'a>>,
    location: Location,
) -> impl Iterator<Item = &'a str> {
    let entries = scheme.map(|data| (*data, data.entries_in(location)));
    entries
        .into_iter()
        .flat_map(|(data, entries)| entries.map(move |(_, entry)| data.text(entry.name)))
}

/// Whether the scheme sets this pair, and its value needs the signature.
#[cfg(feature = "record")]
pub(super) fn signs(scheme: Option<&SchemeData<'_>>, location: Location, name: &str) -> bool {
    let entries = scheme.map(|data| (*data, data.entries_in(location)));
    entries.into_iter().any(|(data, mut entries)| {
        entries.any(|(_, entry)| entry.after && data.text(entry.name) == name)
    })
}

/// Where a member stands that a scheme names `a.0.b`.
pub(super) fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

/// Leaves out of a JSON body what the scheme added, unless it is wanted.
pub(super) fn leave_out(scheme: Option<&SchemeData<'_>>, found: &mut Value, wanted: &Value) {
    for path in names(scheme, Location::Json) {
        let pointer = pointer(path);
        if wanted.pointer(&pointer).is_some() {
            continue;
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(Value::Object(members)) = found.pointer_mut(parent) {
            members.remove(name);
        }
    }
}
