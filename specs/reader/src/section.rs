//! Taking the keys of a table one by one; what is left at the end is unknown.

use super::document::{Field, Item, Key, Table};
use super::draft::{Change, Seconds};
use super::problem::{Findings, Place, Problem, did_you_mean};

/// What the outermost table is called.
pub(crate) const TOP: &str = "at the top of the file";

/// A key as it is written; at the top of a file, most are sections.
fn shown(key: &str, top: bool) -> String {
    match key {
        "title" | "extends" | "nonce" | "covers" => format!("`{key}`"),
        "example" if top => "`[[example]]`".to_owned(),
        _ if top => format!("`[{key}]`"),
        _ => format!("`{key}`"),
    }
}

/// Where a key belongs that was written somewhere else.
fn home(key: &str) -> Option<&'static str> {
    Some(match key {
        "algorithm" | "key" | "signed_headers" | "string_to_sign" | "join_repeated" => {
            "in `[signature]`"
        }
        "secret" | "sent" | "member" | "chosen" => "at a credential",
        "tolerance" | "future" | "since" | "until" => "in `[verify]`",
        "status" | "code" | "codes" | "stale" | "temporary" | "told" => "in `[refusal]`",
        "title" | "extends" | "covers" => TOP,
        "from" | "now" | "request" | "body_base64" | "verdict" => "in `[[example]]`",
        _ => return None,
    })
}

/// A table being read.
pub(crate) struct Section<'f> {
    entries: Vec<(Key, Item)>,
    name: String,
    known: Vec<&'static str>,
    pub(crate) findings: &'f mut Findings,
}

impl<'f> Section<'f> {
    pub(crate) fn new(table: Table, name: impl Into<String>, findings: &'f mut Findings) -> Self {
        Self {
            entries: table.entries,
            name: name.into(),
            known: Vec::new(),
            findings,
        }
    }

