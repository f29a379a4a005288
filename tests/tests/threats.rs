//! The page about threats: each of its promises is kept by a test that there is.

use std::{collections::HashSet, fs, path::Path};

fn read(path: &str) -> String {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The name is that of a test.
fn is_test(text: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let mut before = "";
    for line in text.lines().map(str::trim) {
        if line.trim_start_matches("async ").starts_with(&head) {
            return before.starts_with("#[test") || before.starts_with("#[tokio::test");
        }
        before = line;
    }
    false
}

#[test]
fn every_promise_has_its_test() {
    let page = read("runtime/THREATS.md");
    let mut promises = 0;
    let mut kept = HashSet::new();
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        let mut columns = row.trim_matches('|').rsplit(" | ");
        let kept_by = columns.next().unwrap();
        if kept_by.trim() == "kept by" {
            continue;
        }
        let (mut file, mut tests) = (None, 0);
        for name in quoted(kept_by) {
            if Path::new(name).extension().is_some() {
                file = Some((name, read(name)));
                continue;
            }
            let (path, text) = file.as_ref().unwrap_or_else(|| panic!("no file: {row}"));
            assert!(is_test(text, name), "{path} has no test `{name}`");
            tests += 1;
        }
        assert!(tests > 0, "nothing keeps it: {row}");
        assert!(
            kept.insert(kept_by),
            "another promise is kept by the same: {row}"
        );
        promises += 1;
    }
    assert!(promises > 20, "{promises}");
}

#[test]
fn only_a_test_is_one() {
    let text = "#[test]\nfn a() {}\nfn b() {}\n    #[tokio::test(start_paused = true)]\n    async fn c() {\n";
    assert!(is_test(text, "a") && is_test(text, "c"));
    assert!(!is_test(text, "b") && !is_test(text, "d"));
}
