//! ureq as the transport of blocking clients: what goes over the wire, and what comes back.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use signed_api::{
    Body, Error, ErrorKind, Options, Outgoing, Verifier,
    blocking::{Transport, default_agent},
    schemes::{Acs, AwsSigv4Query, AwsSigv4S3},
    signed_api,
    testing::Server,
};
use ureq::{Agent, SendBody, middleware::MiddlewareNext};

#[signed_api(scheme = "acs")]
trait Notes {
    #[get("/notes/{id}")]
    fn get(&self, id: &str) -> Result<String, Error>;
    #[post("/notes/{id}:add")]
    fn add(&self, id: &str, #[body(text)] note: &str) -> Result<String, Error>;
    #[post("/notes/{id}:close")]
    fn close(&self, id: &str) -> Result<(), Error>;
    #[put("/notes/{id}")]
    fn put(&self, id: &str, #[query] tags: &[&str], #[body] note: Body) -> Result<(), Error>;
    #[delete("/notes/{id}")]
    fn delete(&self, id: &str, #[body(text)] why: &str) -> Result<(), Error>;
}

#[signed_api(scheme = "aws-sigv4-s3", payload = "UNSIGNED-PAYLOAD")]
trait Bucket {
    #[put("/{key}")]
    fn put(&self, key: &str, #[body] content: Body) -> Result<(), Error>;
    #[get("/{key}")]
    fn get(&self, key: &str) -> Result<Body, Error>;
}

#[signed_api(scheme = "aws-sigv4-query", service = "notes")]
trait Queried {
    #[get("/notes/{id}")]
    fn get(&self, id: &str) -> Result<String, Error>;
}

fn acs() -> Acs {
    let access_key = "c2VjcmV0".into();
    Acs { access_key }
}

fn notes(url: &str, transport: impl Transport) -> NotesClient {
    let client = NotesClient::builder(url, acs()).transport(transport);
    client.build().unwrap()
}

/// An agent as ureq makes it: it would add headers, follow redirects, and call a 404 an error.
fn careless() -> Agent {
    Agent::new_with_defaults()
}

fn verifying() -> Server {
    let server = Server::builder().scheme(acs()).unwrap();
    let server = server.answer(|seen| http::Response::new(seen.target.clone()));
    server.start().unwrap()
}

#[test]
fn every_kind_of_request_is_accepted() {
    let server = verifying();
    for agent in [default_agent().unwrap(), careless()] {
        let notes = notes(&server.url(), agent);
        assert_eq!(notes.get("4:+1").unwrap(), "/notes/4%3A%2B1");
        assert_eq!(notes.add("7", "hello").unwrap(), "/notes/7:add");
        notes.close("7").unwrap();
        notes
            .put("7", &["a b", "c"], Body::from(vec![0; 100_000]))
            .unwrap();
        notes.delete("7", "because").unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 10);
    for seen in &seen {
        assert!(seen.verdict.is_ok(), "{seen:?}");
    }
    assert_eq!(seen[3].target, "/notes/7?tags=a%20b&tags=c");
    assert_eq!(
        (seen[3].body.len(), &seen[4].body[..]),
        (100_000, &b"because"[..])
    );
}

/// A file is hashed and then sent, a stream is sent as it comes, and so comes an answer.
#[test]
fn files_and_streams_are_not_in_memory() {
    let path = std::env::temp_dir().join(format!("signed-api-ureq-{}", std::process::id()));
    std::fs::write(&path, vec![b'x'; 300_000]).unwrap();
    let server = verifying();
    let notes = notes(&server.url(), default_agent().unwrap());
    let put = notes.put("7", &[], Body::file(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    put.unwrap();
    let seen = server.seen().remove(0);
    assert!(seen.verdict.is_ok(), "{seen:?}");
    assert_eq!(seen.headers["content-length"], "300000");
    assert_eq!(seen.body, vec![b'x'; 300_000]);

    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let verifier = Verifier::new(s3.clone()).unwrap();
    let verifier = verifier.setting("payload", "UNSIGNED-PAYLOAD").unwrap();
    let server = Server::builder().verifier(verifier);
    let server = server.answer(|_| http::Response::new("y".repeat(300_000)));
    let server = server.start().unwrap();
    let bucket = BucketClient::builder(&server.url(), s3).transport(careless());
    let bucket = bucket.build().unwrap();
    let pieces = ["one ", "two"].map(|piece| Ok::<_, std::io::Error>(piece.into()));
    let stream = futures_util::stream::iter(pieces);
    bucket.put("a.txt", Body::stream(stream)).unwrap();
    let seen = server.seen().remove(0);
    assert!(seen.verdict.is_ok(), "{seen:?}");
    assert_eq!(&seen.body[..], b"one two");
    let mut text = String::new();
    let answer = bucket.get("a.txt").unwrap();
    answer.into_reader().read_to_string(&mut text).unwrap();
    assert_eq!(text, "y".repeat(300_000));
}

/// Without `transport`: ureq if it is there alone, else reqwest.
#[test]
fn the_default_transport_reaches_this_machine() {
    let server = verifying();
    let notes = NotesClient::new(&server.url(), acs()).unwrap();
    assert_eq!(notes.get("7").unwrap(), "/notes/7");
    let error = NotesClient::new("http://notes.example", acs()).unwrap_err();
    assert!(error.to_string().contains("is not this machine"), "{error}");
}

/// A server for one request that answers with a text, and tells the request as it came.
fn heard(answer: String) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        tell.send(request(&mut stream)).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    (url, told)
}

/// The head of a request, and as much body as its length says.
fn request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut byte = [0];
    while !text.ends_with("\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        text.push(char::from(byte[0]));
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    text + &String::from_utf8(body).unwrap()
}

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

/// An agent that sends by TLS alone repeats the URL in its error; here the query is the signature.
#[test]
fn no_error_shows_a_signature() {
    let agent = Agent::config_builder().https_only(true).build();
    let aws = AwsSigv4Query {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let queried = QueriedClient::builder("http://127.0.0.1:1", aws);
    let queried = queried.transport(Agent::from(agent)).build().unwrap();
    let error = queried.get("7").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let shown = format!("{error:#} {error:?}");
    assert!(
        shown.contains("`https://` only") && !shown.contains("?X-Amz"),
        "{shown}"
    );
}
