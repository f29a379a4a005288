//! One thing changed in a request that was signed.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use signed_api::{
    Moment, Scheme, Signer, Unsigned, Verifier,
    schemes::{
        Acs, AcsDate, AwsSigv4, SinchApplication, SinchApplicationMicroseconds,
        SinchApplicationSeconds, SinchCallback,
    },
};
use signed_api_tests::Incoming;

/// What a scheme signs of a request.
pub(crate) struct Signs {
    pub(crate) query: bool,
    pub(crate) host: bool,
    pub(crate) body: bool,
    pub(crate) content_type: bool,
    /// Headers that the scheme does not know.
    pub(crate) others: bool,
}

/// One thing changed, and whether that has to be noticed.
pub(crate) fn changes(incoming: &Incoming, signs: &Signs) -> Vec<(&'static str, bool, Incoming)> {
    let (path, query) = incoming
        .target()
        .split_once('?')
        .map_or((incoming.target(), None), |(path, query)| {
            (path, Some(query))
        });
    let to = |path: &str, query: Option<&str>| {
        let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        incoming.clone().to(&target)
    };
    let mut method = incoming.clone();
    method.parts.method = format!("{}X", method.parts.method).parse().unwrap();
    let mut longer = incoming.clone();
    longer.body.push(b'\n');
    let host = format!(
        "{}.evil",
        incoming
            .header("host")
            .split(':')
            .next()
            .unwrap_or_default()
    );
    let more = query
        .filter(|query| !query.is_empty())
        .map_or("zz".to_owned(), |query| format!("{query}&zz"));
    let mut all = vec![
        ("the method", true, method),
        ("the path", true, to(&format!("{path}x"), query)),
        ("the query", signs.query, to(path, Some(&more))),
        ("the body", signs.body, longer),
        ("the host", signs.host, incoming.clone().with("host", &host)),
        (
            "a new header",
            false,
            incoming.clone().with("x-unheard-of", "1"),
        ),
    ];
    // `/x/..` is `/..` to a scheme that resolves dots.
    if !path.contains("..") {
        all.push(("the first segment", true, to(&format!("/x{path}"), query)));
    }
    if let [rest @ .., last] = &*incoming.body {
        let body = [rest, &[last ^ 1]].concat();
        all.push((
            "a bit of the body",
            signs.body,
            Incoming {
                body,
                ..incoming.clone()
            },
        ));
        all.push((
            "all of the body",
            signs.body,
            Incoming {
                body: Vec::new(),
                ..incoming.clone()
            },
        ));
    }
    if incoming.parts.headers.contains_key("content-type") {
        all.push((
            "the content type",
            signs.content_type,
            incoming.clone().with("content-type", "x/y"),
        ));
    }
    if let Some(name) = incoming
        .parts
        .headers
        .keys()
        .find(|name| name.as_str().starts_with("x-a") && !name.as_str().contains("amz"))
    {
        let name = name.as_str().to_owned();
        all.push((
            "a header",
            signs.others,
            incoming.clone().with(&name, "changed"),
        ));
        all.push((
            "a header's line",
            signs.others,
            incoming.clone().and(&name, "changed"),
        ));
        all.push((
            "the presence of a header",
            signs.others,
            incoming.clone().without(&name),
        ));
    }
    if incoming.parts.headers.contains_key("user-agent") {
        all.push((
            "the user agent",
            false,
            incoming.clone().with("user-agent", "proxy/1"),
        ));
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
