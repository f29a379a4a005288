//! The second stage of `[refusal]`: its tables to a draft.

use super::document::{Field, Item, Key, Table};
use super::draft::{PlaceDraft, RefusalDraft};
use super::problem::Findings;
use super::section::Section;

pub(super) fn refusal(findings: &mut Findings, table: Table) -> Option<RefusalDraft> {
    let place = table.place.clone();
    let mut section = Section::new(table, "in `[refusal]`", findings);
    let status = section.number("status");
    let body = section.text("body");
    let headers = texts(&mut section, "headers");
    let code = places(&mut section, "code");
    let codes = texts(&mut section, "codes");
    let stale = texts(&mut section, "stale");
    let temporary = texts(&mut section, "temporary");
    let time = places(&mut section, "time");
    let told = told(&mut section);
    section.finish();
    match status {
        Some((status @ 200..=599, at)) => Some(RefusalDraft {
            status: (u16::try_from(status).ok()?, at),
            body,
            headers,
            code,
            time,
            codes,
            stale,
            temporary,
            told,
        }),
        Some((_, place)) => {
            findings.error(&place, "a refusal has a status from 200 to 599");
            None
        }
        None => {
            findings.error(&place, "`[refusal]` needs `status`");
            None
        }
    }
}

fn texts(section: &mut Section<'_>, name: &'static str) -> Vec<(Key, Field)> {
    let table = section.table(name);
    table.map_or_else(Vec::new, |table| section.texts_of(table))
}

fn told(section: &mut Section<'_>) -> Vec<(Key, Vec<PlaceDraft>)> {
    let Some(table) = section.table("told") else {
        return Vec::new();
    };
    let told = table.entries.into_iter().map(|(key, item)| {
        let places = places_of(section.findings, &key.name, item);
        (key, places)
    });
    told.collect()
}

fn places(section: &mut Section<'_>, name: &'static str) -> Vec<PlaceDraft> {
    match section.take(name) {
        Some(item) => places_of(section.findings, name, item),
        None => Vec::new(),
    }
}

/// One place, or a list of them.
fn places_of(findings: &mut Findings, name: &str, item: Item) -> Vec<PlaceDraft> {
    let items = match item {
        Item::List(items, _) => items,
        item => vec![item],
    };
    let mut places = Vec::new();
    for item in items {
        match item {
            Item::Table(table) => places.push(place(findings, name, table)),
            other => {
                let message = format!(
                    "`{name}` is a place, as `{{ json = \"error.code\" }}`, or a list of them, and this is {}",
                    other.kind()
                );
                findings.error(other.place(), message);
            }
        }
    }
    places
}

fn place(findings: &mut Findings, name: &str, table: Table) -> PlaceDraft {
    let place = table.place.clone();
    let mut section = Section::new(table, format!("in `{name}`"), findings);
    let draft = PlaceDraft {
        place,
        json: section.text("json"),
        xml: section.text("xml"),
        header: section.text("header"),
        after: section.text("after"),
        before: section.text("before"),
        hex: section.switch("hex"),
    };
    section.finish();
    draft
}
