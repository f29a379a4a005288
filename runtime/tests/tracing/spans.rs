//! The spans of a call, and what is told between them.

use std::sync::atomic::Ordering;

use signed_api::{BoxError, Lease, Pages, Refreshing};

use super::*;

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

/// The server said yes, and nobody can read it: that is how the call ends, not its attempt.
#[tokio::test]
async fn a_call_whose_answer_cannot_be_read_has_failed() {
    #[signed_api(scheme = "acs")]
    trait Lists {
        #[get("/count")]
        async fn count(&self) -> Result<u32, Error>;
        #[get("/calls", items = "value", next = "nextLink")]
        fn calls(&self) -> Pages<u32>;
    }

    let (journal, _guard) = Journal::begin();
    let memory = Memory::new();
    for body in [
        r#"{"count":7}"#,
        "7",
        r#"{"values":[7]}"#,
        r#"{"value":[7]}"#,
    ] {
        memory.answer(answer(200, &[], body));
    }
    let lists = ListsClient::builder("https://contoso.example", acs());
    let lists = lists.transport(memory).build().unwrap();
    lists.count().await.unwrap_err();
    lists.count().await.unwrap();
    lists.calls().next().await.unwrap().unwrap_err();
    lists.calls().next().await.unwrap().unwrap();
    let ends = |span: &str| {
        let end = span.split_once("http.response.status_code=").unwrap().1;
        format!("{} {end}", span.split_once(' ').unwrap().0)
    };
    let spans: Vec<_> = journal.spans().iter().map(|span| ends(span)).collect();
    let unread = "call 200 error.type=\"decode\" otel.status_code=\"ERROR\"";
    let read = "call 200";
    assert_eq!(
        spans,
        [
            unread,
            "attempt 200",
            read,
            "attempt 200",
            unread,
            "attempt 200",
            read,
            "attempt 200"
        ]
    );
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
