//! The second stage: tables to a draft.

use super::document::{Field, Item, Key, Table};
use super::draft::{
    Change, Changes, ConnectionDraft, CredentialDraft, Draft, EntryDraft, ExampleDraft, LOCATIONS,
    LetDraft, PartsDraft, SettingDraft, SignatureDraft, VerifyDraft,
};
use super::problem::{Findings, Place};
use super::refusal::refusal;
use super::section::{Section, TOP, text_at, texts_of};

/// Reads a draft from a file's tables; what does not belong there is among the findings.
pub(crate) fn draft(table: Table, findings: &mut Findings) -> Draft {
    let mut draft = Draft::default();
    let mut top = Section::new(table, TOP, findings);
    draft.title = top.text("title");
    draft.extends = top.text("extends");
    draft.nonce = top.text("nonce");
    if let Some(covers) = top.table("covers") {
        draft.covers = top.texts_of(covers);
    }
    if let Some(table) = section(&mut top, "credentials", &mut draft.removed) {
        draft.credentials = changes(top.findings, table, credential);
    }
    if let Some(table) = section(&mut top, "connection", &mut draft.removed) {
        draft.connection = Some(connection(top.findings, table));
    }
    if let Some(table) = section(&mut top, "settings", &mut draft.removed) {
        draft.settings = changes(top.findings, table, setting);
    }
    if let Some(table) = section(&mut top, "let", &mut draft.removed) {
        draft.lets = changes(top.findings, table, named);
    }
    if let Some(table) = section(&mut top, "signature", &mut draft.removed) {
        draft.signature = signature(top.findings, table);
    }
    draft.sent = LOCATIONS.map(|(_, name)| sent(&mut top, name));
    if let Some(table) = section(&mut top, "verify", &mut draft.removed) {
        draft.verify = verify(top.findings, table);
    }
    if let Some(table) = section(&mut top, "refusal", &mut draft.removed) {
        draft.refusal = refusal(top.findings, table);
    }
    for table in top.tables("example") {
        draft.examples.push(example(top.findings, table));
    }
    top.finish();
    draft
}

