//! A known way of getting a signature wrong: a row of a table.

use super::case::Case;
use super::ways;
use crate::data::{Function, SchemeData};

/// A way of getting it wrong.
pub(super) struct Way {
    /// In a few words.
    pub(super) name: &'static str,
    /// What was done, as a sentence.
    pub(super) done: &'static str,
    /// What to do instead, as a sentence.
    pub(super) mend: &'static str,
    /// It is tried together with others, too.
    pub(super) pairs: bool,
    /// What it changes, and how.
    pub(super) alter: Alter,
}

/// What a way changes: a part of the request, the credentials, or the scheme's own steps.
pub(super) enum Alter {
    /// The method.
    Method(fn(&str) -> Vec<String>),
    /// The path alone.
    Path(fn(&str) -> Vec<String>),
    /// The query alone.
    Query(fn(&str) -> Vec<String>),
    /// What the `Host` header says.
    Host(fn(&str) -> Vec<String>),
    /// The body.
    Body(fn(&[u8]) -> Vec<Vec<u8>>),
    /// The text of a secret credential.
    Secret(fn(&str) -> Vec<String>),
    /// A function of the scheme: left out (an empty list), or others in its place.
    Step(fn(Function) -> Option<&'static [Function]>),
    /// Anything, each with its place.
    Case(for<'a, 'c> fn(&'a Case<'c>, &'a Hints<'c>) -> Made<'c>),
}

/// Cases with a mistake in them, each with its place if the way alone does not tell it.
pub(super) type Made<'c> = Vec<(Option<String>, Case<'c>)>;

/// What whoever asks knows beside the request.
pub(super) struct Hints<'h> {
    /// Names of variables that may have stood in the request.
    pub(super) placeholders: &'h [String],
    /// Other secrets of the same account.
    pub(super) other_secrets: &'h [String],
    /// Other schemes that may have been meant.
    pub(super) neighbours: &'h [SchemeData<'h>],
}

/// What one way makes of a case.
pub(super) struct Change<'c> {
    pub(super) way: &'static Way,
    /// Which part of the scheme or of the request it is at, if the way does not say.
    pub(super) at: Option<String>,
    pub(super) case: Case<'c>,
}

impl Way {
    /// Every way, the likeliest first.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        ways::ALL.iter().copied().flatten()
    }

    /// What it makes of a case.
    pub(super) fn changes<'c>(
        &'static self,
        case: &Case<'c>,
        hints: &Hints<'c>,
    ) -> Vec<Change<'c>> {
        let unplaced = |cases: Vec<Case<'c>>| cases.into_iter().map(|case| (None, case)).collect();
        let made: Made<'c> = match self.alter {
            Alter::Method(f) => {
                let methods = others(f(&case.method), &case.method);
                unplaced(methods.map(|it| case.with_method(it)).collect())
            }
            Alter::Path(f) => unplaced(paths(case, f)),
            Alter::Query(f) => unplaced(queries(case, f)),
            Alter::Host(f) => {
                let host = case.host();
                let hosts = others(f(&host), &host);
                unplaced(hosts.filter_map(|host| case.with_host(&host)).collect())
            }
            Alter::Body(f) => {
                let bodies = f(&case.body).into_iter().filter(|it| *it != case.body);
                unplaced(bodies.map(|it| case.with_body(it)).collect())
            }
            Alter::Secret(f) => ways::secret::secrets(case, f),
            Alter::Step(f) => ways::steps::replaced(case, f),
            Alter::Case(f) => f(case, hints),
        };
        let change = |(at, case)| Change {
            way: self,
            at,
            case,
        };
        made.into_iter().map(change).collect()
    }

    /// It changes path or query.
    pub(super) fn is_of_url(&self) -> bool {
        matches!(self.alter, Alter::Path(_) | Alter::Query(_))
    }

    /// It changes a step of the scheme.
    pub(super) fn is_step(&self) -> bool {
        matches!(self.alter, Alter::Step(_))
    }

    /// Where to look.
    pub(super) fn place(&self) -> Option<&'static str> {
        Some(match self.alter {
            Alter::Method(_) => "the method",
            Alter::Path(_) => "the path",
            Alter::Query(_) => "the query",
            Alter::Host(_) => "the host",
            Alter::Body(_) => "the body",
            Alter::Secret(_) => "the key",
            Alter::Step(_) | Alter::Case(_) => return None,
        })
    }
}

/// Those that are not what there was.
fn others(items: Vec<String>, was: &str) -> impl Iterator<Item = String> {
    items.into_iter().filter(move |item| item != was)
}

fn paths<'c>(case: &Case<'c>, f: fn(&str) -> Vec<String>) -> Vec<Case<'c>> {
    let (path, query) = case.split_target();
    let target = |path: String| match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let paths = others(f(path), path);
    paths.map(|path| case.with_target(target(path))).collect()
}

fn queries<'c>(case: &Case<'c>, f: fn(&str) -> Vec<String>) -> Vec<Case<'c>> {
    let (path, Some(query)) = case.split_target() else {
        return Vec::new();
    };
    let queries = others(f(query), query);
    let target = |query| case.with_target(format!("{path}?{query}"));
    queries.map(target).collect()
}
