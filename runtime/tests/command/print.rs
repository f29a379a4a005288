//! A reader who has had enough: `signed-api list | head`.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

/// Runs a command of which nobody reads what it prints. Its request comes after that is so.
fn unread(command: &str) -> (Option<i32>, String) {
    let arguments = [
        command,
        "--scheme",
        "acs",
        "--credential=access_key=pw==",
        "-",
    ];
    let mut child = Command::new(env!("CARGO_BIN_EXE_signed-api"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut request = child.stdin.take().unwrap();
    request.write_all(b"GET https://a.example/").unwrap();
    drop(request);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn what_nobody_reads_is_no_panic() {
    for command in ["sign", "verify", "explain"] {
        assert_eq!(unread(command), (Some(141), String::new()), "{command}");
    }
}
