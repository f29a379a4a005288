//! Clients that wait: in memory, over loopback, and where async code runs.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use serde::Serialize;
use signed_api::{
    BoxError, Error, ErrorKind, Lease, Options, Outgoing, Refreshing,
    blocking::{Client, Provider, Transport},
    schemes::Acs,
    signed_api,
    testing::Memory,
};

#[derive(Serialize)]
struct Note {
    text: &'static str,
}

#[signed_api(scheme = "acs", blocking)]
trait Notes {
    #[post("/notes/{id}:add")]
    async fn add(&self, id: &str, #[body] note: &Note) -> Result<String, Error>;
    #[get("/notes/{id}")]
    async fn get(&self, id: &str) -> Result<String, Error>;
}

/// Blocking by itself.
#[signed_api(scheme = "acs")]
trait Plain {
    #[get("/plain/{id}")]
    fn get(&self, id: &str) -> Result<String, Error>;
}

fn acs() -> Acs {
    let access_key = "c2VjcmV0".into();
    Acs { access_key }
}

fn answered(answers: &[&'static str]) -> Memory {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(http::Response::new(*answer));
    }
    memory
}

fn notes(transport: impl Transport) -> NotesBlockingClient {
    let client = NotesBlockingClient::builder("http://h", acs());
    client.transport(transport).build().unwrap()
}

#[tokio::test]
async fn both_send_the_same_requests() {
    let memory = answered(&["async", "async", "added", "got", "plain"]);
    let note = Note { text: "a" };
    let waits = NotesClient::builder("http://h", acs()).transport(memory.clone());
    let waits = waits.build().unwrap();
    assert_eq!(waits.get("5").await.unwrap(), "async");
    assert_eq!(waits.add("6", &note).await.unwrap(), "async");
    let notes = notes(memory.clone());
    assert_eq!(notes.add("7", &note).unwrap(), "added");
    assert_eq!(notes.send(NotesGet { id: "8" }).unwrap(), "got");
    let plain = PlainClient::from(Client::clone(&notes));
    assert_eq!(plain.get("9").unwrap(), "plain");
    let paths: Vec<_> = memory
        .requests()
        .iter()
        .map(|sent| sent.http().uri().path().to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            "/notes/5",
            "/notes/6:add",
            "/notes/7:add",
            "/notes/8",
            "/plain/9"
        ]
    );
    let signed = notes
        .sign(NotesAdd {
            id: "7",
            note: &note,
        })
        .unwrap();
    assert_eq!(signed.http().uri(), "http://h/notes/7:add");
    assert_eq!(
        format!("{notes:?}"),
        r#"NotesBlockingClient(Client { scheme: "acs", endpoint: "http://h", .. })"#
    );
}

/// A fake is an `impl` of the twin.
#[test]
fn fakes() {
    struct Fake;
    impl NotesBlocking for Fake {
        fn add(&self, id: &str, _: &Note) -> Result<String, Error> {
            Ok(id.to_owned())
        }
        fn get(&self, _: &str) -> Result<String, Error> {
            Err(Error::refused(http::Response::new("gone")))
        }
    }
    fn used(notes: &impl NotesBlocking) -> Result<String, Error> {
        notes.add("7", &Note { text: "" }).and(notes.get("8"))
    }
    assert_eq!(used(&Fake).unwrap_err().kind(), ErrorKind::Refused);
}

#[test]
fn transports_and_providers_of_ones_own() {
    struct Counted<T>(T, AtomicU32);
    impl<T: Transport> Transport for Counted<T> {
        fn send(&self, request: Outgoing) -> Result<http::Response<signed_api::Body>, BoxError> {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0.send(request)
        }
    }
    struct Keyring(AtomicU32);
    impl Provider<Acs> for Keyring {
        fn provide(&self) -> Result<Acs, BoxError> {
            match self.0.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(acs()),
                _ => Err("locked".into()),
            }
        }
    }
    let closure =
        |request: Outgoing| Ok(http::Response::new(request.http().uri().path().to_owned()));
    let counted = Arc::new(Counted(closure, AtomicU32::new(0)));
    let keyring = Arc::new(Keyring(AtomicU32::new(0)));
    let notes = NotesBlockingClient::builder("http://h", keyring)
        .transport(Arc::clone(&counted))
        .before_signing(|request| {
            request.set("unknown", true);
        });
    let error = notes.build().unwrap().get("7").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    let keyring = Arc::new(Keyring(AtomicU32::new(0)));
    let notes = NotesBlockingClient::builder("http://h", keyring).transport(Arc::clone(&counted));
    let notes = notes.build().unwrap();
    assert_eq!(notes.get("7").unwrap(), "/notes/7");
    let error = notes.get("7").unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "Notes::get: there are no credentials\ncaused by: locked"
    );
    assert_eq!(counted.1.load(Ordering::Relaxed), 1);
}

