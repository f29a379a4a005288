//! Answers as they come, and those that do not come whole.

use std::{
    future::{Ready, ready},
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use futures_util::{StreamExt as _, stream};
use signed_api::{BoxError, Options, Outgoing};

use super::*;

/// A bucket whose server says this to every request, and hangs up.
fn saying(answer: &'static str) -> BucketClient {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            take_request(&mut stream);
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    BucketClient::new(&endpoint, s3()).unwrap()
}

/// Reads a request that has no body.
fn take_request(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    while !seen.ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..read]);
    }
}

const SHORT: &str =
    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\nx-id: 7\r\n\r\nonly this";

#[tokio::test]
async fn an_answer_comes_as_a_stream() {
    let server = server();
    let bucket = bucket(&server);
    assert!(bucket.get("a").await.unwrap().is_empty());
    let bucket = saying(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\nx-id: 7\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n",
    );
    let mut answer = bucket.get_with_head("a").await.unwrap();
    assert_eq!(
        (answer.headers["x-id"].as_bytes(), answer.value.len()),
        (b"7".as_slice(), None)
    );
    let mut all = Vec::new();
    while let Some(piece) = answer.value.chunk().await.unwrap() {
        all.extend_from_slice(&piece);
    }
    assert_eq!(all, b"onetwo");
    // No limit counts for it.
    let bucket = bucket.with(Options::new().answer_limit(1));
    assert_eq!(
        bucket.get("a").await.unwrap().collect_to(6).await.unwrap(),
        "onetwo"
    );
}

#[test]
fn a_blocking_client_reads_a_stream() {
    let server = Server::builder().scheme(s3()).unwrap();
    let server = server
        .answer(|_| http::Response::new(long()))
        .start()
        .unwrap();
    let bucket = BucketBlockingClient::new(&server.url(), s3()).unwrap();
    let mut all = Vec::new();
    bucket
        .get("a")
        .unwrap()
        .into_reader()
        .read_to_end(&mut all)
        .unwrap();
    assert_eq!(all, long());
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_where() {
    let body = saying(SHORT).get("a").await.unwrap();
    assert_eq!(body.len(), Some(100));
    let error = body.collect_to(1000).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Bucket::get: the answer broke off after 9 of 100 bytes: end of file before message length reached (200 OK)"
    );
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.headers().unwrap()["x-id"], "7");
}

/// A transport that answers with a piece every so many milliseconds, and then with no more.
fn dripping(
    pieces: &'static [(u64, &'static str)],
) -> impl Fn(Outgoing) -> Ready<Result<http::Response<Body>, BoxError>> {
    move |_| {
        let drops = stream::iter(pieces).then(|(after, piece)| async {
            tokio::time::sleep(Duration::from_millis(*after)).await;
            Ok::<_, BoxError>(Bytes::from_static(piece.as_bytes()))
        });
        let body = Body::stream(drops.chain(stream::pending()));
        ready(Ok(http::Response::new(body)))
    }
}

#[tokio::test]
async fn a_stream_that_stops_is_an_error_and_one_that_is_slow_is_not() {
    const PIECES: &[(u64, &str)] = &[(0, "one"), (60, "two"), (60, "three")];
    let bucket = BucketClient::builder("http://h", s3()).transport(dripping(PIECES));
    let bucket = bucket.build().unwrap();
    let timed = bucket.with(Options::new().timeout(Duration::from_millis(100)));
    let mut body = timed.get("a").await.unwrap();
    let mut pieces = Vec::new();
    let error = loop {
        match body.chunk().await {
            Ok(piece) => pieces.push(piece.unwrap()),
            Err(error) => break error,
        }
        // That nobody takes a piece is no fault of the server.
        tokio::time::sleep(Duration::from_millis(150)).await;
    };
    assert_eq!(pieces, ["one", "two", "three"]);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "Bucket::get: no more of the answer came within 100ms, after 11 bytes (200 OK)"
    );
    assert!(body.chunk().await.unwrap().is_none());

    // Without a limit it may wait for ever.
    let mut body = bucket.get("a").await.unwrap();
    for _ in PIECES {
        body.chunk().await.unwrap();
    }
    let waited = tokio::time::timeout(Duration::from_millis(200), body.chunk());
    waited.await.unwrap_err();
}

