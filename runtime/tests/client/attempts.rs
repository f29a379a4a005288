//! Calls that are attempted more than once: what is repeated, and what each attempt sends. Time passes only by waiting.

mod waits;

use std::{
    future::{pending, ready},
    sync::{Arc, Mutex},
};

use signed_api::{
    Options,
    schemes::{AlibabaAcs3, AwsSigv4S3},
};

use super::*;

/// Every method. What each signs has a date and a nonce, each in a header of its own.
#[signed_api(scheme = "alibaba-acs3")]
trait Methods {
    #[get("/")]
    async fn get(&self) -> Result<String>;
    #[head("/")]
    async fn head(&self) -> Result<String>;
    #[put("/")]
    async fn put(&self, #[body(text)] text: &str) -> Result<String>;
    #[delete("/")]
    async fn delete(&self) -> Result<String>;
    #[options("/")]
    async fn options(&self) -> Result<String>;
    #[http("TRACE", "/")]
    async fn trace(&self) -> Result<String>;
    #[post("/")]
    async fn post(&self) -> Result<String>;
    #[patch("/")]
    async fn patch(&self) -> Result<String>;
    #[http("PURGE", "/")]
    async fn purge(&self) -> Result<String>;
    #[get("/ping", unsigned)]
    async fn ping(&self) -> Result<String>;
}

/// Where a body need not be signed.
#[signed_api(scheme = "aws-sigv4-s3", payload = "UNSIGNED-PAYLOAD")]
trait Bucket {
    #[put("/")]
    async fn put(&self, #[body] content: Body) -> Result<()>;
}

/// 2026-01-02T03:04:05Z, and what was waited since.
#[derive(Clone, Default)]
struct Time(Arc<Mutex<Vec<Duration>>>);

impl Time {
    fn now(&self) -> SystemTime {
        let waited: Duration = self.waits().iter().sum();
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045) + waited
    }

    fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

fn patient(transport: impl signed_api::Transport, options: Options) -> (MethodsClient, Time) {
    let time = Time::default();
    let (clock, sleep) = (time.clone(), time.clone());
    let alibaba = AlibabaAcs3 {
        access_key_id: "id".into(),
        access_key_secret: "c2VjcmV0".into(),
        security_token: None,
    };
    let client = MethodsClient::builder("https://contoso.example", alibaba)
        .transport(transport)
        .clock(move || clock.now())
        .sleep(move |time| {
            sleep.0.lock().unwrap().push(time);
            ready(())
        })
        .options(options);
    (client.build().unwrap(), time)
}

fn answer(status: u16, headers: &[(&str, &str)]) -> http::Response<&'static str> {
    let empty = http::Response::builder().status(status);
    let answer = headers
        .iter()
        .fold(empty, |answer, (name, value)| answer.header(*name, *value));
    answer.body("no").unwrap()
}

/// Answers of these statuses.
fn statuses(statuses: &[u16]) -> Memory {
    let memory = Memory::new();
    for status in statuses {
        memory.answer(answer(*status, &[]));
    }
    memory
}

const SECOND: Duration = Duration::from_secs(1);

fn three() -> Options {
    Options::new().attempts(3).backoff(SECOND, SECOND)
}

#[tokio::test]
async fn each_attempt_is_signed_after_its_wait() {
    let memory = statuses(&[503, 429, 200]);
    let (methods, time) = patient(memory.clone(), three().backoff(2 * SECOND, Duration::MAX));
    assert_eq!(methods.put("text").await.unwrap(), "no");
    let waits = time.waits();
    assert_eq!(waits.len(), 2);
    assert!(SECOND <= waits[0] && waits[0] <= 2 * SECOND, "{waits:?}");
    assert!(
        2 * SECOND <= waits[1] && waits[1] <= 4 * SECOND,
        "{waits:?}"
    );
    let sent = memory.requests();
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let (one, other) = (&*sent[one], &*sent[other]);
        for name in ["x-acs-date", "x-acs-signature-nonce", "authorization"] {
            assert_ne!(header(one, name), header(other, name), "{name}");
        }
        assert_eq!(body(one), body(other));
        assert_eq!(one.http().uri(), other.http().uri());
    }
    assert_eq!(header(&sent[0], "x-acs-date"), Some("2026-01-02T03:04:05Z"));
}

#[tokio::test]
async fn only_what_does_no_harm_is_repeated() {
    let memory = statuses(&[503; 6 * 2 + 4 + 3]);
    let (methods, _) = patient(memory.clone(), three().attempts(2));
    let mut made = Vec::new();
    for outcome in [
        methods.get().await,
        methods.head().await,
        methods.put("").await,
        methods.delete().await,
        methods.options().await,
        methods.trace().await,
        methods.ping().await,
        methods.post().await,
        methods.patch().await,
        methods.purge().await,
    ] {
        made.push(outcome.unwrap_err().attempts());
    }
    assert_eq!(made, [2, 2, 2, 2, 2, 2, 2, 1, 1, 1]);
    assert_eq!(memory.requests().len(), 17);
}

#[tokio::test]
async fn only_what_passes_is_repeated() {
    for (status, passes) in [
        (429, true),
        (502, true),
        (503, true),
        (504, true),
        (302, false),
        (401, false),
        (404, false),
        (408, false),
        (500, false),
        (501, false),
    ] {
        let memory = statuses(&[status, status]);
        let (methods, _) = patient(memory, three().attempts(2));
        let error = methods.get().await.unwrap_err();
        assert_eq!(error.attempts(), if passes { 2 } else { 1 }, "{status}");
    }
    let memory = Memory::new();
    memory.fail(Error::connect("unplugged")).fail("reset");
    let (methods, _) = patient(memory, three());
    let error = methods.get().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 2));
    assert_eq!(
        format!("{error:#}").split("\nstring").next().unwrap(),
        "Methods::get at contoso.example: after 2 attempts: no answer came, and the request may have arrived\n\
         caused by: reset\n\
         attempt 1: there was no connection: unplugged\n\
         not attempted again: what may have arrived is not sent again"
    );
}

