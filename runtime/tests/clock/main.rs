//! A clock that is wrong: found by the server's refusal, corrected, and kept by the client.

mod tried;

use std::time::{Duration, SystemTime};

use signed_api::{
    Error, ErrorKind, Options, Scheme, Verifier,
    schemes::{Acs, AwsSigv4, Binance, SinchApplication},
    signed_api,
    testing::{Memory, Server},
};

const HOUR: Duration = Duration::from_hours(1);

#[signed_api(scheme = "acs", idempotency = "x-key", first_sent = "x-first-sent")]
trait Calls {
    #[post("/calls")]
    async fn place(&self, #[body] number: &u32) -> Result<String, Error>;
    #[get("/calls")]
    async fn list(&self) -> Result<String, Error>;
}

#[signed_api(scheme = "sinch-application")]
trait Callouts {
    #[post("/calling/v1/callouts")]
    async fn place(&self, #[body] number: &u32) -> Result<String, Error>;
    #[get("/calls", header = "content-type: application/json")]
    async fn list(&self) -> Result<String, Error>;
}

#[signed_api(scheme = "aws-sigv4", service = "iam")]
trait Users {
    #[post("/")]
    async fn place(&self, #[body] number: &u32) -> Result<String, Error>;
    #[get("/")]
    async fn list(&self) -> Result<String, Error>;
}

#[signed_api(scheme = "binance")]
trait Orders {
    #[post("/api/v3/order")]
    async fn place(&self, #[query] number: &u32) -> Result<String, Error>;
    #[get("/api/v3/order")]
    async fn list(&self) -> Result<String, Error>;
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

fn sigv4() -> AwsSigv4 {
    AwsSigv4 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        session_token: None,
        region: "us-east-1".into(),
    }
}

/// Where the server's clock is.
#[derive(Clone, Copy)]
enum Away {
    Ahead(Duration),
    Behind(Duration),
}

impl Away {
    fn now(self) -> SystemTime {
        match self {
            Self::Ahead(by) => SystemTime::now() + by,
            Self::Behind(by) => SystemTime::now() - by,
        }
    }

