//! A correction that is not proved yet: who tries it, and who does not.

use futures_util::stream;
use signed_api::{Body, schemes::AwsSigv4S3};

use super::*;

/// Answers the first request with another time, the second one never, and all others with success; tells
/// the date of each.
fn hanging() -> (CallsClient, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let requests = std::sync::atomic::AtomicU32::new(0);
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let transport = move |request: signed_api::Outgoing| {
        let number = requests.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let date = request.http().headers()["x-ms-date"].to_str().unwrap();
        tell.send(date[17..25].to_owned()).unwrap();
        async move {
            match number {
                0 => Ok(refusal(
                    401,
                    &[("date", "Fri, 02 Jan 2026 05:04:05 GMT")],
                    WRONG,
                )),
                1 => std::future::pending().await,
                _ => Ok(http::Response::new("ok")),
            }
        }
    };
    let calls = CallsClient::builder("https://contoso.example", acs())
        .transport(transport)
        .clock(now);
    (calls.build().unwrap(), told)
}

/// A call that is dropped while its correction is tried leaves none.
#[tokio::test]
async fn a_dropped_call_leaves_no_correction() {
    let (calls, mut told) = hanging();
    let mut dates = Vec::new();
    tokio::select! {
        _ = calls.list() => unreachable!("it waits for ever"),
        () = async {
            dates.push(told.recv().await.unwrap());
            dates.push(told.recv().await.unwrap());
        } => {}
    }
    calls.list().await.unwrap();
    dates.push(told.recv().await.unwrap());
    assert_eq!(dates, ["03:04:05", "05:04:05", "03:04:05"]);
}

/// One `Date` that is wrong makes no other call sign for that time.
#[tokio::test]
async fn a_correction_that_is_tried_is_that_of_one_call() {
    let (calls, mut told) = hanging();
    let mut dates = Vec::new();
    tokio::select! {
        _ = calls.list() => unreachable!("it waits for ever"),
        () = async {
            dates.push(told.recv().await.unwrap());
            dates.push(told.recv().await.unwrap());
            calls.clone().list().await.unwrap();
            dates.push(told.recv().await.unwrap());
        } => {}
    }
    assert_eq!(dates, ["03:04:05", "05:04:05", "03:04:05"]);
}

#[signed_api(scheme = "aws-sigv4-s3", payload = "UNSIGNED-PAYLOAD")]
trait Recordings {
    #[put("/recording")]
    async fn put(&self, #[body] body: Body) -> Result<String, Error>;
    #[get("/recording")]
    async fn get(&self) -> Result<String, Error>;
}

/// A request that cannot be signed again finds the time for the next one like it, which proves it.
#[tokio::test]
async fn what_a_stream_found_is_tried_by_the_next_one() {
    const SKEWED: &str = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
    const WRONG: &str = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
    let found = || refusal(403, &[("date", "Fri, 02 Jan 2026 05:04:05 GMT")], SKEWED);
    let s3 = || AwsSigv4S3 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        session_token: None,
        region: "us-east-1".into(),
    };
    let stream = || Body::stream(stream::iter([Ok::<_, Error>("chunk".into())]));
    for (second, last) in [
        (refusal(200, &[], ""), "050405"),
        (refusal(404, &[], ""), "050405"),
        (refusal(403, &[], WRONG), "030405"),
        (refusal(503, &[], ""), "030405"),
    ] {
        let memory = Memory::new();
        let recordings = RecordingsClient::builder("https://s3.example", s3())
            .transport(memory.clone())
            .clock(now);
        let recordings = recordings.build().unwrap();
        let is_refused = second.status() == 403;
        for answer in [found(), refusal(200, &[], ""), second] {
            memory.answer(answer);
        }
        for _ in 0..2 {
            memory.answer(refusal(200, &[], ""));
        }
        let error = recordings.put(stream()).await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        let gone = "for its body is gone; the next one of which that is true";
        assert!(format!("{error:#}").contains(gone), "{error:#}");
        // What can be signed again does not try what another found.
        recordings.get().await.unwrap();
        let tried = recordings.put(stream()).await;
        let told = tried.is_err_and(|error| format!("{error:#}").contains("was refused too"));
        assert_eq!(told, is_refused);
        recordings.put(stream()).await.unwrap();
        recordings.get().await.unwrap();
        let sent = memory.requests();
        let dates = sent.iter().map(|one| &one.http().headers()["x-amz-date"]);
        let dates: Vec<_> = dates.map(|date| &date.to_str().unwrap()[9..15]).collect();
        assert_eq!(dates, ["030405", "030405", "050405", last, last]);
    }
}
