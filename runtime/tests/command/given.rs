//! Credentials and settings of `signed-api sign`, `verify` and `explain`: what is said of wrong
//! ones, and never a value.

use crate::{Ended, run_with};

const REQUEST: &[u8] = b"GET https://a.example/";

fn sign(arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let mut all = vec!["sign"];
    all.extend(arguments);
    all.push("-");
    run_with(&all, variables, REQUEST)
}

fn refused(arguments: &[&str], variables: &[(&str, &str)], message: &str) {
    let ended = sign(arguments, variables);
    assert_eq!((ended.code, &*ended.out), (Some(2), ""), "{arguments:?}");
    assert_eq!(ended.err.trim_end(), message, "{arguments:?}");
    assert!(!ended.err.contains("hunter2"), "{}", ended.err);
}

#[test]
fn what_is_missing_is_said_with_the_variable_that_would_be_read() {
    refused(
        &["--scheme", "acs"],
        &[],
        "the credential `access_key` is missing: give `--credential access_key=…`, or set `ACS_ACCESS_KEY`",
    );
    refused(
        &["--scheme", "aws-sigv4"],
        &[("AWS_SECRET_ACCESS_KEY", "hunter2")],
        "the credential `access_key_id` is missing: give `--credential access_key_id=…`, or set `AWS_ACCESS_KEY_ID`
the setting `region` is missing: give `--setting region=…`, or set `AWS_REGION`
the setting `service` is missing: give `--setting service=…`",
    );
}

#[test]
fn the_environment_gives_what_arguments_do_not() {
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKID"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ("AWS_REGION", "eu-central-1"),
    ];
    let scheme = [
        "--scheme",
        "aws-sigv4",
        "--setting",
        "service=sqs",
        "--now",
        "0",
    ];
    let ended = sign(&scheme, &variables);
    assert!(
        ended
            .out
            .contains("Credential=AKID/19700101/eu-central-1/sqs/aws4_request"),
        "{ended:?}"
    );
    let region = [&scheme[..], &["--setting", "region=eu-west-1"]].concat();
    let ended = sign(&region, &variables);
    assert!(
        ended
            .out
            .contains("Credential=AKID/19700101/eu-west-1/sqs/"),
        "{ended:?}"
    );
}

#[test]
fn what_is_unknown_has_the_near_name() {
    let key = "--credential=access_key=pw==";
    for (given, message) in [
        (
            "--credential=acces_key=hunter2",
            "scheme `acs` has no credential `acces_key`; did you mean `access_key`?",
        ),
        (
            "--credential=password=hunter2",
            "scheme `acs` has no credential `password`; it has `access_key`",
        ),
        (
            "--credential=hunter2",
            "a credential is given as `--credential NAME=VALUE`, and one has no `=`",
        ),
        (
            "--credential=Hunter2aHVudGVyMg==",
            "scheme `acs` has no credential of that name; it has `access_key`",
        ),
        (
            "--credential=access_key=hunter2",
            "the credential `access_key` is given twice",
        ),
        (
            "--setting=region=eu",
            "scheme `acs` has no setting `region`; it has none",
        ),
    ] {
        refused(&["--scheme", "acs", key, given], &[], message);
    }
    refused(
        &["--scheme", "acs", "--credential=access_key="],
        &[],
        "the credential `access_key` is empty",
    );
    refused(
        &["--scheme", "acs"],
        &[("ACS_ACCESS_KEY", "")],
        "`ACS_ACCESS_KEY` is set and empty",
    );
    let near = sign(&["--scheme", "asc"], &[]);
    assert_eq!(near.code, Some(2));
    assert!(
        near.err
            .starts_with("there is no built-in scheme `asc`; did you mean `acs`?\n"),
        "{near:?}"
    );
    let family = sign(&["--scheme", "Baidu"], &[]);
    assert!(
        family.err.starts_with(
            "there is no built-in scheme `Baidu`; did you mean `baidu-bce`, `baidu-bce-listed`, \
             `baidu-bce-query` or `baidu-bce-query-listed`?\n"
        ),
        "{family:?}"
    );
}

#[test]
fn a_setting_has_one_of_its_values() {
    let sinch = [
        "--scheme=sinch-application",
        "--credential=application_key=k",
        "--credential=application_secret=cw==",
    ];
    let with = |setting: &'static str| [&sinch[..], &[setting]].concat();
    refused(
        &with("--setting=auth_scheme=basic"),
        &[],
        "the setting `auth_scheme` is one of `application`, `Application`",
    );
    refused(
        &with("--setting=auth_shceme=application"),
        &[],
        "scheme `sinch-application` has no setting `auth_shceme`; did you mean `auth_scheme`?",
    );
    let ended = sign(&with("--setting=auth_scheme=Application"), &[]);
    assert!(
        ended.out.contains("authorization: Application k:"),
        "{ended:?}"
    );
}

#[test]
fn a_time_is_rfc_3339_or_unix_seconds() {
    let at = |now| {
        sign(
            &["--scheme=acs", "--credential=access_key=pw==", "--now", now],
            &[],
        )
    };
    for now in [
        "2026-01-02T03:04:05Z",
        "2026-01-02T04:04:05+01:00",
        "1767323045",
    ] {
        let ended = at(now);
        assert!(
            ended
                .out
                .contains("x-ms-date: Fri, 02 Jan 2026 03:04:05 GMT\n"),
            "{ended:?}"
        );
    }
    for now in ["yesterday", "2026-01-02", "99999999999999999999"] {
        let ended = at(now);
        assert_eq!(ended.code, Some(2), "{now}");
        assert!(
            ended
                .err
                .contains("a time is `2026-01-02T03:04:05Z`, or Unix seconds"),
            "{ended:?}"
        );
    }
}
