//! Routes of the transport in memory: what they answer, and what they say of what differs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use signed_api::{
    schemes::{AwsS3V2Query, KrakenJson},
    testing::Unmet,
};

use super::{json as text, *};

fn at(memory: &Memory) -> CallsClient {
    let client = CallsClient::builder("https://contoso.example", acs());
    client.transport(memory.clone()).build().unwrap()
}

/// What is found, without the places in this file.
fn found(unmet: &Unmet) -> String {
    let shown = unmet.to_string();
    let line = |line: &str| {
        let mut parts = line.split(" (runtime/tests/client/routes.rs:");
        let first = parts.next().unwrap_or_default().to_owned();
        let behind = |part: &str| part.split_once(')').unwrap().1.to_owned();
        parts.fold(first, |line, part| line + &behind(part))
    };
    shown
        .lines()
        .skip(1)
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn each_request_is_answered_by_its_route() {
    let memory = Memory::new();
    let play = memory.route("POST", "/calls/{id}:play");
    let play = play
        .with_query("api-version", "1")
        .with_header("X-Trait", "a");
    play.with_json(&json!({"text": "Hello."}))
        .times(2)
        .answer(text(""));
    memory
        .route("GET", "/calls")
        .answer_json(&[json!({"id": "7"})]);
    let echo = memory.route("POST", "/raw").at_least(0);
    echo.answer_with(|request| http::Response::new(body(request).to_vec()));
    memory.route("PUT", "/bytes").fail("the cable is cut");
    memory.route("DELETE", "/calls/{id}").never();

    let calls = at(&memory);
    for id in ["7", "4:+1 555"] {
        calls.play(id, &Play { text: "Hello." }).await.unwrap();
    }
    let page = Page {
        top: 1,
        filter: None,
        tags: vec![],
    };
    let listed = calls.list(page, None, &[], None).await.unwrap();
    assert_eq!(listed.value, [Connection { id: "7".into() }]);
    let error = calls.bytes(b"").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(format!("{error:#}").ends_with("the cable is cut"));
    assert_eq!(memory.requests().len(), 4);
    memory.verify();
}

#[tokio::test]
async fn a_route_that_is_used_up_leaves_the_rest_to_others() {
    let memory = Memory::new();
    let busy = http::Response::builder().status(429).body("").unwrap();
    memory.route("POST", "/raw").times(1).answer(busy);
    memory.route("POST", "/raw").times(1).answer(text(""));
    memory.answer(text("from the queue"));
    let calls = at(&memory);
    let first = calls.raw(Body::empty()).await.unwrap_err();
    assert_eq!(first.status().unwrap(), 429);
    calls.raw(Body::empty()).await.unwrap();
    calls.raw(Body::empty()).await.unwrap();
    memory.verify();
    let error = calls.raw(Body::empty()).await.unwrap_err().to_string();
    let (call, rest) = error.split_once(" at ").unwrap();
    let nothing = ": nothing is expected like request number 4, `POST /raw`: ";
    assert!(call == "Calls::raw" && rest.contains(nothing), "{error}");
    let unmet = memory.check().unwrap_err();
    assert_eq!(
        found(&unmet),
        "- request number 4, `POST /raw`: `POST /raw` was to come once"
    );
}

/// For each request, what the closest route says of it.
#[tokio::test]
async fn what_differs_is_told() {
    let memory = Memory::new();
    let play = memory
        .route("POST", "/calls/{id}:play")
        .with_query("api-version", "2");
    let play = play.with_header("x-trait", "b").with_header("x-none", "c");
    play.with_json(&json!({"text": "Bye.", "voice": "a"}))
        .answer(text(""));
    memory.route("GET", "/some/other").never();
    memory
        .route("POST", "/maybe")
        .with_json(&json!({"text": ["a", {"b": 1}]}))
        .answer(text(""));
    let calls = at(&memory);
    calls.play("7", &Play { text: "Hello." }).await.unwrap_err();
    calls.maybe(None).await.unwrap_err();
    calls.raw(Body::text("x")).await.unwrap_err();
    calls.purge("all").await.unwrap_err();
    calls.text("no".to_owned()).await.unwrap_err();
    let unmet = memory.check().unwrap_err();
    let expected = "\
- `POST /calls/{id}:play` was wanted once at least, and came never
- `POST /maybe` was wanted once at least, and came never
- request number 1, `POST /calls/7:play`: the closest is `POST /calls/{id}:play`, but \
the query's `api-version` is `1`, not `2`; the header `x-trait` is `a`, not `b`; \
the header `x-none` is not there; the body's `/text` is `\"Hello.\"`, not `\"Bye.\"`
- request number 2, `POST /maybe`: the closest is `POST /maybe`, but there is no body: \
EOF while parsing a value at line 1 column 0
- request number 3, `POST /raw`: the closest is `POST /maybe`, but the path differs at `raw`; \
the body is no JSON: expected value at line 1 column 1
- request number 4, `PURGE /cache/all`: the closest is `GET /some/other`, but the method is PURGE, \
not GET; the path differs at `cache`; the path differs at `all`
- request number 5, `POST /text`: the closest is `POST /maybe`, but the path differs at `text`; \
the body is no JSON: expected ident at line 1 column 2";
    assert_eq!(found(&unmet), expected);
}

#[tokio::test]
async fn in_sequence() {
    let memory = Memory::new();
    memory.in_sequence();
    memory.route("POST", "/text").answer(text(""));
    memory.route("PUT", "/bytes").times(1).answer(text(""));
    let calls = at(&memory);
    calls.bytes(b"").await.unwrap_err();
    calls.text(String::new()).await.unwrap();
    calls.text(String::new()).await.unwrap();
    calls.bytes(b"").await.unwrap();
    calls.text(String::new()).await.unwrap_err();
    let unmet = memory.check().unwrap_err();
    let expected = "\
- request number 1, `PUT /bytes`: it comes too early: before it, `POST /text` was wanted once at least, and came never
- request number 5, `POST /text`: it comes too late: `PUT /bytes` was used already";
    assert_eq!(found(&unmet), expected);
}

#[test]
fn who_forgets_to_look_is_told_once() {
    let forgotten = || {
        let memory = Memory::new();
        memory.route("GET", "/calls").times(3).answer(text(""));
        drop(memory.clone());
        memory
    };
    let panic = catch_unwind(|| drop(forgotten())).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(
        said.contains("was wanted 3 times, and came never"),
        "{said}"
    );
    // Who looked has been told, and a test that fails otherwise says so itself.
    let looked = catch_unwind(|| forgotten().check().is_err());
    assert!(looked.unwrap());
    let memory = AssertUnwindSafe(forgotten());
    let own = catch_unwind(move || {
        let _memory = memory;
        panic!("its own")
    });
    assert_eq!(own.unwrap_err().downcast_ref::<&str>(), Some(&"its own"));
    let answers = Memory::new();
    drop(answers.answer(text("")).clone());
    assert_eq!(
        found(&answers.check().unwrap_err()),
        "- of the answers in the queue, 1 were not asked for"
    );
}

#[signed_api(scheme = "kraken-json")]
trait Exchange {
    #[post("/0/private/CancelOrderBatch")]
    async fn cancel_all(&self, #[body] orders: &Orders) -> Result<()>;
}

#[derive(Serialize)]
struct Orders {
    orders: [u32; 2],
}

#[signed_api(scheme = "aws-s3-v2-query")]
trait Links {
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<()>;
}

/// What the scheme adds is none of the test's business, and shown to nobody.
#[tokio::test]
async fn what_the_scheme_sets_does_not_count_and_is_not_shown() {
    let memory = Memory::new();
    let all = memory.route("POST", "/0/private/CancelOrderBatch");
    all.with_json(&json!({"orders": [1, 2]}))
        .answer(text(r#"{"error":[]}"#));
    let exchange = KrakenJson {
        api_key: "key".to_owned(),
        secret: "c2VjcmV0".into(),
    };
    let exchange = ExchangeClient::builder("https://h", exchange);
    let exchange = exchange.transport(memory.clone()).build().unwrap();
    exchange
        .cancel_all(&Orders { orders: [1, 2] })
        .await
        .unwrap();
    assert!(body(&memory.requests()[0]).starts_with(b"{\"nonce\":"));
    memory.verify();

    let memory = Memory::new();
    let get = memory.route("GET", "/a").with_query("Signature", "x");
    get.with_header("host", "other").answer(text(""));
    let s3 = AwsS3V2Query {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
    };
    let links = LinksClient::builder("https://h", s3);
    let links = links.transport(memory.clone()).setting("expires", "60");
    links.build().unwrap().get("a").await.unwrap_err();
    assert_eq!(
        found(&memory.check().unwrap_err()).lines().nth(1).unwrap(),
        "- request number 1, `GET /a`: the closest is `GET /a`, but the query's `Signature` is another; \
         the scheme sets it; the header `host` is `h`, not `other`"
    );
}
