//! What does not stand in a recording: secrets, signatures, and what was named.

use signed_api::{
    Scheme,
    schemes::{AwsSigv4S3Query, KrakenJson, LastfmForm, Okx},
};

use super::*;

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

/// What was recorded of a body sent to and answered by somebody; or why nothing was.
async fn of_body(sent: &[u8], answer: &'static str) -> Result<String, Error> {
    let (file, memory) = (File::new(), Memory::new());
    memory.answer(http::Response::new(answer));
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let recorder = recorder
        .hide("phoneNumber")
        .secret("a+secret")
        .secret("a+secret/that+is+longer");
    let outcome = calls(recorder, KEY).put(sent).await;
    outcome.map(|_| file.text())
}

#[tokio::test]
async fn a_name_in_a_body_that_is_no_json_is_an_error() {
    let lines = "{\"phoneNumber\":\"+1\"}\n{\"phoneNumber\":\"+2\"}\n";
    let deep = format!(
        "{}{{\"PhoneNumber\":\"+1\"}}{}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let part = "--x\r\ncontent-disposition: form-data; name=\"phoneNumber\"\r\n\r\n+1\r\n--x--\r\n";
    let bytes = [&[0xff], lines.as_bytes()].concat();
    for body in [lines.as_bytes(), deep.as_bytes(), part.as_bytes(), &bytes] {
        let error = of_body(body, "").await.unwrap_err().to_string();
        assert!(
            error.contains("names `phoneNumber`, which is to be scrubbed"),
            "{error}"
        );
    }
    let error = of_body(b"", "{\"phoneNumber\":\"+1\"}\n{}")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("cannot be recorded"), "{error}");
    let text = of_body(b"no phoneNumber", "ringing").await.unwrap();
    assert!(text.contains("no phoneNumber"), "{text}");
}

#[tokio::test]
async fn json_behind_a_byte_order_mark_is_scrubbed() {
    let body = "\u{feff}{\"phoneNumber\":\"+14255550123\"}";
    let text = of_body(body.as_bytes(), body).await.unwrap();
    assert!(!text.contains("4255550123"), "{text}");
    assert_eq!(text.matches("\u{feff}{").count(), 2, "{text}");
}

#[tokio::test]
async fn of_two_secrets_that_begin_alike_nothing_stays() {
    let body = "a+secret/that+is+longer a%2bsecret%2Fthat%2bis%2Blonger a%2Bsecret, a+secret.";
    let text = of_body(body.as_bytes(), "").await.unwrap();
    let scrubbed = "‹scrubbed› ‹scrubbed› ‹scrubbed›, ‹scrubbed›.";
    assert!(text.contains(scrubbed), "{text}");
}

/// Only what is scrubbed is another: no number is written anew, no member moved.
#[tokio::test]
async fn the_rest_of_a_json_body_stays_as_it_is() {
    let body = r#"{ "n": 1.10e+2, "phoneNumber" : {"a": 1}, "big":123456789012345678901.0,"s":"\u00e9 a\u002bsecret" }"#;
    let text = of_body(body.as_bytes(), body).await.unwrap();
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let exchange = &recorded["exchanges"][0];
    let expected = r#"{ "n": 1.10e+2, "phoneNumber" : "‹scrubbed›", "big":123456789012345678901.0,"s":"é ‹scrubbed›" }"#;
    for side in ["request", "answer"] {
        assert_eq!(exchange[side]["body"]["text"], expected);
    }
}

/// As others show keys: in base64 of either alphabet, in hexadecimal digits, and the key itself that
/// is given in base64. The encodings were made by Python.
#[tokio::test]
async fn a_secret_in_an_encoding_is_one() {
    for (body, left) in [
        ("YStzZWNyZXQ", "‹scrubbed›"),
        ("YStzZWNyZXQ=", "‹scrubbed›="),
        ("61 612b736563726574", "61 ‹scrubbed›"),
        ("612B736563726574", "‹scrubbed›"),
        ("Basic dXNlcjphK3NlY3JldA==", "Basic dXNlcjp‹scrubbed›A=="),
        (
            "basic%20eDphK3NlY3JldA%3D%3D",
            "basic%20eDp‹scrubbed›A%3D%3D",
        ),
    ] {
        let text = of_body(body.as_bytes(), body).await.unwrap();
        let recorded: Value = serde_json::from_str(&text).unwrap();
        for side in ["request", "answer"] {
            assert_eq!(recorded["exchanges"][0][side]["body"]["text"], left);
        }
    }
    let bytes = [&[0xff], &b"612b736563726574"[..]].concat();
    let error = of_body(&bytes, "").await.unwrap_err().to_string();
    assert!(error.contains("holds a secret"), "{error}");
}
