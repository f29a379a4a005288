//! What is wrong with a scheme file is said in one go, at the exact characters: each file in
//! `wrong` has its problems, or warnings, in the text beside it.
//!
//! `UPDATE=1` writes these texts anew. Read them then, as a newcomer would.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use signed_api_reader::{Problem, read};

#[test]
fn every_mistake_is_reported_as_expected() {
    let mut differing = String::new();
    let files = files("toml");
    assert!(files.len() >= 70, "{} files", files.len());
    for file in &files {
        let expected = file.with_extension("txt");
        let report = report(file);
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &report).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != report {
            let _ = writeln!(differing, "--- {}\n{report}", file.display());
        }
    }
    assert!(differing.is_empty(), "{differing}");
}

#[test]
fn every_report_has_its_file() {
    for report in files("txt") {
        let file = report.with_extension("toml");
        assert!(file.exists(), "{} has no file", report.display());
    }
}

#[test]
fn a_position_counts_characters() {
    let text = "title = \"é\"\n[signature]\nalgorithm = 'é{'\nstring_to_sign = '{method}'\n";
    let problems = read("é.toml", text, &mut |_| None).unwrap_err();
    let positions: Vec<_> = problems.iter().map(Problem::position).collect();
    assert_eq!(positions, [("é.toml", 3, 15)]);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong")
}

fn files(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|one| one == extension))
        .collect();
    files.sort();
    files
}

/// What is shown for a file: its problems, or its warnings.
fn report(file: &Path) -> String {
    let name = file.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(file).unwrap();
    let mut beside = |name: &str| {
        let text = fs::read_to_string(folder().join(format!("base/{name}.toml"))).ok()?;
        Some(Ok((format!("{name}.toml"), text)))
    };
    let shown = match read(name, &text, &mut beside) {
        Err(problems) => problems.to_string(),
        Ok(scheme) => {
            let warnings = scheme.warnings().iter().map(ToString::to_string);
            warnings.collect::<Vec<_>>().join("\n\n")
        }
    };
    assert!(!shown.is_empty(), "nothing is wrong with {name}");
    format!("{shown}\n")
}
