//! The page "My signature is refused", followed: the requests and commands that it shows, and what
//! they print. `UPDATE=1` writes what they print into the page, to be read before it is kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{run_with, written};

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The blocks of a page: the text before each, its language, and what stands in it.
fn blocks(text: &str) -> Vec<(&str, &str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("```") {
        let (language, after) = after.split_once('\n').expect("a language");
        let (block, after) = after.split_once("```").expect("an end");
        blocks.push((before, language, block));
        rest = after;
    }
    blocks.push((rest, "", ""));
    blocks
}

/// Follows a page whose requests are these at first, in a folder of its own; the page as it should be.
fn followed(folder: &str, text: &str, mut request: String) -> (String, String) {
    let mut variables: Vec<(String, String)> = vec![("ACS_ACCESS_KEY".into(), "c2VjcmV0".into())];
    let mut printed = String::new();
    let mut page = String::new();
    for (before, language, block) in blocks(text) {
        page.push_str(before);
        match language {
            "http" => block.trim_end_matches('\n').clone_into(&mut request),
            "sh" => printed = run(folder, block, &mut variables, &request),
            _ => {}
        }
        let block = if language == "text" { &printed } else { block };
        if !language.is_empty() {
            page.extend(["```", language, "\n", block, "```"]);
        }
    }
    (page, request)
}

fn run(
    folder: &str,
    commands: &str,
    variables: &mut Vec<(String, String)>,
    request: &str,
) -> String {
    let mut printed = String::new();
    for command in commands.lines() {
        let words: Vec<&str> = command.split(' ').collect();
        match words.as_slice() {
            ["export", variable] => {
                let (name, value) = variable.split_once('=').unwrap();
                variables.retain(|(known, _)| known != name);
                variables.push((name.to_owned(), value.to_owned()));
            }
            ["signed-api", arguments @ .., "refused.http"] => {
                let file = written(folder, "refused.http", request);
                let arguments = [arguments, &[file.to_str().unwrap()]].concat();
                let variables: Vec<(&str, &str)> = variables
                    .iter()
                    .map(|(name, value)| (&**name, &**value))
                    .collect();
                let ended = run_with(&arguments, &variables, b"");
                assert_eq!((ended.code, &*ended.err), (Some(1), ""));
                printed = ended.out;
            }
            _ => panic!("nobody knows how to run `{command}`"),
        }
    }
    printed
}

fn assert_kept(name: &str, page: &str, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(self::page(name), page).unwrap();
    } else {
        assert_eq!(page, text, "{name}: UPDATE=1 writes it anew");
    }
}

#[test]
fn the_page_shows_what_its_commands_print() {
    let text = fs::read_to_string(page("REFUSED.md")).unwrap();
    let (followed, _) = followed("refused-page", &text, String::new());
    assert_kept("REFUSED.md", &followed, &text);
}

#[test]
fn the_readme_shows_the_first_of_them() {
    let own = fs::read_to_string(page("REFUSED.md")).unwrap();
    let (_, _, request) = *blocks(&own)
        .iter()
        .find(|(_, language, _)| *language == "http")
        .unwrap();
    let text = fs::read_to_string(page("../README.md")).unwrap();
    let (before, rest) = text.split_once("\n## My signature is refused\n").unwrap();
    let (section, after) = rest.split_once("\n## ").unwrap();
    let (followed, _) = followed(
        "refused-readme",
        section,
        request.trim_end_matches('\n').to_owned(),
    );
    let whole = format!("{before}\n## My signature is refused\n{followed}\n## {after}");
    assert_kept("../README.md", &whole, &text);
}

/// What providers say, as those who search for it type it.
#[test]
fn the_page_is_found_by_the_words_of_the_providers() {
    let page = fs::read_to_string(page("REFUSED.md")).unwrap();
    for words in [
        "7509",
        "HMAC-SHA256 validation failed",
        "40102",
        "Request has invalid signature",
        "SignatureDoesNotMatch",
        "AuthenticationFailed",
        "InvalidSignatureException",
        "AuthFailure.SignatureFailure",
        "EAPI:Invalid signature",
        "-1022",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
