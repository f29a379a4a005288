//! What is sent is what was signed, or it is refused.

use std::sync::mpsc;

use signed_api::{
    Body, ErrorKind, Outgoing,
    blocking::{Transport, default_agent},
};
use ureq::{Agent, SendBody, middleware::MiddlewareNext};

use crate::{Notes as _, NotesClient, careless, heard, notes, verifying};

/// A request as its lines, the headers in order of their names.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split("\r\n").collect();
    let end = lines.iter().position(|line| line.is_empty()).unwrap();
    lines[1..end].sort_unstable();
    lines
}

/// A request as it is to be sent.
fn written(outgoing: &Outgoing) -> String {
    let http = outgoing.http();
    let target = http.uri().path_and_query().unwrap();
    let mut text = format!("{} {target} HTTP/1.1\r\n", http.method());
    for (name, value) in http.headers() {
        text.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
    }
    let body = http.body().as_bytes().unwrap();
    text + "\r\n" + std::str::from_utf8(body).unwrap()
}

#[test]
fn what_is_signed_is_what_is_sent() {
    let calls: [fn(&NotesClient); 5] = [
        |notes| drop(notes.get("7").unwrap()),
        |notes| drop(notes.add("7", "hello").unwrap()),
        |notes| notes.close("7").unwrap(),
        |notes| notes.put("é", &["a'b", ".."], Body::text("ü")).unwrap(),
        |notes| notes.delete("7", "because").unwrap(),
    ];
    for agent in [default_agent().unwrap(), careless()] {
        for call in calls {
            let (url, told) = heard("HTTP/1.1 204 No Content\r\n\r\n".to_owned());
            let (keep, kept) = mpsc::channel();
            let agent = agent.clone();
            call(&notes(&url, move |request: Outgoing| {
                keep.send(written(&request)).unwrap();
                Transport::send(&agent, request)
            }));
            let (kept, told) = (kept.recv().unwrap(), told.recv().unwrap());
            assert_eq!(lines(&told), lines(&kept));
        }
    }
}

#[test]
fn a_request_that_is_changed_on_the_way_is_refused() {
    let changed = |request: http::Request<SendBody<'_>>, next: MiddlewareNext<'_>| {
        let (mut parts, _) = request.into_parts();
        parts.headers.insert("content-length", "2".parse().unwrap());
        next.handle(http::Request::from_parts(
            parts,
            SendBody::from_owned_reader(&b"no"[..]),
        ))
    };
    let agent = Agent::config_builder().middleware(changed).build();
    let server = verifying();
    let error = notes(&server.url(), Agent::from(agent))
        .add("7", "yes")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(&server.seen()[0].body[..], b"no");
}
