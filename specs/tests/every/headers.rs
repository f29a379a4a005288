//! What is said of headers before any request is there (`needs_header`, `replaces_header`,
//! `takes_header_once`) is what signing does.

use http::{HeaderName, HeaderValue};
use signed_api_reader::Scheme;
use signed_api_specs::data::SchemeData;

use crate::SCHEMES;
use crate::seed::Seed;
use crate::wire::Wire;

/// The headers that the scheme sets or that some request brings, and two that many provide for.
fn names(data: &SchemeData<'_>, seeds: &[Seed]) -> Vec<HeaderName> {
    let set = data.headers().map(|entry| data.text(entry.name).to_owned());
    let brought = seeds.iter().flat_map(|seed| seed.request.headers.keys());
    let all = set.chain(brought.map(|name| name.as_str().to_owned()));
    let all = all.chain(["content-type".to_owned(), "x-trace".to_owned()]);
    let mut all: Vec<_> = all.map(|name| name.to_ascii_lowercase()).collect();
    all.retain(|name| name != "host" && name != "content-length");
    all.sort_unstable();
    all.dedup();
    all.iter().map(|name| name.parse().unwrap()).collect()
}

/// Why a request is not signed.
fn refused(scheme: &Scheme, seed: &Seed, change: impl Fn(&mut Wire)) -> Option<String> {
    let mut request = seed.request.clone();
    change(&mut request);
    let signed = request.signed(&scheme.data(), &seed.given);
    signed.err().map(|error| error.to_string())
}

fn with_every(find: impl Fn(&Scheme, &[Seed], &HeaderName) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (scheme, seeds) in SCHEMES.iter() {
        for name in names(&scheme.data(), seeds) {
            if !find(scheme, seeds, &name) {
                wrong.push(format!("{}: {name}", scheme.data().name));
            }
        }
    }
    wrong
}

#[test]
fn a_header_that_a_scheme_needs_is_missed() {
    let wrong = with_every(|scheme, seeds, name| {
        let missing = format!("header `{name}`");
        let misses = |seed: &Seed| {
            let why = refused(scheme, seed, |request| {
                request.headers.remove(name);
            });
            why.is_some_and(|why| why.contains(&missing))
        };
        seeds.iter().all(misses) == scheme.data().needs_header(name.as_str())
    });
    let all = SCHEMES.iter().map(|(scheme, _)| scheme.data());
    let needs = all.filter(|data| data.needs_header("content-type"));
    let needs: Vec<_> = needs.map(|data| data.name).collect();
    assert_eq!(needs, ["tencent-tc3"]);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_header_that_a_scheme_replaces_is_lost() {
    let wrong = with_every(|scheme, seeds, name| {
        let own = HeaderValue::from_static("own");
        let keeps = |seed: &Seed| {
            let mut request = seed.request.clone();
            request.headers.insert(name, own.clone());
            let signed = request.signed(&scheme.data(), &seed.given);
            signed.is_ok_and(|(signed, _)| signed.headers.get(name) == Some(&own))
        };
        !scheme.data().replaces_header(name.as_str()) || !seeds.iter().any(keeps)
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_header_that_a_scheme_takes_once_is_refused_twice() {
    let wrong = with_every(|scheme, seeds, name| {
        let repeated = |seed: &Seed| {
            let why = refused(scheme, seed, |request| {
                request.headers.append(name, HeaderValue::from_static("a"));
                request.headers.append(name, HeaderValue::from_static("b"));
            });
            why.is_some_and(|why| why.contains(&format!("header `{name}`")))
        };
        let set = scheme.data().headers();
        let is_set = set
            .map(|entry| scheme.data().text(entry.name))
            .any(|set| set.eq_ignore_ascii_case(name.as_str()));
        is_set || seeds.iter().all(repeated) == scheme.data().takes_header_once(name.as_str())
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}