    /// The offset that a client finds, but for the seconds that a header has not.
    fn assert(self, offset: i64) {
        let (by, sign) = match self {
            Self::Ahead(by) => (by, 1),
            Self::Behind(by) => (by, -1),
        };
        let expected = i64::try_from(by.as_millis()).unwrap() * sign;
        assert!((offset - expected).abs() <= 2_000, "{offset} of {expected}");
    }
}

fn server<S: Scheme>(verifier: Verifier<S>, away: Away) -> Server {
    let server = Server::builder().verifier(verifier);
    let server = server.clock(move || away.now());
    server
        .answer(|_| http::Response::new("ok"))
        .start()
        .unwrap()
}

/// How each request was judged.
fn accepted(server: &Server) -> Vec<bool> {
    let seen = server.seen();
    seen.iter().map(|one| one.verdict.is_ok()).collect()
}

macro_rules! found {
    ($verifier:expr, $scheme:expr, $client:ident) => {
        for away in [Away::Ahead(3 * HOUR), Away::Behind(30 * HOUR)] {
            let server = server($verifier, away);
            let client = $client::new(&server.url(), $scheme).unwrap();
            assert_eq!(client.place(&7).await.unwrap(), "ok");
            // Who has the same client has the correction.
            let clone = client.clone();
            assert_eq!(clone.list().await.unwrap(), "ok");
            assert_eq!(client.place(&8).await.unwrap(), "ok");
            assert_eq!(accepted(&server), [false, true, true, true]);

            let uncorrected = client.with(Options::new().correct_clock(false));
            let error = uncorrected.list().await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Refused, 1));
            away.assert(error.clock_offset().unwrap());
            let shown = format!("{error:#}");
            let kept = "the server's; `Options::correct_clock(false)` keeps it\n";
            assert!(shown.contains(kept), "{shown}");
        }
    };
}

#[tokio::test]
async fn of_acs() {
    found!(Verifier::new(acs()).unwrap(), acs(), CallsClient);
}

#[tokio::test]
async fn of_sinch() {
    let sinch = || SinchApplication {
        application_key: "669E367E".into(),
        application_secret: "BeIukql3pTKJ8RGL5zo0DA==".into(),
    };
    found!(Verifier::new(sinch()).unwrap(), sinch(), CalloutsClient);
}

#[tokio::test]
async fn of_sigv4() {
    let iam = || Verifier::new(sigv4()).unwrap().setting("service", "iam");
    found!(iam().unwrap(), sigv4(), UsersClient);
}

#[tokio::test]
async fn of_an_exchange() {
    let binance = || Binance {
        api_key: "key".into(),
        secret: "secret".into(),
    };
    found!(Verifier::new(binance()).unwrap(), binance(), OrdersClient);
}

/// A request that is refused was not the first attempt, but its key is that of the call.
#[tokio::test]
async fn the_first_attempt_is_the_one_that_counts() {
    let away = Away::Ahead(3 * HOUR);
    let server = server(Verifier::new(acs()).unwrap(), away);
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    calls.place(&7).await.unwrap();
    let seen = server.seen();
    let header = |index: usize, name: &str| seen[index].headers[name].to_str().unwrap();
    assert_eq!(header(0, "x-key"), header(1, "x-key"));
    for index in [0, 1] {
        assert_eq!(header(index, "x-first-sent"), header(index, "x-ms-date"));
    }
    assert_ne!(header(0, "x-first-sent"), header(1, "x-first-sent"));
    let signed = calls.sign(CallsList).await.unwrap();
    let date = signed.http().headers()["x-ms-date"].to_str().unwrap();
    assert_eq!(date[..14], header(1, "x-ms-date")[..14]);
}

/// The clock is wrong, and so is the key: what was found proves nothing, and is forgotten.
#[tokio::test]
async fn a_correction_that_does_not_help_is_forgotten() {
    let server = server(Verifier::new(acs()).unwrap(), Away::Ahead(3 * HOUR));
    let wrong = Acs {
        access_key: "d3Jvbmc=".into(),
    };
    let calls = CallsClient::new(&server.url(), wrong).unwrap();
    let error = calls.list().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Refused, 2));
    let shown = format!("{error:#}");
    assert!(
        shown.contains(
            "\nclock: your clock is 3h behind the server's; signed again with the time corrected, \
             the request was refused again, so it is not the clock alone\n"
        ) || shown.contains("2h 59m 59s"),
        "{shown}"
    );
    calls.list().await.unwrap_err();
    let seen = server.seen();
    let date = |index: usize| seen[index].headers["x-ms-date"].to_str().unwrap();
    assert_eq!(seen.len(), 4);
    assert_eq!(date(0)[..20], date(2)[..20]);
    assert_ne!(date(0)[..20], date(1)[..20]);
}

fn refusal(
    status: u16,
    headers: &[(&str, &str)],
    body: &'static str,
) -> http::Response<&'static str> {
    let answer = http::Response::builder().status(status);
    let answer = headers
        .iter()
        .fold(answer, |answer, (name, value)| answer.header(*name, *value));
    answer.body(body).unwrap()
}

/// 2026-01-02T03:04:05Z by the user's clock.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

/// The dates of what a client signs, when a server answers so and then accepts everything.
async fn signed_after(answers: &[http::Response<&'static str>]) -> Vec<String> {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(answer.clone());
    }
    let calls = CallsClient::builder("https://contoso.example", acs())
        .transport(memory.clone())
        .clock(now);
    let calls = calls.build().unwrap();
    let _ = calls.list().await;
    memory.answer(http::Response::new("ok"));
    let _ = calls.list().await;
    let sent = memory.requests();
    let dates = sent.iter().map(|one| &one.http().headers()["x-ms-date"]);
    dates
        .map(|date| date.to_str().unwrap()[17..25].to_owned())
        .collect()
}

const WRONG: &str = r#"{"error":{"code":"7509"}}"#;

