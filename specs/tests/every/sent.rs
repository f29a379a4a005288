//! What a scheme sets on a request, found by its data and by what was there before.

use http::{HeaderName, HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use signed_api_specs::data::{Location, SchemeData};

use crate::change::{Change, other};
use crate::wire::Wire;

/// The values of a scheme's entries on a signed request that are made from the signature.
fn after<'d>(data: &'d SchemeData<'d>) -> impl Iterator<Item = (Location, &'d str)> {
    let after = data.entries.iter().filter(|entry| entry.after);
    after.map(|entry| (entry.location, data.text(entry.name)))
}

/// A signed request with what is made from the signature as another one has it.
pub(crate) fn with_signature_of(
    data: &SchemeData<'_>,
    request: &Wire,
    signed: &Wire,
) -> Option<Wire> {
    let mut forged = request.clone();
    for (location, name) in after(data) {
        let value = value(signed, location, name)?;
        forged = with(&forged, location, name, &value)?;
    }
    Some(forged)
}

/// A signed request with a change that was made to it before it was signed; `None` if the change
/// is in what the scheme sets itself.
pub(crate) fn carried(request: &Wire, changed: &Wire, signed: &Wire) -> Option<Wire> {
    let mut carried = signed.clone();
    carried.method.clone_from(&changed.method);
    carried.authority.clone_from(&changed.authority);
    let added = signed.target.strip_prefix(&request.target)?;
    let added = if changed.target.contains('?') {
        added.replacen('?', "&", 1)
    } else {
        added.replacen('&', "?", 1)
    };
    carried.target = format!("{}{added}", changed.target);
    if changed.body != request.body {
        (signed.body == request.body).then_some(())?;
        carried.body.clone_from(&changed.body);
    }
    for name in request.headers.keys().chain(changed.headers.keys()) {
        let values = |wire: &Wire| {
            wire.headers
                .get_all(name)
                .iter()
                .cloned()
                .collect::<Vec<_>>()
        };
        if values(request) != values(changed) {
            (values(request) == values(signed)).then_some(())?;
            carried.headers.remove(name);
            for value in values(changed) {
                carried.headers.append(name, value);
            }
        }
    }
    if changed.authority != request.authority {
        let host = HeaderValue::from_str(&changed.authority).ok()?;
        carried.headers.insert(header::HOST, host);
    }
    Some(carried)
}

/// Whether what is made from the signature names a header that was added: a sender chooses which
/// headers it signs, and chose without this one.
pub(crate) fn tells_another_list(
    data: &SchemeData<'_>,
    request: &Wire,
    signed: &Wire,
    what: &str,
) -> bool {
    let Some(name) = what.strip_prefix("header ") else {
        return false;
    };
    data.entries.iter().any(|entry| {
        let (location, entry) = (entry.location, data.text(entry.name));
        let names = |wire| {
            value(wire, location, entry)
                .is_some_and(|value| value.to_ascii_lowercase().contains(name))
        };
        names(request) && !names(signed)
    })
}

/// The value that stands somewhere.
fn value(request: &Wire, location: Location, name: &str) -> Option<String> {
    match location {
        Location::Headers => {
            let value = request.headers.get(name)?;
            Some(value.to_str().ok()?.to_owned())
        }
        Location::Query => pair(request.target.split_once('?')?.1, name),
        Location::Form => pair(std::str::from_utf8(&request.body).ok()?, name),
        Location::Json => {
            let body = std::str::from_utf8(&request.body).ok()?;
            Some(body[member(body, name)?].to_owned())
        }
    }
}