#[test]
fn refreshing_credentials_are_shared() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let vault = Refreshing::new(|| async {
        // What a vault does may need an executor's timer.
        tokio::time::sleep(Duration::from_millis(20)).await;
        ASKED.fetch_add(1, Ordering::Relaxed);
        let (credentials, expires) = (acs(), None);
        Ok(Lease {
            credentials,
            expires,
        })
    });
    let memory = answered(&["a"; 4]);
    thread::scope(|scope| {
        for _ in 0..4 {
            let client = NotesBlockingClient::builder("http://h", vault.clone());
            let notes = client.transport(memory.clone()).build().unwrap();
            scope.spawn(move || notes.get("7").unwrap());
        }
    });
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
    assert!(Provider::provide(&vault).is_ok());
}

/// A server that answers each request with a text, or never.
fn server(answer: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    let serve = |mut stream: TcpStream, answer: &Option<String>| {
        while stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
            if let Some(answer) = answer
                && stream.write_all(answer.as_bytes()).is_err()
            {
                break;
            }
        }
    };
    thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || serve(stream.unwrap(), &answer));
        }
    });
    url
}

fn ok(length: usize) -> String {
    let body = "x".repeat(length);
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}")
}

#[test]
fn over_loopback() {
    let plain = PlainClient::new(&server(Some(ok(2))), acs()).unwrap();
    assert_eq!(plain.get("7").unwrap(), "xx");
    let error = plain
        .with(Options::new().answer_limit(1))
        .get("7")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn a_time_that_is_over() {
    let url = server(None);
    let short = Options::new().timeout(Duration::from_millis(50));
    let ours = PlainClient::new(&url, acs()).unwrap().with(short.clone());
    let error = ours.get("7").unwrap_err();
    let host = url.strip_prefix("http://").unwrap();
    assert_eq!(
        error.to_string(),
        format!("Plain::get at {host}: no answer within 50ms")
    );
    // A reqwest client inside a transport that blocks looks at the time itself.
    let inner = signed_api::default_transport().unwrap();
    let around = move |request| Transport::send(&inner, request);
    let theirs = PlainClient::builder(&url, acs()).transport(around);
    let error = theirs.options(short).build().unwrap().get("7").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

/// Where async code runs, a call holds it up and works all the same, however much there is to read
/// and however often it is made within one step of a task.
#[tokio::test]
async fn inside_async_code() {
    let plain = PlainClient::new(&server(Some(ok(8 << 20))), acs()).unwrap();
    assert_eq!(plain.get("7").unwrap().len(), 8 << 20);
    let plain = PlainClient::new(&server(Some(ok(2))), acs()).unwrap();
    for _ in 0..300 {
        assert_eq!(plain.get("7").unwrap(), "xx");
    }
    let inner = plain.clone();
    let vault = Refreshing::new(move || {
        let (inner, credentials) = (inner.clone(), acs());
        async move {
            inner.get("key")?; // a blocking call within a blocking call
            let expires = None;
            Ok(Lease {
                credentials,
                expires,
            })
        }
    });
    let nested = PlainClient::new(plain.endpoint(), vault).unwrap();
    assert_eq!(nested.get("7").unwrap(), "xx");
}

/// The thread waits in between.
#[test]
fn a_call_is_attempted_again() {
    let memory = Memory::new();
    let busy = http::Response::builder().status(503);
    memory
        .answer(busy.header("retry-after", "1").body("").unwrap())
        .answer(http::Response::new("ok"));
    let (asked, waits) = std::sync::mpsc::channel();
    let client = NotesBlockingClient::builder("http://h", acs())
        .transport(memory)
        .options(Options::new().attempts(2))
        .sleep(move |time| asked.send((time, thread::current().id())).unwrap());
    assert_eq!(client.build().unwrap().get("7").unwrap(), "ok");
    let second = Duration::from_secs(1);
    assert_eq!(waits.recv().unwrap(), (second, thread::current().id()));
}

#[cfg(feature = "record")]
#[test]
fn what_was_recorded_is_replayed() {
    use signed_api::testing::{Recorder, Replay};

    let name = format!("signed-api-blocking-{}.json", std::process::id());
    let file = std::env::temp_dir().join(name);
    let recorder = Recorder::new(answered(&["got"]), &file).unwrap();
    assert_eq!(notes(recorder).get("8").unwrap(), "got");
    let replay = Replay::open(&file).unwrap();
    std::fs::remove_file(file).unwrap();
    let notes = notes(replay.clone());
    assert_eq!(notes.get("8").unwrap(), "got");
    notes.get("8").unwrap_err();
    assert!(replay.rest().is_empty());
}