#[test]
fn a_blocking_client_does_not_wait_for_ever_either() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        take_request(&mut stream);
        stream.write_all(SHORT.as_bytes()).unwrap();
        // Until the client goes.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let bucket = BucketBlockingClient::new(&endpoint, s3()).unwrap();
    let short = Options::new().timeout(Duration::from_millis(300));
    let mut read = Vec::new();
    let answer = bucket.with(short).get("a").unwrap();
    let error = answer.into_reader().read_to_end(&mut read).unwrap_err();
    assert_eq!(read, b"only this");
    let error: Error = *error.into_inner().unwrap().downcast().unwrap();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "Bucket::get: no more of the answer came within 300ms, after 9 of 100 bytes (200 OK)"
    );
    drop(bucket);
    server.join().unwrap();
}

#[tokio::test]
async fn an_answer_that_breaks_off_keeps_what_came() {
    let error = saying(SHORT).text("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Bucket::text: the answer broke off after 9 of 100 bytes: end of file before message length reached (200 OK): \
         only this…"
    );
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(
        (
            error.headers().unwrap()["x-id"].as_bytes(),
            error.body().unwrap()
        ),
        (b"7".as_slice(), &"only this".into())
    );
    assert_eq!(
        error.cut(),
        Some("the answer broke off after 9 of 100 bytes")
    );
    // It is a refusal before it is anything else.
    let bucket = saying(
        "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 100\r\nx-id: 7\r\n\r\nno such",
    );
    for error in [
        bucket.text("a").await.unwrap_err(),
        bucket.get("a").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
        assert_eq!(
            error.cut(),
            Some("the answer broke off after 7 of 100 bytes")
        );
        assert_eq!(error.body().unwrap(), "no such");
    }
}

#[tokio::test]
async fn a_length_that_lies_is_found_out() {
    let memory = Memory::new();
    let answer = |said: &str, body: &'static str| {
        let answer = http::Response::builder().header("content-length", said);
        memory.answer(answer.body(body).unwrap());
    };
    answer("3", "four");
    answer("5", "four");
    answer("4", "four");
    let bucket = BucketClient::builder("http://h", s3())
        .transport(memory.clone())
        .build()
        .unwrap();
    for said in [3, 5] {
        let error = bucket.text("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(
            error.cut().unwrap(),
            format!(
                "the answer is not as long as its `content-length` says: it has 4 of {said} bytes"
            )
        );
        assert_eq!(error.body().unwrap(), "four");
    }
    assert_eq!(bucket.text("a").await.unwrap(), "four");
}

#[tokio::test]
async fn what_comes_behind_the_end_is_found_out() {
    for pieces in [&["four", "5"] as &[_], &["fo", "ur", "5"], &["four5"]] {
        let memory = Memory::new();
        let pieces = pieces.iter().copied().map(Bytes::from).map(Ok::<_, Error>);
        let body = Body::stream_of(4, stream::iter(pieces.collect::<Vec<_>>()));
        memory.answer(http::Response::new(body));
        let bucket = BucketClient::builder("http://h", s3())
            .transport(memory)
            .build()
            .unwrap();
        let error = bucket.text("a").await.unwrap_err().to_string();
        assert!(
            error.contains("the body has more than the 4 bytes that it was said to have"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn ten_gigabytes_are_not_read() {
    let claims = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10737418240\r\nx-id: 7\r\n\r\nsome";
    let error = saying(claims).text("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.headers().unwrap()["x-id"], "7");
    assert_eq!(
        error.to_string(),
        "Bucket::text: more than the 16777216 bytes of `Options::answer_limit` (200 OK)"
    );
    let body = saying(claims).get("a").await.unwrap();
    let error = body.collect_to(3).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.to_string(), "the body has more than 3 bytes");
}
