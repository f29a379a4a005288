//! One thing changed in a request that was signed.

use signed_api_tests::Incoming;

/// What was changed, by the name of the part that is then another, and the request.
type Change = (&'static str, Incoming);

/// Requests that differ from this one in one thing each.
pub(crate) fn changes(incoming: &Incoming) -> Vec<Change> {
    let mut all = targets(incoming);
    all.extend(bodies(incoming));
    all.extend(headers(incoming));
    all
}

fn targets(incoming: &Incoming) -> Vec<Change> {
    let (path, query) = match incoming.target().split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (incoming.target(), None),
    };
    let to = |path: &str, query: Option<&str>| {
        let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        incoming.clone().to(&target)
    };
    let mut method = incoming.clone();
    method.parts.method = format!("{}X", method.parts.method).parse().unwrap();
    let more = match query {
        None | Some("") => "zz".to_owned(),
        Some(query) => format!("{query}&zz"),
    };
    let mut all = vec![
        ("method", method),
        ("path", to(&format!("{path}x"), query)),
        ("query", to(path, Some(&more))),
    ];
    // `/x/..` is `/..` to a scheme that resolves dots.
    if !path.contains("..") {
        all.push(("path", to(&format!("/x{path}"), query)));
    }
    all
}

fn bodies(incoming: &Incoming) -> Vec<Change> {
    let body = |body: Vec<u8>| {
        let parts = incoming.parts.clone();
        ("body", Incoming { parts, body })
    };
    let mut all = vec![body([&*incoming.body, b"\n"].concat())];
    if let [rest @ .., last] = &*incoming.body {
        all.push(body([rest, &[last ^ 1]].concat()));
        all.push(body(Vec::new()));
    }
    all
}

fn headers(incoming: &Incoming) -> Vec<Change> {
    let with = |name: &str, value: &str| incoming.clone().with(name, value);
    let has = |name: &str| incoming.parts.headers.contains_key(name);
    let host = format!("evil.{}", incoming.header("host"));
    let mut all = vec![
        ("host", with("host", &host)),
        ("nothing", with("x-unheard-of", "1")),
    ];
    if has("content-type") {
        all.push(("content-type", with("content-type", "x/y")));
    }
    if has("user-agent") {
        all.push(("nothing", with("user-agent", "proxy/1")));
    }
    for name in ["x-a", "x-b", "x-ms-meta-a", "range"] {
        if has(name) {
            all.push(("others", with(name, "changed")));
            all.push(("others", incoming.clone().and(name, "changed")));
            all.push(("others", incoming.clone().without(name)));
        }
    }
    all
}

/// The value with another letter or digit near its end; never the same in another spelling.
pub(crate) fn other(value: &str) -> String {
    let at = value
        .rfind(|c: char| c.is_ascii_alphanumeric())
        .unwrap_or_default();
    let letter = if &value[at..=at] == "7" { "6" } else { "7" };
    format!("{}{letter}{}", &value[..at], &value[at + 1..])
}
