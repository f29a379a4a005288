//! `signed-api`: what the schemes are, whether a scheme file is right, whether a scheme reproduces
//! requests that others signed; and one request signed, verified, explained or diagnosed.

mod answer;
mod call;
mod check;
mod diagnose;
mod explain;
mod given;
mod list;
mod print;
mod scheme;
mod sign;
mod vectors;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use call::Call;
use diagnose::Question;

/// Schemes of signed HTTP APIs: list, check and replay them; sign, verify, explain and diagnose a request.
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
    /// Signs a request, and prints it as HTTP text with what signing sets.
    ///
    /// Exits with 0 if it is signed, with 1 if it cannot be; with 2 if it, the scheme or a credential
    /// could not be read.
    Sign(Call),
    /// Verifies a request as it was received, and says why if it is refused.
    ///
    /// Exits with 0 if the request is accepted, with 1 if it is refused; with 2 if there is no verdict, for it, the scheme
    /// or a credential could not be read.
    Verify(Call),
    /// Signs a request, and prints every step: each named value, the string to sign with its line
    /// ends and blanks, and where each line of it comes from, and what is set. Secrets are masked.
    ///
    /// With the answer of a server that refused it, sent with the time and nonce that are given: what
    /// the code means, and where the server's own string to sign differs, if it tells that.
    ///
    /// Exits with 0 if it is signed, with 1 if it cannot be; with 2 if it, the scheme or a credential
    /// could not be read.
    Explain {
        /// The server's answer, a file of HTTP text: a line `HTTP/1.1 403 Forbidden`, headers, an
        /// empty line, and the body.
        #[arg(long, value_name = "FILE")]
        answer: Option<PathBuf>,
        #[command(flatten)]
        call: Call,
    },
    /// Finds the mistake behind a refused signature, the first answer on top: known ways of getting
    /// it wrong are made, one and two at a time, until one gives the signature that was sent.
    ///
    /// The request is one as it was captured, signature and all; or one without, and `--signature`
    /// is what a client that works has made of it.
    ///
    /// Exits with 0 if nothing is wrong, with 1 if a mistake is named, with 3 if the signature is wrong
    /// and no known mistake gives it; with 2 if the request, the scheme or a credential could not be read.
    Diagnose(Question),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::List => ended(list::list(), 1),
        Command::Check { files } => ended(Ok(check::check(&files)), 1),
        Command::Vectors { schemes, files } => ended(vectors::vectors(&schemes, &files), 1),
        Command::Sign(call) => ended(sign::sign(&call), 2),
        Command::Verify(call) => ended(verify::verify(&call), 2),
        Command::Explain { answer, call } => ended(explain::explain(&call, answer.as_deref()), 2),
        Command::Diagnose(question) => match diagnose::diagnose(&question) {
            Ok(code) => ExitCode::from(code),
            Err(message) => ended(Err(message), 2),
        },
    }
}

/// 0 if all is well, 1 if it is not, and a code of its own for what could not be tried.
fn ended(done: Result<bool, String>, untried: u8) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(untried)
        }
    }
}
