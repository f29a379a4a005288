//! Times that are over.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use signed_api::{ErrorKind, Options, blocking::default_agent, schemes::AwsSigv4S3};

use crate::{Bucket as _, BucketClient, Notes as _, notes, request};

#[test]
fn a_time_that_is_over() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfo";
    thread::spawn(move || {
        // The first gets no answer, the second half of one.
        let (_silent, _) = listener.accept().unwrap();
        let (mut slow, _) = listener.accept().unwrap();
        request(&mut slow);
        slow.write_all(half.as_bytes()).unwrap();
        thread::sleep(Duration::from_mins(1));
    });
    let short = Options::new().timeout(Duration::from_millis(100));
    let notes = notes(&url, default_agent().unwrap()).with(short);
    let host = url.strip_prefix("http://").unwrap();
    for late in [
        format!("Notes::get at {host}: no answer within 100ms: timeout: global"),
        "Notes::get: the answer did not end within 100ms: timeout: global (200 OK): fo…".to_owned(),
    ] {
        let begin = Instant::now();
        let error = notes.get("7").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:#}");
        assert_eq!(error.to_string(), late);
        assert!(begin.elapsed() < Duration::from_secs(30));
    }
}

/// As long as it takes: there is no such time, and none is reckoned with.
#[test]
fn a_time_without_an_end() {
    let server = crate::verifying();
    let longest = Options::new().timeout(Duration::MAX);
    for options in [longest.clone(), longest.deadline(Duration::MAX)] {
        let notes = notes(&server.url(), default_agent().unwrap()).with(options);
        assert_eq!(notes.get("7").unwrap(), "/notes/7");
    }
}

/// What is given is told, not what was left of it.
#[test]
fn a_deadline_that_is_over() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let whole = Options::new().deadline(Duration::from_millis(150));
    let both = whole.clone().timeout(Duration::from_millis(100));
    let host = url.strip_prefix("http://").unwrap();
    for (options, late) in [
        (whole, "before the call's deadline of 150ms"),
        (both, "within 100ms"),
    ] {
        let notes = notes(&url, default_agent().unwrap()).with(options);
        let error = notes.get("7").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:#}");
        let wanted = format!("Notes::get at {host}: no answer {late}: timeout: global");
        assert_eq!(error.to_string(), wanted);
    }
    drop(listener);
}

/// Of an answer that is wanted as it comes the time is over with the head.
#[test]
fn a_streamed_answer_may_take_longer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut slow, _) = listener.accept().unwrap();
        request(&mut slow);
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfo";
        slow.write_all(head.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(1500));
        slow.write_all(b"ur").unwrap();
        // The second gets no head.
        let (_silent, _) = listener.accept().unwrap();
        thread::sleep(Duration::from_mins(1));
    });
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let bucket = BucketClient::builder(&url, s3).transport(default_agent().unwrap());
    let short = Options::new().timeout(Duration::from_millis(500));
    let bucket = bucket.options(short).build().unwrap();
    let mut text = String::new();
    let answer = bucket.get("a.txt").unwrap();
    answer.into_reader().read_to_string(&mut text).unwrap();
    assert_eq!(text, "four");
    assert_eq!(bucket.get("a.txt").unwrap_err().kind(), ErrorKind::Timeout);
}
