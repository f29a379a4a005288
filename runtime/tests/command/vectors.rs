//! `signed-api vectors`.

use std::{fs, path::PathBuf};

use crate::{Ended, run, schemes, vectors, written};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A case of a vector file, with something changed.
fn broken(name: &str, case: &str, change: impl FnOnce(&mut Value)) -> String {
    let text = fs::read_to_string(vectors(name)).unwrap();
    let mut rows = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut row = rows.find(|row| row["case"] == case).unwrap();
    change(&mut row);
    format!("{row}\n")
}

fn header<'r>(row: &'r mut Value, name: &str) -> &'r mut Value {
    let headers = row["signed"]["headers"].as_array_mut().unwrap();
    &mut headers.iter_mut().find(|pair| pair[0] == name).unwrap()[1]
}

fn replayed(folder: &str, name: &str, text: &str) -> Ended {
    let file = written(folder, &format!("{name}.jsonl"), text);
    run(&["vectors", file.to_str().unwrap()])
}

/// What is not reproduced, and why.
const EXPECTED: &[(&str, &str, &str)] = &[
    (
        "gemini",
        "body-emptied-spaced-json",
        "the library moves the JSON from the body to a header, with blanks between the members",
    ),
    ("gemini", "body-emptied-no-params", "the same"),
    ("gemini", "body-emptied-non-ascii-escaped", "the same"),
];

#[test]
fn what_the_providers_own_sdks_signed_is_reproduced() {
    let files = files_of_vectors("");
    let mut arguments = vec!["vectors"];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    let ended = run(&arguments);
    assert_eq!(ended.err, "");
    let missing = |name: &str| EXPECTED.iter().filter(|(file, ..)| *file == name).count();
    let mut expected: Vec<String> = Vec::new();
    for file in &files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let total = fs::read_to_string(file).unwrap().lines().count();
        expected.push(format!("{name}: {} of {total}", total - missing(name)));
    }
    let (totals, cases) = reports(&ended.out);
    assert_eq!(totals, expected, "{}", ended.out);
    let known: Vec<&str> = EXPECTED.iter().map(|(_, case, _)| *case).collect();
    assert_eq!(cases, known, "{}", ended.out);
    assert!(!ended.out.contains(": forwards only: "), "{}", ended.out);
}

#[test]
fn the_readme_and_the_list_say_how_many_are_reproduced() {
    let readme = include_str!("../../../README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows: Vec<String> = rows
        .map(|row| {
            let name = row.split('`').next().unwrap();
            let counts = row.trim_end_matches('|').trim_end().rsplit('|').next();
            format!("{name}: {}", counts.unwrap().trim())
        })
        .collect();
    let files = files_of_vectors("").into_iter().map(|file| {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let total = fs::read_to_string(&file).unwrap().lines().count();
        let missing = EXPECTED.iter().filter(|(of, ..)| *of == name).count();
        format!("{name}: {} of {total}", total - missing)
    });
    assert_eq!(rows, files.collect::<Vec<_>>());
    let listed = include_str!("../../src/bin/signed-api/reproduced.txt");
    assert_eq!(rows, listed.lines().collect::<Vec<_>>());
}

/// The vector files, or those of a folder among them, in order of their names.
fn files_of_vectors(folder: &str) -> Vec<PathBuf> {
    let folder = vectors("acs").parent().unwrap().join(folder);
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .collect();
    files.sort_by_key(|file| file.file_stem().unwrap().to_owned());
    files
}

/// `NAME: M of N` of every file, and the cases that are reported.
fn reports(out: &str) -> (Vec<&str>, Vec<&str>) {
    let total = |line: &'_ str| {
        line.find(" reproduced, ")
            .filter(|_| line.ends_with(" not covered"))
    };
    let totals = out.lines().filter_map(|line| Some(&line[..total(line)?]));
    let case = |line: &'_ str| line.find(", by ").or_else(|| line.find(": not covered"));
    let cases = out.lines().filter(|line| !line.starts_with(' '));
    (
        totals.collect(),
        cases
            .filter_map(|line| Some(&line[..case(line)?]))
            .collect(),
    )
}

#[test]
fn what_an_engine_once_got_wrong_is_reproduced() {
    let files = files_of_vectors("more");
    assert!(files.len() > 5, "{files:?}");
    let expected = files.iter().map(|file| {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let rows = fs::read_to_string(file).unwrap().lines().count();
        format!("{name}: {rows} of {rows} reproduced, 0 not covered")
    });
    let mut arguments = vec!["vectors"];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    let ended = run(&arguments);
    assert_eq!(
        ended.out.lines().collect::<Vec<_>>(),
        expected.collect::<Vec<_>>()
    );
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn one_byte_of_a_signature_is_seen() {
    let text = broken("acs", "create-call", |row| {
        let authorization = header(row, "authorization");
        let (start, end) = authorization
            .as_str()
            .unwrap()
            .rsplit_once("Signature=")
            .unwrap();
        let first = if end.starts_with('A') { "B" } else { "A" };
        *authorization = json!(format!("{start}Signature={first}{}", &end[1..]));
    });
    let ended = replayed("one-byte", "acs", &text);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let lines: Vec<_> = ended.out.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "create-call, by acs: not reproduced",
            "  header `authorization` differs:"
        ],
        "{}",
        ended.out
    );
    let caret = lines.iter().find(|line| line.trim() == "^").unwrap();
    let line = lines[lines.iter().position(|line| line == caret).unwrap() - 1];
    let at = line[..caret.find('^').unwrap()].rfind("Signature=");
    assert_eq!(
        at.map(|at| at + "Signature=".len()),
        caret.find('^'),
        "{}",
        ended.out
    );
    assert_eq!(lines.last(), Some(&"acs: 0 of 1 reproduced, 0 not covered"));
}

