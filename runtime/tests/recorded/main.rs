//! Exchanges that are recorded into a file, and replayed from it.

mod multipart;
mod scrubbed;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use signed_api::{
    Error, ErrorKind, Options,
    schemes::Acs,
    signed_api,
    testing::{Memory, Recorder, Replay},
};

#[signed_api(scheme = "acs", query = "api-version=1")]
trait Calls {
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body] play: &Value) -> Result<Value, Error>;
    #[get("/calls/{id}")]
    async fn call(&self, id: &str, #[query] top: Option<u32>) -> Result<Bytes, Error>;
    #[put("/bytes", header = "x-api-key: key-of-the-gateway")]
    async fn put(&self, #[body(bytes)] bytes: &[u8]) -> Result<Bytes, Error>;
}

/// A file that is gone when the test is over.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("signed-api-recorded-{}-{number}.json", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }
}

impl AsRef<Path> for File {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

const KEY: &str = "dGhlLWtleS1vZi1hY3M=";

fn acs(key: &str) -> Acs {
    Acs {
        access_key: key.into(),
    }
}

fn calls(transport: impl signed_api::Transport, key: &str) -> CallsClient {
    let client = CallsClient::builder("https://contoso.example", acs(key));
    client.transport(transport).build().unwrap()
}

/// Records with one key and replays with another, at another time.
#[tokio::test]
async fn what_was_recorded_is_replayed() {
    let (file, memory) = (File::new(), Memory::new());
    let answer = |status: u16, body: Vec<u8>| {
        let response = http::Response::builder().status(status);
        let response = response
            .header("x-rest", "7")
            .header("set-cookie", "session=abc");
        response.body(body).unwrap()
    };
    let hello = json!({"text": "Hello.", "n": 1});
    memory.answer(answer(201, b"{\"operation\": 1}".to_vec()));
    memory.answer(answer(200, vec![0, 159, 146, 150]));
    memory
        .answer(answer(200, b"ringing".to_vec()))
        .answer(answer(200, b"over".to_vec()));
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let real = calls(recorder, KEY);
    real.play("4:+1", &hello).await.unwrap();
    real.put(&[0xff, 0xfe]).await.unwrap();
    real.call("7", None).await.unwrap();
    real.call("7", None).await.unwrap();

    let replay = Replay::open(&file).unwrap();
    let again = calls(replay.clone(), "bm9ib2R5");
    assert_eq!(again.call("7", None).await.unwrap(), "ringing");
    assert_eq!(again.call("7", None).await.unwrap(), "over");
    assert_eq!(replay.rest(), ["POST /calls/4%3A%2B1:play", "PUT /bytes"]);
    assert_eq!(
        again.play("4:+1", &hello).await.unwrap(),
        json!({"operation": 1})
    );
    assert_eq!(
        again.put(&[0xff, 0xfe]).await.unwrap(),
        [0, 159, 146, 150][..]
    );
    assert!(replay.rest().is_empty());
    let error = again.call("7", None).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("all that were recorded were replayed"),
        "{error}"
    );
    let readable: Value = serde_json::from_str(&file.text()).unwrap();
    let first = &readable["exchanges"][0];
    assert_eq!(first["request"]["path"], "/calls/4%3A%2B1:play");
    assert_eq!(first["request"]["query"], json!([["api-version", "1"]]));
    assert_eq!(first["answer"]["status"], 201);
    assert_eq!(
        readable["exchanges"][1]["request"]["body"],
        json!({"base64": "//4="})
    );
}

#[tokio::test]
async fn a_request_that_is_another_is_told_apart() {
    let (file, memory) = (File::new(), Memory::new());
    for _ in 0..2 {
        memory.answer(http::Response::new("{}"));
    }
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let real = calls(recorder, KEY);
    real.play("7", &json!({"text": "Hello."})).await.unwrap();
    real.call("7", Some(1)).await.unwrap();
    let again = calls(Replay::open(&file).unwrap(), KEY);
    let why = async |outcome: Result<(), Error>| {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        error.to_string().split_once(" is `").unwrap().1.to_owned()
    };
    let play = again.play("7", &json!({"text": "Bye."})).await;
    assert_eq!(
        why(play.map(drop)).await,
        r#"POST /calls/7:play`, but the body's `/text` is `"Bye."`, not `"Hello."`"#
    );
    let call = again.call("7", Some(2)).await;
    assert_eq!(
        why(call.map(drop)).await,
        "GET /calls/7`, but the query lacks `top=1`"
    );
    let call = again.call("8", Some(1)).await;
    assert_eq!(
        why(call.map(drop)).await,
        "GET /calls/7`, but the path is another"
    );
    let bytes = again.put(b"x").await;
    assert!(
        why(bytes.map(drop))
            .await
            .contains("the method is PUT, not ")
    );
}

/// What cannot be scrubbed is not recorded, and the call says so.
#[tokio::test]
async fn a_refusal_is_one_whenever_it_is_replayed() {
    let (file, memory) = (File::new(), Memory::new());
    let refused = http::Response::builder()
        .status(401)
        .header("date", "Wed, 01 Jan 2020 00:00:00 GMT")
        .body(r#"{"error":{"code":"7509"}}"#);
    memory.answer(refused.unwrap());
    let as_it_was = Options::new().correct_clock(false);
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let met = calls(recorder, KEY).with(as_it_was).call("7", None).await;
    assert_eq!(met.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    let replay = Replay::open(&file).unwrap();
    let replayed = calls(replay, KEY).call("7", None).await.unwrap_err();
    assert_eq!(replayed.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!((replayed.attempts(), replayed.clock_offset()), (1, None));
}

#[tokio::test]
async fn a_secret_among_bytes_is_an_error() {
    let (file, memory) = (File::new(), Memory::new());
    let bytes = [&[0xff, 0xfe], KEY.as_bytes()].concat();
    memory.answer(http::Response::new(bytes.clone()));
    let recorder = Recorder::new(memory.clone(), &file.0).unwrap().secret(KEY);
    let real = calls(recorder, KEY);
    for error in [
        real.put(b"x").await.unwrap_err(),
        real.put(&bytes).await.unwrap_err(),
    ] {
        assert!(error.to_string().contains("holds a secret"), "{error}");
    }
    // Of the second nothing was sent.
    assert_eq!(memory.requests().len(), 1);
    assert!(!file.text().contains("/bytes"));
}

/// The client judges an answer as without the recorder.
#[tokio::test]
async fn an_answer_that_is_too_large_is_one() {
    let (file, memory) = (File::new(), Memory::new());
    memory.answer(http::Response::new("ringing"));
    let refused = http::Response::builder().status(404).body("nobody");
    memory.answer(refused.unwrap());
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let short = calls(recorder, KEY).with(Options::new().answer_limit(3));
    let error = short.call("7", None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    assert_eq!(error.status().unwrap(), 200);
    let error = short.call("7", None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
    assert_eq!(error.body().unwrap(), "nob");
    assert!(file.text().contains("nobody"));
}

#[test]
fn a_file_that_is_none() {
    let file = File::new();
    assert!(Replay::open(&file).is_err());
    fs::write(&file, "{}").unwrap();
    let error = Replay::open(&file).unwrap_err().to_string();
    assert!(error.contains("is no recording: missing field"), "{error}");
    assert!(Recorder::new(Memory::new(), "/no/such/folder/file.json").is_err());
}
