//! The examples, run as a newcomer runs them, and against an endpoint that is not their own.

mod stacks;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Command, Output, Stdio},
    time::SystemTime,
};

use signed_api::{
    Moment, Signer, Unsigned,
    schemes::{Acs, SinchApplication, SinchCallback},
    testing::{Seen, Server},
};

/// Runs an example; what it would find in the environment is only what is given.
fn run(example: &str, variables: &[(&str, &str)]) -> Output {
    command(example, variables).output().expect("cargo runs")
}

fn command(example: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "run",
        "--quiet",
        "--package",
        "signed-api-examples",
        "--example",
        example,
    ]);
    for name in [
        "ACS_ENDPOINT",
        "ACS_ACCESS_KEY",
        "SINCH_ENDPOINT",
        "SINCH_APPLICATION_KEY",
        "SINCH_APPLICATION_SECRET",
        "SINCH_PUBLIC_URL",
        "STRIPE_WEBHOOK_ENDPOINT_SECRET",
        "GITHUB_WEBHOOK_SECRET",
        "STANDARD_WEBHOOKS_SECRET",
        "S3_ENDPOINT",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command
}

fn printed(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

#[test]
fn acs_call_shows_what_is_sent_what_is_signed_and_the_verdict() {
    let text = printed(&run("acs_call", &[]));
    assert_eq!(text.matches(": accepted").count(), 3, "{text}");
    assert!(text.contains("\n  POST⏎\n  /calling/callConnections/421f3500-f5de-4c12-bf61-9e2641433687:play?api-version=2026-03-12⏎\n"));
    assert!(text.contains(r#"refused with 401 Unauthorized, code 7509 (the signature does not match): {"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#));
    assert!(
        text.ends_with("refused, the signature does not match\n"),
        "{text}"
    );
}

#[test]
fn sinch_callout_shows_what_is_sent_what_is_signed_and_the_verdict() {
    let text = printed(&run("sinch_callout", &[]));
    assert_eq!(text.matches(": accepted").count(), 2, "{text}");
    assert!(
        text.contains("\n  GET⏎\n  ⏎\n  application/json⏎\n  x-timestamp:"),
        "{text}"
    );
    assert!(text.contains("refused with 401 Unauthorized"), "{text}");
}

#[test]
fn acs_call_talks_to_the_endpoint_that_it_is_given() {
    let key = "ZW5kcG9pbnQ=";
    let server = Server::builder()
        .scheme(Acs {
            access_key: key.into(),
        })
        .unwrap();
    let server = server
        .answer(|_| http::Response::new(r#"{"callConnectionId":"7"}"#))
        .start()
        .unwrap();
    let text = printed(&run(
        "acs_call",
        &[("ACS_ENDPOINT", &server.url()), ("ACS_ACCESS_KEY", key)],
    ));
    let seen = server.seen();
    let targets: Vec<&str> = seen.iter().map(|seen| seen.target.as_str()).collect();
    let version = "?api-version=2026-03-12";
    let call = "/calling/callConnections";
    assert_eq!(
        targets,
        [
            format!("{call}{version}"),
            format!("{call}/7:play{version}"),
            format!("{call}/7{version}")
        ]
    );
    assert!(
        seen.iter().all(accepted) && !text.contains("wrong key"),
        "{text}"
    );
}

#[test]
fn sinch_callout_talks_to_the_endpoint_that_it_is_given() {
    let sinch = SinchApplication {
        application_key: "669E367E".into(),
        application_secret: "ZW5kcG9pbnQ=".into(),
    };
    let server = Server::builder().scheme(sinch).unwrap();
    let server = server
        .answer(|_| http::Response::new(r#"{"callId":"7","status":"ONGOING"}"#))
        .start()
        .unwrap();
    let variables = [
        ("SINCH_ENDPOINT", &*server.url()),
        ("SINCH_APPLICATION_KEY", "669E367E"),
        ("SINCH_APPLICATION_SECRET", "ZW5kcG9pbnQ="),
    ];
    let text = printed(&run("sinch_callout", &variables));
    assert!(
        server.seen().len() == 2 && server.seen().iter().all(accepted),
        "{text}"
    );
    assert!(
        text.contains("the call is ONGOING") && !text.contains("wrong secret"),
        "{text}"
    );
}

fn accepted(seen: &Seen) -> bool {
    seen.verdict.is_ok()
}

#[test]
fn a_missing_key_is_named() {
    let output = run("acs_call", &[("ACS_ENDPOINT", "http://127.0.0.1:1")]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && text.contains("ACS_ACCESS_KEY"),
        "{text}"
    );
}

#[test]
fn sinch_callback_accepts_what_sinch_signed_and_nothing_else() {
    let text = printed(&run("sinch_callback", &[]));
    let verdicts: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("/sinch: ") || line.starts_with("answer: "))
        .collect();
    let (accepted, refused) = (
        ["/sinch: accepted", "answer: HTTP/1.1 200 OK"],
        [
            "/sinch: refused, the signature does not match",
            "answer: HTTP/1.1 401 Unauthorized",
        ],
    );
    assert_eq!(
        verdicts,
        [accepted, refused, accepted, refused].concat(),
        "{text}"
    );
}

#[test]
fn sinch_callback_serves_at_the_address_that_it_is_given() {
    let variables = [
        ("SINCH_APPLICATION_KEY", "669E367E"),
        ("SINCH_APPLICATION_SECRET", "ZW5kcG9pbnQ="),
        ("SINCH_PUBLIC_URL", "https://api.example.com/hooks"),
    ];
    let mut command = command("sinch_callback", &variables);
    command.args(["--", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut service = Running(command.spawn().expect("cargo runs"));
    let mut lines = BufReader::new(service.0.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = line.strip_prefix("callbacks: http://").unwrap();
    let address = address.strip_suffix("/sinch").unwrap();

    let sinch = SinchCallback {
        application_key: "669E367E".into(),
        application_secret: "ZW5kcG9pbnQ=".into(),
    };
    let callback = http::Request::post("https://api.example.com/hooks/sinch")
        .body("{}")
        .unwrap();
    let moment = Moment {
        now: SystemTime::now(),
        nonce: String::new(),
    };
    let signed = Signer::new(sinch)
        .sign(Unsigned::new(callback), &moment)
        .unwrap();
    let headers = signed.http().headers().iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    for (body, status) in [("{}", "200 OK"), ("[]", "401 Unauthorized")] {
        let answer = post(address, "/sinch", &headers, body);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
    assert_eq!(lines.next().unwrap().unwrap(), "/sinch: accepted");
}

/// The answer to a request that is written out.
fn post(address: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let length = body.len();
    let mut text =
        format!("POST {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{text}\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A program that ends with its test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn s3_lists_in_pages_hands_on_a_link_and_sends_a_file() {
    let text = printed(&run("s3", &[]));
    let pages = "\nsigned-api example 100%, signed-api example a+b~c\n\
        signed-api example grüße, signed-api example one\n\
        signed-api example two & three\n";
    assert!(text.contains(pages), "{text}");
    assert!(text.contains("\nThis is grüße.\n"), "{text}");
    assert!(text.contains("\n32 MiB sent\n32 MiB came back\n"), "{text}");
}

#[test]
fn own_scheme_serves_two_traits() {
    let text = printed(&run("own_scheme", &[]));
    let verdicts: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("the server"))
        .collect();
    assert_eq!(
        verdicts,
        [
            "the server verified GET /orders?state=returned: accepted",
            "the server verified POST /orders/7/refunds: accepted",
            "the server verified POST /orders/8/refunds: accepted",
        ],
        "{text}"
    );
    assert!(
        text.contains("\n  POST /orders/7/refunds⏎\n  ⏎\n  host:127.0.0.1:"),
        "{text}"
    );
}
