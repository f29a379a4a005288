//! Programs that must not compile, a folder for each kind of mistake. Each also implements its trait
//! and calls its client: the error that it is about must be the only one. Those called `several` make
//! several mistakes, which are all told at once.

use std::{fs, path::PathBuf};

/// The files of all folders that end so.
fn files(extension: &str) -> Vec<PathBuf> {
    let folders = fs::read_dir("ui").unwrap();
    let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|e| e == extension))
        .collect()
}

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

#[test]
fn a_mistake_is_one_error() {
    for file in files("stderr") {
        assert!(file.with_extension("rs").exists(), "{}", file.display());
        let text = fs::read_to_string(&file).unwrap();
        let errors = text.lines().filter(|line| line.starts_with("error"));
        let are_several = file.file_stem().is_some_and(|name| name == "several");
        let is_scheme = file.parent().is_some_and(|kind| kind.ends_with("scheme"));
        // What is wrong with a file is told in one error, at the literal that names it.
        let is_right = match errors.count() {
            0 => false,
            1 => !are_several || is_scheme,
            _ => are_several,
        };
        assert!(is_right, "{}: {text}", file.display());
    }
    assert!(files("rs").len() > 200);
}
