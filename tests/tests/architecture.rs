//! What depends on what: who may know whom is decided once, and this test holds everybody to it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// The folder of the workspace.
fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A dependency as its `Cargo.toml` declares it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Declared {
    name: String,
    features: Vec<String>,
    default: bool,
    optional: bool,
}

/// What a package of the workspace depends on, but for its tests.
fn declared(package: &str) -> BTreeSet<Declared> {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version", "1"])).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|one| one["name"] == package).unwrap();
    let all = package["dependencies"].as_array().unwrap();
    let normal = all
        .iter()
        .filter(|one| one["kind"] != "dev")
        .map(|one| Declared {
            name: one["name"].as_str().unwrap().to_owned(),
            features: one["features"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_str().unwrap().to_owned())
                .collect(),
            default: one["uses_default_features"].as_bool().unwrap(),
            optional: one["optional"].as_bool().unwrap(),
        });
    normal.collect()
}

/// Those of them that are ours.
fn ours(package: &str) -> Vec<Declared> {
    declared(package)
        .into_iter()
        .filter(|one| one.name.starts_with("signed-api"))
        .collect()
}

/// Everything that is linked into a program that uses a package: no build scripts, no macros.
fn linked(package: &str, more: &[&str]) -> BTreeSet<String> {
    let edges = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = cargo(&[&edges[..], more].concat());
    tree.lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn assert_without(linked: &BTreeSet<String>, names: &[&str]) {
    for name in names {
        assert!(!linked.contains(*name), "`{name}` is linked: {linked:?}");
    }
}

#[test]
fn the_runtime_knows_macros_the_macros_the_reader_and_all_the_specs() {
    let arrow = |name: &str| Declared {
        name: name.to_owned(),
        features: Vec::new(),
        default: true,
        optional: false,
    };
    let (macros, reader, specs) = ("signed-api-macros", "signed-api-reader", "signed-api-specs");
    assert_eq!(ours(specs), []);
    assert_eq!(ours(reader), [arrow(specs)]);
    assert_eq!(ours(macros), [reader, specs].map(arrow));
    let command_line = Declared {
        optional: true,
        ..arrow(reader)
    };
    assert_eq!(
        ours("signed-api"),
        [arrow(macros), command_line, arrow(specs)]
    );
}

#[test]
fn specs_and_reader_know_no_tokens_no_network_and_no_executor() {
    let forbidden = [
        "syn",
        "quote",
        "proc-macro2",
        "reqwest",
        "tokio",
        "hyper",
        "futures-core",
        "getrandom",
        "signed-api",
    ];
    for package in ["signed-api-specs", "signed-api-reader"] {
        assert_without(&linked(package, &["--all-features"]), &forbidden);
        for dependency in declared(package) {
            assert!(!forbidden.contains(&&*dependency.name), "{dependency:?}");
        }
    }
}

#[test]
fn macros_know_neither_the_runtime_nor_what_it_sends_with() {
    let linked = linked("signed-api-macros", &["--all-features"]);
    assert!(linked.contains("syn"), "{linked:?}");
    assert_without(
        &linked,
        &["signed-api", "reqwest", "tokio", "hyper", "getrandom"],
    );
}

#[test]
fn a_client_reads_no_scheme_files() {
    let default = linked("signed-api", &[]);
    assert!(
        default.contains("reqwest") && default.contains("signed-api-specs"),
        "{default:?}"
    );
    assert_without(
        &default,
        &[
            "toml",
            "toml_parser",
            "annotate-snippets",
            "signed-api-reader",
            "syn",
            "signed-api-macros",
            "clap",
        ],
    );
}

#[test]
fn a_client_with_a_transport_of_its_own_needs_no_other() {
    let bare = linked("signed-api", &["--no-default-features"]);
    assert_without(
        &bare,
        &["reqwest", "rustls", "ring", "tokio", "hyper", "toml"],
    );
}

#[test]
fn a_blocking_client_with_ureq_has_no_async_runtime() {
    let features = [
        "--no-default-features",
        "--features",
        "blocking,ureq,aws-lc-rs",
    ];
    let linked = linked("signed-api", &features);
    assert!(
        linked.contains("ureq") && linked.contains("rustls"),
        "{linked:?}"
    );
    assert_without(&linked, &["tokio", "reqwest", "hyper", "mio"]);
}

/// What wants sockets, threads or an operating system.
const UNFIT: [&str; 14] = [
    "aws-lc-rs",
    "aws-lc-sys",
    "hyper",
    "libc",
    "mio",
    "polling",
    "reqwest",
    "ring",
    "rustix",
    "rustls",
    "socket2",
    "tokio",
    "ureq",
    "windows-sys",
];

#[test]
fn without_defaults_everything_fits_wasm() {
    for features in ["", "diagnose"] {
        let target = ["--target", "wasm32-unknown-unknown", "--features", features];
        let linked = linked(
            "signed-api",
            &[&["--no-default-features"], &target[..]].concat(),
        );
        assert_without(&linked, &UNFIT);
        // The timer is JavaScript's.
        assert!(linked.contains("gloo-timers"), "{linked:?}");
    }
    let other = linked("signed-api", &["--no-default-features"]);
    assert!(!other.contains("gloo-timers"), "{other:?}");
    assert!(
        linked("signed-api", &[]).contains("mio"),
        "nothing would be seen"
    );
}

#[test]
fn nobody_but_the_list_of_schemes_knows_a_provider() {
    let providers = providers();
    let exceptions = ["runtime/src/schemes.rs", "specs/src/builtin.rs"];
    let mut looked_at = 0;
    for folder in ["specs/src", "specs/reader/src", "runtime/src"] {
        for file in rust_files(&workspace().join(folder)) {
            let shown = file
                .strip_prefix(workspace())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            if exceptions.contains(&&*shown) || shown.contains("/tests") {
                continue;
            }
            looked_at += 1;
            let code = code(&fs::read_to_string(&file).unwrap());
            for (number, line) in code.iter().enumerate() {
                let line = LIBRARIES.iter().fold(line.clone(), |line, library| {
                    line.replace(library, "cryptography")
                });
                let named = words(&line)
                    .into_iter()
                    .find(|word| providers.contains(word));
                assert_eq!(named, None, "{shown}:{}: {line}", number + 1);
            }
        }
    }
    assert!(looked_at > 40, "{looked_at} files");
}

/// Words that only the protocols of providers have, beside the names of the built-in schemes.
const PROTOCOLS: &[&str] = &["amz", "amzn", "microsoft", "sigv4"];

/// A library of cryptography, which happens to be called after a provider.
const LIBRARIES: &[&str] = &["aws-lc-rs", "aws_lc_rs"];

/// First words of schemes that name no provider.
const COMMON: &[&str] = &["http", "line", "standard"];

/// The first word of each built-in scheme, and the words of protocols.
fn providers() -> Vec<String> {
    let files = fs::read_dir(workspace().join("specs/schemes")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let first = |name: String| name.split(['-', '.']).next().unwrap().to_owned();
    let mut words: Vec<String> = names.map(first).collect();
    words.retain(|word| !COMMON.contains(&word.as_str()));
    assert!(words.iter().any(|word| word == "acs"), "{words:?}");
    words.extend(PROTOCOLS.iter().map(|&word| word.to_owned()));
    words
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The lines of a file without its comments, up to its tests.
fn code(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]");
    lines
        .map(|line| line.split("//").next().unwrap_or_default().to_owned())
        .collect()
}

/// `AwsSigv4` and `aws-sigv4` are both `aws` and `sigv4`.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in line.chars() {
        let begins =
            !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before.is_ascii_lowercase());
        if begins {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn words_are_found_in_names_of_any_case() {
    assert_eq!(
        words("let AwsSigv4 = acs_date(\"x-ms-date\");"),
        ["let", "aws", "sigv4", "acs", "date", "x", "ms", "date"]
    );
    assert_eq!(words("Macs spaces"), ["macs", "spaces"]);
}
