//! Requests changed in one place.

use http::{HeaderName, HeaderValue, header};

use crate::wire::Wire;

/// What was changed, and the request then.
pub(crate) type Change = (String, Wire);

/// A request changed in one part each, before it is signed.
pub(crate) fn parts(request: &Wire) -> Vec<Change> {
    let mut all = targets(request);
    all.extend(bodies(request));
    all.extend(headers(request));
    all.retain(|(_, changed)| changed != request);
    all
}

fn targets(request: &Wire) -> Vec<Change> {
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (&*request.target, None),
    };
    let to = |what: &str, path: &str, query: Option<&str>| {
        let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let changed = Wire {
            target,
            ..request.clone()
        };
        (what.to_owned(), changed)
    };
    let mut all = vec![
        to("path", &format!("{path}x"), query),
        to("path", &format!("/x{path}"), query),
        to("path", &format!("{path}%2f"), query),
        to("path", &path.to_ascii_uppercase(), query),
    ];
    let method = if request.method == "PUT" {
        "POST"
    } else {
        "PUT"
    };
    let method = Wire {
        method: method.to_owned(),
        ..request.clone()
    };
    all.push(("method".to_owned(), method));
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        all.extend(
            ["", "zz", "zz=1", "a=%2B+&b=%C3%A9"].map(|query| to("query", path, Some(query))),
        );
        return all;
    };
    let (first, rest) = query.split_once('&').unwrap_or((query, ""));
    let other = other(query, query.len() - 1).unwrap_or_default();
    let queries = [
        format!("{query}&zz=1"),
        format!("zz&{query}"),
        format!("{query}&{first}"),
        format!("{query}&"),
        format!("{first}x&{rest}"),
        rest.to_owned(),
        other,
    ];
    all.extend(queries.map(|query| to("query", path, Some(&query))));
    all
}

fn bodies(request: &Wire) -> Vec<Change> {
    let body = |body: Vec<u8>| {
        let changed = Wire {
            body,
            ..request.clone()
        };
        ("body".to_owned(), changed)
    };
    let own = &*request.body;
    let mut all = vec![body([own, b"\n"].concat()), body([b" ", own].concat())];
    if own.is_empty() {
        all.push(body(b"a=1&b=%C3%A9".to_vec()));
        all.push(body(b"{\"a\":\"1\"}".to_vec()));
        all.push(body(b"\xff\xfe".to_vec()));
        return all;
    }
    all.push(body(Vec::new()));
    let Ok(text) = std::str::from_utf8(own) else {
        let (last, rest) = own.split_last().unwrap();
        all.push(body([rest, &[last ^ 1]].concat()));
        return all;
    };
    let step = text.len().div_ceil(6);
    let places = (0..text.len()).step_by(step);
    all.extend(
        places
            .filter_map(|at| other(text, at))
            .map(|text| body(text.into_bytes())),
    );
    if text.contains('=') {
        all.push(body(format!("{text}&zz=1").into_bytes()));
        all.push(body(format!("{text}&{text}").into_bytes()));
    }
    if let Some(rest) = text.strip_prefix('{') {
        all.push(body(format!("{{\"zz\":1,{rest}").into_bytes()));
    }
    all
}

fn headers(request: &Wire) -> Vec<Change> {
    let with = |name: &HeaderName, value: &str| {
        let mut changed = request.clone();
        changed
            .headers
            .insert(name, HeaderValue::from_str(value).unwrap());
        (format!("header {name}"), changed)
    };
    let unheard_of = HeaderName::from_static("x-zz");
    let mut all = vec![
        with(&unheard_of, "1"),
        with(&header::CONTENT_TYPE, "text/plain"),
        with(&header::CONTENT_TYPE, "application/json"),
        with(&header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
    ];
    for (name, value) in &request.headers {
        let mut without = request.clone();
        without.headers.remove(name);
        all.push((format!("header {name}"), without));
        let Ok(text) = value.to_str() else { continue };
        let mut twice = request.clone();
        twice.headers.append(name, value.clone());
        all.push((format!("header {name}"), twice));
        if let Some(other) =
            other(text, text.len().saturating_sub(1)).filter(|_| *name != header::HOST)
        {
            all.push(with(name, &other));
        }
    }
    let mut elsewhere = request.clone();
    elsewhere.authority = format!("evil.{}", request.authority);
    if let Some(host) = elsewhere.headers.get_mut(header::HOST) {
        *host = HeaderValue::from_str(&elsewhere.authority).unwrap();
    }
    all.push(("host".to_owned(), elsewhere));
    all
}

/// The text with another letter or digit at, or before, a place; never the same in another case.
pub(crate) fn other(text: &str, at: usize) -> Option<String> {
    let before = text.as_bytes().get(..=at)?;
    let at = before.iter().rposition(u8::is_ascii_alphanumeric)?;
    let letter = if before[at] == b'7' { "6" } else { "7" };
    Some(format!("{}{letter}{}", &text[..at], &text[at + 1..]))
}
