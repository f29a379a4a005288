//! The examples that stand in other people's stacks.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use super::{Running, command, post, printed, run};

#[test]
fn blocking_sends_what_is_accepted_without_waiting_for_an_executor() {
    let text = printed(&run("blocking", &[]));
    let after = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
    assert_eq!(
        after("the server verified "),
        Some("POST /sms?api-version=2021-03-07: accepted")
    );
    assert_eq!(after("+14255550123: "), Some("sent"));
    let refused = after("with a wrong key: ").unwrap();
    assert!(
        refused.starts_with("Sms::send: refused with 401 Unauthorized, code 7509"),
        "{refused}"
    );
}

#[test]
fn tower_signs_each_attempt_anew_and_what_is_changed_below_is_refused() {
    let text = printed(&run("tower", &[]));
    let told = |start: &str| -> Vec<&str> {
        text.lines()
            .filter_map(|line| line.strip_prefix(start))
            .collect()
    };
    assert_eq!(told("answer: "), ["200 OK", "401 Unauthorized"]);
    assert_eq!(
        told("the server verified "),
        [
            "POST /orders?notify=1: accepted",
            "POST /orders?notify=1: accepted",
            "POST /refunds?notify=1: refused, the signature does not match",
        ]
    );
    let signatures = told("authorization: Hawk id=");
    assert!(
        signatures.len() == 2 && signatures[0] != signatures[1],
        "{text}"
    );
}

#[test]
fn reqwest_middleware_signs_each_attempt_anew_and_what_is_changed_after_is_refused() {
    let text = printed(&run("reqwest_middleware", &[]));
    let told = |start: &str| -> Vec<&str> {
        text.lines()
            .filter_map(|line| line.strip_prefix(start))
            .collect()
    };
    assert_eq!(told("answer: "), ["200 OK", "401 Unauthorized"]);
    let verified = told("the server verified POST /orders?notify=1: ");
    assert_eq!(verified[..2], ["accepted", "accepted"], "{text}");
    assert!(
        verified.len() == 3 && verified[2].starts_with("refused, "),
        "{text}"
    );
    let signatures = told("authorization: Hawk id=");
    assert!(
        signatures.len() == 2 && signatures[0] != signatures[1],
        "{text}"
    );
}

#[test]
fn webhooks_hands_on_what_is_signed_and_nothing_else() {
    let text = printed(&run("webhooks", &[]));
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('─')).collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    assert_eq!(
        lines,
        [
            "/stripe: invoice.paid",
            "/github: pull_request opened",
            &format!("/standard: {id}, contact.created"),
            &format!("/standard: {id}, again"),
            "refused: the signature does not match",
            "answer: Stripe::tell: refused with 401 Unauthorized: the request is not signed as it has to be",
            "answer: Stripe::tell: refused with 400 Bad Request: the body is not what was expected",
        ]
    );
}

/// A delivery as @octokit/webhooks-methods signs it.
#[test]
fn webhooks_serves_at_the_address_that_it_is_given() {
    let secret = ("GITHUB_WEBHOOK_SECRET", "It's a Secret to Everybody");
    let mut command = command("webhooks", &[secret]);
    command.args(["--", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut service = Running(command.spawn().expect("cargo runs"));
    let mut lines = BufReader::new(service.0.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = line.strip_prefix("webhooks: http://").unwrap();

    let signature = "sha256=1a763b1f352d220a314db46b42b1cbc50b0032b00015fd3d038d42c3666b7217";
    let headers = [
        ("host", "ci.example"),
        ("x-github-event", "pull_request"),
        ("x-hub-signature-256", signature),
    ];
    for (path, body, status, printed) in [
        (
            "/github",
            r#"{"action":"opened","number":1}"#,
            "200 OK",
            "/github: pull_request opened",
        ),
        (
            "/github",
            r#"{"action":"opened","number":2}"#,
            "401 Unauthorized",
            "refused: the signature does not match",
        ),
    ] {
        let answer = post(address, path, &headers, body);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
        assert_eq!(lines.next().unwrap().unwrap(), printed);
    }
    // Without its secret there is no route.
    let answer = post(address, "/stripe", &headers, "{}");
    assert!(answer.starts_with("HTTP/1.1 404 Not Found"), "{answer}");
}

#[test]
fn webhooks_says_which_secrets_it_takes() {
    let mut command = command("webhooks", &[]);
    let output = command.args(["--", "127.0.0.1:0"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && text.contains("GITHUB_WEBHOOK_SECRET"),
        "{text}"
    );
}
