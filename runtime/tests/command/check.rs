//! `signed-api check` and `signed-api list`.

use std::fs;

use crate::{run, schemes, written};
use signed_api_specs::builtin_names;

#[test]
fn right_files_are_right() {
    let names = [
        "vipps",
        "vipps-short",
        "vipps-strict",
        "ovh",
        "in-the-text",
        "link",
    ];
    let files = names.map(|name| schemes(name).to_str().unwrap().to_owned());
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(String::as_str));
    let ended = run(&arguments);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let expected = files
        .each_ref()
        .map(|file| format!("{file}: can sign and verify"));
    assert_eq!(ended.out.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn why_a_file_cannot_verify_has_its_place() {
    let right = fs::read_to_string(schemes("vipps")).unwrap();
    let (file, _) = right.split_once("\n[[example]]").unwrap();
    let run_together = file.replace("&Signature={signature | base64}", "{signature | base64}");
    let without_time = file.replace("{now | http_date}", "{now | format('%Y')}");
    for (text, why) in [
        (
            run_together,
            "nothing separates `{signed_headers | names | join(';')}` from `{signature | base64}` in `authorization`",
        ),
        (
            without_time,
            "`now` is signed, and nothing that is sent tells it to the day",
        ),
    ] {
        let path = written("unreadable", "vipps.toml", &text);
        let path = path.to_str().unwrap();
        let place = if why.starts_with("nothing") {
            "19:1"
        } else {
            "11:18"
        };
        let expected = format!("{path}: can sign, cannot verify: {why} ({path}:{place})\n");
        let ended = run(&["check", path]);
        assert_eq!((ended.code, ended.out), (Some(0), expected));
    }
}

#[test]
fn every_problem_of_a_wrong_file_has_its_place() {
    let right = fs::read_to_string(schemes("vipps")).unwrap();
    let wrong = right
        .replace("algorithm ", "algoritm ")
        .replace("{method}", "{methd}")
        .replace("| sha256 |", "| sha265 |");
    let file = written("wrong", "vipps.toml", &wrong);
    let ended = run(&["check", file.to_str().unwrap()]);
    assert_eq!((ended.code, &*ended.out), (Some(1), ""));
    for said in ["vipps.toml:8:1", "did you mean `algorithm`?"] {
        assert!(ended.err.contains(said), "{}", ended.err);
    }
    let wrong = right
        .replace("{method}", "{methd}")
        .replace("| sha256 |", "| sha265 |");
    let ended = run(&[
        "check",
        written("wrong", "vipps.toml", &wrong).to_str().unwrap(),
    ]);
    for (place, hint) in [
        ("vipps.toml:12:2", "did you mean `method`?"),
        ("vipps.toml:18:", "did you mean `sha256`?"),
    ] {
        assert!(
            ended.err.contains(place) && ended.err.contains(hint),
            "{}",
            ended.err
        );
    }
}

#[test]
fn an_example_that_is_not_reproduced_is_a_problem() {
    let right = fs::read_to_string(schemes("vipps")).unwrap();
    let file = written(
        "example",
        "vipps.toml",
        &right.replace("webhook.site/", "webhook.example/"),
    );
    let ended = run(&["check", file.to_str().unwrap()]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.err.contains("vipps.toml:") && ended.err.contains("authorization"),
        "{}",
        ended.err
    );
}

#[test]
fn no_report_shows_a_secret() {
    let right = fs::read_to_string(schemes("ovh")).unwrap();
    let secret = "ExampleAppSecret0123456789abcdef";
    // The text that was expected holds a part of the secret; what was found is not shown either.
    let wrong = format!(
        "{}string_to_sign = \"other+GET\"\n",
        right.replace("$1$7b816", "$1$00000")
    );
    let file = written("secret", "ovh.toml", &wrong);
    let ended = run(&["check", file.to_str().unwrap()]);
    assert_eq!(ended.code, Some(1));
    assert!(
        !ended.err.contains(secret) && !ended.out.contains(secret),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("application_secret"), "{}", ended.err);
}

/// One that is there and cannot be read is not the built-in of its name.
#[test]
fn a_file_that_cannot_be_read_is_not_extended() {
    let base = written("unreadable", "ovh.toml", "");
    fs::write(&base, b"title = \"\xff\"").unwrap();
    let text = "title = \"Acme\"\nextends = \"ovh\"\n";
    let file = written("unreadable", "acme.toml", text);
    let ended = run(&["check", file.to_str().unwrap()]);
    assert_eq!((ended.code, &*ended.out), (Some(1), ""));
    for said in ["ovh.toml` cannot be read", "acme.toml:2:11"] {
        assert!(ended.err.contains(said), "{}", ended.err);
    }
}

#[test]
fn the_list_has_every_built_in_scheme() {
    let ended = run(&["list"]);
    assert_eq!((ended.code, &*ended.err), (Some(0), ""));
    for entry in [
        "acs\n  Azure Communication Services",
        "acs-date\n",
        "sinch-application\n",
        "sinch-callback\n",
        "aws-sigv4\n  AWS Signature Version 4",
        "  credentials: access_key_id, secret_access_key (secret), session_token (secret, optional)\n",
        "  settings: auth_scheme (from the request when verifying) = application | Application [application]\n",
    ] {
        assert!(
            ended.out.contains(entry),
            "{entry:?} is not in\n{}",
            ended.out
        );
    }
    assert_eq!(
        ended.out.matches("signs and verifies").count(),
        ended.out.matches("credentials:").count()
    );
}

/// Where a scheme's rules come from, and what proves that it keeps them.
#[test]
fn the_list_says_of_every_scheme_what_proves_it() {
    let ended = run(&["list"]);
    let entries: Vec<&str> = ended.out.trim_end().split("\n\n").collect();
    let names = entries.iter().map(|entry| entry.lines().next().unwrap());
    assert!(names.eq(builtin_names()));
    for entry in entries {
        let lines: Vec<&str> = entry.lines().collect();
        assert!(lines[2].starts_with("  https://"), "{entry}");
        assert!(lines[3].starts_with("  examples: "), "{entry}");
        assert!(lines[4].starts_with("  vectors: "), "{entry}");
    }
    let form = ended
        .out
        .split("\n\n")
        .find(|it| it.starts_with("ucloud-form\n"));
    let shared = "\n  vectors: 21 of 21 in tests/vectors/ucloud.jsonl\n";
    assert!(form.is_some_and(|entry| entry.contains(shared)), "{form:?}");
}

#[test]
fn wrong_use_is_explained() {
    for arguments in [
        &[][..],
        &["chek"],
        &["check"],
        &["vectors", "--shceme", "x"],
    ] {
        let ended = run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.err.contains("Usage:"), "{}", ended.err);
    }
    assert!(run(&["chek"]).err.contains("'check'"));
}
