//! `signed-api check`.

use std::path::PathBuf;

use crate::print;
use crate::scheme::load_file;

/// Prints the problems of each file, or that it is right and whether it can verify.
pub(crate) fn check(files: &[PathBuf]) -> bool {
    let mut right = true;
    for path in files {
        let shown = path.display();
        match load_file(path) {
            Ok(scheme) => {
                for warning in scheme.warnings() {
                    eprintln!("{warning}\n");
                }
                match scheme.unreadable() {
                    None => print::line(format_args!("{shown}: can sign and verify")),
                    Some(why) => {
                        let (reason, (file, line, column)) = (why.message(), why.position());
                        print::line(format_args!(
                            "{shown}: can sign, cannot verify: {reason} ({file}:{line}:{column})"
                        ));
                    }
                }
            }
            Err(problems) => {
                right = false;
                eprintln!("{problems}\n");
            }
        }
    }
    right
}
