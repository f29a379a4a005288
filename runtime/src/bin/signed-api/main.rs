//! `signed-api`: what the schemes are, whether a scheme file is right, and whether a scheme
//! reproduces requests that others signed.

mod check;
mod list;
mod scheme;
mod vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Schemes of signed HTTP APIs: list, check and replay them.
#[derive(Parser)]
#[command(name = "signed-api", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the built-in schemes: title, credentials, settings, whether they verify.
    List,
    /// Checks scheme files, and runs their examples. Exits with 1 if any has a problem.
    Check {
        /// The scheme files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Signs again what vector files hold, and compares. Exits with 1 unless all is reproduced.
    Vectors {
        /// A built-in scheme or a scheme file that takes the cases; as often as needed. Without it
        /// the name of a vector file names the built-in, with those that extend it.
        #[arg(long = "scheme", value_name = "NAME_OR_FILE")]
        schemes: Vec<String>,
        /// The vector files, one signed request a line.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::List => list::list(),
        Command::Check { files } => Ok(check::check(&files)),
        Command::Vectors { schemes, files } => vectors::vectors(&schemes, &files),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
