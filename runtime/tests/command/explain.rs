//! `signed-api explain`.

use crate::{run_with, schemes};

#[test]
fn every_step_is_shown_and_the_key_is_not() {
    let variables = [("VIPPS_SECRET", "hunter2")];
    let file = schemes("vipps");
    let arguments = [
        "explain",
        "--scheme",
        file.to_str().unwrap(),
        "--now=2023-03-30T08:38:32Z",
        "-",
    ];
    let ended = run_with(
        &arguments,
        &variables,
        b"POST https://webhook.site/a?b=c\n\n{}",
    );
    assert_eq!((ended.code, &*ended.err), (Some(0), ""));
    for part in [
        "vipps: Vipps MobilePay webhooks\n\ncredentials\n  secret = ‹secret›\n\nnow 2023-03-30T08:38:32Z\n",
        "\n\nstring to sign\n  {method}\n    | POST⏎\n  {path_and_query}\n    | /a?b=c⏎\n  {signed_headers | values | join(';')}\n    | Thu,·30·Mar·2023·08:38:32·GMT;webhook.site;",
        "\n\nkey of hmac-sha256\n  {secret}\n    | ‹secret›\n\nset after signing\n  header authorization\n",
    ] {
        assert!(ended.out.contains(part), "{}", ended.out);
    }
    assert!(!ended.out.contains("hunter2"), "{}", ended.out);
}

#[test]
fn what_cannot_be_signed_is_explained_and_fails() {
    let variables = [("ACS_ACCESS_KEY", "hunter2!")];
    let arguments = ["explain", "--scheme", "acs", "-"];
    let ended = run_with(&arguments, &variables, b"GET https://a.example/");
    assert_eq!((ended.code, &*ended.err), (Some(1), ""));
    assert!(
        ended.out.contains("\n  {method}\n    | GET⏎\n"),
        "{}",
        ended.out
    );
    assert!(
        ended
            .out
            .ends_with("\n\nnot signed: `access_key` is not base64\n"),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains("hunter2"), "{}", ended.out);
}

/// Answers as they came are in `tests/answers`.
fn answered(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/answers");
    let file = std::env::temp_dir().join(format!("signed-api-{}-{name}", std::process::id()));
    let text = std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    // Without its first line, which says where it is from.
    let (_, text) = text.split_once('\n').unwrap();
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn an_answer_is_laid_beside_what_was_signed() {
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ("AWS_REGION", "us-east-1"),
    ];
    let answer = answered("s3.http");
    let arguments = |answer: &str| {
        let mut arguments = vec!["explain".to_owned(), format!("--answer={answer}")];
        let rest = ["--scheme=aws-sigv4-s3", "--now=2026-01-02T03:04:05Z", "-"];
        arguments.extend(rest.map(str::to_owned));
        arguments
    };
    let request =
        b"GET https://recordings.s3.us-east-1.amazonaws.com/my%20photo.jpg\nrange: bytes=0-9\n\n";
    let run = |answer: &str| {
        let arguments = arguments(answer);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run_with(&arguments, &variables, request)
    };
    let ended = run(&answer);
    std::fs::remove_file(&answer).unwrap();
    assert_eq!((ended.code, &*ended.err), (Some(0), ""));
    assert!(
        ended.out.starts_with(
            "the server answered with 403, code SignatureDoesNotMatch (the signature does not match): \
             the server's path is decoded\n"
        ),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains("hunter2"), "{}", ended.out);
    let missing = run("/nowhere/answer.http");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.starts_with("/nowhere/answer.http: "),
        "{}",
        missing.err
    );
    let no_answer = run(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    assert_eq!(no_answer.code, Some(2));
    assert!(
        no_answer.err.contains("an answer begins with its status"),
        "{}",
        no_answer.err
    );
}
