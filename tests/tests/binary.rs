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

/// The name of each built-in scheme, with its title, which a scheme's data holds.
fn titles() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/schemes");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let title = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("title "))
            .unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, line.split('"').nth(1).unwrap().to_owned())
    };
    files.map(title).collect()
}

#[test]
fn a_program_holds_the_scheme_that_it_uses_and_no_other() {
    let program = program("acs_call");
    let titles = titles();
    let held = titles
        .iter()
        .filter(|(_, title)| program.contains(title.as_str()));
    let held: Vec<&str> = held.map(|(name, _)| name.as_str()).collect();
    assert_eq!(held, ["acs"]);
    // Functions are known by their names; those of the engine are there.
    assert!(program.contains("signed_api_specs"));
    for reader in ["toml_parser", "annotate_snippets", "4read8template"] {
        assert!(!program.contains(reader), "{reader}");
    }
}
