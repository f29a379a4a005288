//! The mistake is named: requests that were signed wrongly by hand, and the first answer of the
//! diagnosis beside the mistake that was made.

mod acs;
mod acs_content;
mod by_python;
mod hand;
mod others;
mod sinch;
mod spoilt;

use signed_api::{Scheme, Verifier};
use signed_api_tests::{Incoming, NOW, at};

/// A request with a mistake in it.
pub(crate) struct Row {
    /// Which row of the provider's list of mistakes it is.
    pub(crate) trap: &'static str,
    pub(crate) wrong: Incoming,
    /// What the diagnosis should call it: one name, or those of mistakes that were made together.
    pub(crate) named: &'static [&'static str],
}

pub(crate) fn row(trap: &'static str, wrong: Incoming, named: &'static [&'static str]) -> Row {
    Row { trap, wrong, named }
}

/// Counts those that are named right by the first answer, and shows the others.
pub(crate) fn assert_named<S: Scheme>(verifier: &Verifier<S>, rows: &[Row]) {
    let mut missed = Vec::new();
    for row in rows {
        let Row { trap, wrong, named } = row;
        let diagnosis = verifier
            .diagnose(&wrong.parts, &wrong.body, at(NOW))
            .unwrap();
        let first = diagnosis.findings.first();
        let first = first.map(|first| first.mistakes.iter().map(|one| one.name));
        let first: Vec<&str> = first.into_iter().flatten().collect();
        if first != *named {
            missed.push(format!(
                "{trap}: wanted {named:?}, got {first:?}\n{diagnosis}\n"
            ));
        }
    }
    println!(
        "{}: {} of {} named right by the first answer",
        S::DATA.name,
        rows.len() - missed.len(),
        rows.len()
    );
    assert!(
        missed.is_empty(),
        "{} of {}\n{}",
        missed.len(),
        rows.len(),
        missed.join("\n")
    );
}
