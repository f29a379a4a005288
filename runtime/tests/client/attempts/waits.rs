//! How long is waited between attempts, and until when.

use super::*;

#[tokio::test]
async fn a_server_is_asked_again_when_it_says() {
    let date = ("date", "Fri, 02 Jan 2026 03:04:05 GMT");
    let half_a_minute = [("retry-after", "Fri, 02 Jan 2026 03:04:35 GMT"), date];
    let memory = Memory::new();
    memory
        .answer(answer(503, &[("retry-after", "7")]))
        .answer(answer(429, &half_a_minute))
        .answer(answer(503, &[("retry-after", "0")]))
        .answer(answer(200, &[]));
    let (methods, time) = patient(memory, three().attempts(4));
    methods.get().await.unwrap();
    let waits = time.waits();
    assert_eq!(waits[..2], [7 * SECOND, 30 * SECOND]);
    assert!(SECOND / 2 <= waits[2] && waits[2] <= SECOND, "{waits:?}");
}

#[tokio::test]
async fn no_wait_goes_beyond_the_deadline() {
    let deadline = three().deadline(60 * SECOND);
    let day = three().backoff(86_400 * SECOND, 86_400 * SECOND);
    for (asked, options, ended) in [
        ("59", deadline.clone(), None),
        (
            "61",
            deadline,
            Some("a wait of 61s would end after the call's deadline of 60s"),
        ),
        ("120", three(), None),
        (
            "121",
            three(),
            Some("the server asks for a wait of 121s; `Options::deadline` allows it"),
        ),
        ("121", three().deadline(3600 * SECOND), None),
        ("86400", day, None),
    ] {
        let memory = Memory::new();
        memory
            .answer(answer(503, &[("retry-after", asked)]))
            .answer(answer(200, &[]));
        let (methods, time) = patient(memory, options);
        let outcome = methods.get().await;
        let Some(ended) = ended else {
            outcome.unwrap();
            assert_eq!(time.waits(), [asked.parse::<u32>().unwrap() * SECOND]);
            continue;
        };
        let error = outcome.unwrap_err();
        assert_eq!((error.attempts(), time.waits()), (1, vec![]));
        assert_eq!(error.retry_after().unwrap().as_secs().to_string(), asked);
        let shown = format!("{error:#}");
        assert!(
            shown.contains(&format!("\nnot attempted again: {ended}\n")),
            "{shown}"
        );
    }
}

/// The second attempt would take for ever, and so would the third.
#[tokio::test]
async fn the_deadline_ends_an_attempt() {
    let calls = Arc::new(AtomicU32::new(0));
    let transport = move |request: Outgoing| {
        let number = calls.fetch_add(1, Ordering::Relaxed);
        async move {
            assert!(request.timeout().unwrap() <= Duration::from_millis(50));
            match number {
                0 => Ok(answer(503, &[])),
                _ => pending().await,
            }
        }
    };
    let options = Options::new()
        .attempts(9)
        .backoff(Duration::ZERO, Duration::ZERO);
    let options = options
        .timeout(60 * SECOND)
        .deadline(Duration::from_millis(50));
    let (methods, _) = patient(transport, options);
    let error = methods.get().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert_eq!(
        error.to_string(),
        "Methods::get at contoso.example: after 2 attempts: no answer before the call's deadline of 50ms"
    );
}