/// The request with another value there.
fn with(request: &Wire, location: Location, name: &str, value: &str) -> Option<Wire> {
    let mut changed = request.clone();
    match location {
        Location::Headers => {
            let name: HeaderName = name.parse().ok()?;
            changed
                .headers
                .insert(name, HeaderValue::from_str(value).ok()?);
        }
        Location::Query => {
            let (path, query) = request.target.split_once('?')?;
            changed.target = format!("{path}?{}", with_pair(query, name, value));
        }
        Location::Form => {
            let body = std::str::from_utf8(&request.body).ok()?;
            changed.body = with_pair(body, name, value).into_bytes();
        }
        Location::Json => {
            let mut body = String::from_utf8(request.body.clone()).ok()?;
            body.replace_range(member(&body, name)?, value);
            changed.body = body.into_bytes();
        }
    }
    Some(changed)
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

fn is_named(piece: &str, name: &str) -> bool {
    decoded(piece.split_once('=').map_or(piece, |(name, _)| name)) == name
}

fn pair(pairs: &str, name: &str) -> Option<String> {
    let piece = pairs.split('&').find(|piece| is_named(piece, name))?;
    Some(decoded(piece.split_once('=')?.1))
}

fn with_pair(pairs: &str, name: &str, value: &str) -> String {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    let piece = |piece: &str| {
        if is_named(piece, name) {
            format!("{}={}", encoded(name), encoded(value))
        } else {
            piece.to_owned()
        }
    };
    pairs.split('&').map(piece).collect::<Vec<_>>().join("&")
}

/// Where the value of a member of a JSON body stands, found by the last segment of its path.
fn member(body: &str, path: &str) -> Option<std::ops::Range<usize>> {
    let name = path.rsplit('.').next()?;
    let at = body.rfind(&format!("\"{name}\":"))? + name.len() + 3;
    let rest = &body[at..];
    let end = match rest.strip_prefix('"') {
        Some(text) => text.find('"')? + 2,
        None => rest.find([',', '}'])?,
    };
    Some(at..at + end)
}

/// A signed request with each value that the scheme sets spoilt: some of its letters and digits
/// another, missing, or there twice.
pub(crate) fn spoilt(data: &SchemeData<'_>, request: &Wire, signed: &Wire) -> Vec<Change> {
    let mut all = Vec::new();
    for (location, name) in set(data, request, signed) {
        let Some(value) = value(signed, location, &name) else {
            continue;
        };
        let what = |how: &str| format!("{location:?} `{name}` {how}");
        let step = value.len().div_ceil(24).max(1);
        let places = (0..value.len())
            .step_by(step)
            .chain(value.len().checked_sub(1));
        for value in places.filter_map(|at| other(&value, at)) {
            let changed = with(signed, location, &name, &value).unwrap();
            all.push((what(&format!("is {value}")), changed));
        }
        if location == Location::Json {
            let other = value
                .strip_prefix('"')
                .map_or_else(|| format!("\"{value}\""), |text| text.replace('"', ""));
            let changed = with(signed, location, &name, &other).unwrap();
            all.push((what("is of another kind"), changed));
        }
        all.extend(without(signed, location, &name).map(|changed| (what("is missing"), changed)));
        all.extend(twice(signed, location, &name).map(|changed| (what("is there twice"), changed)));
    }
    all
}

fn query(wire: &Wire) -> &str {
    wire.target.split_once('?').map_or("", |(_, query)| query)
}

/// The names of what the scheme has set.
fn set(data: &SchemeData<'_>, request: &Wire, signed: &Wire) -> Vec<(Location, String)> {
    let mut all = Vec::new();
    for name in signed.headers.keys() {
        let own = request.headers.get(name) == signed.headers.get(name);
        if !own && *name != header::HOST && *name != header::CONTENT_LENGTH {
            all.push((Location::Headers, name.as_str().to_owned()));
        }
    }
    let added = |own: &str, sent: &str| -> Vec<String> {
        let added = sent
            .split('&')
            .filter(|piece| !own.split('&').any(|own| own == *piece));
        added
            .map(|piece| decoded(piece.split_once('=').map_or(piece, |(name, _)| name)))
            .collect()
    };
    all.extend(
        added(query(request), query(signed))
            .into_iter()
            .map(|name| (Location::Query, name)),
    );
    if data.sends(Location::Form) {
        let text = |wire: &Wire| String::from_utf8_lossy(&wire.body).into_owned();
        all.extend(
            added(&text(request), &text(signed))
                .into_iter()
                .map(|name| (Location::Form, name)),
        );
    }
    let json = data
        .entries_in(Location::Json)
        .map(|(_, entry)| data.text(entry.name));
    all.extend(
        json.filter(|name| *name != "*")
            .map(|name| (Location::Json, name.to_owned())),
    );
    all
}

fn without(signed: &Wire, location: Location, name: &str) -> Option<Wire> {
    let mut changed = signed.clone();
    let pieces = |pairs: &str| {
        let stays = pairs.split('&').filter(|piece| !is_named(piece, name));
        stays.collect::<Vec<_>>().join("&")
    };
    match location {
        Location::Headers => drop(changed.headers.remove(name)),
        Location::Query => {
            let (path, query) = signed.target.split_once('?')?;
            changed.target = format!("{path}?{}", pieces(query));
        }
        Location::Form => {
            changed.body = pieces(std::str::from_utf8(&signed.body).ok()?).into_bytes();
        }
        Location::Json => {
            let body = std::str::from_utf8(&signed.body).ok()?;
            let name = name.rsplit('.').next()?;
            changed.body = body
                .replace(&format!("\"{name}\":"), "\"zz\":")
                .into_bytes();
        }
    }
    Some(changed)
}

fn twice(signed: &Wire, location: Location, name: &str) -> Option<Wire> {
    let mut changed = signed.clone();
    let value = value(signed, location, name)?;
    let pair = || {
        let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        format!("{}={}", encoded(name), encoded(&value))
    };
    match location {
        Location::Headers => {
            let name: HeaderName = name.parse().ok()?;
            changed
                .headers
                .append(name, HeaderValue::from_str(&value).ok()?);
        }
        Location::Query => changed.target = format!("{}&{}", signed.target, pair()),
        Location::Form => changed.body.extend(format!("&{}", pair()).into_bytes()),
        Location::Json => {
            let body = std::str::from_utf8(&signed.body).ok()?;
            let last = name.rsplit('.').next()?;
            let member = format!("\"{last}\":{value}");
            changed.body = body
                .replacen(&member, &format!("{member},{member}"), 1)
                .into_bytes();
        }
    }
    Some(changed)
}
