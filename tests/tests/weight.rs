//! What signed-api adds to a crate that already uses reqwest, `serde_json` and tokio, as the README says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

/// What a crate has already; `cfg-if` by reqwest's default features, which this workspace does without.
const THERE: [&str; 4] = ["cfg-if", "reqwest", "serde_json", "tokio"];

/// What comes with signed-api: ours, the hashes, the calendar, what reads scheme files for the macro, and
/// what is small.
const ADDED: &[&str] = &[
    "annotate-snippets",
    "anstyle",
    "block-buffer",
    "cmov",
    "cpufeatures",
    "crypto-common",
    "ctutils",
    "digest",
    "futures-timer",
    "getrandom",
    "hmac",
    "hybrid-array",
    "jiff-core",
    "md-5",
    "serde",
    "serde_spanned",
    "sha1",
    "sha2",
    "signed-api",
    "signed-api-macros",
    "signed-api-reader",
    "signed-api-specs",
    "sm3",
    "toml",
    "toml_datetime",
    "toml_parser",
    "typenum",
    "unicode-width",
    "winnow",
];

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// What `cargo tree` says of a client with default features, macros and build scripts too.
fn tree(arguments: &[&str]) -> String {
    let package = ["--package", "signed-api", "--edges", "normal,build"];
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked"])
        .args(package)
        .args(arguments)
        .current_dir(workspace())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every crate that is built for a client, with those that it needs itself.
fn built() -> BTreeMap<String, BTreeSet<String>> {
    let tree = tree(&["--prefix", "depth", "--format", " {p}"]);
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    for line in tree.lines() {
        let mut words = line.split(' ');
        let depth: usize = words.next().unwrap().parse().unwrap();
        let name = words.next().unwrap().to_owned();
        above.truncate(depth);
        if let Some(user) = above.last() {
            needs.entry(user.clone()).or_default().insert(name.clone());
        }
        needs.entry(name.clone()).or_default();
        above.push(name);
    }
    needs
}

#[test]
fn few_crates_are_added_and_the_readme_says_how_many() {
    let built = built();
    let mut there = BTreeSet::new();
    let mut open = THERE.map(str::to_owned).to_vec();
    while let Some(name) = open.pop() {
        let needs = built.get(&name).unwrap_or_else(|| panic!("no {name}"));
        // A feature of ours asks for it.
        let has = |other: &&String| (&*name, other.as_str()) != ("bytes", "serde");
        if there.insert(name.clone()) {
            open.extend(needs.iter().filter(has).cloned());
        }
    }
    let added: Vec<&str> = built
        .keys()
        .filter(|name| !there.contains(*name))
        .map(String::as_str)
        .collect();
    assert_eq!(added, ADDED);
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let words: Vec<&str> = readme.split_whitespace().collect();
    let said = format!("signed-api adds {} crates", added.len());
    assert!(words.join(" ").contains(&said), "{said}");
}

/// The engine above all: what macro and client both need is built once, as long as they ask for the same
/// features of it.
#[test]
fn macro_and_client_share_what_both_need() {
    assert_eq!(built_twice(&[]), BTreeMap::new());
    let without_bytes = ["--no-default-features", "--features", "reqwest,aws-lc-rs"];
    assert_eq!(built_twice(&without_bytes), BTreeMap::new());
}

/// The crates of which different features are asked for, and which.
fn built_twice(arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let shown = ["--prefix", "none", "--format", "{p} features: {f}"];
    let tree = tree(&[&shown, arguments].concat());
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in tree.lines() {
        let (package, asked) = line
            .trim_end_matches(" (*)")
            .split_once(" features:")
            .unwrap();
        let asked = asked.trim().to_owned();
        features
            .entry(package.to_owned())
            .or_default()
            .insert(asked);
    }
    features.retain(|_, asked| asked.len() > 1);
    features
}