/// The line of `{:#}` that says why a call was not attempted again.
fn why_not(error: &Error) -> Option<String> {
    let shown = format!("{error:#}");
    let mut lines = shown.lines();
    let line = lines.find_map(|line| line.strip_prefix("not attempted again: "));
    line.map(str::to_owned)
}

#[tokio::test]
async fn an_error_says_why_there_was_no_other_attempt() {
    let (methods, _) = patient(statuses(&[503, 500, 404, 200]), three());
    let error = methods.post().await.unwrap_err();
    assert_eq!(
        why_not(&error).as_deref(),
        Some(
            "a `POST` is made again only with an idempotency key: `idempotency = \"...\"` after the path of its \
             method"
        )
    );
    let error = methods.get().await.unwrap_err();
    assert_eq!(
        why_not(&error).as_deref(),
        Some(
            "500 is none of the answers after which a call is made again: those are 429, 502, 503, 504 and what the \
             scheme's file calls temporary"
        )
    );
    // Nobody expects another attempt of what is not there.
    assert_eq!(why_not(&methods.get().await.unwrap_err()), None);

    let (methods, _) = patient(
        |_| pending::<std::result::Result<http::Response<Body>, BoxError>>(),
        three().timeout(Duration::from_millis(5)),
    );
    let error = methods.get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Methods::get at contoso.example: no answer within 5ms"
    );
    let arrived = "what may have arrived is not sent again";
    assert_eq!(why_not(&error).as_deref(), Some(arrived));

    let s3 = AwsSigv4S3 {
        access_key_id: "id".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let bucket = BucketClient::builder("https://contoso.example", s3)
        .transport(statuses(&[503]))
        .options(three());
    let stream = Body::stream_of(1, futures_util::stream::iter([Ok::<_, Error>("a".into())]));
    let error = bucket.build().unwrap().put(stream).await.unwrap_err();
    let once = "its body is a stream, which can be sent once";
    assert_eq!(why_not(&error).as_deref(), Some(once));

    // Those that were asked for were made, or none was asked for.
    for (options, attempts) in [(three(), 3), (Options::new(), 1)] {
        let (methods, _) = patient(statuses(&[503, 503, 503]), options);
        let error = methods.get().await.unwrap_err();
        assert_eq!((error.attempts(), why_not(&error)), (attempts, None));
    }
}

/// By the code of the scheme's file, whatever the status; a refused signature is not.
#[tokio::test]
async fn what_the_file_calls_temporary_is_repeated() {
    for (status, code, attempts) in [
        (400, "Throttling.User", 2),
        (403, "Throttling", 2),
        (400, "SignatureDoesNotMatch", 1),
        (400, "InvalidParameter", 1),
    ] {
        let body = format!(r#"{{"Code":"{code}","Message":""}}"#);
        let answer = || http::Response::builder().status(status).body(body.clone());
        let memory = Memory::new();
        memory.answer(answer().unwrap()).answer(answer().unwrap());
        let (methods, _) = patient(memory, three().attempts(2));
        let error = methods.get().await.unwrap_err();
        assert_eq!(
            (error.attempts(), error.is_retryable()),
            (attempts, attempts > 1),
            "{code}"
        );
    }
}

#[tokio::test]
async fn nothing_is_repeated_unless_it_is_asked_for() {
    for options in [Options::new(), Options::new().attempts(0)] {
        let (methods, time) = patient(statuses(&[503, 503]), options);
        let error = methods.get().await.unwrap_err();
        assert_eq!((error.attempts(), time.waits()), (1, vec![]));
        assert_eq!(
            error.to_string(),
            "Methods::get: refused with 503 Service Unavailable: no"
        );
    }
}

#[tokio::test]
async fn the_error_is_the_last_and_tells_of_the_others() {
    let (methods, _) = patient(statuses(&[502, 503, 429]), three());
    let error = methods.get().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (429, 3)
    );
    assert_eq!(
        error.to_string(),
        "Methods::get: after 3 attempts: refused with 429 Too Many Requests: no"
    );
    let shown = format!("{error:#}");
    let earlier = "\nattempt 1: refused with 502 Bad Gateway: no\
                   \nattempt 2: refused with 503 Service Unavailable: no\n";
    assert!(shown.contains(earlier), "{shown}");
}

#[tokio::test]
async fn each_attempt_has_its_own_credentials_and_timeout() {
    struct Vault(AtomicU32);
    impl Provider<Acs> for Vault {
        async fn provide(&self) -> Result<Acs, BoxError> {
            let number = self.0.fetch_add(1, Ordering::Relaxed);
            let access_key = format!("{number:04}").into();
            Ok(Acs { access_key })
        }
    }
    let memory = statuses(&[503, 503, 200]);
    let builder = CallsClient::builder("https://h", Vault(AtomicU32::new(0)));
    let calls = builder
        .transport(memory.clone())
        .clock(|| SystemTime::UNIX_EPOCH)
        .sleep(|_| ready(()))
        .options(three().timeout(60 * SECOND));
    calls
        .build()
        .unwrap()
        .leg(1, Leg::Caller)
        .await
        .unwrap_err();
    let sent = memory.requests();
    assert_eq!(sent.len(), 3);
    assert_ne!(
        header(&sent[0], "authorization"),
        header(&sent[1], "authorization")
    );
    assert!(sent.iter().all(|one| one.timeout() == Some(60 * SECOND)));
}
