//! The test server's faults: what a client gets of them, and what the server says it played.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use signed_api::{
    Error, ErrorKind, Options,
    schemes::Acs,
    signed_api,
    testing::{Fault, Server, ServerBuilder},
};

#[signed_api(scheme = "acs")]
trait Calls {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<String, Error>;
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body(text)] text: &str) -> Result<String, Error>;
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

/// A server with faults, and a client that does not attempt again.
fn faulty<const N: usize>(faults: [Fault; N]) -> (Server, CallsClient) {
    let builder = Server::builder().scheme(acs()).unwrap();
    let builder = builder.answer(|_| http::Response::new("0123456789"));
    let server = faults.into_iter().fold(builder, ServerBuilder::fault);
    let server = server.start().unwrap();
    let once = Options::new().timeout(Duration::from_secs(20));
    let client = CallsClient::builder(&server.url(), acs()).options(once);
    (server, client.build().unwrap())
}

fn played(server: &Server) -> Vec<Option<String>> {
    server.seen().into_iter().map(|seen| seen.fault).collect()
}

fn busy() -> http::Response<&'static str> {
    let response = http::Response::builder().status(503);
    response.header("retry-after", "1").body("busy").unwrap()
}

#[tokio::test]
async fn answers_that_come_instead() {
    let (server, calls) = faulty([Fault::refusal(), Fault::answer(busy()).times(2)]);
    let error = calls.call("7").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    // As Azure refuses, and there is nothing to diagnose.
    assert!(error.to_string().contains("code 7509"), "{error}");
    assert!(
        error
            .headers()
            .unwrap()
            .get("signed-api-diagnosis")
            .is_none()
    );
    for _ in 0..2 {
        let error = calls.call("7").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
        assert_eq!(error.headers().unwrap()["retry-after"], "1");
        assert_eq!(error.body().unwrap(), "busy");
    }
    assert_eq!(calls.call("7").await.unwrap(), "0123456789");
    let faults = [
        Some("refusal"),
        Some("answer 503"),
        Some("answer 503"),
        None,
    ];
    assert_eq!(
        played(&server),
        faults.map(|fault| fault.map(str::to_owned))
    );
    assert!(server.seen().iter().all(|seen| seen.verdict.is_ok()));
}

#[tokio::test]
async fn a_delay_is_a_timeout_if_it_is_long() {
    let (server, calls) = faulty([Fault::delay(Duration::from_mins(1))]);
    let hurried = calls.with(Options::new().timeout(Duration::from_millis(300)));
    let error = hurried.call("7").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(played(&server), [Some("delay of 60s".to_owned())]);
    hurried.call("7").await.unwrap();
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let faults = [Fault::reset_early(), Fault::reset(), Fault::half()];
    let (server, calls) = faulty(faults);
    for _ in 0..3 {
        let error = calls.play("7", "Hello.").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:#}");
    }
    assert_eq!(calls.play("7", "Hello.").await.unwrap(), "0123456789");
    let seen = server.seen();
    let faults = ["early reset", "reset", "half an answer"].map(|fault| Some(fault.to_owned()));
    assert_eq!(played(&server)[..3], faults);
    let bodies = seen.iter().map(|seen| seen.body.len()).collect::<Vec<_>>();
    assert_eq!(bodies, [0, 6, 6, 6]);
    let right = seen.iter().map(|seen| seen.verdict.is_ok());
    assert!(right.eq([false, true, true, true]));
}

#[tokio::test]
async fn only_the_requests_that_are_meant() {
    let third = Fault::answer(busy())
        .on("GET", "/calls/{id}")
        .nth(3)
        .times(2);
    let (_server, calls) = faulty([third]);
    let mut outcomes = Vec::new();
    for id in ["1", "2", "3", "4", "5"] {
        calls.play(id, "").await.unwrap();
        outcomes.push(calls.call(id).await.is_ok());
    }
    assert_eq!(outcomes, [true, true, false, false, true]);
    // Nobody means none at all.
    let (_server, calls) = faulty([Fault::answer(busy()).nth(0)]);
    assert!(calls.call("7").await.is_err());
    calls.call("7").await.unwrap();
}

/// What arrives of an answer, byte for byte, and how it ends.
fn raw(server: &Server) -> (String, io::Result<usize>) {
    let address = server.url();
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let request = b"POST /calls HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabc";
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    let end = stream.read_to_end(&mut answer);
    (String::from_utf8(answer).unwrap(), end)
}

#[test]
fn on_the_wire() {
    let builder = Server::builder().answer(|_| http::Response::new(""));
    let faults = [Fault::reset_early(), Fault::reset(), Fault::half()];
    let server = faults.into_iter().fold(builder, ServerBuilder::fault);
    let server = server.start().unwrap();
    for _ in 0..2 {
        let (answer, end) = raw(&server);
        assert_eq!(answer, "");
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    }
    // The refusal of a server that accepts nothing has no body: of one byte nothing comes.
    let (answer, end) = raw(&server);
    assert!(
        end.is_ok() && answer.starts_with("HTTP/1.1 401 "),
        "{answer}"
    );
    assert!(
        answer.contains("content-length: 1\r\n") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
}

#[test]
fn half_of_what_is_answered() {
    let builder = Server::builder().scheme(acs()).unwrap();
    let server = builder.fault(Fault::half()).start().unwrap();
    let (refused, _) = raw(&server);
    let body = r#"{"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#;
    let length = format!("content-length: {}\r\n", body.len());
    assert!(refused.contains(&length), "{refused}");
    assert!(
        refused.ends_with(&format!("\r\n\r\n{}", &body[..body.len() / 2])),
        "{refused}"
    );
}

#[tokio::test]
async fn nobody_there() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let calls = CallsClient::builder(&format!("http://{free}"), acs())
        .options(Options::new().attempts(3))
        .sleep(|_| std::future::ready(()));
    let calls = calls.build().unwrap();
    let error = calls.call("a").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    let refused = "there was no connection: Connection refused (os error 111)";
    assert_eq!(
        error.to_string(),
        format!("Calls::call at {free}: after 3 attempts: {refused}")
    );
    let shown = format!("{error:#}");
    let one = "\nattempt 2: there was no connection: ";
    assert!(
        shown.contains("\ncaused by: ") && shown.contains(one),
        "{shown}"
    );
    let hurried = calls.with(Options::new().attempts(1));
    let error = hurried.call("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("Calls::call at {free}: {refused}")
    );
    assert!(error.is_retryable());
}