    /// Takes a key out.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Item> {
        self.known.push(name);
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        Some(self.entries.remove(index).1)
    }

    /// Says which keys are unknown.
    pub(crate) fn finish(self) {
        for (key, item) in &self.entries {
            let name = &key.name;
            let top = self.name == TOP;
            let near = did_you_mean(name, self.known.iter().copied());
            let elsewhere = home(name).filter(|home| *home != self.name);
            let message = match (item, elsewhere) {
                (Item::Table(_), _) if top => {
                    let near = near.replace("mean `", "mean `[").replace("`?", "]`?");
                    format!("unknown section `[{name}]`{near}")
                }
                (_, Some(home)) if near.is_empty() => {
                    format!("unknown key `{name}` {}; it belongs {home}", self.name)
                }
                _ => format!("unknown key `{name}` {}{near}", self.name),
            };
            let mut problem = Problem::new(&key.place, message);
            if near.is_empty() && elsewhere.is_none() {
                let known: Vec<String> = self.known.iter().map(|known| shown(known, top)).collect();
                problem = problem.note(format!("these are known: {}", known.join(", ")));
            }
            self.findings.add(problem);
        }
    }

    fn wrong<T>(&mut self, name: &str, wanted: &str, item: &Item) -> Option<T> {
        self.findings.error(
            item.place(),
            format!("`{name}` is {wanted}, and this is {}", item.kind()),
        );
        None
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Option<Field> {
        let item = self.take(name)?;
        self.text_of(name, item)
    }

    pub(crate) fn text_of(&mut self, name: &str, item: Item) -> Option<Field> {
        match item {
            Item::Text(field) => Some(field),
            other => self.wrong(name, "text", &other),
        }
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Option<Vec<Field>> {
        let item = self.take(name)?;
        self.list_of(name, item)
    }

    pub(crate) fn list_of(&mut self, name: &str, item: Item) -> Option<Vec<Field>> {
        match item {
            Item::List(items, _) => Some(self.texts_in(name, items)),
            other => self.wrong(name, "a list of texts", &other),
        }
    }

    pub(crate) fn texts_in(&mut self, name: &str, items: Vec<Item>) -> Vec<Field> {
        let what = format!("each item of `{name}`");
        items
            .into_iter()
            .filter_map(|item| match item {
                Item::Text(field) => Some(field),
                other => {
                    self.findings.error(
                        other.place(),
                        format!("{what} is text, and this is {}", other.kind()),
                    );
                    None
                }
            })
            .collect()
    }

    /// A table of texts.
    pub(crate) fn texts_of(&mut self, table: Table) -> Vec<(Key, Field)> {
        texts_of(self.findings, table)
    }

    pub(crate) fn table(&mut self, name: &'static str) -> Option<Table> {
        match self.take(name)? {
            Item::Table(table) => Some(table),
            other => self.wrong(name, "a table", &other),
        }
    }

    /// A table that comes as often as one likes: `[[name]]`.
    pub(crate) fn tables(&mut self, name: &'static str) -> Vec<Table> {
        let wanted = format!("written `[[{name}]]`, as there may be several");
        match self.take(name) {
            None => Vec::new(),
            Some(Item::List(items, _)) => items
                .into_iter()
                .filter_map(|item| match item {
                    Item::Table(table) => Some(table),
                    other => self.wrong(name, &wanted, &other),
                })
                .collect(),
            Some(other) => self.wrong(name, &wanted, &other).into_iter().collect(),
        }
    }

    pub(crate) fn switch(&mut self, name: &'static str) -> bool {
        match self.take(name) {
            None => false,
            Some(Item::Switch(on, _)) => on,
            Some(other) => self
                .wrong(name, "`true` or `false`", &other)
                .unwrap_or_default(),
        }
    }

    pub(crate) fn number(&mut self, name: &'static str) -> Option<(u32, Place)> {
        let item = self.take(name)?;
        self.number_of(name, &item)
    }

    fn number_of(&mut self, name: &str, item: &Item) -> Option<(u32, Place)> {
        let Item::Integer(text, place) = item else {
            return self.wrong(name, "a number", item);
        };
        if let Ok(number) = text.parse() {
            return Some((number, place.clone()));
        }
        let message = format!("`{name}` is a whole number from 0 to {}", u32::MAX);
        self.findings.error(place, message);
        None
    }

    /// A number of seconds, or `false` for any.
    pub(crate) fn seconds(&mut self, name: &'static str) -> Option<Seconds> {
        match self.take(name)? {
            Item::Switch(false, _) => Some(Seconds::Any),
            item @ Item::Integer(..) => {
                let (seconds, _) = self.number_of(name, &item)?;
                Some(Seconds::AtMost(seconds))
            }
            item => self.wrong(name, "a number of seconds, or `false` for any", &item),
        }
    }

    /// A point in time with its offset from UTC.
    pub(crate) fn time(
        &mut self,
        name: &'static str,
    ) -> Option<(signed_api_specs::Timestamp, Place)> {
        let item = self.take(name)?;
        let (Item::Date(text, _) | Item::Text(Field { text, .. })) = &item else {
            return self.wrong(name, "a time, as 2026-01-02T03:04:05Z", &item);
        };
        if let Ok(time) = text.parse() {
            return Some((time, item.place().clone()));
        }
        let message = format!("`{name}` is a time with its zone, as 2026-01-02T03:04:05Z");
        self.findings.error(item.place(), message);
        None
    }

    /// A key that a variant may take out with `= false`.
    pub(crate) fn change<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self, &str, Item) -> Option<T>,
    ) -> Option<Change<T>> {
        match self.take(name)? {
            Item::Switch(false, place) => Some(Change::Remove(place)),
            item => read(self, name, item).map(Change::Set),
        }
    }
}

/// A table of texts, whatever their names.
pub(crate) fn texts_of(findings: &mut Findings, table: Table) -> Vec<(Key, Field)> {
    let texts = table.entries.into_iter().filter_map(|(key, item)| {
        let text = text_at(findings, &key, item)?;
        Some((key, text))
    });
    texts.collect()
}

/// The text of a key that may have any name.
pub(crate) fn text_at(findings: &mut Findings, key: &Key, item: Item) -> Option<Field> {
    let (place, message) = match item {
        Item::Text(field) => return Some(field),
        Item::Table(inner) if !inner.place.text().starts_with('{') => {
            let message = "a name that holds a dot stands in quotes".to_owned();
            (key.place.clone(), message)
        }
        other => {
            let message = format!("`{}` is text, and this is {}", key.name, other.kind());
            (other.place().clone(), message)
        }
    };
    findings.error(&place, message);
    None
}
