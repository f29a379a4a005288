//! Reading scheme files: text to tables, tables to a draft, a draft to a checked scheme.
//!
//! Each stage collects everything that is wrong; the next one begins only if nothing is.

mod builtin;
mod calls;
mod check;
mod difference;
mod document;
mod draft;
mod example;
mod extends;
mod http_text;
mod lower;
mod order;
mod problem;
mod rules;
mod section;
mod template;

use std::path::Path;
use std::sync::Arc;

pub use builtin::{builtin, builtin_names, builtin_text};
pub use difference::difference;
pub use http_text::{HttpText, parse_http};
pub use problem::{Problem, Problems};

use crate::data::Scheme;
use draft::Draft;
use problem::{Findings, Place, Source};

/// How a file finds those that it extends: by a scheme's name, the path and text of its file.
pub type Find<'f> = dyn FnMut(&str) -> Option<(String, String)> + 'f;

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
    });
    let mut findings = Findings::default();
    let mut scheme = Scheme {
        name: stem(path),
        page: page(text),
        ..Scheme::default()
    };
    let draft = load(&source, &mut scheme, find, &mut findings)?;
    findings.finish()?;
    let mut findings = Findings::default();
    let end = Place {
        source: source.clone(),
        span: text.len()..text.len(),
    };
    let mut scheme = check::check(&draft, scheme, &end, &mut findings);
    scheme.warnings = findings.finish()?;
    let mut findings = Findings::default();
    example::run(&scheme, &draft.examples, &mut findings);
    findings.finish()?;
    Ok(scheme)
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
    let comments = text.lines().map_while(|line| line.strip_prefix('#'));
    let address = comments
        .map(str::trim)
        .find(|line| line.starts_with("http"));
    address.unwrap_or_default().to_owned()
}

/// The draft of a source, over the drafts of what it extends.
fn load(
    source: &Arc<Source>,
    scheme: &mut Scheme,
    find: &mut Find<'_>,
    findings: &mut Findings,
) -> Result<Draft, Problems> {
    let draft = draft::draft(document::parse(source)?, findings);
    let Some(base) = draft.extends.clone() else {
        extends::refuse_removals(&draft, findings);
        return Ok(draft);
    };
    if base.text == scheme.name || scheme.extends.contains(&base.text) {
        findings.error(&base.place, format!("`{}` extends itself", base.text));
        return Ok(draft);
    }
    let (path, text) = match find(&base.text) {
        Some((path, text)) => {
            scheme.files.push(path.clone());
            (path, text)
        }
        None => match builtin_text(&base.text) {
            Some(text) => (format!("{}.toml", base.text), text.to_owned()),
            None => {
                let near = problem::did_you_mean(&base.text, builtin_names());
                let message = format!(
                    "there is no `{}.toml` beside this file, and no such built-in scheme{near}",
                    base.text
                );
                findings.error(&base.place, message);
                return Ok(draft);
            }
        },
    };
    scheme.extends.push(base.text.clone());
    let source = Arc::new(Source { path, text });
    let inner = load(&source, scheme, find, findings)?;
    Ok(extends::extend(draft, inner, &base.text, findings))
}
