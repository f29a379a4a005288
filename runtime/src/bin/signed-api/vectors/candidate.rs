//! Which scheme takes a case: decided before anything is signed, never by trying what reproduces.

use signed_api_reader::Scheme;
use signed_api_specs::data::{Location, SchemeData};

use super::row::{Mode, Param, Row};

/// Who takes a case.
pub(crate) enum Taken<'s> {
    By(&'s Scheme),
    /// Nobody, for these reasons.
    ByNone(String),
    /// Several, equally well.
    ByTwo(String),
}

/// The candidate that takes a case: of those that can, the one that stands for most of its params
/// through `covers`.
pub(crate) fn takes<'s>(candidates: &[&'s Scheme], row: &Row) -> Taken<'s> {
    let mut best: Vec<(usize, &Scheme)> = Vec::new();
    let mut reasons = String::new();
    for scheme in candidates {
        match fits(scheme, row) {
            Ok(covered) => best.push((covered, scheme)),
            Err(reason) => {
                reasons.extend(["\n  ", scheme.data().name, ": ", &reason]);
            }
        }
    }
    let most = best.iter().map(|(covered, _)| *covered).max();
    best.retain(|(covered, _)| Some(*covered) == most);
    match best.as_slice() {
        [] => Taken::ByNone(if reasons.is_empty() {
            ": no scheme of this name".to_owned()
        } else {
            reasons
        }),
        [(_, scheme)] => Taken::By(scheme),
        several => {
            let names: Vec<&str> = several
                .iter()
                .map(|(_, scheme)| scheme.data().name)
                .collect();
            Taken::ByTwo(names.join(" and "))
        }
    }
}

/// How many params the scheme stands for through `covers`, or why it cannot take the case.
fn fits(scheme: &Scheme, row: &Row) -> Result<usize, String> {
    let data = scheme.data();
    for name in row.credentials.keys() {
        if !data
            .credentials
            .iter()
            .any(|credential| data.text(credential.name) == name)
        {
            return Err(format!("it has no credential `{name}`"));
        }
    }
    if !sends(&data, row.mode) {
        return Err("it sends its signature elsewhere".to_owned());
    }
    let mut covered = 0;
    for (name, param) in &row.params {
        match param {
            Param::Absent(()) => {}
            Param::Other(_) => return Err(format!("no setting has the form of `{name}`")),
            param => {
                let stands = |(key, value): &&(String, String)| {
                    key == name && (value == "*" || *value == param.text())
                };
                if scheme.covers().iter().any(|pair| stands(&pair)) {
                    covered += 1;
                } else if !offers(&data, name) {
                    return Err(format!("it offers no `{name} = {}`", param.text()));
                }
            }
        }
    }
    Ok(covered)
}

fn offers(data: &SchemeData<'_>, name: &str) -> bool {
    data.settings
        .iter()
        .any(|setting| data.text(setting.name) == name)
        || matches!(name, "tolerance" | "future")
}

fn sends(data: &SchemeData<'_>, mode: Mode) -> bool {
    data.entries.iter().any(|entry| {
        let fits = match mode {
            Mode::Header => entry.location == Location::Headers,
            Mode::Query => entry.location == Location::Query,
            Mode::Body => matches!(entry.location, Location::Form | Location::Json),
            Mode::Verify => true,
        };
        entry.after && fits
    })
}
