//! ureq as the transport of blocking clients: what goes over the wire, and what comes back.

mod answers;
mod times;
mod written;

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
};

use signed_api::{
    Body, Error, ErrorKind, Verifier,
    blocking::{Transport, default_agent},
    schemes::{Acs, AwsSigv4Query, AwsSigv4S3},
    signed_api,
    testing::Server,
};
use ureq::Agent;

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
