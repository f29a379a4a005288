//! Exchanges that are recorded into a file, and replayed from it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use serde_json::{Value, json};
use signed_api::{
    Error, ErrorKind, Scheme,
    schemes::{Acs, AwsSigv4S3Query, KrakenJson, LastfmForm, Okx},
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

#[signed_api(scheme = "okx")]
trait Trade {
    #[post("/trade", header = "cookie: choice=all")]
    async fn trade(
        &self,
        #[header("x-api-key")] key: &str,
        #[query("access_token")] token: &str,
        #[body] order: &Value,
    ) -> Result<Value, Error>;
}

#[signed_api(scheme = "aws-sigv4-s3-query")]
trait Links {
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<Bytes, Error>;
}

#[signed_api(scheme = "kraken-json")]
trait Orders {
    #[post("/0/private/Cancel")]
    async fn cancel(&self, #[body] order: &Value) -> Result<Value, Error>;
}

#[signed_api(scheme = "lastfm-form")]
trait Music {
    #[post("/2.0")]
    async fn love(&self, #[form] track: &str) -> Result<Bytes, Error>;
}

/// Answers all that it was sent, and more that is nobody's business.
fn echo(memory: &Memory, secret: &'static str) {
    let answer = move |request: &signed_api::Outgoing| {
        let request = request.http();
        let headers = request.headers().iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        let body = std::str::from_utf8(request.body().as_bytes().unwrap()).unwrap();
        let encoded = form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
        let said = json!({
            "uri": request.uri().to_string(),
            "headers": headers,
            "body": body,
            "leak": [secret, encoded],
            "string_to_sign": format!("{headers:?}"),
            "session": {"refresh_token": "token-of-the-server"},
        });
        http::Response::builder()
            .header("set-cookie", "id=cookie-of-the-server")
            .header("proxy-authenticate", "realm-of-the-proxy")
            .header("x-echo", headers.join(" "))
            .body(said.to_string())
            .unwrap()
    };
    for (method, path) in [
        ("POST", "/{a}"),
        ("GET", "/{a}"),
        ("POST", "/0/private/{a}"),
    ] {
        memory.route(method, path).at_least(0).answer_with(answer);
    }
}

/// A client that records what an echo answers.
fn echoed<S: Scheme, C: From<signed_api::Client<S>>>(
    file: &File,
    scheme: S,
    secret: &'static str,
) -> (C, Memory) {
    let memory = Memory::new();
    echo(&memory, secret);
    let recorder = Recorder::new(memory.clone(), &file.0).unwrap();
    let recorder = recorder.credentials(&scheme).hide("X-Api-Key");
    let recorder = recorder.hide("access_token").hide("refresh_token");
    let client = signed_api::Builder::<C, S>::new("https://h", scheme);
    (client.transport(recorder).build().unwrap(), memory)
}

fn sent(memory: &Memory, header: &str) -> String {
    let request = memory.requests().remove(0);
    request.http().headers()[header]
        .to_str()
        .unwrap()
        .to_owned()
}

fn assert_scrubbed(file: &File, secrets: &[&str]) {
    let text = file.text();
    assert!(text.contains("‹scrubbed›"), "{text}");
    for secret in secrets {
        assert!(
            secret.len() > 5 && !text.contains(secret),
            "{secret} in {text}"
        );
    }
}

const SECRET: &str = "the/secret+of=this key";

#[tokio::test]
async fn no_secret_of_headers_stands_in_the_file() {
    let okx = Okx {
        api_key: "id-of-the-key".to_owned(),
        secret: SECRET.into(),
        passphrase: "Pass_MjXMKMUp".into(),
    };
    let file = File::new();
    let (trade, memory) = echoed::<_, TradeClient>(&file, okx, SECRET);
    let order = json!({"access_token": "token-in-the-body", "note": format!("not {SECRET}")});
    trade
        .trade("key-of-the-gateway", "token-in-the-query", &order)
        .await
        .unwrap();
    let signature = sent(&memory, "ok-access-sign");
    let when = sent(&memory, "ok-access-timestamp");
    let secrets = [
        SECRET,
        "the%2Fsecret%2Bof%3Dthis",
        "Pass_MjXMKMUp",
        &signature,
        "key-of-the-gateway",
        "token-in-the-query",
        "token-in-the-body",
        "token-of-the-server",
        "cookie-of-the-server",
        "realm-of-the-proxy",
    ];
    assert_scrubbed(&file, &secrets);
    let recorded: Value = serde_json::from_str(&file.text()).unwrap();
    let request = recorded["exchanges"][0]["request"].to_string();
    assert!(
        !request.contains(&when) && !request.contains("id-of-the-key"),
        "{request}"
    );
    // What stood there with other secrets is the same request.
    let other = Okx {
        api_key: "x".to_owned(),
        secret: "another secret".into(),
        passphrase: "another one".into(),
    };
    let replay = Replay::open(&file).unwrap().credentials(&other);
    let again = TradeClient::builder("https://h", other)
        .transport(replay)
        .build()
        .unwrap();
    let order = json!({"access_token": "t", "note": "not another secret"});
    let answer = again.trade("k", "t", &order).await.unwrap();
    assert_eq!(answer["session"]["refresh_token"], "‹scrubbed›");
}

#[tokio::test]
async fn no_signature_of_a_url_stands_in_the_file() {
    let s3 = AwsSigv4S3Query {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: SECRET.into(),
        session_token: Some("a-token/of+a&session".into()),
        region: "eu-west-3".to_owned(),
    };
    let file = File::new();
    let (links, memory) = echoed::<_, LinksClient>(&file, s3, SECRET);
    links.get("a").await.unwrap();
    let url = memory.requests()[0].http().uri().to_string();
    let signature = url.split_once("X-Amz-Signature=").unwrap().1;
    let signature = signature.split('&').next().unwrap();
    assert_eq!(signature.len(), 64);
    assert_scrubbed(
        &file,
        &[
            SECRET,
            signature,
            "a-token/of+a&session",
            "a-token%2Fof%2Ba%26session",
        ],
    );
}

#[tokio::test]
async fn what_a_scheme_writes_into_a_body_does_not_count() {
    let kraken = |secret: &str| KrakenJson {
        api_key: "key-of-kraken".to_owned(),
        secret: secret.into(),
    };
    let file = File::new();
    let (orders, memory) = echoed::<_, OrdersClient>(&file, kraken(KEY), KEY);
    let order = json!({"order": 7});
    orders.cancel(&order).await.unwrap();
    assert_scrubbed(&file, &[KEY, &sent(&memory, "api-sign")]);
    let replay = Replay::open(&file).unwrap();
    let again = OrdersClient::builder("https://h", kraken("c2VjcmV0")).transport(replay);
    let again = again.build().unwrap();
    assert!(again.cancel(&json!({"order": 8})).await.is_err());
    again.cancel(&order).await.unwrap();

    let lastfm = || LastfmForm {
        api_key: "key-of-lastfm".to_owned(),
        api_secret: SECRET.into(),
        session_key: Some("key-of-the-session".into()),
    };
    let (music, memory) = echoed::<_, MusicClient>(&file, lastfm(), SECRET);
    music.love("a b").await.unwrap();
    let body = memory.requests()[0]
        .http()
        .body()
        .as_bytes()
        .unwrap()
        .to_vec();
    let body = String::from_utf8(body).unwrap();
    let signature = body
        .split_once("api_sig=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap();
    assert_scrubbed(&file, &[SECRET, signature, "key-of-the-session"]);
    let replay = Replay::open(&file).unwrap();
    let again = MusicClient::builder("https://h", lastfm()).transport(replay);
    let again = again.build().unwrap();
    let error = again.love("b").await.unwrap_err().to_string();
    assert!(
        error.contains("the body is another from character "),
        "{error}"
    );
    again.love("a b").await.unwrap();
}

/// What cannot be scrubbed is not recorded, and the call says so.
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

#[test]
fn a_file_that_is_none() {
    let file = File::new();
    assert!(Replay::open(&file).is_err());
    fs::write(&file, "{}").unwrap();
    let error = Replay::open(&file).unwrap_err().to_string();
    assert!(error.contains("is no recording: missing field"), "{error}");
    assert!(Recorder::new(Memory::new(), "/no/such/folder/file.json").is_err());
}
