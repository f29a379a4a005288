//! Standard output, which may be closed before everything is said: `signed-api list | head`.

use std::fmt::Display;
use std::io::{ErrorKind, Write as _, stdout};
use std::process::exit;

/// How a shell sees a program that was ended because nobody reads it any more (128 and `SIGPIPE`).
const UNREAD: i32 = 141;

/// Prints a line.
pub(crate) fn line(text: impl Display) {
    bytes(format!("{text}\n").as_bytes());
}

/// Prints bytes as they are. Where they cannot be, the command ends here: nothing that it still had to
/// say could be read.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut out = stdout().lock();
    let Err(error) = out.write_all(bytes).and_then(|()| out.flush()) else {
        return;
    };
    if error.kind() == ErrorKind::BrokenPipe {
        exit(UNREAD);
    }
    eprintln!("standard output: {error}");
    exit(1);
}
