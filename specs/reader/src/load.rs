//! A file and those that it extends, to one draft.

use std::sync::Arc;

use signed_api_specs::builtin_text;

use super::builtin::builtin_meant;
use super::document::{self, Field};
use super::draft::Draft;
use super::extends::{extend, refuse_removals};
use super::limits;
use super::problem::{Findings, Source};
use super::{Find, tables};
use crate::Scheme;

/// How many files may extend one another.
const FILES: usize = 16;

/// The draft of a source, over the drafts of what it extends.
pub(crate) fn load(
    source: &Arc<Source>,
    scheme: &mut Scheme,
    find: &mut Find<'_>,
    findings: &mut Findings,
) -> Draft {
    if let Some(message) = limits::too_long(&source.text) {
        findings.error(&source.top(), message);
        return Draft::default();
    }
    let Some(table) = document::parse(source, findings) else {
        return Draft::default();
    };
    let draft = tables::draft(table, findings);
    let Some(base) = &draft.extends else {
        refuse_removals(&draft, findings);
        return draft;
    };
    let (path, text) = match base_file(base, scheme, find) {
        Ok(file) => file,
        Err(message) => {
            findings.error(&base.place, message);
            return draft;
        }
    };
    let name = base.text.clone();
    scheme.extends.push(name.clone());
    let base = Arc::new(Source {
        path,
        text,
        extended_by: Some(source.clone()),
    });
    let found = findings.count();
    let inner = load(&base, scheme, find, findings);
    if findings.count() > found {
        // What it would take out of a file that was not understood, nobody knows.
        return draft;
    }
    extend(draft, inner, &name, findings)
}

/// Path and text of the file that is extended, or why there is none.
fn base_file(
    base: &Field,
    scheme: &mut Scheme,
    find: &mut Find<'_>,
) -> Result<(String, String), String> {
    let name = base.text.as_str();
    if let Some(stem) = name.strip_suffix(".toml") {
        return Err(format!("`extends` names a scheme, not its file: `{stem}`"));
    }
    if name.is_empty() || name.contains(['/', '\\']) {
        return Err(
            "`extends` names a scheme: a file beside this one without `.toml`, or a built-in one"
                .to_owned(),
        );
    }
    if let Some(message) = circle(name, scheme) {
        return Err(message);
    }
    if scheme.extends.len() == FILES {
        return Err(format!("more than {FILES} files extend one another"));
    }
    if let Some(found) = find(name) {
        let (path, text) = found?;
        scheme.files.push(path.clone());
        return Ok((path, text));
    }
    if let Some(text) = builtin_text(name) {
        return Ok((format!("{name}.toml"), text.to_owned()));
    }
    let near = builtin_meant(name);
    Err(format!(
        "there is no `{name}.toml` beside this file, and no such built-in scheme{near}"
    ))
}

/// `` `b` extends `a`, which extends `b` ``.
fn circle(name: &str, scheme: &Scheme) -> Option<String> {
    let files: Vec<&str> = [scheme.name.as_str()]
        .into_iter()
        .chain(scheme.extends.iter().map(String::as_str))
        .collect();
    let start = files.iter().position(|file| *file == name)?;
    if start + 1 == files.len() {
        let advice = builtin_text(name).map_or(String::new(), |_| {
            format!("; if the built-in `{name}` is meant, give this file another name")
        });
        return Some(format!("`{name}` extends itself{advice}"));
    }
    let way: Vec<String> = files[start + 1..]
        .iter()
        .chain([&name])
        .map(|file| format!("extends `{file}`"))
        .collect();
    Some(format!("`{name}` {}", way.join(", which ")))
}
