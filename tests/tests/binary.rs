//! What a program holds that uses one scheme: no other one, and nothing that reads scheme files.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

/// What is text in an example, as `cargo run` builds it.
fn program(example: &str) -> String {
    let package = ["--package", "signed-api-examples", "--example", example];
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--message-format", "json"])
        .args(package)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let messages = String::from_utf8(output.stdout).unwrap();
    let executable = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).unwrap();
        message["executable"].as_str().map(str::to_owned)
    });
    let bytes = fs::read(executable.unwrap()).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The name of each built-in scheme, with its page, which a scheme's data holds, and nothing else
/// (a title may be the name of its type, too).
fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/schemes");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let page = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let page = text.lines().next().unwrap().strip_prefix("# ").unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, page.to_owned())
    };
    files.map(page).collect()
}

#[test]
fn a_program_holds_the_scheme_that_it_uses_and_no_other() {
    let program = program("acs_call");
    let pages = pages();
    let held = pages
        .iter()
        .filter(|(_, page)| program.contains(page.as_str()));
    let held: Vec<&str> = held.map(|(name, _)| name.as_str()).collect();
    assert_eq!(held, ["acs"]);
    // Functions are known by their names; those of the engine are there.
    assert!(program.contains("signed_api_specs"));
    for reader in ["toml_parser", "annotate_snippets", "signed_api_reader"] {
        assert!(!program.contains(reader), "{reader}");
    }
}