#[tokio::test]
async fn a_time_that_tells_nothing_is_not_taken() {
    let date = |date| ("date", date);
    let five = date("Fri, 02 Jan 2026 05:04:05 GMT");
    let ok = || refusal(200, &[], "ok");
    for (answer, dates) in [
        (
            refusal(401, &[five], WRONG),
            &["03:04:05", "05:04:05", "05:04:05"][..],
        ),
        (
            refusal(403, &[five], ""),
            &["03:04:05", "05:04:05", "05:04:05"],
        ),
        // From a cache.
        (
            refusal(401, &[five, ("age", "7200")], WRONG),
            &["03:04:05", "03:04:05"],
        ),
        // Never set.
        (
            refusal(401, &[date("Thu, 01 Jan 1970 00:02:05 GMT")], WRONG),
            &["03:04:05", "03:04:05"],
        ),
        // Within the time that the scheme lets a request be old.
        (
            refusal(401, &[date("Fri, 02 Jan 2026 03:09:04 GMT")], WRONG),
            &["03:04:05", "03:04:05"],
        ),
        (
            refusal(401, &[date("Fri, 02 Jan 2026 03:09:06 GMT")], WRONG),
            &["03:04:05", "03:09:06", "03:09:06"],
        ),
        // No refusal of the signature.
        (refusal(404, &[five], ""), &["03:04:05", "03:04:05"]),
        (refusal(401, &[], WRONG), &["03:04:05", "03:04:05"]),
    ] {
        let shown = format!("{answer:?}");
        assert_eq!(signed_after(&[answer, ok()]).await, dates, "{shown}");
    }
}

#[tokio::test]
async fn a_correction_is_kept_once_the_server_took_the_time() {
    let refused = || refusal(401, &[("date", "Fri, 02 Jan 2026 05:04:05 GMT")], WRONG);
    let corrected = ["03:04:05", "05:04:05", "05:04:05"];
    let forgotten = ["03:04:05", "05:04:05", "03:04:05"];
    for (second, dates) in [
        (refusal(200, &[], ""), corrected),
        (refusal(404, &[], ""), corrected),
        // Who looks at rights has looked at the time.
        (
            refusal(403, &[], r#"{"error":{"code":"Forbidden"}}"#),
            corrected,
        ),
        (refusal(403, &[], ""), forgotten),
        (refused(), forgotten),
        // Whoever is busy may not have looked at the time.
        (refusal(503, &[], ""), forgotten),
    ] {
        assert_eq!(signed_after(&[refused(), second]).await, dates);
    }
}

/// Whatever the difference is, if the code says that it is the time.
#[tokio::test]
async fn a_code_of_a_wrong_time_is_enough() {
    let memory = Memory::new();
    memory
        .answer(refusal(
            400,
            &[("date", "Fri, 02 Jan 2026 03:04:03 GMT")],
            r#"{"code":-1021,"msg":"Timestamp for this request was 1000ms ahead of the server's time."}"#,
        ))
        .answer(refusal(404, &[], ""));
    let binance = Binance {
        api_key: "key".into(),
        secret: "secret".into(),
    };
    let orders = OrdersClient::builder("https://api.binance.example", binance)
        .transport(memory.clone())
        .clock(now);
    let error = orders.build().unwrap().place(&7).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (404, 2)
    );
    let offset = error.clock_offset().unwrap();
    assert!((-2_000..=-1_500).contains(&offset), "{offset}");
    let shown = format!("{error:#}");
    let sentence = "ahead of the server's; the request was signed again with the time corrected\n";
    assert!(
        shown.contains("\nclock: your clock is 1s ") && shown.contains(sentence),
        "{shown}"
    );
    let sent = memory.requests();
    let query = sent[1].http().uri().query().unwrap().to_owned();
    assert!(query.contains("timestamp=1767323043"), "{query}");
}

/// By the time in the message, which is the server's own.
#[tokio::test]
async fn a_server_tells_its_time_where_the_file_says() {
    let memory = Memory::new();
    memory
        .answer(refusal(
            403,
            &[],
            r#"{"__type":"InvalidSignatureException","message":"Signature expired: 20260102T030405Z is now earlier than 20260102T044905Z (20260102T050405Z - 15 min.)"}"#,
        ))
        .answer(http::Response::new("ok"));
    let users = UsersClient::builder("https://iam.example", sigv4())
        .transport(memory.clone())
        .clock(now);
    users.build().unwrap().place(&7).await.unwrap();
    let sent = memory.requests();
    assert_eq!(sent[1].http().headers()["x-amz-date"], "20260102T050405Z");
}
