//! The command line, as its user runs it: what it prints, and how it exits.

mod check;
mod diagnose;
mod explain;
mod given;
mod print;
mod refused;
mod schemes;
mod sdk;
mod sign;
mod vectors;
mod walk;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    /// What it printed, byte for byte.
    pub(crate) bytes: Vec<u8>,
    pub(crate) err: String,
}

pub(crate) fn run(arguments: &[&str]) -> Ended {
    run_with(arguments, &[], b"")
}

/// Runs a command that finds only these variables in its environment.
pub(crate) fn run_with(arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_signed-api"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        bytes: output.stdout,
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn vectors(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/vectors")
        .join(format!("{name}.jsonl"))
}

pub(crate) fn schemes(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/schemes")
        .join(format!("{name}.toml"))
}

/// A file of one's own, in a folder of its own: the name of a vector file names its scheme.
pub(crate) fn written(folder: &str, name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}
