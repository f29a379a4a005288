//! What the default transport puts on the wire: no header more, and no byte other, than was signed.

use std::{sync::Arc, time::Duration};

use serde::Serialize;
use signed_api::{Error, ErrorKind, Options, Outgoing, Transport, schemes::Acs, signed_api};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::Mutex,
};

#[derive(Serialize)]
struct Note {
    text: &'static str,
}

#[signed_api(scheme = "acs")]
trait Notes {
    #[post("/notes/{id}:add?v=1&bare&x=%20")]
    async fn add(&self, id: &str, #[body] note: &Note) -> Result<String, Error>;
    #[get("/notes/{id}")]
    async fn get(&self, id: &str) -> Result<String, Error>;
    #[post("/notes")]
    async fn touch(&self) -> Result<String, Error>;
    #[delete("/notes")]
    async fn clear(&self) -> Result<(), Error>;
    #[get("/a", query = "q=*~(1),$[x]")]
    async fn odd(&self, #[query] word: &str) -> Result<String, Error>;
}

/// Sends as the default does, and keeps what was to be sent.
#[derive(Clone)]
struct Watched {
    inner: reqwest::Client,
    lines: Arc<Mutex<Vec<Vec<String>>>>,
}

impl Transport for Watched {
    async fn send(
        &self,
        request: Outgoing,
    ) -> Result<http::Response<signed_api::Body>, signed_api::BoxError> {
        let http = request.http();
        let first = format!(
            "{} {} HTTP/1.1",
            http.method(),
            http.uri().path_and_query().unwrap()
        );
        let headers = http
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        let mut lines: Vec<_> = headers.collect();
        lines.sort();
        lines.insert(0, first);
        self.lines.lock().await.push(lines);
        self.inner.send(request).await
    }
}

/// Answers once, and gives back the bytes that came.
async fn serve(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        seen.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&seen);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |n| n.parse().unwrap());
        if read == 0 || body.len() >= length {
            break;
        }
    }
    stream.write_all(answer.as_bytes()).await.unwrap();
    String::from_utf8(seen).unwrap()
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";

fn sorted(received: &str) -> Vec<String> {
    let head = received.split_once("\r\n\r\n").unwrap().0;
    let mut lines: Vec<_> = head.split("\r\n").map(str::to_owned).collect();
    lines[1..].sort();
    lines
}

#[tokio::test]
async fn what_is_signed_is_what_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let acs = || Acs {
        access_key: "c2VjcmV0".into(),
    };
    let inner = reqwest::Client::builder()
        .tls_backend_preconfigured(no_tls())
        .no_proxy()
        .build()
        .unwrap();
    let watched = Watched {
        inner,
        lines: Arc::default(),
    };
    let ours = NotesClient::new(&endpoint, acs()).unwrap();
    let theirs = NotesClient::builder(&endpoint, acs())
        .transport(watched.clone())
        .build()
        .unwrap();
    for (notes, compared) in [(&theirs, true), (&ours, false)] {
        let received = received(&listener, notes).await;
        if compared {
            assert_eq!(received.as_slice(), watched.lines.lock().await.as_slice());
        } else {
            // Ours adds nothing to what theirs was given, but for what a moment changes.
            assert_eq!(names(&received), names(&watched.lines.lock().await));
        }
    }
}

/// What arrives of each call, its lines sorted.
async fn received(listener: &TcpListener, notes: &NotesClient) -> [Vec<String>; 5] {
    let note = Note { text: "é\n" };
    let (received, answer) = tokio::join!(serve(listener, OK), notes.add("4:+1 555", &note));
    assert_eq!(answer.unwrap(), "ok");
    assert!(
        received.starts_with("POST /notes/4%3A%2B1%20555:add?v=1&bare&x=%20 HTTP/1.1\r\n"),
        "{received}"
    );
    assert!(
        received.ends_with("\r\n\r\n{\"text\":\"é\\n\"}"),
        "{received}"
    );
    let (got, answer) = tokio::join!(serve(listener, OK), notes.get("'()!"));
    answer.unwrap();
    let (touched, answer) = tokio::join!(serve(listener, OK), notes.touch());
    answer.unwrap();
    assert!(touched.contains("\r\ncontent-length: 0\r\n"), "{touched}");
    let (cleared, answer) = tokio::join!(serve(listener, OK), notes.clear());
    answer.unwrap();
    assert!(
        !cleared.contains("content-length") && !cleared.contains("transfer-encoding"),
        "{cleared}"
    );
    let (odd, answer) = tokio::join!(serve(listener, OK), notes.odd("a'b c"));
    answer.unwrap();
    assert!(
        odd.starts_with("GET /a?q=*~(1),$[x]&word=a%27b%20c HTTP/1.1\r\n"),
        "{odd}"
    );
    [received, got, touched, cleared, odd].map(|text| sorted(&text))
}

/// The names of the lines of each call.
fn names(calls: &[Vec<String>]) -> Vec<Vec<String>> {
    let name = |line: &String| line.split(": ").next().unwrap_or_default().to_owned();
    let names = |lines: &Vec<String>| lines.iter().map(name).collect();
    calls.iter().map(names).collect()
}

