//! `signed-api check`.

use std::path::PathBuf;

use signed_api_specs::Reading;

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
                match Reading::new(&scheme.data()) {
                    Ok(_) => print::line(format_args!("{shown}: can sign and verify")),
                    Err(reason) => {
                        print::line(format_args!("{shown}: can sign, cannot verify: {reason}"));
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
