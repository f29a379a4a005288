//! What a client sends and what comes back, seen by a transport in memory.

mod answers;
mod attempts;
mod connection;
mod counted;
mod declared;
mod dropped;
mod forms;
mod idempotency;
mod options;
mod refreshing;
mod refused;
mod routes;
mod seams;
mod shared;

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::header;
use serde::{Deserialize, Serialize};
use signed_api::{
    Body, BoxError, Client, Error, ErrorKind, Outgoing, Provider, Request, Response, schemes::Acs,
    signed_api, testing::Memory,
};

type Result<T, E = Error> = core::result::Result<T, E>;

#[derive(Serialize)]
struct Play {
    text: &'static str,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Connection {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Leg {
    Caller,
}

#[derive(Serialize)]
struct Page<'a> {
    #[serde(rename = "$top")]
    top: u32,
    filter: Option<&'a str>,
    tags: Vec<&'a str>,
}

/// Every role that a parameter can have.
#[signed_api(scheme = "acs", query = "api-version=1", header = "x-trait: a")]
trait Calls {
    #[post("/calls/{call_id}:play")]
    async fn play(&self, call_id: &str, #[body] play: &Play) -> Result<()>;
    #[get(
        "/calls/{id}/leg/{leg}?expand=all",
        query = "last",
        header = "x-method: b"
    )]
    async fn leg(&self, id: u64, leg: Leg) -> Result<Option<Connection>>;
    #[get("/calls", header = "X-Trait: c")]
    async fn list(
        &self,
        #[query] page: Page<'_>,
        #[query("maxResults")] max: Option<u32>,
        #[query] ids: &[u8],
        #[header("x-trace")] trace: Option<&str>,
    ) -> Result<Response<Vec<Connection>>>;
    #[patch("/calls")]
    async fn merge(&self, #[body("application/merge-patch+json")] play: &Play) -> Result<String>;
    #[post("/text")]
    async fn text(&self, #[body(text)] text: String) -> Result<Bytes>;
    #[put("/bytes")]
    async fn bytes(&self, #[body(bytes)] bytes: &[u8]) -> Result<Vec<u8>>;
    #[post("/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<()>;
    #[post("/maybe")]
    async fn maybe(&self, #[body] body: Option<&Play>) -> Result<()>;
    #[http("PURGE", "/cache/{type}")]
    async fn purge(&self, r#type: &str) -> Result<(), Own>;
}

#[derive(Debug)]
struct Own(ErrorKind);

impl From<Error> for Own {
    fn from(error: Error) -> Self {
        Self(error.kind())
    }
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

fn client(memory: &Memory) -> CallsClient {
    let client = CallsClient::builder("https://Contoso.Example:443/base/", acs());
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_649_873_892);
    client
        .transport(memory.clone())
        .clock(move || at)
        .build()
        .unwrap()
}

/// An answer of JSON.
fn json(text: &str) -> http::Response<&str> {
    http::Response::new(text)
}

fn header<'a>(request: &'a Outgoing, name: &str) -> Option<&'a str> {
    request
        .http()
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

fn body(request: &Outgoing) -> &[u8] {
    request.http().body().as_bytes().unwrap()
}

#[signed_api(scheme = "acs", header = "content-type: application/json")]
trait Kinds {
    #[put("/calls")]
    async fn put(&self, #[body] value: &[u8; 1]) -> Result<()>;
    #[patch("/calls")]
    async fn merge(&self, #[body("application/merge-patch+json")] value: &[u8; 1]) -> Result<()>;
}

#[tokio::test]
async fn the_nearer_content_type_is_sent() {
    let memory = Memory::new();
    memory.answer(json("")).answer(json(""));
    let kinds = KindsClient::builder("https://contoso.example", acs());
    let kinds = kinds.transport(memory.clone()).build().unwrap();
    kinds.put(&[1]).await.unwrap();
    kinds.merge(&[1]).await.unwrap();
    let sent = memory.requests();
    let kinds = sent.iter().map(|one| header(one, "content-type"));
    let expected = ["application/json", "application/merge-patch+json"];
    assert!(kinds.eq(expected.map(Some)));
}

#[tokio::test]
async fn a_json_body() {
    let memory = Memory::new();
    memory.answer(json(""));
    client(&memory)
        .play("4:+1 555", &Play { text: "é" })
        .await
        .unwrap();
    let sent = &memory.requests()[0];
    assert_eq!(sent.http().method(), "POST");
    assert_eq!(
        sent.http().uri(),
        "https://contoso.example/base/calls/4%3A%2B1%20555:play?api-version=1"
    );
    assert_eq!(body(sent), r#"{"text":"é"}"#.as_bytes());
    assert_eq!(header(sent, "host"), Some("contoso.example"));
    assert_eq!(header(sent, "content-type"), Some("application/json"));
    assert_eq!(header(sent, "content-length"), Some("13"));
    assert_eq!(header(sent, "accept"), Some("*/*"));
    assert_eq!(header(sent, "x-trait"), Some("a"));
    assert_eq!(sent.call(), Some("Calls::play"));
}

#[tokio::test]
async fn words_and_queries() {
    let memory = Memory::new();
    memory.answer(json("")).answer(json(r#"[{"id":"7"}]"#));
    let calls = client(&memory);
    assert_eq!(calls.leg(7, Leg::Caller).await.unwrap(), None);
    let page = Page {
        top: 2,
        filter: None,
        tags: vec!["a b", "c+d"],
    };
    let answer = calls.list(page, Some(5), &[1, 2], Some("t")).await.unwrap();
    assert_eq!(
        (answer.status.as_u16(), answer.value),
        (200, vec![Connection { id: "7".into() }])
    );
    let sent = memory.requests();
    assert_eq!(
        sent[0].http().uri().path_and_query().unwrap(),
        "/base/calls/7/leg/caller?api-version=1&expand=all&last"
    );
    assert_eq!(header(&sent[0], "x-method"), Some("b"));
    assert_eq!(header(&sent[0], "content-length"), None);
    assert_eq!(header(&sent[0], "accept"), Some("application/json"));
    assert_eq!(
        sent[1].http().uri().query(),
        Some("api-version=1&$top=2&tags=a%20b&tags=c%2Bd&maxResults=5&ids=1&ids=2")
    );
    assert_eq!(
        (header(&sent[1], "x-trace"), header(&sent[1], "x-trait")),
        (Some("t"), Some("c"))
    );
}

/// So long a URL may be in the crate `http`, whatever the transport.
#[tokio::test]
async fn a_url_has_a_length_at_most() {
    let memory = Memory::new();
    let calls = client(&memory);
    let len = |nth: usize| {
        let sent = memory.requests().remove(nth);
        sent.http().uri().path_and_query().unwrap().as_str().len()
    };
    memory.answer(json("")).answer(json(""));
    calls.play("7", &Play { text: "" }).await.unwrap();
    let longest = "7".repeat(65_534 - len(0) + 1);
    calls.play(&longest, &Play { text: "" }).await.unwrap();
    assert_eq!(len(1), 65_534);
    let error = calls.play(&format!("{longest}7"), &Play { text: "" }).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let text = error.to_string();
    let wanted = "path and query have 65535 bytes, and a URL holds 65534 at most";
    assert!(text.contains(wanted), "{text}");
    assert_eq!(memory.requests().len(), 2);
}

#[tokio::test]
async fn bodies_of_all_kinds() {
    let memory = Memory::new();
    for _ in 0..5 {
        memory.answer(json("ok"));
    }
    let calls = client(&memory);
    assert_eq!(calls.merge(&Play { text: "a" }).await.unwrap(), "ok");
    assert_eq!(calls.text("hé".to_owned()).await.unwrap(), "ok");
    assert_eq!(calls.bytes(b"\0\x01").await.unwrap(), b"ok");
    calls.raw(Body::text("x")).await.unwrap();
    calls.maybe(None).await.unwrap();
    let seen: Vec<_> = memory
        .requests()
        .iter()
        .map(|r| {
            (
                header(r, "content-type").map(str::to_owned),
                body(r).to_vec(),
            )
        })
        .collect();
    let expected: [(Option<&str>, &[u8]); 5] = [
        (Some("application/merge-patch+json"), br#"{"text":"a"}"#),
        (Some("text/plain; charset=utf-8"), "hé".as_bytes()),
        (Some("application/octet-stream"), b"\0\x01"),
        (Some("text/plain; charset=utf-8"), b"x"),
        (None, b""),
    ];
    assert_eq!(
        seen,
        expected.map(|(name, bytes)| (name.map(str::to_owned), bytes.to_vec()))
    );
    assert_eq!(header(&memory.requests()[4], "content-length"), Some("0"));
}