#[test]
fn a_line_of_the_string_to_sign_is_shown() {
    let text = broken("acs", "create-call", |row| {
        let signed = STANDARD
            .decode(row["string_to_sign_base64"].as_str().unwrap())
            .unwrap();
        let signed = String::from_utf8(signed)
            .unwrap()
            .replace("/calling/", "/Calling/");
        row["string_to_sign_base64"] = json!(STANDARD.encode(signed));
    });
    let ended = replayed("string-to-sign", "acs", &text);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended
            .out
            .starts_with("create-call, by acs: not reproduced\n  string to sign:\n"),
        "{}",
        ended.out
    );
    assert!(
        ended.out.contains("/Calling/")
            && ended.out.contains("/calling/")
            && ended.out.contains('^'),
        "{}",
        ended.out
    );
}

#[test]
fn a_header_more_or_less_is_seen() {
    let less = broken("acs", "create-call", |row| {
        row["signed"]["headers"]
            .as_array_mut()
            .unwrap()
            .retain(|pair| pair[0] != "x-ms-date");
    });
    let ended = replayed("less", "acs", &less);
    assert!(
        ended
            .out
            .contains("  header `x-ms-date` is set, and the vector has none\n"),
        "{}",
        ended.out
    );
    let more = broken("acs", "create-call", |row| {
        row["signed"]["headers"]
            .as_array_mut()
            .unwrap()
            .push(json!(["x-ms-more", "1"]));
    });
    let ended = replayed("more", "acs", &more);
    assert!(
        ended.out.contains("  header `x-ms-more` is not set\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.code, Some(1));
}

#[test]
fn a_body_that_is_made_out_of_nothing_needs_no_type() {
    let text = broken("exmo", "user-info-no-params", |row| {
        row["request"]["headers"] = json!([]);
    });
    let ended = replayed("made", "exmo", &text);
    assert_eq!(ended.out, "exmo: 1 of 1 reproduced, 0 not covered\n");
    assert_eq!(ended.code, Some(0));
}

#[test]
fn a_case_that_no_scheme_takes_is_not_covered() {
    let text = broken("sinch-application", "post-json", |row| {
        row["params"]["shout"] = json!("loudly");
    });
    let ended = replayed("uncovered", "sinch-application", &text);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(
        ended.out.starts_with("post-json: not covered\n  "),
        "{}",
        ended.out
    );
    assert!(
        ended
            .out
            .contains("  sinch-application: it offers no `shout = loudly`\n"),
        "{}",
        ended.out
    );
    assert!(
        ended
            .out
            .ends_with("sinch-application: 0 of 1 reproduced, 1 not covered\n"),
        "{}",
        ended.out
    );
}

#[test]
fn a_request_that_should_be_rejected_and_is_not_is_seen() {
    let text = broken("sinch-callback", "ice-event", |row| {
        row["expect"] = json!("reject");
    });
    let ended = replayed("rejected", "sinch-callback", &text);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.out.contains("  accepted, and should be rejected\n"),
        "{}",
        ended.out
    );
    let stale = broken("sinch-callback", "ice-event", |row| {
        row["expect"] = json!("reject");
        row["now"] = json!("2036-01-01T00:00:00Z");
    });
    assert_eq!(replayed("stale", "sinch-callback", &stale).code, Some(0));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let ended = replayed("no-json", "acs", "{\"case\": 1}\n");
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("acs.jsonl:1: "), "{}", ended.err);
    let ended = run(&["vectors", "nowhere/acs.jsonl"]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.err.starts_with("nowhere/acs.jsonl: "),
        "{}",
        ended.err
    );
    assert_eq!(replayed("empty", "acs", "").code, Some(1));
    assert_eq!(
        replayed(
            "unknown",
            "no-such-scheme",
            &broken("acs", "create-call", |_| {})
        )
        .code,
        Some(1)
    );
}

#[test]
fn a_scheme_of_ones_own_takes_the_cases_it_is_given() {
    let scheme = schemes("vipps");
    let text = broken("acs", "create-call", |row| {
        row["credentials"] = json!({ "secret": "x" });
    });
    let file = written("own", "any-name.jsonl", &text);
    let ended = run(&[
        "vectors",
        "--scheme",
        scheme.to_str().unwrap(),
        file.to_str().unwrap(),
    ]);
    assert!(
        ended.out.starts_with(
            "create-call, by vipps: not reproduced\n  header `authorization` differs:"
        ),
        "{ended:?}"
    );
}
