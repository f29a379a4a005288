//! Idempotency keys: made once for a call, kept over its attempts, said by whoever has one.

use std::future::ready;

use signed_api::{Options, schemes::AlibabaAcs3};

use super::*;

const KEY: &str = "repeatability-request-id";
const FIRST: &str = "repeatability-first-sent";

#[signed_api(
    scheme = "acs",
    idempotency = "Repeatability-Request-ID",
    first_sent = "Repeatability-First-Sent"
)]
trait Placed {
    #[post("/calls")]
    async fn place(&self, #[header("Repeatability-Request-ID")] key: Option<&str>) -> Result<()>;
    #[patch("/calls")]
    async fn change(&self) -> Result<()>;
    #[delete("/calls")]
    async fn end(&self) -> Result<()>;
    #[delete("/calls/all", idempotency = "x-once")]
    async fn end_all(&self) -> Result<()>;
    #[get("/calls")]
    async fn list(&self) -> Result<()>;
    #[post("/hello", unsigned)]
    async fn greet(&self) -> Result<()>;
}

/// Each attempt is made a minute after the one before.
fn placed(memory: &Memory, attempts: u32) -> PlacedClient {
    let minutes = AtomicU32::new(0);
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_649_873_892);
    let client = PlacedClient::builder("https://contoso.example", acs())
        .transport(memory.clone())
        .clock(move || start + Duration::from_mins(1) * minutes.fetch_add(1, Ordering::Relaxed))
        .sleep(|_| ready(()))
        .options(Options::new().attempts(attempts));
    client.build().unwrap()
}

fn answers(statuses: &[u16]) -> Memory {
    let memory = Memory::new();
    for status in statuses {
        memory.answer(http::Response::builder().status(*status).body("").unwrap());
    }
    memory
}

fn is_uuid(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.split('-').all(digits) && &text[14..15] == "4"
}

#[tokio::test]
async fn a_key_is_that_of_all_attempts() {
    let memory = answers(&[503, 429, 200, 200]);
    let calls = placed(&memory, 3);
    calls.place(None).await.unwrap();
    calls.change().await.unwrap();
    let sent = memory.requests();
    let key = header(&sent[0], KEY).unwrap();
    assert!(is_uuid(key), "{key}");
    for (attempt, minute) in sent[..3].iter().zip(["18:18", "18:19", "18:20"]) {
        assert_eq!(header(attempt, KEY), Some(key));
        let first = Some("Wed, 13 Apr 2022 18:18:12 GMT");
        assert_eq!(header(attempt, FIRST), first);
        let date = format!("Wed, 13 Apr 2022 {minute}:12 GMT");
        assert_eq!(header(attempt, "x-ms-date"), Some(&*date));
    }
    assert_ne!(header(&sent[3], KEY), Some(key));
    let first = Some("Wed, 13 Apr 2022 18:21:12 GMT");
    assert_eq!(header(&sent[3], FIRST), first);
}

#[tokio::test]
async fn a_key_that_no_header_holds_is_refused() {
    let memory = answers(&[]);
    let calls = placed(&memory, 1);
    let own = calls.with(Options::new().idempotency_key("sch\u{f6}n"));
    for (said_by, refused) in [
        ("parameter ", calls.place(Some("sch\u{f6}n")).await),
        ("", own.place(None).await),
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        let why = "`repeatability-request-id` holds a control character or one outside ASCII, and stands in a header";
        assert_eq!(error.to_string(), format!("Placed::place: {said_by}{why}"));
    }
    assert!(memory.requests().is_empty());
}

#[tokio::test]
async fn who_carries_a_key() {
    let memory = answers(&[200; 5]);
    let calls = placed(&memory, 1);
    calls.end().await.unwrap();
    calls.list().await.unwrap();
    calls.end_all().await.unwrap();
    calls.greet().await.unwrap();
    let keys = |name| {
        let sent = memory.requests();
        let has = |one: &std::sync::Arc<Outgoing>| header(one, name).is_some();
        sent.iter().map(has).collect::<Vec<_>>()
    };
    assert_eq!(keys(KEY), [false, false, false, true]);
    assert_eq!(keys("x-once"), [false, false, true, false]);
    assert_eq!(keys(FIRST), [false, false, true, true]);
    let signed = calls.sign(PlacedChange).await.unwrap();
    assert!(is_uuid(header(&signed, KEY).unwrap()) && header(&signed, FIRST).is_some());
}

#[tokio::test]
async fn whoever_has_a_key_says_it() {
    let memory = answers(&[200; 4]);
    let calls = placed(&memory, 1);
    let own = calls.with(Options::new().idempotency_key("order 7"));
    calls.place(Some("mine")).await.unwrap();
    own.place(None).await.unwrap();
    own.place(Some("order 7")).await.unwrap();
    own.change().await.unwrap();
    let sent = memory.requests();
    let keys = sent.iter().map(|one| header(one, KEY).unwrap());
    assert!(keys.eq(["mine", "order 7", "order 7", "order 7"]));

    for (outcome, why) in [
        (
            own.place(Some("other")).await,
            "Placed::place: `repeatability-request-id` is given by a parameter, and otherwise by the options",
        ),
        (
            calls.place(Some("")).await,
            "Placed::place: `repeatability-request-id`, the idempotency key, is empty",
        ),
        (
            own.list().await,
            "Placed::list: the call carries no idempotency key: `idempotency = \"...\"` after the path of its method names the header",
        ),
        (
            calls
                .with(Options::new().idempotency_key("a\nb"))
                .change()
                .await,
            "Placed::change: `repeatability-request-id` holds a control character or one outside ASCII, and stands in a header",
        ),
    ] {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.kind(), &*error.to_string()),
            (ErrorKind::Request, why)
        );
    }
    assert_eq!(memory.requests().len(), 4);
    let everyone = PlacedClient::builder("https://contoso.example", acs())
        .transport(memory)
        .options(Options::new().idempotency_key("order 7"));
    let error = everyone.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        error.to_string().ends_with("by the client's `with`"),
        "{error}"
    );
    let shown = format!("{:?}", Options::new().idempotency_key("order 7"));
    assert!(!shown.contains("order 7"), "{shown}");
}

/// This scheme signs every header whose name begins so.
#[signed_api(scheme = "alibaba-acs3")]
trait Orders {
    #[post("/", idempotency = "X-Acs-Client-Token")]
    async fn order(&self) -> Result<()>;
    #[post("/other", idempotency = "Client-Token")]
    async fn other(&self) -> Result<()>;
}

#[tokio::test]
async fn a_key_is_signed_if_the_scheme_signs_its_header() {
    let alibaba = AlibabaAcs3 {
        access_key_id: "id".into(),
        access_key_secret: "c2VjcmV0".into(),
        security_token: None,
    };
    let memory = answers(&[200; 4]);
    let orders = OrdersClient::builder("https://contoso.example", alibaba)
        .transport(memory.clone())
        .clock(|| SystemTime::UNIX_EPOCH)
        .nonces(|| "nonce".to_owned());
    let orders = orders.build().unwrap();
    for key in ["a", "b"] {
        let orders = orders.with(Options::new().idempotency_key(key));
        orders.order().await.unwrap();
        orders.other().await.unwrap();
    }
    let sent = memory.requests();
    let signature = |index: usize| header(&sent[index], "authorization").unwrap();
    assert!(signature(0).contains("x-acs-client-token"));
    assert_ne!(signature(0), signature(2));
    assert_eq!(signature(1), signature(3));
}