#[tokio::test]
async fn a_redirect_is_a_refusal() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let notes = NotesClient::new(
        &endpoint,
        Acs {
            access_key: "c2VjcmV0".into(),
        },
    )
    .unwrap();
    let moved =
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
    let (_, answer) = tokio::join!(serve(&listener, moved), notes.get("a"));
    assert_eq!(
        answer.unwrap_err().to_string(),
        "Notes::get: refused with 307 Temporary Redirect"
    );
}

#[tokio::test]
async fn a_followed_redirect_is_reported() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let follows = reqwest::Client::builder()
        .tls_backend_preconfigured(no_tls())
        .no_proxy()
        .build()
        .unwrap();
    let acs = Acs {
        access_key: "c2VjcmV0".into(),
    };
    let notes = NotesClient::builder(&endpoint, acs)
        .transport(follows)
        .build()
        .unwrap();
    let moved = "HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = async { (serve(&listener, moved).await, serve(&listener, OK).await) };
    let (_, answer) = tokio::join!(server, notes.get("a"));
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("followed a redirect"), "{error}");
}

/// What a server says and then stays silent: the time is over, or the answer is too large.
#[tokio::test]
async fn a_server_that_does_not_come_to_an_end() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok";
    let claims = "HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n";
    let endless = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n5\r\n";
    let (late, large) = (
        "no answer within 200ms",
        "more than the 9 bytes of `Options::answer_limit` (200 OK)",
    );
    let midway = |came: &str| format!("the answer did not end within 200ms, after {came} (200 OK)");
    let (two, five) = (
        midway("2 of 9 bytes") + ": ok…",
        midway("5 bytes") + ": 12345…",
    );
    for (says, message) in [
        ("", late),
        (head, &*two),
        (claims, large),
        (endless, &*five),
    ] {
        let error = unanswered(says, Duration::from_millis(200)).await;
        let text = error.to_string();
        let (call, what) = text.split_once(": ").unwrap();
        let call = call.split(" at 127.0.0.1:").next().unwrap();
        assert_eq!((call, what), ("Notes::get", message));
    }
    let error = unanswered(&format!("{endless}12345"), Duration::MAX).await;
    assert_eq!(
        error.to_string(),
        format!("Notes::get: {large}: 123451234…")
    );
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::TooLarge, 200)
    );
}

/// The error of a call to a server that says this, and keeps the connection.
async fn unanswered(says: &str, timeout: Duration) -> Error {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let acs = Acs {
        access_key: "c2VjcmV0".into(),
    };
    let notes = NotesClient::new(&endpoint, acs).unwrap();
    let notes = notes.with(Options::new().timeout(timeout).answer_limit(9));
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        stream.write_all(says.as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
        drop(stream);
    };
    tokio::select! {
        () = server => unreachable!(),
        answer = notes.get("a") => answer.unwrap_err(),
    }
}

/// All kinds of transports stand beside each other, behind an `Arc` too.
#[tokio::test]
async fn transports_of_all_kinds() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let builder = || {
        let access_key = "c2VjcmV0".into();
        NotesClient::builder(&endpoint, Acs { access_key })
    };
    let inner = signed_api::default_transport().unwrap();
    let memory = signed_api::testing::Memory::new();
    memory.answer(http::Response::new("ok"));
    let lines = Arc::default();
    let own = Watched {
        inner: inner.clone(),
        lines,
    };
    let sends = inner.clone();
    let clients = [
        builder().transport(own.clone()),
        builder().transport(Arc::new(own)),
        builder().transport(inner),
        builder().transport(move |request| {
            let sends = sends.clone();
            async move { Transport::send(&sends, request).await }
        }),
        builder(),
        builder().transport(memory),
    ];
    for (number, notes) in clients
        .map(|client| client.build().unwrap())
        .iter()
        .enumerate()
    {
        let answer = if number == 5 {
            notes.get("a").await
        } else {
            tokio::join!(serve(&listener, OK), notes.get("a")).1
        };
        assert_eq!(answer.unwrap(), "ok", "{number}");
    }
}

#[tokio::test]
async fn a_host_that_nobody_knows() {
    struct Nobody;
    impl reqwest::dns::Resolve for Nobody {
        fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
            Box::pin(async { Err("no such host".into()) })
        }
    }
    let client = reqwest::Client::builder().tls_backend_preconfigured(no_tls());
    let client = client.dns_resolver(Arc::new(Nobody)).build().unwrap();
    let acs = Acs {
        access_key: "c2VjcmV0".into(),
    };
    let notes = NotesClient::builder("https://contoso.example", acs).transport(client);
    let error = notes.build().unwrap().get("s3cret").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(
        error.to_string(),
        "Notes::get at contoso.example: there was no connection: no such host"
    );
}

/// Without a TLS provider of its own, reqwest wants to be told what to do.
fn no_tls() -> rustls::ClientConfig {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    rustls::ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