/// A section that may also be taken out with `= false`.
fn section(
    top: &mut Section<'_>,
    name: &'static str,
    removed: &mut Vec<(&'static str, Place)>,
) -> Option<Table> {
    match top.take(name)? {
        Item::Table(table) => Some(table),
        Item::Switch(false, place) => {
            removed.push((name, place));
            None
        }
        other => {
            top.findings.error(
                other.place(),
                format!("`[{name}]` is a section, and this is {}", other.kind()),
            );
            None
        }
    }
}

/// A section that says what is sent: it is replaced as a whole.
fn sent(top: &mut Section<'_>, name: &'static str) -> Option<Change<Vec<(Key, EntryDraft)>>> {
    let mut removed = Vec::new();
    let Some(table) = section(top, name, &mut removed) else {
        return removed.pop().map(|(_, place)| Change::Remove(place));
    };
    let entries = table.entries.into_iter().filter_map(|(key, item)| {
        let entry = match item {
            Item::Table(table) if table.place.text().starts_with('{') => {
                parts(top.findings, &key, table)
            }
            item => text_at(top.findings, &key, item).map(EntryDraft::Template),
        };
        entry.map(|entry| (key, entry))
    });
    Some(Change::Set(entries.collect()))
}

/// An entry of parts.
fn parts(findings: &mut Findings, key: &Key, table: Table) -> Option<EntryDraft> {
    let place = table.place.clone();
    let mut section = Section::new(table, format!("in the entry `{}`", key.name), findings);
    let draft = PartsDraft {
        start: section.text("start"),
        join: section.text("join"),
        only: section.switch("only"),
        parts: section.texts("parts").unwrap_or_default(),
    };
    section.finish();
    if draft.parts.is_empty() {
        findings.error(
            &place,
            "an entry of parts needs `parts`, as `{ join = \",\", parts = [\"…\", \"…\"] }`",
        );
        return None;
    }
    Some(EntryDraft::Parts(draft))
}

/// A named value or list, or a section of named pairs.
fn named(findings: &mut Findings, key: &Key, item: Item) -> Option<LetDraft> {
    match item {
        Item::Table(table) => Some(LetDraft::Group(texts_of(findings, table))),
        Item::List(items, _) => {
            let items = items.into_iter();
            let items = items.filter_map(|item| text_item(findings, key, item));
            Some(LetDraft::List(items.collect()))
        }
        item => text_item(findings, key, item).map(LetDraft::Value),
    }
}

fn changes<T>(
    findings: &mut Findings,
    table: Table,
    mut read: impl FnMut(&mut Findings, &Key, Item) -> Option<T>,
) -> Changes<T> {
    let mut changes = Vec::new();
    for (key, item) in table.entries {
        let change = match item {
            Item::Switch(false, place) => Some(Change::Remove(place)),
            item => read(findings, &key, item).map(Change::Set),
        };
        changes.extend(change.map(|change| (key, change)));
    }
    changes
}

fn text_item(findings: &mut Findings, key: &Key, item: Item) -> Option<Field> {
    match item {
        Item::Text(field) => Some(field),
        other => {
            let message = format!("`{}` is text, and this is {}", key.name, other.kind());
            findings.error(&key.place_of(&other), message);
            None
        }
    }
}

fn table_item(findings: &mut Findings, key: &Key, item: Item, example: &str) -> Option<Table> {
    match item {
        Item::Table(table) => Some(table),
        other => {
            let name = &key.name;
            let kind = other.kind();
            findings.error(
                &key.place_of(&other),
                format!("`{name}` is a table, as `{name} = {example}`, and this is {kind}"),
            );
            None
        }
    }
}

fn credential(findings: &mut Findings, key: &Key, item: Item) -> Option<CredentialDraft> {
    let table = table_item(findings, key, item, "{}` or `{ secret = true }")?;
    let mut section = Section::new(table, format!("in the credential `{}`", key.name), findings);
    let draft = CredentialDraft {
        secret: section.switch("secret"),
        sent: section.switch("sent"),
        optional: section.switch("optional"),
        env: section.text("env"),
        member: section.text("member"),
        chosen: section.switch("chosen"),
        doc: section.text("doc"),
    };
    section.finish();
    Some(draft)
}

fn connection(findings: &mut Findings, table: Table) -> ConnectionDraft {
    let place = table.place.clone();
    let mut section = Section::new(table, "in `[connection]`", findings);
    let draft = ConnectionDraft {
        place,
        endpoint: section.texts("endpoint"),
        env: section.text("env"),
    };
    section.finish();
    draft
}

fn setting(findings: &mut Findings, key: &Key, item: Item) -> Option<SettingDraft> {
    let table = table_item(findings, key, item, "{ default = \"…\" }")?;
    let mut section = Section::new(table, format!("in the setting `{}`", key.name), findings);
    let draft = SettingDraft {
        default: section.take("default"),
        optional: section.switch("optional"),
        one_of: section.texts("one_of"),
        max: section.number("max"),
        list: section.switch("list"),
        from_request: section.switch("from_request"),
        tried: section.switch("tried"),
        by: section.text("by"),
        env: section.text("env"),
        doc: section.text("doc"),
    };
    section.finish();
    Some(draft)
}

fn signature(findings: &mut Findings, table: Table) -> SignatureDraft {
    let place = table.place.clone();
    let mut section = Section::new(table, "in `[signature]`", findings);
    let draft = SignatureDraft {
        place: Some(place),
        algorithm: section.change("algorithm", Section::text_of),
        key: section.change("key", |section, name, item| match item {
            Item::List(items, place) if items.is_empty() => {
                section.findings.error(&place, "`key` lists no key");
                None
            }
            Item::List(items, _) => Some(section.texts_in(name, items)),
            item => section.text_of(name, item).map(|field| vec![field]),
        }),
        signed_headers: section.change("signed_headers", Section::list_of),
        string_to_sign: section.change("string_to_sign", Section::text_of),
        join_repeated: section.change("join_repeated", Section::text_of),
    };
    section.finish();
    draft
}

fn verify(findings: &mut Findings, table: Table) -> VerifyDraft {
    let mut section = Section::new(table, "in `[verify]`", findings);
    let draft = VerifyDraft {
        tolerance: section.seconds("tolerance"),
        future: section.seconds("future"),
        since: section.text("since"),
        until: section.text("until"),
    };
    section.finish();
    draft
}

fn example(findings: &mut Findings, table: Table) -> ExampleDraft {
    let place = table.place.clone();
    let mut section = Section::new(table, "in `[[example]]`", findings);
    let credentials = section
        .table("credentials")
        .map(|table| section.texts_of(table));
    let settings = section.table("settings").map(|table| table.entries);
    let headers = section
        .table("headers")
        .map(|table| section.texts_of(table));
    let query = section.table("query").map(|table| section.texts_of(table));
    let form = section.table("form").map(|table| section.texts_of(table));
    let json = section.table("json").map(|table| section.texts_of(table));
    let draft = ExampleDraft {
        place,
        from: section.text("from"),
        credentials: credentials.unwrap_or_default(),
        settings: settings.unwrap_or_default(),
        now: section.time("now"),
        nonce: section.text("nonce"),
        request: section.text("request"),
        body_base64: section.text("body_base64"),
        string_to_sign: section.text("string_to_sign"),
        headers: headers.unwrap_or_default(),
        query: query.unwrap_or_default(),
        form: form.unwrap_or_default(),
        json: json.unwrap_or_default(),
        body: section.text("body"),
        verdict: section.text("verdict"),
    };
    section.finish();
    draft
}
