//! `signed-api vectors`: requests that others signed, signed again and compared.

mod candidate;
mod replay;
mod row;

use std::path::{Path, PathBuf};

use signed_api_reader::Scheme;
use signed_api_specs::{Reading, builtin_names};

use crate::print;
use crate::scheme::load;
use candidate::{Taken, takes};
use row::Row;

/// Replays vector files; true if everything in them is reproduced.
pub(crate) fn vectors(schemes: &[String], files: &[PathBuf]) -> Result<bool, String> {
    let given: Vec<Scheme> = schemes
        .iter()
        .map(|scheme| load(scheme))
        .collect::<Result<_, _>>()?;
    let built_in: Vec<Scheme> = if given.is_empty() {
        builtin_names().map(load).collect::<Result<_, _>>()?
    } else {
        Vec::new()
    };
    let mut whole = true;
    for path in files {
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let candidates: Vec<&Scheme> = if given.is_empty() {
            built_in
                .iter()
                .filter(|scheme| belongs(scheme, &name))
                .collect()
        } else {
            given.iter().collect()
        };
        whole &= replay_file(path, &name, &candidates)?;
    }
    Ok(whole)
}

/// The scheme of this name, and those that extend it.
fn belongs(scheme: &Scheme, name: &str) -> bool {
    scheme.data().name == name || scheme.extends().iter().any(|base| base == name)
}

fn replay_file(path: &Path, name: &str, candidates: &[&Scheme]) -> Result<bool, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let (mut total, mut reproduced, mut uncovered) = (0, 0, 0);
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let row: Row = serde_json::from_str(line)
            .map_err(|error| format!("{shown}:{}: {error}", number + 1))?;
        total += 1;
        match takes(candidates, &row) {
            Taken::By(scheme) => match replay::replay(scheme, &row) {
                Ok(()) => reproduced += 1,
                Err(report) => print::line(format_args!(
                    "{}, by {}: not reproduced\n{report}\n",
                    row.case,
                    scheme.data().name
                )),
            },
            Taken::ByNone(reasons) => {
                uncovered += 1;
                print::line(format_args!("{}: not covered{reasons}\n", row.case));
            }
            Taken::ByTwo(names) => {
                print::line(format_args!(
                    "{}: {names} both take it, and only one may\n",
                    row.case
                ));
            }
        }
    }
    for scheme in candidates {
        if let Err(reason) = Reading::new(&scheme.data()) {
            print::line(format_args!(
                "{}: forwards only: {reason}",
                scheme.data().name
            ));
        }
    }
    print::line(format_args!(
        "{name}: {reproduced} of {total} reproduced, {uncovered} not covered"
    ));
    Ok(reproduced == total && total > 0)
}
