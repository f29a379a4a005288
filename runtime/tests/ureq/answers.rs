//! Answers, and what does not arrive.

use signed_api::{Error, ErrorKind, Options};
use ureq::{Agent, SendBody, middleware::MiddlewareNext};

use crate::{Notes as _, careless, heard, notes, verifying};

fn answered(answer: impl Into<String>, options: Options) -> Result<String, Error> {
    let (url, _told) = heard(answer.into());
    notes(&url, careless()).with(options).get("7")
}

#[test]
fn every_status_is_an_answer_and_no_redirect_is_followed() {
    let error = answered(
        "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\ngone",
        Options::new(),
    );
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind(), error.body().unwrap().as_ref()),
        (ErrorKind::Refused, &b"gone"[..])
    );
    let server = verifying();
    let moved = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
        server.url()
    );
    let error = answered(moved, Options::new()).unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::FOUND));
    assert!(server.seen().is_empty());
}

#[test]
fn an_answer_has_its_limit() {
    let exact = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfour";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n";
    for answer in [exact, chunked] {
        assert_eq!(
            answered(answer, Options::new().answer_limit(4)).unwrap(),
            "four"
        );
        let error = answered(answer, Options::new().answer_limit(3)).unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::TooLarge, 200)
        );
    }
    let whole = Options::new().answer_limit(usize::MAX);
    assert_eq!(answered(exact, whole).unwrap(), "four");
}

#[test]
fn what_does_not_arrive_is_an_error() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfo";
    let error = answered(half, Options::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().contains("the answer broke off after"),
        "{error}"
    );
    let error = notes("http://127.0.0.1:1", careless())
        .get("7")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:#}");
}

/// A connection that stands may end so, and the request may have arrived.
#[test]
fn a_network_that_is_gone_is_no_missing_connection() {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkDown};
    for (met, kind) in [
        (HostUnreachable, ErrorKind::Transport),
        (NetworkDown, ErrorKind::Transport),
        (ConnectionRefused, ErrorKind::Connect),
    ] {
        let gone = move |_: http::Request<SendBody<'_>>, _: MiddlewareNext<'_>| {
            Err(ureq::Error::Io(met.into()))
        };
        let agent = Agent::config_builder().middleware(gone).build();
        let error = notes("http://127.0.0.1:1", Agent::from(agent)).get("7");
        assert_eq!(error.unwrap_err().kind(), kind, "{met}");
    }
}
