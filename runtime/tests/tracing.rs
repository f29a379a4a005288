//! What `tracing` is told: of each call and each attempt what OpenTelemetry's conventions name, and
//! never a value of a header, a query, a path or a body, nor a secret.

use std::{
    fmt::{self, Write as _},
    future::ready,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use http::Response;
use serde::Serialize;
use signed_api::{
    BoxError, Error, Lease, Options, Provider, Refreshing,
    schemes::{Acs, AwsSigv4, Binance, Kraken, SinchApplication},
    signed_api,
    testing::Memory,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::{DefaultGuard, set_default},
};

/// Writes down everything, at every level: of a span its fields in the order in which they come.
#[derive(Clone, Default)]
struct Journal {
    spans: Arc<Mutex<Vec<String>>>,
    events: Arc<Mutex<Vec<String>>>,
    open: Arc<AtomicU64>,
}

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Journal {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let mut line = format!("{} {}", metadata.target(), metadata.name());
        span.record(&mut Line(&mut line));
        let mut spans = self.spans.lock().unwrap();
        spans.push(line);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        let mut spans = self.spans.lock().unwrap();
        values.record(&mut Line(&mut spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut line = format!("{} {}", metadata.level(), metadata.target());
        event.record(&mut Line(&mut line));
        self.events.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {
        self.open.fetch_add(1, Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Journal {
    fn begin() -> (Self, DefaultGuard) {
        let journal = Self::default();
        let guard = set_default(journal.clone());
        (journal, guard)
    }

    /// The spans of this crate, without what differs each time.
    fn spans(&self) -> Vec<String> {
        let spans = self.spans.lock().unwrap();
        let ours = spans
            .iter()
            .filter_map(|span| span.strip_prefix("signed_api::"));
        let ours = ours.map(|span| span.split_once(' ').unwrap().1);
        let but_time = |span: &str| {
            let words = span.split(" http.client.request.duration=");
            let (first, rest) = words.clone().next().zip(words.clone().nth(1)).unwrap();
            let (seconds, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            assert!(seconds.parse::<f64>().unwrap() < 60.0);
            format!("{first} {rest}").trim_end().to_owned()
        };
        ours.map(but_time).collect()
    }

    fn events(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let ours = events
            .iter()
            .filter(|event| event.contains(" signed_api::"));
        let ours = ours.map(|event| event.split_once(" message=").unwrap().1.to_owned());
        ours.collect()
    }

    fn everything(&self) -> String {
        let (spans, events) = (self.spans.lock().unwrap(), self.events.lock().unwrap());
        format!("{}\n{}", spans.join("\n"), events.join("\n"))
    }
}

#[derive(Serialize)]
struct Play {
    text: &'static str,
}

#[signed_api(scheme = "acs", query = "api-version=VERSION-1")]
trait Calls {
    #[post("/calls/{id}:play?mode=MODE-1", idempotency = "x-key")]
    async fn play(
        &self,
        id: &str,
        #[query] page: &str,
        #[header("x-trace")] trace: &str,
        #[body] play: &Play,
    ) -> Result<String, Error>;
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
    #[http("PURGE", "/calls", unsigned)]
    async fn purge(&self) -> Result<String, Error>;
}

#[signed_api(scheme = "kraken")]
trait Account {
    #[post("/0/private/Balance")]
    async fn balance(&self, #[form] asset: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "binance")]
trait Orders {
    #[delete("/api/v3/order")]
    async fn cancel(&self, #[query] symbol: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "aws-sigv4", service = "iam")]
trait Users {
    #[put("/{user}")]
    async fn put(&self, user: &str, #[body(text)] text: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "sinch-application")]
trait Callouts {
    #[post("/calling/v1/callouts")]
    async fn callout(&self, #[body] play: &Play) -> Result<String, Error>;
}

/// Every value that goes out or comes back: keys as they are given and as they are used, and what
/// stands in path, query, headers and bodies.
const VALUES: &[&str] = &[
    "QUNTLVNFQ1JFVA==",
    "ACS-SECRET",
    "S1JBS0VOLVNFQ1JFVA==",
    "KRAKEN-SECRET",
    "KRAKEN-KEY",
    "BINANCE-SECRET",
    "BINANCE-KEY",
    "AWS-SECRET",
    "AWS-TOKEN",
    "AKIDEXAMPLE",
    "U0lOQ0gtU0VDUkVU",
    "SINCH-KEY",
    "VERSION-1",
    "MODE-1",
    "PATH-1",
    "PAGE-1",
    "TRACE-1",
    "ORDER-KEY-1",
    "BODY-1",
    "FORM-1",
    "SYMBOL-1",
    "USER-1",
    "TEXT-1",
    "ANSWER-1",
    "REFUSAL-1",
    "RETRY-1",
    "FAILURE-1",
    "VAULT-1",
    "x-ms-date",
    "HMAC-SHA256",
    "AWS4-HMAC",
    "Fri, 02 Jan 2026",
];

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<String> {
    let answer = Response::builder().status(status);
    let answer = headers
        .iter()
        .fold(answer, |answer, (name, value)| answer.header(*name, *value));
    answer.body(body.to_owned()).unwrap()
}

/// 2026-01-02T03:04:05Z
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

fn acs() -> Acs {
    Acs {
        access_key: "QUNTLVNFQ1JFVA==".into(),
    }
}

fn calls(memory: &Memory, credentials: impl Provider<Acs>) -> CallsClient {
    let client = CallsClient::builder("https://contoso.example:8443/base", credentials)
        .transport(memory.clone())
        .clock(now)
        .sleep(|_| ready(()))
        .options(
            Options::new()
                .attempts(3)
                .backoff(Duration::ZERO, Duration::ZERO),
        );
    client.build().unwrap()
}

async fn play(calls: &CallsClient) -> Result<String, Error> {
    let own = calls.with(Options::new().idempotency_key("ORDER-KEY-1"));
    own.play("PATH-1", "PAGE-1", "TRACE-1", &Play { text: "BODY-1" })
        .await
}

const CALL: &str = "otel.name=\"POST /calls/{id}:play\" otel.kind=\"internal\" signed_api.call=\"Calls::play\" \
                    http.request.method=\"POST\" url.template=\"/calls/{id}:play\" \
                    server.address=\"contoso.example\" server.port=8443";
const ATTEMPT: &str =
    "otel.name=\"POST /calls/{id}:play\" otel.kind=\"client\" http.request.method=\"POST\"";
const TARGET: &str =
    " url.template=\"/calls/{id}:play\" server.address=\"contoso.example\" server.port=8443";

#[tokio::test]
async fn a_call_and_its_attempts_are_spans() {
    let (journal, _guard) = Journal::begin();
    let memory = Memory::new();
    memory
        .answer(answer(503, &[("retry-after", "7")], "RETRY-1"))
        .answer(answer(404, &[], "REFUSAL-1"));
    play(&calls(&memory, acs())).await.unwrap_err();
    let failed = "error.type=\"404\" otel.status_code=\"ERROR\"";
    let spans = [
        format!("call {CALL} http.response.status_code=404 {failed}"),
        format!(
            "attempt {ATTEMPT}{TARGET} http.response.status_code=503 error.type=\"503\" otel.status_code=\"ERROR\""
        ),
        format!(
            "attempt {ATTEMPT} http.request.resend_count=1{TARGET} http.response.status_code=404 {failed}"
        ),
    ];
    assert_eq!(journal.spans(), spans);
    assert_eq!(
        journal.events(),
        ["waits before another attempt wait_seconds=7.0"]
    );
    assert_eq!(journal.open.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn what_happens_between_is_told() {
    let (journal, _guard) = Journal::begin();
    let memory = Memory::new();
    let five = [("date", "Fri, 02 Jan 2026 05:04:05 GMT")];
    memory
        .answer(answer(401, &five, "REFUSAL-1"))
        .answer(answer(200, &[], "ANSWER-1"))
        .fail(Error::connect("FAILURE-1"))
        .answer(answer(200, &[], "ANSWER-1"));
    let vault = Refreshing::new(|| async {
        Ok::<_, BoxError>(Lease {
            credentials: acs(),
            expires: None,
        })
    });
    let calls = calls(&memory, vault);
    calls.list().await.unwrap();
    calls.purge().await.unwrap_err();
    let events = journal.events();
    assert_eq!(events[0], "credentials are refreshed");
    assert!(events[1].starts_with("the clock is wrong"), "{events:?}");
    assert_eq!(events.len(), 2);
    let spans = journal.spans();
    assert_eq!(spans.len(), 5);
    assert!(spans[3].contains(
        "otel.name=\"HTTP /calls\" otel.kind=\"internal\" signed_api.call=\"Calls::purge\" \
         http.request.method=\"_OTHER\" http.request.method_original=\"PURGE\" url.template=\"/calls\""
    ), "{}", spans[3]);
    assert!(
        spans[4].ends_with("error.type=\"connect\" otel.status_code=\"ERROR\""),
        "{}",
        spans[4]
    );
}

/// A call by each scheme that puts its values somewhere else.
async fn by_other_schemes(memory: &Memory) {
    let kraken = Kraken {
        api_key: "KRAKEN-KEY".into(),
        secret: "S1JBS0VOLVNFQ1JFVA==".into(),
    };
    let account =
        AccountClient::builder("https://kraken.example", kraken).transport(memory.clone());
    let _ = account.build().unwrap().balance("FORM-1").await;
    let binance = Binance {
        api_key: "BINANCE-KEY".into(),
        secret: "BINANCE-SECRET".into(),
    };
    let orders = OrdersClient::builder("https://binance.example", binance)
        .transport(memory.clone())
        .clock(now);
    orders.build().unwrap().cancel("SYMBOL-1").await.unwrap();
    let sigv4 = AwsSigv4 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "AWS-SECRET".into(),
        session_token: Some("AWS-TOKEN".into()),
        region: "us-east-1".into(),
    };
    let users = UsersClient::builder("https://iam.example", sigv4)
        .transport(memory.clone())
        .clock(now);
    users
        .build()
        .unwrap()
        .put("USER-1", "TEXT-1")
        .await
        .unwrap();
    let sinch = SinchApplication {
        application_key: "SINCH-KEY".into(),
        application_secret: "U0lOQ0gtU0VDUkVU".into(),
    };
    let callouts =
        CalloutsClient::builder("https://sinch.example", sinch).transport(memory.clone());
    let callouts = callouts.build().unwrap();
    callouts
        .callout(&Play { text: "BODY-1" })
        .await
        .unwrap_err();
}

#[tokio::test]
async fn no_value_is_told() {
    let (journal, _guard) = Journal::begin();
    let memory = Memory::new();
    let headers = [
        ("retry-after", "1"),
        ("set-cookie", "ANSWER-1"),
        ("date", "Fri, 02 Jan 2026 05:04:05 GMT"),
    ];
    let vault = |sealed: bool| {
        Refreshing::new(move || async move {
            if sealed {
                return Err(BoxError::from("VAULT-1"));
            }
            let expires = None;
            Ok(Lease {
                credentials: acs(),
                expires,
            })
        })
    };
    memory
        .answer(answer(503, &headers, "RETRY-1"))
        .answer(answer(
            401,
            &headers,
            r#"{"error":{"code":"7509","message":"REFUSAL-1"}}"#,
        ))
        .answer(answer(401, &headers, "REFUSAL-1"))
        .answer(answer(200, &headers, "ANSWER-1"))
        .fail("FAILURE-1")
        .answer(answer(
            200,
            &[],
            r#"{"error":["EAPI:Invalid signature REFUSAL-1"]}"#,
        ))
        .answer(answer(400, &headers, r#"{"code":-1021,"msg":"REFUSAL-1"}"#))
        .answer(answer(200, &headers, "ANSWER-1"))
        .answer(answer(403, &headers, "REFUSAL-1 AWS-TOKEN"))
        .answer(answer(200, &headers, "ANSWER-1"))
        .answer(answer(500, &headers, "REFUSAL-1"));
    let acs_calls = calls(&memory, vault(false));
    play(&acs_calls).await.unwrap_err();
    play(&acs_calls).await.unwrap();
    play(&acs_calls).await.unwrap_err();
    play(&calls(&memory, vault(true))).await.unwrap_err();
    by_other_schemes(&memory).await;

    let told = journal.everything();
    for value in VALUES {
        assert!(!told.contains(value), "`{value}` is told:\n{told}");
    }
    let sent = memory.requests();
    for request in &sent {
        for value in request.http().headers().values() {
            let value = value.to_str().unwrap();
            let is_telling = value.len() > 12 && !value.starts_with("application/");
            assert!(
                !is_telling
                    || value.ends_with(".example")
                    || value.ends_with(":8443")
                    || !told.contains(value),
                "{value}"
            );
        }
    }
    assert_eq!((sent.len(), journal.spans().len()), (11, 20));
}

/// What the transport by itself tells, over a connection.
#[cfg(feature = "server")]
#[tokio::test]
async fn the_transport_tells_no_value_either() {
    use signed_api::testing::Server;

    let (journal, _guard) = Journal::begin();
    let server = Server::builder().scheme(acs()).unwrap();
    let server = server
        .answer(|_| Response::new("ANSWER-1"))
        .start()
        .unwrap();
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    play(&calls).await.unwrap();
    let told = journal.everything();
    for value in VALUES {
        assert!(!told.contains(value), "`{value}` is told:\n{told}");
    }
    assert!(told.contains("server.address=\"127.0.0.1\""), "{told}");
}
