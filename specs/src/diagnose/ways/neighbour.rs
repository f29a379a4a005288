//! Another scheme than the one that was meant: a variant, or one of the same family.

use std::rc::Rc;

use crate::data::SchemeData;
use crate::diagnose::case::{Case, Overlay};
use crate::diagnose::tables::Tables;
use crate::diagnose::way::{Alter, Hints, Made, Way};
use crate::diagnose::{Mistake, Suspect};
use crate::{Reading, Received, SigningKey, Verification};

pub(super) static WAYS: &[Way] = &[Way {
    name: "another scheme",
    done: "It was signed by another scheme.",
    mend: "Use that scheme, or sign by this one, if it is the one that the provider wants.",
    pairs: false,
    alter: Alter::Case(neighbours),
}];

/// The other scheme by which the request is right as it is, if there is one.
pub(in crate::diagnose) fn accepted(case: &Case<'_>, suspect: Suspect<'_>) -> Option<Mistake> {
    if suspect.signature.is_some() {
        return None;
    }
    let own = case.tables.data().name;
    let mut others = suspect.neighbours.iter().filter(|other| other.name != own);
    let other = others.find(|other| {
        let values = credentials(case, other);
        let request = case.request();
        Reading::new(other).is_ok_and(|reading| {
            reading.read(other, request).is_ok_and(|received| {
                let then = received.time().filter(|_| !suspect.timely);
                let verification = Verification {
                    request,
                    values: &values,
                    now: then.unwrap_or(suspect.now),
                    limits: other.verify,
                    required: suspect.required,
                };
                let key = SigningKey::new(other);
                reading.verify(&key, received, verification).is_ok()
            })
        })
    })?;
    let Way {
        name, done, mend, ..
    } = &WAYS[0];
    Some(Mistake {
        name,
        what: (*done).to_owned(),
        place: Some(format!("scheme `{}`: {}", other.name, other.title)),
        mend: (*mend).to_owned(),
    })
}

fn neighbours<'c>(case: &Case<'c>, hints: &Hints<'c>) -> Made<'c> {
    let own = case.tables.data().name;
    let others = hints.neighbours.iter().filter(|other| other.name != own);
    let made = others.flat_map(|other| {
        let at = format!("scheme `{}`: {}", other.name, other.title);
        let cases = as_received(case, other)
            .into_iter()
            .chain([anew(case, other)]);
        cases
            .map(move |case| (Some(at.clone()), case))
            .collect::<Vec<_>>()
    });
    made.collect()
}

/// The request as the other scheme reads it.
fn as_received<'c>(case: &Case<'c>, other: &SchemeData<'c>) -> Option<Case<'c>> {
    let reading = Reading::new(other).ok()?.lenient();
    let mut made = with_scheme(case, other);
    made.reading = Rc::new(reading);
    let mut received = made.look().received;
    received.adopt(&case.received);
    made.received = Rc::new(received);
    Some(made)
}

/// The request as the other scheme signs it at the same time.
fn anew<'c>(case: &Case<'c>, other: &SchemeData<'c>) -> Case<'c> {
    let mut received = Received::default();
    received.adopt(&case.received);
    let mut made = with_scheme(case, other);
    made.received = Rc::new(received);
    made.anew = true;
    made
}

/// The same with the other scheme's credentials: those of the same name, else secrets for secrets and
/// the others for the others, in their order.
fn with_scheme<'c>(case: &Case<'c>, other: &SchemeData<'c>) -> Case<'c> {
    let mut made = case.clone();
    made.tables = Rc::new(Tables::new(other));
    made.values = credentials(case, other);
    made
}

fn credentials<'c>(case: &Case<'c>, other: &SchemeData<'c>) -> Overlay<'c> {
    let own = case.tables.data();
    let mut values = case.values.clone();
    for secret in [true, false] {
        let given = own.credentials.iter().filter(|one| one.secret == secret);
        let mut given = given.filter_map(|one| case.values.text(own.text(one.name)));
        for wanted in other.credentials.iter().filter(|one| one.secret == secret) {
            let name = other.text(wanted.name);
            let text = given.next().map(str::to_owned);
            if case.values.text(name).is_none()
                && let Some(text) = text
            {
                values = values.with(name, &text);
            }
        }
    }
    values
}
