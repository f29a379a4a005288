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
