//! Reading scheme files: text to tables, tables to a draft, a draft to a checked scheme.
//!
//! Each stage collects everything that is wrong; the next one begins only if nothing is. What a file
//! says is described by [`signed_api_specs`], which applies what comes out here. A client needs
//! nothing of this: the macro of `signed-api` reads the file when the client is compiled.

mod builtin;
mod check;
mod difference;
mod document;
mod draft;
mod example;
mod extends;
mod http_text;
mod limits;
mod load;
mod lower;
mod named_once;
mod offsets;
mod order;
mod problem;
mod refusal;
mod rules;
mod scheme;
mod section;
mod syntax;
mod tables;
mod template;
mod warnings;
mod written_out;

use std::path::Path;
use std::sync::Arc;

pub use builtin::{builtin, builtin_meant};
pub use difference::difference;
pub use example::Sample;
pub use http_text::{HttpText, parse_http};
pub use problem::{Problem, Problems, did_you_mean};
pub use scheme::Scheme;

use problem::{Findings, Source};

/// How a file finds those that it extends: by a scheme's name, the path and text of its file, or why
/// one that is there cannot be read. `None`: there is none of this name.
pub type Find<'f> = dyn FnMut(&str) -> Option<Result<(String, String), String>> + 'f;

/// Reads and checks a scheme file, and runs its examples.
///
/// `path` is shown in messages, and its stem is the name of the scheme. `find` is asked for the
/// files that this one extends, by name, before the built-in ones are looked at.
///
/// # Errors
///
/// Everything that is wrong with the file, each with its place.
pub fn read(path: &str, text: &str, find: &mut Find<'_>) -> Result<Scheme, Problems> {
    let source = Arc::new(Source {
        path: path.to_owned(),
        text: text.to_owned(),
        extended_by: None,
    });
    let mut findings = Findings::default();
    let mut scheme = Scheme {
        name: stem(path),
        page: page(text),
        ..Scheme::default()
    };
    let draft = load::load(&source, &mut scheme, find, &mut findings);
    findings.finish()?;
    let mut findings = Findings::default();
    let top = source.top();
    let mut scheme = check::check(&draft, scheme, &top, &mut findings);
    scheme.warnings = findings.finish()?;
    let mut findings = Findings::default();
    example::run(&scheme, &draft.examples, &mut findings);
    scheme.sample = Sample::of(&draft.examples);
    scheme.sources = example::sources(&draft.examples);
    scheme.warnings.extend(findings.finish()?);
    Ok(scheme)
}

/// What a file says of its credentials and settings, as far as it can be understood.
///
/// For whoever has to go on after [`read`] has refused a file: a type with these fields saves its
/// users from errors that follow from the first.
pub fn outline(path: &str, text: &str, find: &mut Find<'_>) -> Scheme {
    let source = Arc::new(Source {
        path: path.to_owned(),
        text: text.to_owned(),
        extended_by: None,
    });
    let mut scheme = Scheme {
        name: stem(path),
        ..Scheme::default()
    };
    let mut findings = Findings::default();
    let draft = load::load(&source, &mut scheme, find, &mut findings);
    check::outline(&draft, scheme, &mut findings)
}

/// The name of a file without folder and `.toml`.
fn stem(path: &str) -> String {
    let stem = Path::new(path)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| path.to_owned())
}

/// The provider's page: the address in the comments that a file begins with.
fn page(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let comments = text.lines().map_while(|line| line.strip_prefix('#'));
    let address = comments
        .map(str::trim)
        .find(|line| line.starts_with("http"));
    address.unwrap_or_default().to_owned()
}
